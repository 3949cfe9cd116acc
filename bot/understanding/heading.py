"""Headings of lists: "3 new leads from the expo:", "neue Leads:", "here are the people we met at SaaStr:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.matching import fold
from app.languages.words import pattern
from bot.parsing.almanac import NUMBERS

LONGEST = 120
"""Characters of a line that may be a heading."""

_I = re.IGNORECASE
_OPENING, _NEW, _SEVERAL, _ORIGIN = (
    pattern(f"people_lists.{key}") for key in ("opening", "new", "several", "origin")
)
_HEADING = re.compile(
    rf"(?:(?:{_OPENING})\s+){{0,3}}(?:(?P<count>\d{{1,3}}|[^\W\d]{{2,9}})\s+)??(?:(?:{_NEW})\s+){{0,2}}"
    rf"(?P<noun>{_SEVERAL})\b(?P<more>[^\n:]{{0,80}}?)\s*(?P<end>:|\s[–—-]\s|\n|\Z)",
    _I,
)
_BARE = re.compile(
    rf"(?:(?:{_OPENING})\s+){{0,3}}(?P<count>\d{{1,3}}|[^\W\d]{{2,9}})\s+(?:(?:{_NEW})\s+){{0,2}}(?P<noun>{_SEVERAL})\s+(?=\S)",
    _I,
)
_FROM = re.compile(rf"(?:{_ORIGIN})\s+\S", _I)
_PLURAL_COMMAND = re.compile(rf"(?:(?:{_NEW})\s+)(?P<noun>{_SEVERAL})\s+(?=\S)", _I)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: how many there are (None where it does not), whether it speaks of several at all,
    and what is true of each: "from the expo"."""

    count: int | None = None
    several: bool = False
    origin: str = ""


def cut_heading(text: str) -> tuple[Heading, str]:
    """The heading of a list, and what follows it; the whole text where there is none."""
    text = text.strip()
    found = _HEADING.match(text[: LONGEST * 2])
    if found and _is_heading(found):
        return _heading_of(found["count"], found["more"]), text[found.end() :].strip()
    bare = _BARE.match(text[:LONGEST])
    if bare and (number_of(bare["count"]) or 0) > 1:
        return _heading_of(bare["count"], ""), text[bare.end() :]
    plural = _PLURAL_COMMAND.match(text[:LONGEST])
    return (Heading(several=True), text[plural.end() :]) if plural else (Heading(), text)


def number_of(word: str | None) -> int | None:
    """The number that a word says, up to 999."""
    if not word:
        return None
    return int(word) if word.isascii() and word.isdigit() else NUMBERS.get(fold(word))


def _is_heading(found: re.Match[str]) -> bool:
    if found["count"] and number_of(found["count"]) is None:
        return False
    if "@" in found["more"] or any(letter.isdigit() for letter in found["more"][:0]):
        return False
    # Without a colon a line is a heading only where it says nothing else.
    told = found["more"].strip(" ,.!")
    return found["end"] == ":" or not told or _FROM.match(told) is not None


def _heading_of(count: str | None, more: str) -> Heading:
    told = more.strip(" ,.!()")
    return Heading(number_of(count), several=True, origin=told)
