"""Gives the parts of a text that have no telling shape their fields: person, job title, company."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.domain.matching import fold
from app.domain.names import GIVEN, KNOWN
from app.domain.record import LONGEST_LINE
from app.languages.salutations import is_addressed, without_academic, without_salutation
from app.languages.words import pattern, spellings
from bot.parsing import phrases
from bot.parsing.line import LONGEST_NAME, LeadLine
from bot.parsing.titles import ends_with_chief, find_job_title, has_job_title


def place(line: LeadLine, plain: list[str], *, letter: bool = False) -> None:
    """Gives the parts their fields, by telling words first and then in the usual order. A `letter` says a
    name twice."""
    left: list[str] = []
    for text in plain:
        if len(text) > LONGEST_LINE:
            line.add("note", text)
        elif not _place_part(line, text, not left and not line.name):
            left.append(text)
    if not line.name and (person := _person_among(left, letter=letter)):
        left.remove(person)
        line.name = person
    for text in left:
        if letter and line.name and (text == line.name or text.startswith(f"{line.name} ")):
            # "Viele Grüße, Eva", and the full name below.
            line.name = text
        else:
            line.add(_next_field(line, text), text)


def _place_part(line: LeadLine, text: str, first: bool) -> bool:
    for step in _PLACES:  # noqa: SIM110 - a generator would cost as much as a step
        if step(line, text, first):
            return True
    return False


def _person_among(left: list[str], *, letter: bool) -> str:
    """Who is named among parts that nothing else told: "Dr. Roth" behind a department, or in a `letter` the
    name below the company's; "" where the first part is as good as any."""
    if len(left) < 2 or (letter and phrases.FULL_NAME.match(left[0])):
        return ""
    addressed = next((text for text in left if len(text) <= LONGEST_NAME and is_addressed(text)), "")
    named = (text for text in left if phrases.FULL_NAME.match(text)) if letter else iter(())
    return addressed or next(named, "")


def is_company(text: str) -> bool:
    """Whether a text bears a legal form, or another word that only companies bear."""
    return (
        phrases.has_legal_form(text)
        or phrases.LEGAL_INSIDE.search(text) is not None
        or (phrases.has_company_word(text) and not has_job_title(text))
    )


def _place_person(line: LeadLine, text: str, _first: bool) -> bool:
    prefix = phrases.PERSON_PREFIX.match(text)
    if prefix and not line.name:
        name = text[prefix.end() :]
        is_nobody = name.casefold().strip(" .") in _NOBODY
        line.add(*(("note", text) if is_nobody else ("name", name)))
        return True
    return False


_NOBODY = spellings("lead.person.nobody")


def _place_addressed(line: LeadLine, text: str, _first: bool) -> bool:
    """ "Frau Prof. Beate Hofmeister" is no "Meister", whatever the name ends with."""
    if line.name or not is_addressed(text):
        return False
    if _is_known_name(without_academic(without_salutation(text))):
        line.name = text
    return bool(line.name)


def _place_split(line: LeadLine, text: str, first: bool) -> bool:
    """ "IT-Leiterin bei Müller GmbH" and "Sarah Meier from Tech Innovators": two fields in one part."""
    if line.company or _AT_WORDS.isdisjoint(text.casefold().split()):
        return False
    for gap in phrases.AT_COMPANY.finditer(text):
        before, company = text[: gap.start()], text[gap.end() :]
        if before.casefold() in _WORKS:
            _add_employer(line, company)
            return True
        is_title = has_job_title(before)
        word = " ".join(gap.group().casefold().split())
        # "von" and "of" are parts of names and titles: what stands around them must be telling.
        if word in _OF and not (
            (
                is_company(company)
                and not phrases.begins_with_company_word(before)
                and not _names_employer(company)
            )
            or ends_with_chief(before)
            or (first and _is_full_name(before) and company[:1].isupper())
        ):
            continue
        if (is_title or first) and len(before) <= LONGEST_NAME:
            _add_person(line, before, is_title)
            line.company = company
            return True
    return False


def _is_full_name(text: str) -> bool:
    """ "Zoe Lane", before "of Brightside"; but "Anna Maria" may be the first names of one "von Thurn"."""
    words = text.split()
    if len(words) != 2 or not all(word[:1].isupper() for word in words):
        return False
    return fold(words[0]) in KNOWN and fold(words[1]) not in GIVEN


def _names_employer(text: str) -> bool:
    """ "sales at Kestrel Ltd", behind "head of": the company comes later."""
    return any(gap.group().strip().casefold() not in _OF for gap in phrases.AT_COMPANY.finditer(text))


_AT_WORDS = frozenset(form.split()[0] for form in spellings("lead.company.at", "lead.company.of")) | {"@"}
_OF = spellings("lead.company.of")
_WORKS = spellings("lead.company.works")
_AS = re.compile(
    rf" (?:{pattern('lead.company.as')}) (?:(?:{pattern('lead.company.articles')}) )?", re.IGNORECASE
)


def _add_employer(line: LeadLine, text: str) -> None:
    """ "(works at) Wagner GmbH as a buyer"."""
    company, *titles = _AS.split(text, maxsplit=1)
    line.company = company
    for title in titles:
        line.add("job_title", title)


def _add_person(line: LeadLine, text: str, is_title: bool) -> None:
    if not is_title or line.job_title:
        line.add("name", text)
    elif line.name or not _place_unseparated(line, text, True):
        line.job_title = text


def _place_unseparated(line: LeadLine, text: str, first: bool) -> bool:
    """ "Sarah Meier IT manager Tech Innovators Inc.", "CEO Tom Roe": the title tells where the name and the
    company are."""
    if not first or line.job_title or text.count(" ") < 2:
        return False
    title = find_job_title(text)
    if title is None:
        return _place_by_email(line, text)
    if title.end() == len(text) and phrases.has_legal_form(text):
        # "Roth & Partner" is a company, and no Roth who is a partner.
        return False
    start = text.rfind(" ", 0, title.start()) + 1
    before, after = text[:start].split(), text[title.end() :].strip()
    if not before and phrases.FULL_NAME.match(after):
        line.job_title, line.name = title.group(), after
        return True
    if len(before) < 2 or (after and (line.company or not phrases.has_legal_form(after))):
        return False
    line.name = " ".join(before[:2])
    line.job_title = " ".join([*before[2:], text[start : title.end()]])
    line.company = line.company or after
    return True


def _place_by_email(line: LeadLine, text: str) -> bool:
    """ "Sarah Meier Müller GmbH, sarah@mueller.example": the address tells that it begins with a name."""
    words = text.split()
    local = fold(line.email.partition("@")[0])
    if line.company or len(words) < 3 or not local or not phrases.has_legal_form(text):
        return False
    if fold(words[0]) not in local and fold(words[1]) not in local:
        return False
    line.name, line.company = " ".join(words[:2]), " ".join(words[2:])
    return True


def _place_telling(line: LeadLine, text: str, _first: bool) -> bool:
    prefix = phrases.COMPANY_PREFIX.match(text)
    if prefix or is_company(text):
        if line.company:
            return False
        line.company = text[prefix.end() :] if prefix else text
        return True
    if not line.job_title and len(text) <= LONGEST_NAME and _is_job_title(text):
        line.job_title = text
        return True
    return False


def _is_job_title(text: str) -> bool:
    """Whether a text is a job title; "Beate Hofmeister" and "Frau Hofmeister" are people."""
    if not has_job_title(text):
        return False
    return not _is_known_name(text) and without_salutation(text) == text


def _is_known_name(text: str) -> bool:
    return phrases.FULL_NAME.match(text) is not None and fold(text.partition(" ")[0]) in GIVEN


_PLACES: tuple[Callable[[LeadLine, str, bool], bool], ...] = (
    _place_person,
    _place_addressed,
    _place_split,
    _place_unseparated,
    _place_telling,
)


def _next_field(line: LeadLine, text: str) -> str:
    if len(text) > LONGEST_NAME or phrases.names_nobody(text):
        return "note"
    if not line.name:
        # "5M Plastics", "3M": no person has a digit in the name.
        return "company" if not line.company and any(map(str.isdigit, text)) else "name"
    if line.company or _is_job_title(text):
        return "note"
    # Several words in lower case describe something, unless the person is written so, too.
    most = 6 if not text[0].islower() else 2 if line.name.islower() else 1
    return "company" if len(text.split()) <= most else "note"
