"""Several people in one message: lists, rows, cards one below the other, "Ann and Bob Roe, both from Acme".

A text is cut only where the evidence says that a new person begins; where it does not, it stays whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import takewhile

from app.languages.reader import Reader
from app.languages.words import pattern
from app.sheets.vcards import split_cards
from bot.parsing.letters import is_closing, is_of_letter
from bot.understanding.heading import Heading, cut_heading
from bot.understanding.lists import (
    cut_marked,
    cut_paragraphs,
    cut_semicolons,
    without_command,
)
from bot.understanding.personal_names import is_person_name, similarity
from bot.understanding.rows import (
    Row,
    are_different,
    cut_joined,
    cut_joints,
    has_parts,
    read_row,
    share_out,
    split_first,
    with_companies,
)

LONGEST = 5_000
"""Characters of a message in which several people are looked for."""
MOST_READ = 100
"""Entries that are read one by one; of a longer list it is enough to know that it is one."""

# What only a text that tells of several people has, but for addresses.
_WORDS = pattern("people_lists.joint", "people_lists.several", "people_lists.numbered")
_SIGN = re.compile(rf"[\n;&]|\s[/|]\s|\b(?:{_WORDS})\b|1[.)]\s|BEGIN:V", re.IGNORECASE)
_NUMBER = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class People:
    """The people of a message, a text for each as if it had been written alone. They are not `sure` where one
    person, or something else, may be meant; `asked` where the message says itself that these are leads."""

    texts: tuple[str, ...]
    sure: bool = True
    asked: bool = False

    @property
    def several(self) -> bool:
        return len(self.texts) > 1


def find_people(text: str, reader: Reader, today: dt.date) -> People:
    """The people of whom a text tells, as far as it can be cut; one text where it tells of one."""
    bare = without_command(text)
    if not _may_tell_of_several(bare[:LONGEST]):
        return People((text,))
    cards = split_cards(text)
    if len(cards) > 1:
        return People(cards)
    text = text.replace("\r\n", "\n").strip()
    if cards or len(text) > LONGEST:
        return People((text,))
    bare = without_command(text)
    heading, body = cut_heading(bare)
    for shape in _SHAPES:
        found = shape(body, heading, reader, today)
        if found is not None and found.several:
            asked = (heading.several and heading.asks) or bare != text
            return replace(_completed(found, heading), asked=asked)
    return People((text,))


def _may_tell_of_several(text: str) -> bool:
    """Cheaper than to read a text: most tell of nobody, or of one person."""
    if _SIGN.search(text):
        return True
    before, found, _ = text.rpartition("@")
    return bool(found) and ("@" in before or _NUMBER.search(before) is not None)


def _completed(found: People, heading: Heading) -> People:
    """With what the heading says of each; not sure where it counts others than were found."""
    counted = heading.count is None or heading.count == len(found.texts)
    texts = tuple(_with_origin(text, heading.origin) for text in with_companies(found.texts))
    return People(texts, sure=found.sure and counted)


def _with_origin(text: str, origin: str) -> str:
    gap = "\n" if "\n" in text else ", "
    return f"{text}{gap}{origin}" if origin else text


def _marked(body: str, heading: Heading, reader: Reader, today: dt.date) -> People | None:
    """A list with bullets, numbers, or a command before each entry."""
    found = cut_marked(body)
    if found is None:
        return None
    before, entries = found
    if len(entries) > MOST_READ:
        return People(tuple(entries), sure=False) if heading.several or not before else None
    rows = [read_row(entry, reader, today) for entry in entries]
    named = sum(row.is_named for row in rows)
    # In a list that calls itself leads each entry is one, whatever its name looks like.
    listed = heading.several and named * 2 >= len(rows) and all(row.line.name for row in rows)
    if not listed and not all(row.is_named or row.may_be_whole for row in rows):
        return None
    sure = named == len(rows) and (heading.several or all(row.is_whole for row in rows))
    texts = tuple(_with_origin(row.text, before) for row in rows)
    return People(texts, sure=sure and not before)


def _in_rows(body: str, heading: Heading, reader: Reader, today: dt.date) -> People | None:
    """A person on each line; lines that name nobody belong to the person before."""
    lines = [line for line in body.split("\n") if any(letter.isalnum() for letter in line)]
    if lines and is_closing(lines[-1].strip()):
        lines.pop()
    if len(lines) < 2 or any(is_of_letter(line.strip()) for line in lines):
        return None
    if len(lines) > MOST_READ:
        reached = sum("@" in line for line in lines)
        return People(tuple(lines), sure=False) if reached * 2 > len(lines) else None
    rows = [read_row(line, reader, today) for line in lines]
    begins = [row.may_be_whole and not row.is_place for row in rows]
    if heading.several and all(row.is_named for row in rows):
        begins = [True] * len(rows)
    starts = [row for row, begin in zip(rows, begins, strict=True) if begin]
    named = sum(row.is_named for row in starts)
    if not (begins[0] and named and len(starts) > 1 and are_different(starts)):
        return None
    if named < len(starts) and not all(begins):
        return None
    texts: list[str] = []
    for row, begin in zip(rows, begins, strict=True):
        if begin:
            texts.append(row.text)
        else:
            texts[-1] += f"\n{row.text}"
    sure = named == len(starts) and (all(begins) or all(row.is_reached for row in starts))
    return People(tuple(texts), sure=sure)


def _in_cards(body: str, _heading: Heading, reader: Reader, today: dt.date) -> People | None:
    """Cards one below the other, with or without an empty line between: each with a name and an address."""
    if any(is_of_letter(line.strip()) for line in body.split("\n") if line.strip()):
        return None
    if "\n" not in body or body.count("@") < 2:
        return None
    for pieces in (cut_paragraphs(body), _cut_stacked(body)):
        if not 1 < len(pieces) <= MOST_READ:
            continue
        rows = list(takewhile(_is_card, (read_row(piece, reader, today) for piece in pieces)))
        if len(rows) == len(pieces) and are_different(rows):
            return People(tuple(row.text for row in rows))
    return None


def _cut_stacked(body: str) -> list[str]:
    """The lines of cards without empty lines between them: after an address, a name begins the next one."""
    pieces: list[str] = []
    has_email = True
    for line in filter(None, map(str.strip, body.split("\n"))):
        if not pieces or (has_email and is_person_name(split_first(line))):
            pieces.append(line)
            has_email = False
        else:
            pieces[-1] += f"\n{line}"
        has_email = has_email or "@" in line
    return pieces


def _is_card(row: Row) -> bool:
    return row.is_named and bool(row.line.email) and similarity(row.line.email, row.line.name) > 0


def _with_semicolons(body: str, heading: Heading, reader: Reader, today: dt.date) -> People | None:
    """ "A, Firma, mail; B, Firma, mail"."""
    pieces = [] if "\n" in body else cut_semicolons(body)
    if not 1 < len(pieces) <= MOST_READ:
        return None
    rows = [read_row(piece, reader, today) for piece in pieces]
    if not all(row.may_be_whole or (heading.several and row.is_named) for row in rows):
        return None
    fair = all(row.is_named and (row.is_reached or has_parts(row.text)) for row in rows)
    return People(tuple(row.text for row in rows), sure=fair) if are_different(rows) else None


def _joined(body: str, heading: Heading, reader: Reader, today: dt.date) -> People | None:
    """ "A, Firma, Tel und B, Firma, mail"."""
    if "\n" in body:
        return None
    rows, sure = cut_joined(body, reader, today, several=heading.several)
    return People(tuple(row.text for row in rows), sure=sure) if rows and are_different(rows) else None


def _shared(body: str, heading: Heading, reader: Reader, today: dt.date) -> People | None:
    """ "A and B, both from C, a@c and b@c"."""
    found = share_out(body, reader, today, several=heading.several)
    return People(tuple(found[0]), sure=found[1]) if found else None


def _counted(body: str, heading: Heading, _reader: Reader, _today: dt.date) -> People | None:
    """As many pieces as the heading counts, of whom nothing else is known."""
    if "\n" in body or (heading.count or 0) < 2:
        return None
    for pieces in (cut_semicolons(body), cut_joints(body)):
        if len(pieces) == heading.count:
            return People(tuple(pieces), sure=False)
    return None


_Shape = Callable[[str, Heading, Reader, dt.date], People | None]
_SHAPES: tuple[_Shape, ...] = (_marked, _in_rows, _in_cards, _with_semicolons, _shared, _joined, _counted)
