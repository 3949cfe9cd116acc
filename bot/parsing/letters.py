"""Texts of several lines: signatures and emails pasted as a whole, lists of fields."""

from __future__ import annotations

import re

from app.domain.matching import fold
from app.languages.words import pattern
from bot.parsing import phrases
from bot.parsing.contacts import DOMAIN, EMAIL, PHONE, STREET, TOWN, WEB
from bot.parsing.line import LineReading
from bot.parsing.parts import read_parts, take_sentence
from bot.parsing.places import is_company
from bot.parsing.titles import has_job_title

_I = re.IGNORECASE
_BULLET = re.compile(r"\A(?:[*•·▪‣>]|[-–](?=\s))\s*")
_GREETING = re.compile(rf"(?:{pattern('letters.greetings')})\b[^.]{{0,60}}[,!]?\Z", _I)
_CLOSING = re.compile(
    rf"(?:{pattern('letters.closings')}|(?:{pattern('letters.closings_before_word')}) \w+"
    rf"|(?:{pattern('letters.closings_before_more')}).{{0,30}})[,.!]?\Z",
    _I,
)
_HEADER = re.compile(rf"(?:{pattern('letters.headers')})\s*:\s", _I)
_SENDER = re.compile(
    rf"(?:{pattern('letters.from')})\s*:\s*+[\"']?(?P<name>[^<>\"]{{1,80}}?)[\"']?"
    r"\s*[<\[(](?:mailto:)?(?P<email>[^\s<>@]+@[^\s<>)\]]+)[>\])]\Z",
    _I,
)
_SMALL_PRINT = re.compile(
    rf"(?:{pattern('letters.small_print')})(?![^\W\d_])|(?:{pattern('letters.small_print_labels')})\s*:"
    rf"|(?:{pattern('letters.small_print_before_names')})\s",
    _I,
)
_ON_BEHALF = re.compile(rf"(?P<mark>{pattern('letters.on_behalf')})\s+(?=\S)", _I)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-Þ])")
MOST_LINES = 200
"""Lines that are read for what they tell of a person; nobody signs with so many, and the rest is kept."""
MANY_WORDS = 8
"""Words from which a line is a sentence, whatever it ends with."""


def read_letter(reading: LineReading, text: str) -> None:
    """Reads a text line by line; what stands before "Kind regards" and after "Hello" is sentences. Who is
    known as the sender of a mail signs it with a name alone as well."""
    reading.letter = True
    lines = [_BULLET.sub("", line.strip(), count=1) for line in text.splitlines()]
    is_body, signed, small_print, read = False, False, False, 0
    has_company = any(phrases.has_legal_form(line) for line in lines if len(line) < 200)
    for line in filter(None, lines):
        if _is_closing(line):
            is_body, signed = False, True
            _keep(reading, line)
        elif is_body and fold(line) == fold(reading.line.name):
            is_body, signed = False, True
        elif _GREETING.match(line) and not signed:
            is_body = True
            _keep(reading, line)
        elif small_print or _SMALL_PRINT.match(line):
            # Nobody writes a name below it, and what it says of companies and people is not the sender.
            small_print = signed or len(line) > 120
            _keep(reading, line)
        elif is_body or _is_sentence(line):
            for sentence in _SENTENCE_END.split(line):
                take_sentence(reading, sentence)
        elif read < MOST_LINES:
            read += 1
            _read_line(reading, line, has_company)
        else:
            _keep(reading, line)


def is_of_letter(line: str) -> bool:
    """Whether a line is a greeting, a closing, a header or the small print of a letter."""
    return any(pattern.match(line) for pattern in (_GREETING, _CLOSING, _HEADER, _SENDER, _SMALL_PRINT))


def is_closing(line: str) -> bool:
    """Whether a line ends a letter: "Kind regards"."""
    return _CLOSING.match(line) is not None


def _is_closing(line: str) -> bool:
    return _CLOSING.match(line) is not None or not any(letter.isalnum() for letter in line)


def _keep(reading: LineReading, line: str) -> None:
    if any(letter.isalnum() for letter in line):
        reading.line.add("note", line)


def _is_sentence(line: str) -> bool:
    if EMAIL.search(line) or PHONE.search(line):
        return False
    words = len(line.split())
    return (words >= 4 and line[-1] in ".!?" and not phrases.has_legal_form(line)) or (
        words >= MANY_WORDS and "," not in line and "|" not in line
    )


def _read_line(reading: LineReading, line: str, has_company: bool) -> None:
    sender = _SENDER.match(line)
    behalf = _ON_BEHALF.match(line)
    if sender:
        reading.line.add("name", sender["name"].strip())
        reading.line.add("email", sender["email"])
    elif behalf:
        reading.line.add("note", behalf["mark"])
        read_parts(reading, line[behalf.end() :])
    elif _HEADER.match(line) or _is_place(line):
        reading.line.add("note", line)
    elif has_company and _is_title_with_more(line):
        reading.plain.append(line)
    else:
        read_parts(reading, line)


def _is_place(line: str) -> bool:
    """A page's address, or a postal one: "Hauptstraße 5, 30159 Hannover" stays in one piece."""
    if WEB.match(line) or DOMAIN.match(line):
        return True
    pieces = re.split(r",\s+", line)
    return any(STREET.match(piece) or TOWN.match(piece) for piece in pieces) and not any(
        is_company(piece) or EMAIL.search(piece) or PHONE.search(piece) for piece in pieces
    )


def _is_title_with_more(line: str) -> bool:
    """ "Director of Sales, EMEA": the company has a line of its own."""
    title, comma, more = line.partition(", ")
    return (
        bool(comma)
        and has_job_title(title)
        and not (is_company(more) or EMAIL.search(line) or PHONE.search(line) or "|" in line)
    )
