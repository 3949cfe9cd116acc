"""What all records have in common: number, version, and changes that return their event."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Self

from app.domain.errors import Conflict, InvalidInput, Problem
from app.domain.event import Event, Kind, Plain
from app.domain.money import Money

LONGEST_LINE = 200
"""Characters in a field of one line."""
LONGEST_TEXT = 4000
"""Characters in a field of several lines."""

_PLAIN = frozenset({str, int, type(None)})
_UNTRACKED = frozenset({"number", "version", "created_at", "updated_at"})


@dataclass(slots=True, kw_only=True)
class Record:
    """A numbered thing of a workspace. `version` grows with every change."""

    kind: ClassVar[Kind]
    long_fields: ClassVar[frozenset[str]] = frozenset()

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
        for field, value in values.items():
            old = getattr(self, field)
            if old != value:
                before[field], after[field] = plain(old), plain(value)
                setattr(self, field, value)
        self._check_lengths(after)
        if after:
            self.version += 1
        return Event(event, self.kind, self.number, self.version, before, after)

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
