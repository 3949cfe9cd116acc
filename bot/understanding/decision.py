"""The rules for all commands alike: what a question may do, and what counts as told as done.

Whoever is not certainly meant is asked about where a command finds its arguments (`bot.binding`).
"""

from __future__ import annotations

import re
from functools import cache

from app.domain.activity import ActivityType
from app.languages.words import forms, pattern, whole_words
from bot.turn import Pointing
from bot.understanding.lexicon import plain, told_words
from bot.understanding.moods import Mood

LONGEST_TOLD = 2000
DEEDS = frozenset({ActivityType.CALL, ActivityType.EMAIL, ActivityType.MEETING})
"""What only a person can do, outside of here: asked for, it is planned and not done."""


def is_to_answer(*, reads: bool, mood: Mood) -> bool:
    """Whether a command that was worded is only answered: a question changes nothing, whatever it words."""
    return mood is Mood.QUESTIONED and not reads


def is_news(text: str, *, mood: Mood, pointing: Pointing, apart: bool) -> bool:
    """Whether a call, an email or a meeting was told as done. Only what is told as past is: words that tell
    ("spoke to", "she was glad"), or a text behind a colon. A request is none, nor what waits for something
    ("once he is back")."""
    if is_wished(text, mood):
        return False
    return apart or any(plain(word) in told_words() for word in text[:LONGEST_TOLD].split())


def is_past(text: str) -> bool:
    """Whether a sentence says that somebody was spoken with or written to: "spoke to Ann", "mit Ann
    telefoniert"."""
    return not _imperative().match(text) and whole_words("told.past").search(text[:LONGEST_TOLD]) is not None


def is_wished(text: str, mood: Mood) -> bool:
    """Whether something is asked for or planned, or waits for something: nobody has done that."""
    return mood in (Mood.ASKED, Mood.PLANNED) or bool(_imperative().match(text)) or _waits(text)


def tells_end(text: str) -> bool:
    """Whether a text says that something is over: "prices discussed", "she was glad", but not "she has
    time"."""
    said = text[:LONGEST_TOLD]
    words = {plain(word) for word in said.split()} & told_words()
    return bool(words - forms("told.ongoing")) or _what_was_done().search(said) is not None


def tells_of_others(text: str) -> bool:
    """Whether a text tells of what somebody else did or wants: a day in it may be one of theirs. "Spoke with
    her" and "prices discussed" tell of the talk itself."""
    rest = _what_was_done().sub(" ", text[:LONGEST_TOLD])
    return any(plain(word) in told_words() for word in rest.split())


def _what_was_done() -> re.Pattern[str]:
    return whole_words("told.past", "told.shared")


def _waits(text: str) -> bool:
    return whole_words("told.conditions").search(text[:LONGEST_TOLD]) is not None


@cache
def _imperative() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{pattern('told.imperatives')})(?!\w)", re.IGNORECASE)
