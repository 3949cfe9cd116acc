"""Contact data that were pasted without a command: a signature, a business card, a mail, a vCard, a line from
a profile."""

from __future__ import annotations

import datetime as dt
import re

from app.languages.reader import Reader
from app.languages.words import pattern
from app.sheets.vcards import Card, read_card
from bot.parsing import phrases
from bot.parsing.lead import read_lead
from bot.parsing.line import LeadLine
from bot.parsing.pointers import points_by_number
from bot.parsing.quotes import split_parts
from bot.understanding.lists import without_command
from bot.understanding.personal_names import is_person_name, names_person
from bot.understanding.phrasing import cut_source, in_usual_order, settle, source_of
from bot.understanding.scripts import settle_scripts

LONGEST = 4000
"""Characters of contact data; a longer text is something else."""
SIGNATURE = 3
"""Lines of which a signature has at least so many."""
MOST_WORDS_OF_HEADING = 6

_IN_BRACKETS = re.compile(r"(?P<name>[^(),\n]{2,60}?)\s*\((?P<inside>[^()\n]{0,200},[^()\n]{1,200})\)")
_REACHED = re.compile(r"@|(?:\d[^\d\n]{0,3}){6}")
MET = re.compile(rf"(?:{pattern('people_lists.met')})\s*:?\s+(?=(?-i:[^\W\da-zäöü]))", re.IGNORECASE)
_TRIMMINGS = re.compile(
    rf"(?:^|[ \t]*[·•|]+[ \t]*)(?P<said>{pattern('people_lists.trimmings')})[ \t]*(?=$|[·•|])",
    re.IGNORECASE | re.MULTILINE,
)


def looks_like_contact(text: str, reader: Reader, today: dt.date) -> LeadLine | None:
    """What a text says about a lead, where it is plainly nothing but somebody's contact data; None for all
    else. Whether it words a command is for others to say."""
    text = text.strip()
    if len(text) > LONGEST or points_by_number(text) or without_command(text) != text:
        return None
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 and text.endswith("?"):
        return None
    # Most messages are a short sentence: they are not even read.
    if len(lines) < SIGNATURE and not _REACHED.search(text):
        return None
    line = read_person(text, reader, today)
    fits = _is_signature(line, text, len(lines)) if len(lines) > 1 else _is_row(line, text)
    return line if fits else None


def read_person(text: str, reader: Reader, today: dt.date) -> LeadLine:
    """One lead in a text, as `read_lead`, vCards too; what programs print around contact data, and a heading
    above them, are no fields."""
    card = read_card(text)
    if card is not None:
        return _line_of(card)
    heading, text = _cut_heading(text.strip())
    source, text = cut_source(text)
    met = MET.match(text)
    text = in_usual_order(_unbracketed(text[met.end() :] if met else text))
    trimmings = [found["said"] for found in _TRIMMINGS.finditer(text)] if _TRIMMINGS.search(text) else []
    line = read_lead(_TRIMMINGS.sub("", text) if trimmings else text, reader, today)
    settle(line)
    settle_scripts(line)
    if source:
        line.add("source", source_of(source))
    for said in filter(None, (heading, source, *trimmings)):
        line.add("note", said)
    return line


def _line_of(card: Card) -> LeadLine:
    """A vCard as a line: the first number and address in their fields."""
    line = LeadLine(name=card.name, company=card.company, job_title=card.job_title)
    said = (("email", card.emails), ("phone", card.phones), ("note", card.notes))
    for name, values in said:
        for value in values:
            line.add(name, value)
    return line


def _unbracketed(text: str) -> str:
    """ "Ann Hall (Acme AG, ann@acme.example)" is "Ann Hall, Acme AG, ann@acme.example"."""
    found = _IN_BRACKETS.match(text)
    if found is None or not is_person_name(found["name"]):
        return text
    return ", ".join(filter(None, (found["name"], found["inside"], text[found.end() :].strip(" ,;"))))


def _cut_heading(text: str) -> tuple[str, str]:
    """The line above contact data that says where they are from: "Contact there:"."""
    first, newline, rest = text.partition("\n")
    first = first.strip()
    if not newline or not first.endswith(":") or len(first.split()) > MOST_WORDS_OF_HEADING:
        return "", text
    has_value = "@" in first or any(letter.isdigit() for letter in first)
    return ("", text) if has_value else (first.rstrip(": "), rest.strip())


def _is_signature(line: LeadLine, text: str, lines: int) -> bool:
    """Several lines: somebody's name, and what goes with one."""
    reached = bool(line.email or line.phone)
    if not names_person(line.name, text):
        return lines >= SIGNATURE and reached and phrases.has_legal_form(line.company or line.name)
    return reached or (lines >= SIGNATURE and bool(line.company and line.job_title))


def _is_row(line: LeadLine, text: str) -> bool:
    """One line: it begins with a name or a company, and says how to reach them."""
    met = MET.match(text)
    parts = split_parts(text[met.end() :] if met else text)
    if len(parts) < 2 or not (line.email or line.phone):
        return False
    first = parts[0].text
    named = names_person(line.name, text) and line.name.split()[-1] in first
    return named or (bool(line.company) and first.startswith(line.company) and len(parts) > 2)
