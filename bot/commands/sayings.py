"""The kinds of arguments that tell what happened: "for 104", "with Sarah", "she was glad"; the record may be
left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from app.crm.records import find_records
from bot.commands.arguments import WholeRest
from bot.commands.references import LONGEST_NAME, SHORTEST_NAME, Reference, is_named
from bot.parsing.pointers import OBJECT_HEAD, is_pronoun, points_by_number
from bot.registry import Argument
from bot.turn import Turn

_MOST_ALIKE = 3
_ABOUT = re.compile(
    r"(?:for|on|to|about|with|at|zu|zum|zur|für|mit|bei|beim|an|von)\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


class _Told(Reference):
    """A record that something is told of, also behind a preposition: "note for 104", "call with Sarah"."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        found = _ABOUT.match(text)
        if found:
            rest = found["rest"]
            if points_by_number(rest) or is_pronoun(rest):
                return await super().take(turn, rest, later)
            named = await self._look_up_beginning(turn, f"{rest} ")
            if named:
                return named
        return await super().take(turn, text, later)


class _Words(WholeRest):
    """All that is left, and all there is where nothing it begins with is the name of a record."""

    label = "text"

    async def fits(self, turn: Turn, text: str, certain: bool) -> bool:
        if certain:
            return False
        words = text.split(None, LONGEST_NAME)
        for count in range(min(len(words) - 1, LONGEST_NAME), 0, -1):
            name = " ".join(words[:count])
            if len(name) >= SHORTEST_NAME:
                found = await turn.read(find_records, name, _MOST_ALIKE)
                if any(is_named(hit, name) for hit in found.hits):
                    return False
        return True


ToldNumber = Annotated[int, _Told("record")]


class _Deed(_Words):
    """What is done or to be done: "task it call Sarah". It begins with no subject, so that "it" before it is
    the record; a note may well begin with one."""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        head = OBJECT_HEAD.match(text)
        if head and await self.fits(turn, text, certain=False):
            return head["pronoun"], head["rest"]
        return None


Words = Annotated[str, _Words()]
Deed = Annotated[str, _Deed()]
