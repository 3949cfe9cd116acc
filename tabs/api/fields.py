"""Fields of requests: how each is read strictly, and the schema that describes it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn

from app.crm.fields import EDITABLE
from app.domain.activity import ActivityType
from app.domain.conversion import Way
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.money import Money
from app.domain.qualification import Authority, Timeline
from app.domain.record import LONGEST_TEXT

Schema = dict[str, Any]

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader takes exactly."""

_MOST_NAMES = 50
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_AMOUNT = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_DIGITS = re.compile(r"[0-9]{1,15}")


class Wrong(Exception):
    """A value that a field does not take; `problem` is what to say of it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `read` gives the value that the core takes or raises Wrong."""

    read: Callable[[Any], object]
    schema: Schema


Fields = Mapping[str, Field]


def read_fields(fields: Fields, given: Mapping[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values by name. Raises InvalidInput naming every field that is unknown, missing or wrong."""
    values: dict[str, Any] = {}
    problems = {name: Problem("required") for name in required if given.get(name) in (None, "")}
    for name, value in given.items():
        try:
            if name not in fields:
                _refuse("field_unknown")
            if name not in problems:
                values[name] = fields[name].read(value)
        except Wrong as wrong:
            problems[name] = wrong.problem
    if problems:
        raise invalid(problems)
    return values


def invalid(problems: Mapping[str, Problem]) -> InvalidInput:
    """The error for these fields, whatever a client called them: names need not suit a Python call."""
    error = InvalidInput()
    error.fields = dict(problems)
    return error


def clean(text: str) -> str:
    """The text without what no database stores: control characters and halves of surrogate pairs."""
    return _CONTROL.sub("", text).encode("utf-8", "replace").decode()


def one_of(options: type[StrEnum]) -> Field:
    """One of a closed set of keys, or null."""

    def read(value: Any) -> StrEnum | None:
        if value is None or value == "":
            return None
        if isinstance(value, str) and value in {option.value for option in options}:
            return options(value)
        return _refuse("choice_unknown")

    return Field(read, {"enum": [*(option.value for option in options), None]})


def _target(value: Any) -> object:
    if value is None or (type(value) is int and 0 < value <= LARGEST):
        return value
    return _WAYS[value] if isinstance(value, str) and value in _WAYS else _refuse("target_invalid")


def bounded(least: int, most: int, code: str, default: int) -> Field:
    """A whole number of a query, within bounds."""

    def read(value: str) -> int:
        if not _DIGITS.fullmatch(value) or not least <= int(value) <= most:
            _refuse(code, least=least, most=most)
        return int(value)

    return Field(read, {"type": "integer", "minimum": least, "maximum": most, "default": default})


def digits(code: str) -> Field:
    """A whole number of a query."""

    def read(value: str) -> int:
        return int(value) if _DIGITS.fullmatch(value) else _refuse(code)

    return Field(read, {"type": "integer", "minimum": 0, "maximum": LARGEST})


def _text(value: Any) -> str:
    if value is None:
        return ""
    return clean(value) if isinstance(value, str) else _refuse("text_expected")


def _money(value: Any) -> Money | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"}:
        return _refuse("money_expected")
    amount, currency = value["amount"], value["currency"]
    if not isinstance(amount, str) or not isinstance(currency, str) or not _AMOUNT.fullmatch(amount):
        return _refuse("money_expected")
    try:
        return Money(Decimal(amount), currency)
    except InvalidInput as error:
        raise Wrong(next(iter(error.fields.values()))) from None


def _day(value: Any) -> dt.date | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return _refuse("day_expected")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return _refuse("day_expected")


def _moment(value: Any) -> dt.datetime | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return _refuse("moment_expected")
    try:
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return _refuse("moment_expected")


def _flag(value: str) -> bool:
    return {"true": True, "false": False}[value] if value in ("true", "false") else _refuse("flag_expected")


def _whole(value: Any) -> int | None:
    # A truth value is a whole number for Python, but for nobody else.
    if value is None or (type(value) is int and 0 <= value <= LARGEST):
        return value
    return _refuse("number_invalid")


def _yes_or_no(value: Any) -> bool:
    return value if isinstance(value, bool) else _refuse("choice_unknown")


def _refuse(code: str, **details: object) -> NoReturn:
    raise Wrong(Problem(code, details))


_WAYS: dict[str, Way] = {way.value: way for way in Way}
TARGET = Field(
    _target,
    {
        "description": "The number of a record to use, `new` to create one, `none` to leave it out; without "
        "it, the one that matches is used, else one is created",
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": LARGEST},
            {"enum": [way.value for way in Way]},
            {"type": "null"},
        ],
    },
)


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MOST_NAMES:
        return _refuse("list_expected")
    return tuple(clean(name) if isinstance(name, str) else _refuse("text_expected") for name in value)


def nested(fields: Fields) -> Field:
    """An object of further fields."""

    def read(value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        return read_fields(fields, value) if isinstance(value, dict) else _refuse("object_expected")

    properties = {name: field.schema for name, field in fields.items()}
    return Field(read, {"type": ["object", "null"], "properties": properties, "additionalProperties": False})


TEXT = Field(_text, {"type": ["string", "null"], "maxLength": LONGEST_TEXT})
KEY = Field(_text, {"type": "string"})
MONEY = Field(_money, {"anyOf": [{"$ref": "#/components/schemas/Money"}, {"type": "null"}]})
DAY = Field(_day, {"type": ["string", "null"], "format": "date"})
YES_OR_NO = Field(_yes_or_no, {"type": "boolean", "default": False})
MOMENT = Field(_moment, {"type": ["string", "null"], "format": "date-time"})
FLAG = Field(_flag, {"type": "boolean"})
WHOLE = Field(_whole, {"type": ["integer", "null"], "minimum": 0, "maximum": LARGEST})

_TYPES: dict[str, Field] = {
    "amount": MONEY,
    "budget": MONEY,
    "close_date": DAY,
    "organization": WHOLE,
    "contact": WHOLE,
    "size": WHOLE,
    "type": one_of(ActivityType),
    "about": WHOLE,
    "due": DAY,
    "due_at": MOMENT,
    "authority": one_of(Authority),
    "timeline": one_of(Timeline),
}

EDITABLE_FIELDS: dict[Kind, Fields] = {
    kind: {name: _TYPES.get(name, TEXT) for name in names} for kind, names in EDITABLE.items()
}
"""The fields of each kind that people fill in, as the core lists them; what is not named above is text."""

NAMES = Field(_names, {"type": "array", "items": {"type": "string"}, "maxItems": _MOST_NAMES})

VERSION = {"version": WHOLE}
