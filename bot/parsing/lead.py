"""A lead in one text: "Sarah Meier, IT manager, Tech Innovators Inc., sarah@techinnovators.example, 50k", or
the whole signature of an email."""

from __future__ import annotations

import datetime as dt
import re

from app.languages.reader import Reader
from app.languages.salutations import without_salutation
from bot.parsing.contacts import find_postcodes
from bot.parsing.letters import read_letter
from bot.parsing.line import LeadLine, LineReading
from bot.parsing.parts import read_parts
from bot.parsing.places import place

__all__ = ["LeadLine", "read_lead"]

# Marks of direction and of no width come along when numbers are copied from other programs. The joiners
# (U+200C, U+200D) stay: Persian words and emoji are written with them.
_INVISIBLE = {ord(mark): None for mark in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"}
_INVISIBLE |= dict.fromkeys(range(0x2066, 0x206A))
# Mail programs paste a link behind the address that it leads to: "a@b.example<mailto:a@b.example>", and
# "[a@b.example](mailto:a@b.example)".
_LINKED = re.compile(r"(?<=[^\s@<>]@)([^\s@<>]{1,200})<mailto:[^<>\s]{1,300}>")
_LINKED_TEXT = re.compile(r"\[([^\s@\[\]]{1,64}@[^\s@\[\]]{1,200})\]\(mailto:[^()\s]{1,300}\)")


def read_lead(text: str, reader: Reader, today: dt.date) -> LeadLine:
    """Reads a text by its parts: contact data, amounts and dates by their shape, the rest by telling words
    and by the usual order: person, job title, company."""
    reading = LineReading(reader, today, postcodes=find_postcodes(text))
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    if "<mailto:" in text:
        text = _LINKED.sub(r"\1", text)
    if "](mailto:" in text:
        text = _LINKED_TEXT.sub(r"\1", text)
    if "\n" in text.strip():
        read_letter(reading, text)
    else:
        read_parts(reading, text)
    place(reading.line, reading.plain, letter=reading.letter)
    reading.line.name = without_salutation(reading.line.name)
    return reading.line
