"""The kind of argument that is a day, and a time of day where one is said: "morgen", "next Friday 2pm"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated

from bot.parsing.moments import When, read_when, split_when
from bot.registry import Argument, Mistake
from bot.turn import Turn

_PLUS = re.compile(r"\+\s*(?=\d)")


class _Moment:
    """A day or a moment, seen from now."""

    label = "when"

    async def take(self, turn: Turn, text: str, _later: Sequence[Argument]) -> tuple[When, str]:
        when = read_said(turn, text)
        if when is None:
            raise Mistake(turn.t("reply.when_unknown", text=text[:80]))
        return when, ""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        rest, when = split_when(text, turn.reader, dt.datetime.now(dt.UTC))
        return (rest, text[len(rest) :].strip()) if when and rest and text.startswith(rest) else None

    async def fits(self, turn: Turn, text: str, _certain: bool) -> bool:
        return read_said(turn, text) is not None

    async def assume(self, _turn: Turn) -> None:
        return None


Moment = Annotated[When, _Moment()]


def read_said(turn: Turn, text: str) -> When | None:
    """The day or moment that a whole text means; "+2 days" is in two days."""
    said = _PLUS.sub("in ", text.strip())
    when = read_when(said, turn.reader, dt.datetime.now(dt.UTC))
    return when or read_when(
        re.sub(r"\A(?:to|auf|by|bis|until|on|am)\s+", "", said), turn.reader, dt.datetime.now(dt.UTC)
    )


def cut_moment(turn: Turn, text: str) -> tuple[str, When | None]:
    """What is left of a sentence without its day or moment, and that."""
    return split_when(text, turn.reader, dt.datetime.now(dt.UTC))
