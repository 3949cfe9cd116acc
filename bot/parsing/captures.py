"""New contacts, organizations and opportunities in one text; values by field as their forms take them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from app.dates.days import read_date
from app.domain.event import Kind
from app.domain.record import LONGEST_LINE
from app.languages.reader import Reader
from app.languages.words import pattern
from bot.parsing import contacts, phrases
from bot.parsing.labels import cut
from bot.parsing.lead import read_lead
from bot.parsing.money import find_money, read_amount
from bot.parsing.places import is_company
from bot.parsing.quotes import split_parts
from bot.understanding.lexicon import is_ordinary

Values = dict[str, str]
CUSTOMER = "customer"
"""Under which a text's customer stands that has to be known or asked about."""

MOST_COMPANY_WORDS = 4
"""Words of the longest company that nothing but its place tells."""

_SIZE = re.compile(rf"(?P<size>\d[\d.,'’ ]{{0,12}})\s*(?:{pattern('newcomers.staff')})\Z", re.IGNORECASE)
_WORTH = re.compile(rf"\s+(?:{pattern('newcomers.worth')})\Z", re.IGNORECASE)
_WITH = re.compile(
    rf"(?P<name>\S.*?)\s+(?:{pattern('newcomers.with')})\s+(?P<company>[^\W\d_]\S*(?: \S+){{0,3}})"
)
_FOR = re.compile(
    rf"(?P<name>\S.*?)\s+(?:{pattern('newcomers.with', 'newcomers.for')})\s+"
    r"(?P<company>[^\W\d_]\S*(?: \S+){0,3})"
)
_CLOSING = re.compile(rf"(?:{pattern('newcomers.closing')})\s+", re.IGNORECASE)


def read_contact(text: str, reader: Reader, today: dt.date) -> tuple[Values, str]:
    """A contact as the fields of a lead tell it, and what is no field of one."""
    own, text = cut(text, reader, Kind.CONTACT)
    line = read_lead(text, reader, today)
    company = "" if line.company.casefold() == line.name.casefold() else line.company
    values = {
        "name": line.name,
        "job_title": line.job_title,
        "organization": company,
        "email": line.email,
        "phone": line.phone,
        **own,
    }
    labelled = (f"{reader.t(f'field.{name}')}: {value}" for name, value in line.labelled.items())
    left = [line.need, line.note, reader.money(line.amount), *labelled]
    return {name: value for name, value in values.items() if value}, ", ".join(filter(None, left))


def read_organization(text: str, reader: Reader, _today: dt.date) -> tuple[Values, str]:
    """An organization: its name first, then its domain, phone, size and industry in any order."""
    values, text = cut(text, reader, Kind.ORGANIZATION)
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
    """An opportunity: its name first, with the amount behind it or apart; a date, a company, a need. Who its
    name says it is with is the organization where only a company is called so, else the `CUSTOMER` that may
    be meant: "Rollout with Acme"."""
    values, text = cut(text, reader, Kind.OPPORTUNITY)
    left = []
    named = False
    for position, part in enumerate(split_parts(text)):
        plain = part.text
        if not part.quoted and "amount" not in values:
            plain = _take_amount(values, plain, reader)
            plain = plain if "amount" in values else _take_amount_inside(values, plain, reader)
        if plain and not part.quoted and position and "close_date" not in values:
            plain = _take_date(values, plain, reader, today)
        if not plain:
            continue
        field = next((name for name, fits in _PLACES if name not in values and fits(plain)), None)
        if field is None:
            left.append(plain)
        else:
            values[field] = plain
            named = named or (field == "name" and part.quoted)
    if not named and values.keys().isdisjoint({"organization", CUSTOMER}):
        _cut_customer(values)
    return values, ", ".join(left)


def _take_amount_inside(values: Values, text: str, reader: Reader) -> str:
    """ "Scanners 25k for Acme": behind the amount stands whom, or what, it is for."""
    found = _FOR.fullmatch(text) if len(text) <= LONGEST_LINE else None
    name = _take_amount(values, found["name"], reader) if found else ""
    if found is None or "amount" not in values:
        return text
    is_customer = found["company"][0].isupper() and _note_customer(values, found["company"])
    return name if is_customer else f"{name}{text[found.end('name') :]}"


def _cut_customer(values: Values) -> None:
    """ "Rollout with Acme" is the rollout, and Acme the customer; "Rollout with Training" is with nobody."""
    name = values.get("name", "")
    found = _WITH.fullmatch(name) if len(name) <= LONGEST_LINE else None
    if found and found["company"][0].isupper() and _note_customer(values, found["company"]):
        values["name"] = found["name"]


def _note_customer(values: Values, company: str) -> bool:
    """Whether somebody may be called so who is a customer: the organization where only a company is called
    so."""
    if is_company(company):
        values["organization"] = company
    elif not all(is_ordinary(word) for word in company.split()):
        values[CUSTOMER] = company
    else:
        return False
    return True


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
    if read_amount(text, reader):
        values["amount"] = text[_prefix(text) :]
        return ""
    found = find_money(text, reader)
    if found and not found.is_price and not text[found.end :].strip(" .,)"):
        values["amount"] = text[found.start : found.end]
        before = text[: found.start].strip(" (")
        return _WORTH.sub("", before) if len(before) <= LONGEST_LINE else before
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


def _may_be_company(text: str) -> bool:
    """Whether a part in few words may be a company's name: words of the language alone name none."""
    words = text.split()
    return len(words) <= MOST_COMPANY_WORDS and not (words[0].islower() and is_ordinary(words[0]))


_PLACES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("need", lambda text: phrases.NEED.match(text) is not None),
    ("name", lambda _: True),
    ("organization", is_company),
    ("organization", _may_be_company),
    ("need", lambda _: True),
)
