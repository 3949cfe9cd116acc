"""Checking what somebody typed into the fields of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, cast

from app.crm import reading
from app.crm.activities.times import with_moments
from app.crm.clock import place, today
from app.crm.phones import read_phone
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.fields import EDITABLE, Field, Type
from app.domain.framework import LONGEST_ANSWER
from app.domain.identity import is_visible, plain_text
from app.domain.money import Money
from app.domain.own import is_own
from app.domain.recognition import ERASED
from app.domain.record import LONGEST_LINE, LONGEST_TEXT
from app.languages.addresses import bare_address, is_address
from app.languages.own_values import READ
from app.languages.salutations import without_salutation
from app.languages.written import Written
from app.store.work import Work

Checker = Callable[[Work, str, Any], object]

_SIZES = range(1, 10_000_000)
# Beyond these somebody slipped; and a day at the end of the calendar has no tomorrow, nor a time elsewhere.
_YEARS = range(1900, 2201)
_CLOCKS_APART = dt.timedelta(minutes=5)
"""Clocks of other machines may be ahead by this much."""


class _FieldRefused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def check_fields(
    work: Work, kind: Kind, typed: Mapping[str, object], record: object = None
) -> dict[str, object]:
    """The values that a record of this kind takes, by field; an amount without a currency is in that of the
    `record` that is there. Raises InvalidInput naming every field that is unknown or cannot be taken."""
    values: dict[str, object] = {}
    problems: dict[str, Problem] = {}
    for name, value in typed.items():
        checker = _find_checker(work, kind, name)
        try:
            if checker is None:
                raise _FieldRefused(Problem("field_unknown"))
            # A form sends back what it showed.
            is_kept = checker in _NAMES and value == ERASED == getattr(record, "name", "")
            values[name] = value if is_kept else checker(work, name, value)
        except _FieldRefused as refused:
            problems[name] = refused.problem
    if problems:
        raise InvalidInput(**problems)
    if kind in (Kind.LEAD, Kind.CONTACT) and "name" in values:
        values["name"] = _named(values, record)
    return with_moments(work, values) if kind is Kind.ACTIVITY else _with_currency(work, values, record)


def _named(values: Mapping[str, object], record: object) -> str:
    """The name of a person without salutation; but the company of a lead may be called "Mr Sparkle"."""
    name, company = str(values["name"]), str(values.get("company", getattr(record, "company", "")))
    return name if name.casefold() == company.casefold() else without_salutation(name)


def find_problem(work: Work, kind: Kind, name: str, value: object) -> Problem | None:
    """What keeps a value out of a field that this kind of record has; None where nothing does."""
    checker = _find_checker(work, kind, name) or CHECKERS[kind][name]
    try:
        # Which country a number is of takes long, and is no reason to refuse it.
        (_typed_phone if checker is _phone else checker)(work, name, value)
    except _FieldRefused as refused:
        return refused.problem
    return None


def check_note(note: str, field: str = "note") -> str:
    """A text of several lines, without what no database keeps. Raises InvalidInput for `field`."""
    try:
        return _text_of(note, LONGEST_TEXT).strip()
    except _FieldRefused as refused:
        raise InvalidInput(**{field: refused.problem}) from None


def check_line(text: str, field: str) -> str:
    """A text of one line, without what no database keeps. Raises InvalidInput for `field`."""
    try:
        return " ".join(_text_of(text, LONGEST_LINE).split())
    except _FieldRefused as refused:
        raise InvalidInput(**{field: refused.problem}) from None


def _line(_: Work, __: str, value: Any) -> str:
    return " ".join(_text_of(value, LONGEST_LINE).split())


def _text(_: Work, __: str, value: Any) -> str:
    return _text_of(value, LONGEST_TEXT).strip()


def _answer(_: Work, __: str, value: Any) -> str:
    return _text_of(value, LONGEST_ANSWER).strip()


def _text_of(value: Any, limit: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _FieldRefused(Problem("text_expected"))
    clean = plain_text(value)
    if len(clean.strip()) > limit:
        raise _FieldRefused(Problem("too_long", {"limit": limit}))
    # What nobody sees is nothing: a record that is called by it could neither be read nor be found.
    return clean if is_visible(clean) else ""


def _name(work: Work, field: str, value: Any) -> str:
    return _title(work, field, value) or _refuse("required")


def _title(work: Work, field: str, value: Any) -> str:
    """What a record may be called: nobody makes one look as if its person had been erased."""
    title = _line(work, field, value)
    return _refuse("name_reserved") if title == ERASED else title


def _email(work: Work, field: str, value: Any) -> str:
    email = bare_address(_line(work, field, value))
    if email and not is_address(email):
        _refuse("email_invalid")
    return email


def _phone(work: Work, field: str, value: Any) -> str:
    typed = _typed_phone(work, field, value)
    return read_phone(typed, work.place.country) if typed else ""


def _typed_phone(work: Work, field: str, value: Any) -> str:
    typed = _line(work, field, value)
    if typed and not any(map(str.isdigit, typed)):
        _refuse("phone_invalid")
    return typed


def _choice(name: str) -> Checker:
    def check(work: Work, field: str, value: Any) -> str:
        key = _line(work, field, value)
        if key and not work.choices.has(name, key):
            _refuse("choice_unknown")
        return key

    return check


def _enum(options: type[StrEnum]) -> Checker:
    def check(_: Work, __: str, value: Any) -> StrEnum | None:
        if value is None or value == "":
            return None
        try:
            return options(value)
        except ValueError:
            return _refuse("choice_unknown")

    return check


def _money(work: Work, _: str, value: Any) -> Money | None:
    if value is None or isinstance(value, Money):
        return value
    if not isinstance(value, Written):
        return _refuse("amount_invalid")
    try:
        return reading.read_money(work, value)
    except InvalidInput as refused:
        raise _FieldRefused(next(iter(refused.fields.values()))) from None


def _date(work: Work, _: str, value: Any) -> dt.date | None:
    if value is None:
        return None
    value = reading.read_day(work, value) if isinstance(value, Written) else value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value.year in _YEARS:
        return value
    return _refuse("date_invalid")


def _moment(work: Work, _: str, value: Any) -> dt.datetime | None:
    if value is None:
        return None
    value = reading.read_moment(work, value) if isinstance(value, Written) else value
    if isinstance(value, dt.datetime) and value.tzinfo is not None and value.year in _YEARS:
        return value.astimezone(dt.UTC).replace(second=0, microsecond=0)
    return _refuse("date_invalid")


def _past(work: Work, _: str, value: Any) -> dt.date | dt.datetime:
    """When something took place: a moment, in the time zone of who says it where it has none, or a day."""
    value = reading.read_past(work, value) if isinstance(value, Written) else value
    if not isinstance(value, dt.date) or value.year not in _YEARS:
        return _refuse("date_invalid")
    if not isinstance(value, dt.datetime):
        return value if value <= today(work) else _refuse("not_yet")
    at = value if value.tzinfo is not None else value.replace(tzinfo=place(work))
    at = at.astimezone(dt.UTC).replace(second=0, microsecond=0)
    return min(at, work.now) if at <= work.now + _CLOCKS_APART else _refuse("not_yet")


def _with_currency(work: Work, values: dict[str, object], record: object) -> dict[str, object]:
    """Gives the amounts of a record one currency, unless somebody writes another. A record without one takes
    the present currency of the workspace, which may have changed since the amount was read."""
    usual = Money(Decimal(0), work.workspace.currency)
    for name, other in (("amount", "budget"), ("budget", "amount")):
        amount = values.get(name)
        if isinstance(amount, Money):
            known = (getattr(record, name, None), getattr(record, other, None), values.get(other))
            try:
                values[name] = amount.beside(*(one for one in known if isinstance(one, Money)), usual)
            except InvalidInput as refused:
                raise InvalidInput(**{name: next(iter(refused.fields.values()))}) from None
    return values


def _size(_: Work, __: str, value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value in _SIZES):
        return value
    return _refuse("number_invalid")


def _record_number(kind: Kind) -> Checker:
    def check(work: Work, _: str, value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            found = work.repository(kind).find(value) if 0 < value < 2**63 else None
            if found is not None:
                # Not the value: an old number must not point to a record that went up in another one.
                return found.number  # type: ignore[no-any-return]
        return _refuse("number_invalid")

    return check


def _subject(work: Work, field: str, value: Any) -> int:
    """What an activity can be about: any other kind of record."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
        kind = work.queries.kinds([value]).get(value)
        if kind is not None and kind is not Kind.ACTIVITY:
            return cast("int", _record_number(kind)(work, field, value))
    return _refuse("number_invalid")


def _required(checker: Checker) -> Checker:
    return lambda work, field, value: checker(work, field, value) or _refuse("required")


def _refuse(code: str) -> NoReturn:
    raise _FieldRefused(Problem(code))


_NAMES = (_name, _title)


def _checker_of(field: Field) -> Checker:
    if field.options is not None:
        return _required(_enum(field.options)) if field.required else _enum(field.options)
    if field.type is Type.CHOICE:
        return _choice(field.list)
    if field.type is Type.RECORD:
        return _record_number(field.to) if field.to else _subject
    return _CHECKERS[field.type]


_CHECKERS: dict[Type, Checker] = {
    Type.NAME: _name,
    Type.TITLE: _title,
    Type.LINE: _line,
    Type.TEXT: _text,
    Type.ANSWER: _answer,
    Type.EMAIL: _email,
    Type.PHONE: _phone,
    Type.MONEY: _money,
    Type.NUMBER: _size,
    Type.DAY: _date,
    Type.MOMENT: _moment,
    Type.PAST: _past,
}


def _find_checker(work: Work, kind: Kind, name: str) -> Checker | None:
    """What checks a field, also one that the workspace has described itself; None for one that is unknown."""
    own = work.workspace.own_fields.active(kind).get(name) if is_own(name) else None
    return _own(own) if own else CHECKERS[kind].get(name)


def _own(field: Field) -> Checker:
    """What checks a field of the workspace: it takes a value, or what somebody wrote of it."""

    def check(work: Work, name: str, value: Any) -> object:
        said = value.text if isinstance(value, Written) else value
        if said is None or (isinstance(said, str) and not said.strip()):
            return None
        if field.type in READ:
            read, problem = READ[field.type]
            found = read(field, said)
            return _refuse(problem) if found is None else found
        found = _CHECKERS[field.type](work, name, value if field.type in (Type.MONEY, Type.DAY) else said)
        usual = Money(Decimal(0), work.workspace.currency)
        return found.beside(usual) if isinstance(found, Money) else found

    return check


CHECKERS: dict[Kind, dict[str, Checker]] = {
    kind: {name: _checker_of(field) for name, field in fields.items()} for kind, fields in EDITABLE.items()
}
"""What checks the fields that people fill in. Answers that have no field of their own are among them by name;
`folded` puts them where the record keeps them."""
