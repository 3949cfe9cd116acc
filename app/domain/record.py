"""What all records have in common: number, version, and changes that return their event."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Final, Self

from app.domain.errors import Conflict, InvalidInput, Problem
from app.domain.event import Event, Kind, Plain
from app.domain.money import Money
from app.domain.own import HELD, is_own, value_of
from app.domain.recognition import ERASED

LONGEST_LINE = 200
"""Characters in a field of one line."""
LONGEST_TEXT = 4000
"""Characters in a field of several lines."""

_PLAIN = frozenset({str, int, type(None)})
_UNTRACKED = frozenset({"number", "version", "created_at", "updated_at", HELD})


@dataclass(slots=True, kw_only=True)
class Record:
    """A numbered thing of a workspace. `version` grows with every change; `personal_fields` are those that go
    with the person whom they tell of. `own` are the plain values of the fields that its workspace has
    described itself, by name; events tell of each by that name, as of any other field."""

    kind: ClassVar[Kind]
    long_fields: ClassVar[frozenset[str]] = frozenset()
    personal_fields: ClassVar[frozenset[str]] = frozenset()

    number: int
    name: str
    version: int = 1
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    own: dict[str, object] = field(default_factory=dict)

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
        for name, given in values.items():
            old, value = value_of(self, name), _kept(name, given)
            if old != value:
                before[name], after[name] = plain(old), plain(value)
                self._set(name, value)
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
        for name, value in without_person(
            self, {f: getattr(self, f) for f in (*field_names(type(self)), HELD)}
        ).items():
            setattr(self, name, value)
        return self.touched()

    def touched(self) -> Event:
        """A person went from it: the event that tells that, and nothing of them."""
        self.version += 1
        return Event(PERSON_ERASED, self.kind, self.number, self.version, {}, {})

    def restore(self, event: str, values: Mapping[str, object]) -> Event:
        """Sets fields back to the plain values of an earlier event."""
        return self.change(event, **read_plain(type(self), values))

    @classmethod
    def revive(cls, number: int, version: int, values: Mapping[str, object]) -> Self:
        """A record again from the plain fields of the event that created or removed it."""
        fields_: dict[str, Any] = held(read_plain(cls, values))
        return cls(number=number, version=version, **fields_)

    def _set(self, name: str, value: object) -> None:
        if not is_own(name):
            setattr(self, name, value)
        elif value is None:
            self.own = {other: kept for other, kept in self.own.items() if other != name}
        else:
            # Another one each time: what is stored is told apart from it.
            self.own = {**self.own, name: value}

    def _must_stay_erased(self, values: Mapping[str, object]) -> None:
        """Nothing brings an erased person back: no undo, and no form that was filled in before."""
        for name, value in values.items():
            if value and _is_personal(self, name) and value != value_of(self, name):
                raise Conflict("person_erased", kind=self.kind, number=self.number, current=self)

    def _check_lengths(self, names: Mapping[str, object] | None = None) -> None:
        problems = {}
        for name in names if names is not None else field_names(type(self)):
            # What its workspace wants to know was measured when it was read.
            value = getattr(self, name, None)
            if type(value) is not str or len(value) <= LONGEST_LINE:
                continue
            limit = LONGEST_TEXT if name in self.long_fields else LONGEST_LINE
            if len(value) > limit:
                problems[name] = Problem("too_long", {"limit": limit})
        if problems:
            raise InvalidInput(**problems)


PERSON_ERASED: Final = "PersonErased"
"""The event that a person went from a record. It changes no field that another event tells of."""


def without_person(record: Record | type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a record's fields, plain or not, without what tells of its person. Fields that tell of others
    as well, such as lists, are emptied."""
    return {
        name: _emptied(name, value) if _is_personal(record, name) else value for name, value in values.items()
    }


def _is_personal(record: Record | type[Record], name: str) -> bool:
    return (HELD if is_own(name) else name) in record.personal_fields


def _emptied(name: str, value: Any) -> Any:
    if name == "name":
        return ERASED if value else value
    if name == "conversion":
        return {**value, "kept": []} if value else value
    if is_own(name):
        return None
    return type(value)() if isinstance(value, str | dict) else value


def snapshot(record: Record) -> Plain:
    """All tracked fields of a record that are set, as plain values."""
    values = ((name, getattr(record, name)) for name in field_names(type(record)))
    return {name: plain(value) for name, value in values if value or value.__class__ is int} | record.own


def told(record: Record) -> Plain:
    """All tracked fields of a record as plain values, blank ones included."""
    return {name: plain(getattr(record, name)) for name in field_names(type(record))} | record.own


def held(values: Mapping[str, object]) -> dict[str, object]:
    """Values by field as a new record takes them: those of its workspace's own fields together."""
    own = {name: _kept(name, value) for name, value in values.items() if is_own(name)}
    rest = {name: value for name, value in values.items() if name not in own}
    return rest | ({HELD: {name: value for name, value in own.items() if value is not None}} if own else {})


def _kept(name: str, value: object) -> object:
    """A value as a record keeps it: in a field of its workspace as JSON knows it, a blank one as none."""
    if not is_own(name):
        return value
    if isinstance(value, Money):
        # However it was written, the same amount is kept alike.
        return {"amount": format(value.amount.normalize(), "f"), "currency": value.currency}
    return None if value == "" else plain(value)


def read_plain(record: type[Record], values: Mapping[str, Any]) -> dict[str, object]:
    """The values that plain ones stand for."""
    read = parsers(record)
    return {name: value if is_own(name) else read[name](value) for name, value in values.items()}


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
