"""A lead in one line: "Sarah Meier, IT manager, Tech Innovators Inc., sarah@techinnovators.example, 50k"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.errors import InvalidInput
from app.domain.money import Money
from app.domain.qualification import Authority, Timeline
from app.domain.record import LONGEST_LINE
from app.strings.reader import Reader
from bot.parsing import phrases
from bot.parsing.amounts import find_amount
from bot.parsing.dates import months_between, read_date
from bot.parsing.quotes import split_parts

LONGEST_NAME = 80
"""Characters beyond which a part is a sentence and no name."""


@dataclass(slots=True)
class LeadLine:
    """What a line says about a lead; the names are those of LeadDraft. Nothing of the line is lost: what is
    not recognised is in `note`, one piece a line."""

    name: str = ""
    company: str = ""
    job_title: str = ""
    email: str = ""
    phone: str = ""
    source: str = ""
    need: str = ""
    note: str = ""
    amount: Money | None = None
    authority: Authority | None = None
    timeline: Timeline | None = None

    def add(self, name: str, text: str) -> None:
        """Puts a text into a field; what is there stays, and the new text then goes to the note."""
        if not getattr(self, name):
            setattr(self, name, text)
        elif name in ("need", "note"):
            setattr(self, name, f"{getattr(self, name)}\n{text}")
        else:
            self.add("note", text)


@dataclass(slots=True)
class _Reading:
    """A line while it is being read: the plain parts that are left wait for their turn."""

    reader: Reader
    today: dt.date
    line: LeadLine = field(default_factory=LeadLine)
    plain: list[str] = field(default_factory=list)


def read_lead(text: str, reader: Reader, today: dt.date) -> LeadLine:
    """Reads a line by its parts: contact data, amounts and dates by their shape, the rest by telling words
    and by the usual order: person, job title, company."""
    reading = _Reading(reader, today)
    for part in split_parts(text):
        if part.quoted:
            reading.plain.append(part.text)
        else:
            _read_part(reading, part.text)
    _place(reading.line, reading.plain)
    return reading.line


def _read_part(reading: _Reading, text: str) -> None:
    brackets = phrases.IN_BRACKETS.match(text)
    company, _, person = text.partition(": ")
    if brackets:
        _read_part(reading, brackets["before"])
        _read_part(reading, brackets["inside"])
    elif person and phrases.LEGAL_FORM.search(company) and not phrases.LABEL.match(text):
        reading.plain.append(company)
        _read_part(reading, person)
    elif not any(step(reading, text) for step in _STEPS):
        _take_contact_data(reading, text)


def _take_label(reading: _Reading, text: str) -> bool:
    found = phrases.LABEL.match(text)
    if not found:
        return False
    name, value = phrases.FIELD_OF_LABEL[found["label"].casefold()], found["value"].strip()
    if name == "amount":
        return _take_amount(reading, value, bare=True)
    if name == "source":
        key = phrases.source_names().get(value.casefold())
        reading.line.add(*(("source", key) if key else ("note", text)))
    else:
        reading.line.add(name, value)
    return True


def _take_email(reading: _Reading, text: str) -> bool:
    found = phrases.EMAIL.fullmatch(text)
    if found:
        reading.line.add("email", found["email"])
        return True
    if "@" in text.strip("@") and " " not in text and not reading.line.email:
        # Meant as an address: the form is to say that it is none.
        reading.line.email = text
        return True
    return False


def _take_phone(reading: _Reading, text: str) -> bool:
    label = phrases.PHONE_LABEL.match(text)
    number = text[label.end() :] if label else text
    if not (
        phrases.PHONE.fullmatch(number)
        or ((label or number[:1] in "0(") and phrases.BARE_PHONE.match(number))
    ):
        return False
    if label or sum(letter.isdigit() for letter in number) >= 6:
        reading.line.add("phone", number)
        return True
    return False


def _take_amount(reading: _Reading, text: str, *, bare: bool = False) -> bool:
    if not any(letter.isdigit() for letter in text):
        return False
    prefix = phrases.AMOUNT_PREFIX.match(text)
    start = prefix.end() if prefix else 0
    amount = find_amount(phrases.AMOUNT_SUFFIX.sub("", text[start:]), reading.reader.language)
    # A bare number counts only after a word such as "budget", or where it is as long as money is.
    if amount is None or (amount.bare and not bare and not start and amount.value < 1000):
        return False
    if reading.line.amount is not None:
        reading.line.add("note", text)
        return True
    try:
        reading.line.amount = Money(amount.value, amount.currency or reading.reader.currency)
    except InvalidInput:
        return False
    return True


def _take_timeline(reading: _Reading, text: str) -> bool:
    if reading.line.timeline is not None or not phrases.TIME_HINT.search(text):
        return False
    verb = phrases.DECISION.match(text)
    day = read_date(text[verb.end() if verb else 0 :], reading.reader.language, reading.today)
    if day is None or day < reading.today:
        return False
    reading.line.timeline = timeline_until(reading.today, day)
    if not _DURATION.search(text):
        # The exact day is worth more than the span that the field can hold.
        reading.line.add("note", text)
    return True


_DURATION = re.compile(r"monat|month|quart|jahr|year", re.IGNORECASE)


def timeline_until(today: dt.date, day: dt.date) -> Timeline:
    """The span in which a day lies."""
    months = months_between(today, day)
    for limit, timeline in (
        (1, Timeline.MONTH),
        (3, Timeline.QUARTER),
        (6, Timeline.HALF_YEAR),
        (12, Timeline.YEAR),
    ):
        if months <= limit:
            return timeline
    return Timeline.LATER


def _take_source(reading: _Reading, text: str) -> bool:
    key = phrases.find_source(text) if not reading.line.source else None
    if key:
        reading.line.source = key
    return key is not None


def _take_authority(reading: _Reading, text: str) -> bool:
    authority = phrases.find_authority(text) if reading.line.authority is None else None
    if authority:
        reading.line.authority = authority
    return authority is not None


def _take_need(reading: _Reading, text: str) -> bool:
    if not phrases.NEED.match(text):
        return False
    _look_for_money(reading, text)
    reading.line.add("need", text)
    return True


_STEPS: tuple[Callable[[_Reading, str], bool], ...] = (
    _take_label,
    _take_email,
    _take_phone,
    _take_amount,
    _take_timeline,
    _take_source,
    _take_authority,
    _take_need,
)


def _take_contact_data(reading: _Reading, text: str) -> None:
    """Cuts addresses and numbers out of a part in which other words stand too; the rest waits."""
    for name, pattern in (("email", phrases.EMAIL), ("phone", phrases.PHONE)):
        found = None if getattr(reading.line, name) else pattern.search(text)
        if found:
            setattr(reading.line, name, found["email"] if name == "email" else found.group())
            after = text[found.end() :].strip(" ):")
            text = text[: found.start()].rstrip(" (:")
            if after:
                _read_part(reading, after)
    _look_for_money(reading, text)
    if text:
        reading.plain.append(text)


def _look_for_money(reading: _Reading, text: str) -> None:
    """An amount inside a sentence fills the field; the sentence keeps it."""
    if reading.line.amount is None and len(text) <= LONGEST_LINE:
        found = phrases.MONEY_INSIDE.search(text)
        if found:
            _take_amount(reading, found.group().rstrip(".,"))


def _place(line: LeadLine, plain: list[str]) -> None:
    """Gives the parts without a telling shape their fields, in the usual order."""
    left: list[str] = []
    for text in plain:
        if len(text) > LONGEST_LINE:
            line.add("note", text)
        elif not any(place(line, text, not left and not line.name) for place in _PLACES):
            left.append(text)
    for text in left:
        line.add(_next_field(line, text), text)


def _place_person(line: LeadLine, text: str, _first: bool) -> bool:
    prefix = phrases.PERSON_PREFIX.match(text)
    if prefix and not line.name:
        line.name = text[prefix.end() :]
        return True
    return False


def _place_unseparated(line: LeadLine, text: str, first: bool) -> bool:
    """ "Sarah Meier IT manager Tech Innovators Inc.": the title tells where the name and the company are."""
    if not first or line.company or line.job_title or not phrases.LEGAL_FORM.search(text):
        return False
    title = phrases.JOB_TITLE.search(text)
    words = text[: title.start()].split() if title else []
    if title is None or len(words) < 2:
        return False
    line.name = " ".join(words[:2])
    line.job_title = " ".join([*words[2:], title.group()])
    line.company = text[title.end() :].strip()
    return True


def _place_split(line: LeadLine, text: str, first: bool) -> bool:
    """ "IT-Leiterin bei Müller GmbH" and "Sarah Meier from Tech Innovators": two fields in one part."""
    if line.company:
        return False
    for gap in phrases.AT_COMPANY.finditer(text):
        before, company = text[: gap.start()], text[gap.end() :]
        is_title = phrases.JOB_TITLE.search(before) is not None
        word = gap.group().strip().casefold()
        # "von" and "of" are parts of names and titles: what stands around them must be telling.
        if word in ("of", "von", "von der", "der") and not (
            phrases.LEGAL_FORM.search(company) or phrases.CHIEF.search(before)
        ):
            continue
        if (is_title or first) and len(before) <= LONGEST_NAME:
            line.add("job_title" if is_title and not line.job_title else "name", before)
            line.company = company
            return True
    return False


def _place_telling(line: LeadLine, text: str, _first: bool) -> bool:
    prefix = phrases.COMPANY_PREFIX.match(text)
    if phrases.LEGAL_FORM.search(text) or prefix:
        if line.company:
            return False
        line.company = text[prefix.end() :] if prefix else text
        return True
    if phrases.JOB_TITLE.search(text) and not line.job_title and len(text) <= LONGEST_NAME:
        line.job_title = text
        return True
    return False


_PLACES: tuple[Callable[[LeadLine, str, bool], bool], ...] = (
    _place_person,
    _place_split,
    _place_unseparated,
    _place_telling,
)


def _next_field(line: LeadLine, text: str) -> str:
    if len(text) > LONGEST_NAME:
        return "note"
    if not line.name:
        return "name"
    # Several words in lower case describe something; a company's name begins with a capital or is short.
    if not line.company and len(text.split()) <= (2 if text[0].islower() else 6):
        return "company"
    return "note"
