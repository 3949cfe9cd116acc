"""Fields of requests: how each is read strictly, and the schema that describes it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from app.dates.days import LONGEST as LONGEST_DAY
from app.domain.conversion import Way
from app.domain.errors import InvalidInput, Problem
from app.domain.money import Money
from app.domain.own import PREFIX, is_own
from app.domain.record import LONGEST_TEXT
from app.domain.workdays import WEEKDAYS
from app.languages.units import LONGEST as LONGEST_AMOUNT
from app.languages.written import Written

Schema = dict[str, Any]
D = TypeVar("D", dt.date, dt.datetime)

OWN = f"{PREFIX}*"
"""Stands for every field that a workspace has described itself: which there are is known where they are
kept."""
LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader takes exactly."""

_MOST_NAMES = 50
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_AMOUNT = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
_OFFSET = r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
_CLOCK_MOMENT = re.compile(f"{_CLOCK}{_OFFSET}?")
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
            field = fields.get(OWN if is_own(name) else name)
            if field is None or name == OWN:
                _refuse("field_unknown")
            if name not in problems:
                values[name] = field.read(value)
        except Wrong as wrong:
            problems[name] = wrong.problem
    if problems:
        raise invalid(problems)
    return values


def object_of(fields: Mapping[str, Schema]) -> Schema:
    """An object with these properties and no others; OWN stands for all that begin so."""
    named = {name: schema for name, schema in fields.items() if name != OWN}
    own = {"patternProperties": {f"^{PREFIX}": fields[OWN]}} if OWN in fields else {}
    return {"type": "object", "properties": named, **own, "additionalProperties": False}


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


def read_amount(value: Any) -> Money | Written | None:
    if value is None:
        return None
    if isinstance(value, str):
        return Written(clean(value)) if value.strip() else None
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"}:
        return _refuse("money_expected")
    amount, currency = value["amount"], value["currency"]
    if not isinstance(amount, str) or not isinstance(currency, str) or not _AMOUNT.fullmatch(amount):
        return _refuse("money_expected")
    try:
        return Money(Decimal(amount), currency)
    except InvalidInput as error:
        raise Wrong(next(iter(error.fields.values()))) from None


def _day(value: Any) -> dt.date | Written | None:
    if value is None:
        return None
    text = _said(value, "day_expected")
    return _from_iso(dt.date, text, "day_expected") if _DAY.fullmatch(text) else Written(clean(text))


def _moment(value: Any) -> dt.datetime | Written | None:
    if value is None:
        return None
    text = _said(value, "moment_expected")
    if not _CLOCK_MOMENT.fullmatch(text):
        return Written(clean(text))
    at = _from_iso(dt.datetime, text, "moment_expected")
    # A clock of which nobody says where it hangs: programs write so, and do not mean where somebody is.
    return at if at.tzinfo else _refuse("moment_expected")


def _past(value: Any) -> dt.date | dt.datetime | Written | None:
    """A moment, with an offset or as the clocks of who asks show it, or a day; as programs write it or as
    people do."""
    text = _said(value, "past_expected")
    if _DAY.fullmatch(text):
        return _from_iso(dt.date, text, "past_expected")
    return (
        _from_iso(dt.datetime, text, "past_expected")
        if _CLOCK_MOMENT.fullmatch(text)
        else Written(clean(text))
    )


def _said(value: Any, code: str) -> str:
    return value if isinstance(value, str) and value.strip() else _refuse(code)


def _from_iso(kind: type[D], text: str, code: str) -> D:
    try:
        read = kind.fromisoformat(text)
        return read.astimezone(dt.UTC) if isinstance(read, dt.datetime) and read.tzinfo else read
    except (ValueError, OverflowError):
        return _refuse(code)


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

    described = object_of({name: field.schema for name, field in fields.items()})
    return Field(read, {**described, "type": ["object", "null"]})


def _or_as_written(format_: str, description: str) -> Schema:
    either = ({"type": "string", "format": format_}, {"type": "string", "maxLength": LONGEST_DAY})
    return {"description": description, "anyOf": [*either, {"type": "null"}]}


TEXT = Field(_text, {"type": ["string", "null"], "maxLength": LONGEST_TEXT})
KEY = Field(_text, {"type": "string"})
MONEY = Field(
    read_amount,
    {
        "description": "An amount with its currency, or as people write it: `ca. 25k €`",
        "anyOf": [
            {"$ref": "#/components/schemas/Money"},
            {"type": "string", "maxLength": LONGEST_AMOUNT},
            {"type": "null"},
        ],
    },
)
DAY = Field(_day, _or_as_written("date", "A day, or as people write it: `next Friday`"))
YES_OR_NO = Field(_yes_or_no, {"type": "boolean", "default": False})
BOOLEAN = Field(_yes_or_no, {"type": "boolean"})
MOMENT = Field(_moment, _or_as_written("date-time", "A moment, or as people write it: `next Friday 2pm`"))
PAST = Field(
    _past,
    {
        "description": "When it took place, at the latest now: a moment, in the time zone of who asks where "
        "it has no offset, or a day where no time is known; or as people write it: `yesterday at 3pm`. "
        "What was open is done by it",
        "type": "string",
        "anyOf": [
            {"format": "date-time"},
            {"format": "date"},
            {"pattern": f"^{_CLOCK}$"},
            {"maxLength": LONGEST_DAY},
        ],
    },
)
FLAG = Field(_flag, {"type": "boolean"})
WHOLE = Field(_whole, {"type": ["integer", "null"], "minimum": 0, "maximum": LARGEST})

NAMES = Field(_names, {"type": "array", "items": {"type": "string"}, "maxItems": _MOST_NAMES})
WEEKDAY_LIST = Field(_names, {"type": "array", "items": {"enum": list(WEEKDAYS)}, "maxItems": _MOST_NAMES})
FREE_DAY_LIST = Field(
    _names,
    {
        "description": "Days as `2026-12-24`, or as `12-24` for every year",
        "type": "array",
        "items": {"type": "string", "pattern": "^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$"},
        "maxItems": _MOST_NAMES,
    },
)

VERSION = {"version": WHOLE}
