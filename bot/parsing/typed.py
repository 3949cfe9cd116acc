"""What was typed into a form, read field by field; all problems are told at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from app.dates.days import read_date
from app.dates.happened import read_past
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.fields import EDITABLE, Field, Type
from app.domain.money import Money
from app.domain.own import is_own
from app.languages.amounts import read_money
from app.languages.own_values import READ
from app.languages.reader import Reader

E = TypeVar("E", bound=StrEnum)

_FIELDS = {
    name: field
    for kind, fields in EDITABLE.items()
    if kind is not Kind.ACTIVITY
    for name, field in fields.items()
}
"""The fields whose inputs hold one value each; those of activities do not."""


class Typed:
    """Reads values; what cannot be read is empty and remembered until `check` tells it."""

    def __init__(self, values: Mapping[str, str], reader: Reader) -> None:
        self._values = values
        self._reader = reader
        self.problems: dict[str, Problem] = {}

    def editable(self, kind: Kind) -> Iterable[str]:
        """The fields of a kind that people fill in."""
        return self._reader.own.editable(kind)

    def text(self, name: str) -> str:
        """The text without surrounding space."""
        return self._values.get(name, "").strip()

    def money(self, name: str) -> Money | None:
        """An amount as people write them."""
        return self._read(name, lambda text: read_money(text, self._reader, name))

    def date(self, name: str) -> dt.date | None:
        """A date as pickers send it (ISO) or as people write it."""
        return self._read(name, self._date_of(name))

    def past(self, name: str) -> dt.date | None:
        """A day on which something took place; of those that come again and again the last one."""

        def read(text: str) -> dt.date:
            told = read_past(text, self._reader, dt.datetime.now(dt.UTC))
            if told is None:
                raise InvalidInput(**{name: "date_invalid"})
            return told.date() if isinstance(told, dt.datetime) else told

        return self._read(name, read)

    def whole(self, name: str) -> int | None:
        """A whole number, with or without marks between the thousands."""

        def read(text: str) -> int:
            digits = re.sub(r"[\s.,'’]", "", text)
            if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
                raise InvalidInput(**{name: "number_invalid"})
            return int(digits)

        return self._read(name, read)

    def time(self, name: str) -> dt.time | None:
        """A time of day as pickers send it ("14:30")."""

        def read(text: str) -> dt.time:
            try:
                return dt.time.fromisoformat(text).replace(tzinfo=None)
            except ValueError:
                raise InvalidInput(**{name: "time_invalid"}) from None

        return self._read(name, read)

    def option(self, name: str, options: type[E]) -> E | None:
        """One of a fixed set of answers."""

        def read(text: str) -> E:
            try:
                return options(text)
            except ValueError:
                raise InvalidInput(**{name: "choice_unknown"}) from None

        return self._read(name, read)

    def value(self, name: str) -> object:
        """The value of any field of a record, by what kind of field it is."""
        field = self._field(name)
        if field is None:
            return self.text(name)
        if is_own(name) and field.type in READ:
            return self._read(name, self._own(field))
        if field.options is not None:
            return self.option(name, field.options)
        return _READ.get(field.type, Typed.text)(self, name)

    def _field(self, name: str) -> Field | None:
        own = self._reader.own.find(name)
        return own.described(own.kinds[0]) if own else _FIELDS.get(name)

    def _own(self, field: Field) -> Callable[[str], object]:
        """What reads a field that the workspace has described itself."""
        read, problem = READ[field.type]

        def checked(text: str) -> object:
            found = read(field, text)
            if found is None:
                raise InvalidInput(**{field.name: problem})
            return found

        return checked

    def check(self) -> None:
        """Raises InvalidInput with all that could not be read."""
        if self.problems:
            raise InvalidInput(**self.problems)

    def _date_of(self, name: str) -> Callable[[str], dt.date]:
        def read(text: str) -> dt.date:
            day = read_date(text, self._reader.dialect, self._reader.today())
            if day is None:
                raise InvalidInput(**{name: "date_invalid"})
            return day

        return read

    def _read(self, name: str, read: Callable[[str], T | None]) -> T | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return read(text)
        except InvalidInput as refused:
            self.problems |= refused.fields
            return None


T = TypeVar("T")

_READ: Mapping[Type, Callable[[Typed, str], object]] = {
    Type.MONEY: Typed.money,
    Type.DAY: Typed.date,
    Type.NUMBER: Typed.whole,
}
"""How fields are read that are no text."""
