"""A person in a role: "Anna Roth, CFO", "Anna Roth als Entscheiderin", "#12 (buyer)", "Anna Roth, CFO, Acme,
anna@acme.example"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache

from app.domain.matching import bare_words, fold
from app.domain.participant import ROLES
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from app.languages.words import pattern
from bot.parsing import contacts, phrases
from bot.parsing.lead import read_lead
from bot.parsing.places import is_company
from bot.parsing.quotes import split_parts
from bot.parsing.references import find_reference
from bot.parsing.titles import has_job_title
from bot.understanding.names import is_aside

_AS = re.compile(rf"{phrases.GAP}(?:(?:{pattern('newcomers.as')})\s+|\((?=[^()]*\)\s*\Z))", re.IGNORECASE)


SHORTEST_PHONE = 5
"""Digits; fewer are no number that is kept in another form."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody who is to take part. `number` is given where a number was; `fields` are those of a contact,
    `role` a key of ROLES or what was written; `aside` is what was added as a sentence of its own."""

    number: int | None = None
    name: str = ""
    role: str = ""
    company: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    aside: str = ""


def read_partner(text: str, reader: Reader, today: dt.date) -> Partner:
    """Reads a person and the role; what is neither a role nor contact data is the company."""
    first, *others = [part.text for part in split_parts(text)] or [text.strip()]
    first, role = _cut_role(first)
    rest, asides = [], []
    for part in others:
        if not role and _is_role(part, single=len(others) == 1):
            role = part
        elif is_aside(part, alone=text != text.lower()) and not (is_company(part) or _is_contact_data(part)):
            asides.append(part)
        else:
            rest.append(part)
    number = find_reference(first)
    if number is not None:
        return Partner(number=number, role=find_role(role), aside=", ".join([*rest, *asides]))
    line = read_lead(", ".join([first, *rest]), reader, today)
    title = role if has_job_title(role) else line.job_title
    fields = {"name": line.name or first, "job_title": title, "email": line.email, "phone": line.phone}
    company = line.company if line.name else ""
    asides += [part for part in rest if not _is_kept(part, f"{company} {' '.join(fields.values())}")]
    return Partner(
        name=fields["name"],
        role=find_role(role),
        company=company,
        fields={name: value for name, value in fields.items() if value},
        aside=", ".join(asides),
    )


def _is_kept(part: str, kept: str) -> bool:
    """Whether a part is found in what is kept of a person: all its words, or its digits."""
    digits = re.sub(r"\D", "", part)
    if len(digits) >= SHORTEST_PHONE and digits.lstrip("0") in re.sub(r"\D", "", kept):
        return True
    return set(bare_words(part)) <= set(bare_words(kept))


def find_role(text: str) -> str:
    """The key of a role that a text names in any language, else the text."""
    known = _roles().get(fold(text.strip()))
    if known:
        return known
    authority = phrases.find_authority(text) if text else None
    return authority.value if authority and authority.value in ROLES else text.strip()


def _cut_role(text: str) -> tuple[str, str]:
    found = _AS.search(text)
    return (text[: found.start()], text[found.end() :].rstrip(" )")) if found else (text, "")


def _is_role(text: str, *, single: bool) -> bool:
    if _is_contact_data(text):
        return False
    if fold(text.strip()) in _roles() or has_job_title(text) or phrases.find_authority(text):
        return True
    # Nobody writes more behind a name than what the person is here.
    return single and not is_company(text)


def _is_contact_data(text: str) -> bool:
    return bool(
        contacts.EMAIL.search(text) or contacts.PHONE.search(text) or contacts.PHONE_LABEL.match(text)
    )


@cache
def _roles() -> dict[str, str]:
    return {
        fold(strings(language).t(f"participant_role.{role}")): role
        for language in LANGUAGES
        for role in ROLES
    }
