"""New contacts, organizations and opportunities in one text; values by field as their forms take them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from app.languages.amounts import find_amount
from app.languages.reader import Reader
from app.languages.words import pattern
from bot.parsing import contacts, phrases
from bot.parsing.dates import read_date
from bot.parsing.lead import read_lead
from bot.parsing.places import is_company
from bot.parsing.quotes import split_parts

Values = dict[str, str]

_SIZE = re.compile(rf"(?P<size>\d[\d.,'’ ]{{0,12}})\s*(?:{pattern('newcomers.staff')})\Z", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:{pattern('newcomers.closing')})\s+", re.IGNORECASE)


def read_contact(text: str, reader: Reader, today: dt.date) -> tuple[Values, str]:
    """A contact as the fields of a lead tell it, and what is no field of one."""
    line = read_lead(text, reader, today)
    company = "" if line.company.casefold() == line.name.casefold() else line.company
    values = {
        "name": line.name,
        "job_title": line.job_title,
        "organization": company,
        "email": line.email,
        "phone": line.phone,
    }
    left = [line.need, line.note, reader.money(line.amount)]
    return {name: value for name, value in values.items() if value}, ", ".join(filter(None, left))


def read_organization(text: str, _reader: Reader, _today: dt.date) -> tuple[Values, str]:
    """An organization: its name first, then its domain, phone, size and industry in any order."""
    values: Values = {}
    left = []
    for part in split_parts(text):
        found = None if part.quoted else _organization_field(part.text)
        field, value = found or ("name" if "name" not in values else "industry", part.text)
        if field in values:
            left.append(part.text)
        else:
            values[field] = value
    return values, ", ".join(left)


def read_opportunity(text: str, reader: Reader, today: dt.date) -> tuple[Values, str]:
    """An opportunity: its name first, with the amount behind it or apart; a date, a company, a need."""
    values: Values = {}
    left = []
    for position, part in enumerate(split_parts(text)):
        plain = part.text
        if not part.quoted and "amount" not in values:
            plain = _take_amount(values, plain, reader)
        if plain and not part.quoted and position and "close_date" not in values:
            plain = _take_date(values, plain, reader, today)
        if not plain:
            continue
        field = next((name for name, fits in _PLACES if name not in values and fits(plain)), None)
        if field is None:
            left.append(plain)
        else:
            values[field] = plain
    return values, ", ".join(left)


def _organization_field(text: str) -> tuple[str, str] | None:
    size = _SIZE.fullmatch(text)
    if size:
        return "size", size["size"].strip()
    email = contacts.EMAIL.fullmatch(text)
    if email:
        return "domain", email["email"].rpartition("@")[2]
    if contacts.WEB.fullmatch(text):
        return "website", text
    if contacts.DOMAIN.fullmatch(text.casefold()):
        return ("website", text) if "/" in text else ("domain", text.casefold())
    label = contacts.PHONE_LABEL.match(text)
    number = text[label.end() :] if label else text
    if contacts.PHONE.fullmatch(number) or contacts.BARE_PHONE.fullmatch(number):
        return "phone", number
    return None


def _take_amount(values: Values, text: str, reader: Reader) -> str:
    """Cuts the amount out of a part; returns the rest."""
    amount = find_amount(phrases.AMOUNT_SUFFIX.sub("", text[_prefix(text) :]), reader.language)
    if amount and (not amount.bare or amount.value >= 1000 or _prefix(text)):
        values["amount"] = text[_prefix(text) :]
        return ""
    inside = list(phrases.MONEY_INSIDE.finditer(text))
    if inside and text[inside[-1].end() :].strip() == "":
        values["amount"] = inside[-1].group().rstrip(".,")
        return text[: inside[-1].start()].strip()
    return text


def _prefix(text: str) -> int:
    found = phrases.AMOUNT_PREFIX.match(text)
    return found.end() if found else 0


def _take_date(values: Values, text: str, reader: Reader, today: dt.date) -> str:
    lead = _CLOSING.match(text)
    day = read_date(text[lead.end() :] if lead else text, reader.dialect, today)
    if day is None:
        return text
    values["close_date"] = day.isoformat()
    return ""


_PLACES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("need", lambda text: phrases.NEED.match(text) is not None),
    ("name", lambda _: True),
    ("organization", is_company),
    ("organization", lambda text: len(text.split()) <= 4),
    ("need", lambda _: True),
)
