"""How a sentence is meant: told, asked for, planned, or as a question."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from app.languages.words import first_word, first_words, pattern, whole_words
from bot.parsing.marks import MARK

_TO_COLLEAGUE = re.compile(rf"\A{MARK.pattern}[,:]?\s+")
LONGEST_ASKED = 400
"""Characters of the longest message that may be a question or a request as a whole."""


class Mood(StrEnum):
    """What the speaker wants of a sentence. `PLAIN` where nothing says more than the words."""

    PLAIN = "plain"
    ASKED = "asked"
    PLANNED = "planned"
    QUESTIONED = "questioned"


def mood_of(text: str) -> Mood:
    """The mood of a sentence by its beginning and its end. "Can you …?" asks for something, "have we won …?"
    questions: nothing may be changed by a question."""
    said = text.strip()
    if len(said) > LONGEST_ASKED:
        return Mood.PLAIN
    # "@Megan, could you …" asks a colleague for it.
    wanted = _TO_COLLEAGUE.sub("", said)
    if _request_in(wanted, first_word(wanted)):
        return Mood.ASKED
    first = first_word(said)
    if _begins(said, first, "moods.questions") or said.rstrip(" .!…)\"'”“").endswith("?"):
        return Mood.QUESTIONED
    if _begins(said, first, "moods.plans"):
        return Mood.PLANNED
    return Mood.PLAIN


def without_opening(text: str) -> str:
    """A sentence without the words by which it asks or plans, and without the mark of one that asks for
    something; as it is where it has none."""
    said = text.strip()
    first = first_word(said)
    request = _request_in(said, first)
    found = request or _begins(said, first, "moods.plans")
    if not found:
        return text
    wanted = said[found.end() :].lstrip(" ,")
    return wanted.rstrip(" ?") if request else wanted


def without_time(text: str) -> str:
    """A text without the day or time by which it begins to tell: "this morning", "heute Vormittag"."""
    found = _told_when().match(text)
    return text[found.end() :] if found else text


def is_period(text: str) -> bool:
    """Whether a whole text is nothing but a period, as questions name it: "this month"."""
    return _periods().fullmatch(text.strip(" .,!?")) is not None


def _begins(text: str, first: str, key: str) -> re.Match[str] | None:
    """The words of a key with which a text begins; most texts begin with another one than any of them."""
    return whole_words(key).match(text) if first in first_words(key) else None


def _request_in(text: str, first: str) -> re.Match[str] | None:
    """The words with which a text asks for something."""
    firsts = first_words("moods.courtesies", "moods.requests")
    return _requests().match(text) if first in firsts else None


@cache
def _requests() -> re.Pattern[str]:
    courtesy = rf"(?:(?:{pattern('moods.courtesies')})[,!]?\s+)*"
    return re.compile(rf"{courtesy}(?:{pattern('moods.requests')})(?!\w)", re.IGNORECASE)


@cache
def _told_when() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern('moods.told_when')})[,:]?\s+(?=\S)", re.IGNORECASE)


@cache
def _periods() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern('moods.periods')})", re.IGNORECASE)
