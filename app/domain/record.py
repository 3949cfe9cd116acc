"""What all records have in common: number, version, and changes that return their event."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Final, Self

from app.domain.errors import Conflict, InvalidInput, Problem
from app.domain.event import Event, Kind, Plain
from app.domain.money import Money
from app.domain.recognition import ERASED

LONGEST_LINE = 200
"""Characters in a field of one line."""
LONGEST_TEXT = 4000
"""Characters in a field of several lines."""

_PLAIN = frozenset({str, int, type(None)})
_UNTRACKED = frozenset({"number", "version", "created_at", "updated_at"})


@dataclass(slots=True, kw_only=True)
class Record:
    """A numbered thing of a workspace. `version` grows with every change; `personal_fields` are those that go
    with the person whom they tell of."""

    kind: ClassVar[Kind]
    long_fields: ClassVar[frozenset[str]] = frozenset()
    personal_fields: ClassVar[frozenset[str]] = frozenset()

    number: int
    name: str
    version: int = 1
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None

    def expect(self, version: int | None) -> None:
        """Raises Conflict where the caller saw another `version` than this one; `None` checks nothing."""
        if version is not None and version != self.version:
            raise Conflict(
                "changed_meanwhile", kind=self.kind, number=self.number, current=self, version=version
            )

    def captured(self, name: str) -> Event:
        """The event that this record came to be."""
        self._check_lengths()
        return Event(name, self.kind, self.number, self.version, {}, snapshot(self))

    def change(self, event: str, /, **values: object) -> Event:
        """Sets the given fields and returns the event with what really differed before and after."""
        before: Plain = {}
        after: Plain = {}
        if self.is_erased:
            self._must_stay_erased(values)
        for field, value in values.items():
            old = getattr(self, field)
            if old != value:
                before[field], after[field] = plain(old), plain(value)
                setattr(self, field, value)
        self._check_lengths(after)
        if after:
            self.version += 1
        return Event(event, self.kind, self.number, self.version, before, after)

    @property
    def is_erased(self) -> bool:
        """Whether it told of a person who was erased."""
        return self.name == ERASED

    def erase(self) -> Event:
        """Takes all away that tells of the person; the event tells that, and nothing of them."""
        for field, value in without_person(
            self, {f: getattr(self, f) for f in field_names(type(self))}
        ).items():
            setattr(self, field, value)
        return self.touched()

    def touched(self) -> Event:
        """A person went from it: the event that tells that, and nothing of them."""
        self.version += 1
        return Event(PERSON_ERASED, self.kind, self.number, self.version, {}, {})

    def restore(self, event: str, values: Mapping[str, object]) -> Event:
        """Sets fields back to the plain values of an earlier event."""
        read = parsers(type(self))
        back = {field: read[field](value) for field, value in values.items()}
        return self.change(event, **back)

    @classmethod
    def revive(cls, number: int, version: int, values: Mapping[str, object]) -> Self:
        """A record again from the plain fields of the event that created or removed it."""
        read = parsers(cls)
        fields_: dict[str, Any] = {field: read[field](value) for field, value in values.items()}
        return cls(number=number, version=version, **fields_)

    def _must_stay_erased(self, values: Mapping[str, object]) -> None:
        """Nothing brings an erased person back: no undo, and no form that was filled in before."""
        for field in self.personal_fields & values.keys():
            if values[field] and values[field] != getattr(self, field):
                raise Conflict("person_erased", kind=self.kind, number=self.number, current=self)

    def _check_lengths(self, names: Mapping[str, object] | None = None) -> None:
        problems = {}
        for field in names if names is not None else field_names(type(self)):
            value = getattr(self, field)
            if type(value) is not str or len(value) <= LONGEST_LINE:
                continue
            limit = LONGEST_TEXT if field in self.long_fields else LONGEST_LINE
            if len(value) > limit:
                problems[field] = Problem("too_long", {"limit": limit})
        if problems:
            raise InvalidInput(**problems)


PERSON_ERASED: Final = "PersonErased"
"""The event that a person went from a record. It changes no field that another event tells of."""


def without_person(record: Record | type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a record's fields, plain or not, without what tells of its person. Fields that tell of others
    as well, such as lists, are emptied."""
    personal = record.personal_fields
    return {name: _emptied(name, value) if name in personal else value for name, value in values.items()}


def _emptied(name: str, value: Any) -> Any:
    if name == "name":
        return ERASED if value else value
    if name == "conversion":
        return {**value, "kept": []} if value else value
    return type(value)() if isinstance(value, str | dict) else value


def snapshot(record: Record) -> Plain:
    """All tracked fields of a record that are set, as plain values."""
    values = ((name, getattr(record, name)) for name in field_names(type(record)))
    return {name: plain(value) for name, value in values if value or value.__class__ is int}


def plain(value: object) -> object:
    """A field's value as JSON knows it."""
    if value.__class__ in _PLAIN:
        return value
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def field_names(record: type[Record]) -> tuple[str, ...]:
    """The fields whose changes are told in events."""
    return _traits(record.kind, record)[0]


def parsers(record: type[Record]) -> dict[str, Callable[[Any], object]]:
    """What makes the values of each field out of plain ones."""
    return _traits(record.kind, record)[1]


_TRAITS: dict[Kind, tuple[tuple[str, ...], dict[str, Callable[[Any], object]]]] = {}


def _traits(kind: Kind, record: type[Record]) -> tuple[tuple[str, ...], dict[str, Callable[[Any], object]]]:
    # Reading the annotations is slow; they are read once for each kind.
    if kind not in _TRAITS:
        hints = typing.get_type_hints(record)
        names = tuple(field.name for field in fields(record) if field.name not in _UNTRACKED)
        _TRAITS[kind] = names, {name: _parser(hints[name]) for name in names}
    return _TRAITS[kind]


def _parser(hint: Any) -> Callable[[Any], object]:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    kinds = [option for option in options if option is not type(None)]
    return lambda value: None if value is None else _parse(kinds[0], value)


def _parse(kind: Any, value: Any) -> object:
    if kind is Money:
        return Money(Decimal(value["amount"]), value["currency"])
    if kind in (dt.date, dt.datetime):
        return kind.fromisoformat(value)
    if typing.get_origin(kind) is tuple:
        each = typing.get_args(kind)[0]
        return tuple(each(**one) if isinstance(one, dict) else each(one) for one in value)
    return kind(value)
