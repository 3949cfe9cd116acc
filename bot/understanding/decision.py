"""The one rule for all commands: carry out, ask first, or answer as a question; and when news is news."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from app.domain.activity import ActivityType
from app.languages.words import pattern
from bot.turn import Pointing
from bot.understanding.lexicon import plain, told_words
from bot.understanding.moods import Mood

LONGEST_TOLD = 2000
DEEDS = frozenset({ActivityType.CALL, ActivityType.EMAIL, ActivityType.MEETING})
"""What only a person can do, outside of here: asked for, it is planned and not done."""


class Decision(StrEnum):
    """What becomes of a wish."""

    DO = "do"
    ASK = "ask"
    ANSWER = "answer"


def decide(verb: str, *, reads: bool, mood: Mood) -> Decision:
    """What becomes of a command that was worded: a question changes nothing, whatever it words; what only a
    person can do is asked about unless it is told as done."""
    if reads:
        return Decision.DO
    if mood is Mood.QUESTIONED:
        return Decision.ANSWER
    if verb in DEEDS and mood is not Mood.PLAIN:
        return Decision.ASK
    return Decision.DO


def is_news(text: str, *, mood: Mood, pointing: Pointing, apart: bool) -> bool:
    """Whether a call, an email or a meeting was told as done. Only what is told as past is: words that tell
    ("spoke to", "she was glad"), or a text behind a colon. A request is none, nor what waits for something
    ("once he is back")."""
    if mood in (Mood.ASKED, Mood.PLANNED) or _imperative().match(text) or _waits(text):
        return False
    return apart or any(plain(word) in told_words() for word in text[:LONGEST_TOLD].split())


def is_past(text: str) -> bool:
    """Whether a sentence says that somebody was spoken with or written to: "spoke to Ann", "mit Ann
    telefoniert"."""
    return not _imperative().match(text) and _past().search(text[:LONGEST_TOLD]) is not None


def _waits(text: str) -> bool:
    return _condition().search(text[:LONGEST_TOLD]) is not None


@cache
def _imperative() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{pattern('told.imperatives')})(?!\w)", re.IGNORECASE)


@cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern('told.past')})(?!\w)", re.IGNORECASE)


@cache
def _condition() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern('told.conditions')})(?!\w)", re.IGNORECASE)
