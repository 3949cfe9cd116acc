"""Headings of lists: "3 new leads from the expo:", "neue Leads:", "here are the people we met at SaaStr:"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.dates.almanac import NUMBERS
from app.domain.matching import fold
from app.languages.words import pattern

LONGEST = 120
"""Characters of a line that may be a heading."""

_I = re.IGNORECASE
_OPENING, _NEW, _SEVERAL, _ORIGIN, _NAMELY, _ENDING = (
    pattern(f"people_lists.{key}") for key in ("opening", "new", "several", "origin", "namely", "heading_end")
)
_COUNT = r"(?:(?P<count>\d{1,3}|[^\W\d]{2,9})\s+)"
_NOUN = rf"(?:(?:{_NEW})\s+){{0,2}}(?:{_SEVERAL})\b"
_HEADING = re.compile(
    rf"(?:(?:{_OPENING})\s+){{0,3}}{_COUNT}??{_NOUN}(?P<more>[^\n:]{{0,80}}?)\s*"
    r"(?P<end>:|\s[–—-]\s|\.?\n|\.?\Z|\.\s(?=\(?1[.)]))",
    _I,
)
_BARE = re.compile(rf"(?:(?:{_OPENING})\s+){{0,3}}{_COUNT}{_NOUN}\s+(?:(?:{_NAMELY})\s+)?(?=\S)", _I)
_PLURAL = re.compile(rf"(?:(?:{_OPENING}|{_NEW})\s+)+(?:{_SEVERAL})\s+(?:(?:{_NAMELY})\s+)?(?=\S)", _I)
_THESE = re.compile(rf"(?:(?:{_OPENING})\s+){{0,3}}(?:{pattern('people_lists.these')})\s*:\s*(?=\S)", _I)
_LOOSE = re.compile(rf"[^:\n@,;]{{0,60}}?\b{_COUNT}?{_NOUN}(?P<more>[^:\n@]{{0,60}}):", _I)
_AS_LEADS = re.compile(
    rf"(?:(?:{_OPENING})\s+)?(?P<body>\S.{{0,1900}}?),?\s+(?:{pattern('people_lists.as_leads')})[.!]*",
    _I | re.DOTALL,
)
_FROM = re.compile(rf"(?:{_ORIGIN})\s+\S", _I)
_SAYS_NOTHING = re.compile(rf"(?:{_ENDING})[.!]*", _I)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: how many there are (None where it does not), whether it speaks of several at all,
    and what is true of each: "from the expo". It `asks` for them to be kept, unless it speaks of people in
    passing."""

    count: int | None = None
    several: bool = False
    origin: str = ""
    asks: bool = True


def cut_heading(text: str) -> tuple[Heading, str]:
    """The heading of a list, and what follows it; the whole text where there is none."""
    text = text.strip()
    found = _HEADING.match(text[: LONGEST * 2])
    if found and _is_heading(found):
        return _heading_of(found), text[found.end() :].strip()
    bare = _BARE.match(text[:LONGEST])
    if bare and (number_of(bare["count"]) or 0) > 1:
        return Heading(number_of(bare["count"]), several=True), text[bare.end() :]
    plural = _THESE.match(text[:LONGEST]) or _PLURAL.match(text[:LONGEST])
    if plural:
        return Heading(several=True), text[plural.end() :]
    loose = _LOOSE.match(text[: LONGEST * 2])
    if loose:
        return replace(_heading_of(loose), asks=False), text[loose.end() :].strip()
    whole = _AS_LEADS.fullmatch(text)
    return (Heading(several=True), whole["body"]) if whole else (Heading(), text)


def number_of(word: str | None) -> int | None:
    """The number that a word says, up to 999."""
    if not word:
        return None
    return int(word) if word.isascii() and word.isdigit() else NUMBERS.get(fold(word))


def _is_heading(found: re.Match[str]) -> bool:
    if (found["count"] and number_of(found["count"]) is None) or "@" in found["more"]:
        return False
    # Without a colon a line is a heading only where it says nothing else.
    told = found["more"].strip(" ,.!")
    return found["end"] == ":" or found["end"] == ". " or not told or _FROM.match(told) is not None


def _heading_of(found: re.Match[str]) -> Heading:
    told = found["more"].strip(" ,.!()")
    origin = "" if _SAYS_NOTHING.fullmatch(told) else told
    return Heading(number_of(found["count"]), several=True, origin=origin)
