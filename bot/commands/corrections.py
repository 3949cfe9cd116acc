"""Corrections right after something was captured or changed. They change the record just spoken of, as one
change that can be undone. A guess changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.activity import Activity
from app.domain.event import Kind
from app.domain.fields import EDITABLE, Field, Type, names_of
from app.domain.matching import fold
from app.domain.money import Money
from app.languages.amounts import find_amount
from app.languages.words import forms
from bot.cards import Card
from bot.commands.arguments.new_time import read_done, read_moment
from bot.commands.edit import change, values_of
from bot.parsing import contacts
from bot.parsing.changes import find_field
from bot.parsing.titles import has_job_title
from bot.turn import Pointing, Turn
from bot.understanding.corrections import TOOK_PLACE, Correction
from bot.understanding.names import names_somebody

_NAMES = frozenset({"name", "company", "organization"})
_FIXED = frozenset({"type", "about"})
"""What an activity is, and of whom: nobody corrects that in passing."""
_WORDS = (Type.NAME, Type.TITLE, Type.LINE, Type.EMAIL, Type.PHONE, Type.TEXT)
_TEXTS = tuple(dict.fromkeys(name for kind in EDITABLE for name in names_of(kind, *_WORDS)))
FEWEST_DIGITS = 5
"""Digits of the shortest phone number."""
_FREE = (Type.LINE, Type.TEXT, Type.NUMBER, Type.CHOICE, Type.OPTION, Type.RECORD, Type.FLAG)
"""What holds whatever is said; what its field cannot take is told."""


async def correct(turn: Turn, correction: Correction | None) -> Card | None:
    """The card of the record that a message corrects; None where it corrects nothing."""
    subject = await turn.subject() if correction else None
    if correction is None or subject is None:
        return None
    view = await turn.look(show_record, subject.number)
    values = _values(turn, view, correction)
    if values is None and subject.about is not None:
        view = await turn.look(show_record, subject.about.number)
        values = _values(turn, view, correction)
    if not values:
        return None
    turn.pointing = Pointing.PRONOUN
    return await change(turn, view.record, values)


def _values(turn: Turn, view: RecordView, correction: Correction) -> Mapping[str, str] | None:
    """What is to be put into which field of a record; None where the correction does not fit it."""
    if correction.field == TOOK_PLACE:
        return _took_place(turn, view, correction.value)
    if correction.old:
        return _swapped(turn, view, correction)
    if correction.field:
        return _stated(turn, view, correction)
    return _by_shape(turn, view, correction)


def _took_place(turn: Turn, view: RecordView, value: str) -> Mapping[str, str] | None:
    """When an activity took place: what is still open is not done by a correction."""
    record = view.record
    is_done = isinstance(record, Activity) and record.status == "done"
    return {TOOK_PLACE: value} if is_done and read_done(turn, value) else None


def _swapped(turn: Turn, view: RecordView, correction: Correction) -> Mapping[str, str] | None:
    """The field that holds the old words, with the new ones in their place."""
    record = view.record
    for name in _TEXTS:
        held = getattr(record, name, "")
        if held and isinstance(held, str):
            put = _put(held, correction.old, correction.value)
            if put is not None:
                return {name: put}
    for name in _TEXTS:
        # "He's the CTO, not the CEO": what is told apart has articles that the field has not.
        held = getattr(record, name, "")
        put = _put(held, _bare(correction.old), _bare(correction.value)) if isinstance(held, str) else None
        if put is not None:
            return {name: put}
    old, new = (find_amount(one, turn.reader.language) for one in (correction.old, correction.value))
    amount = getattr(record, "amount", None)
    if old and new and isinstance(amount, Money) and old.value == amount.amount:
        return {"amount": correction.value}
    if read_done(turn, correction.old) and (moved := _took_place(turn, view, correction.value)):
        return moved
    due = getattr(record, "due", None)
    if due and read_moment(turn, correction.old) and read_moment(turn, correction.value):
        return {"due": correction.value}
    return None


def _bare(text: str) -> str:
    """A text without an article at its beginning."""
    words = text.split()
    return " ".join(words[1:]) if len(words) > 1 and fold(words[0]) in forms("names.determiners") else text


def _put(held: str, old: str, new: str) -> str | None:
    """A text with new words for old ones, which must stand in it as whole words."""
    found = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", held, re.IGNORECASE)
    return f"{held[: found.start()]}{new}{held[found.end() :]}" if found else None


def _stated(turn: Turn, view: RecordView, correction: Correction) -> Mapping[str, str] | None:
    """A field and its value, where it can be one: nobody's company is "happy with us"."""
    part = _name_part(view.record.name, correction)
    if part:
        return {"name": part}
    values = values_of(turn, f"{correction.field}: {correction.value}", view.record)
    fields = turn.reader.own.editable(view.record.kind)
    if not values or not set(values) <= set(fields):
        # "Its amount 1.2m" is no day of a meeting: only a word that is no field leaves it to the value.
        is_field = find_field(f" {correction.field}: x", turn.reader.own) == 0
        return None if is_field else _by_shape(turn, view, correction)
    return values if all(_may_be(turn, fields[name], value) for name, value in values.items()) else None


def _name_part(name: str, correction: Correction) -> str:
    """A name with another first or last name, where one of them was put right."""
    words = name.split()
    if len(words) < 2 or not names_somebody(correction.value):
        return ""
    said = fold(correction.field)
    if said in forms("corrections.surname"):
        return " ".join([*words[:-1], correction.value])
    return " ".join([correction.value, *words[1:]]) if said in forms("corrections.first_name") else ""


def _may_be(turn: Turn, field: Field, value: str) -> bool:
    """Whether a value can be one of a field."""
    if field.name in _NAMES:
        return names_somebody(value)
    fits = _FITS.get(field.type)
    if field.name == "job_title":
        return has_job_title(value) or value[:1].isupper()
    return fits(turn, value) if fits else field.type in _FREE and field.name not in _FIXED


def _is_amount(turn: Turn, value: str) -> bool:
    return find_amount(value, turn.reader.language) is not None


def _is_moment(turn: Turn, value: str) -> bool:
    return read_moment(turn, value) is not None


_FITS: dict[Type, Callable[[Turn, str], bool]] = {
    Type.MONEY: _is_amount,
    Type.EMAIL: lambda _turn, value: contacts.EMAIL.fullmatch(value) is not None,
    Type.PHONE: lambda _turn, value: sum(letter.isdigit() for letter in value) >= FEWEST_DIGITS,
    Type.DAY: _is_moment,
    Type.MOMENT: _is_moment,
}


def _by_shape(turn: Turn, view: RecordView, correction: Correction) -> Mapping[str, str] | None:
    """A value that tells by itself what it is, behind words that take something back: "no, in 3 days"."""
    record, value = view.record, correction.value
    if isinstance(record, Activity) and not record.is_open:
        return _took_place(turn, view, value)
    if isinstance(record, Activity):
        return {"due": value} if read_moment(turn, value) else _in(turn, value)
    editable = EDITABLE[record.kind]
    if "email" in editable and contacts.EMAIL.fullmatch(value):
        return {"email": value}
    if "amount" in editable and (amount := find_amount(value, turn.reader.language)) and not amount.bare:
        return {"amount": value}
    if "phone" in editable and contacts.PHONE.fullmatch(value):
        return {"phone": value}
    is_day = record.kind is Kind.OPPORTUNITY and read_moment(turn, value)
    return {"close_date": value} if is_day else None


def _in(turn: Turn, value: str) -> Mapping[str, str] | None:
    """ "Make it 4 days": so long from now."""
    said = f"in {value}"
    return {"due": said} if read_moment(turn, said) else None
