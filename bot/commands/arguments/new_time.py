"""The argument that is a new time for something: a day, a time of day, or a delay."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated, ClassVar

from app.dates.happened import Happened, find_happened, read_happened
from app.dates.moments import When, goes_on, read_when, split_when
from app.dates.past import ENDS, STARTS
from app.dates.sentences import MOST_WORDS, begins, is_meant_for, may_end, sentence_word
from app.languages.words import pattern
from bot.binding import Argument, Mistake
from bot.parsing.dates.postponing import Shift, read_shift, split_shift
from bot.turn import Turn

LONGEST_LEADING = 120
"""Characters at the beginning of a text in which a day or moment is looked for that it begins with."""
_LEADING = re.compile(
    rf"(?:{pattern(*(f'dates.prepositions.{name}' for name in ('to', 'by', 'on')))})\s+", re.IGNORECASE
)


class _Shift:
    """A day or a moment, seen from now, or a delay, seen from when something was planned for."""

    label = "when"
    is_free: ClassVar[bool] = False

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[Shift, str]:
        shift = read_said(turn, text)
        if shift is None:
            raise Mistake(turn.t("reply.when_unknown", text=text[:80]))
        return shift, ""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        cut = cut_shift(turn, text)
        return cut if cut and cut[0] else None

    async def fits(self, turn: Turn, text: str, _certain: bool) -> bool:
        return read_said(turn, text) is not None

    async def assume(self, _turn: Turn) -> None:
        return None


NewTime = Annotated[Shift, _Shift()]


def read_said(turn: Turn, text: str) -> Shift | None:
    """When a whole text says that something is to be instead."""
    return read_shift(text, turn.reader, dt.datetime.now(dt.UTC))


def cut_shift(turn: Turn, text: str) -> tuple[str, str] | None:
    """What a text names, "" for nothing, and when that is to be instead, as written."""
    return split_shift(text, turn.reader, dt.datetime.now(dt.UTC))


def read_moment(turn: Turn, text: str) -> When | None:
    """The day or moment that a whole text means."""
    said, now = text.strip(), dt.datetime.now(dt.UTC)
    led = _LEADING.match(said)
    when = read_when(said, turn.reader, now)
    return when or (read_when(said[led.end() :], turn.reader, now) if led else None)


def find_done(turn: Turn, text: str) -> Happened | None:
    """When a sentence says that something took place; see find_happened."""
    return find_happened(text, turn.reader, dt.datetime.now(dt.UTC))


def read_done(turn: Turn, text: str) -> Happened | None:
    """When a whole text says that something took place."""
    said, now = text.strip(), dt.datetime.now(dt.UTC)
    # The full stop of "20.11." may have been taken for that of the sentence.
    return read_happened(said, turn.reader, now) or read_happened(f"{said}.", turn.reader, now)


def cut_moment(turn: Turn, text: str) -> tuple[str, When | None]:
    """What is left of a sentence without its day or moment, and that."""
    return split_when(text, turn.reader, dt.datetime.now(dt.UTC))


def split_leading_moment(turn: Turn, text: str) -> tuple[str, str]:
    """The day or moment by which a text begins, ahead or behind, and what follows it: "on Friday at 3 | with
    Ann". The moment is "" where a text begins with none, or is nothing else."""
    words = list(re.finditer(r"\S+", text[:LONGEST_LEADING]))[: MOST_WORDS + 1]
    phrases = [sentence_word(word.group()) for word in words]
    first = 1 if is_meant_for(phrases, 1) else 0
    if first >= len(words) or not begins(phrases, first, STARTS):
        return "", text
    # The number of a record is none of a day.
    last = next((at for at, word in enumerate(words) if word.group()[0] == "#"), len(words) - 1)
    for count in range(last, first, -1):
        when = text[words[first].start() : words[count - 1].end()].rstrip(" ,;:")
        if not may_end(phrases[count - 1], ENDS) or goes_on(phrases[first:count], words[count].group()):
            continue
        if read_moment(turn, when) or read_done(turn, when):
            return when, text[words[count].start() :]
    return "", text
