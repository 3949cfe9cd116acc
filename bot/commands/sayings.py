"""The kinds of arguments that tell what happened: "for 104", "with Sarah", "she was glad"; the record may be
left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated

from app.crm.records import find_records
from app.crm.views import Hit
from app.domain.event import Kind
from bot.commands.arguments import WholeRest
from bot.commands.moments import cut_moment
from bot.commands.references import (
    LONGEST_NAME,
    MOST_CHOICES,
    SHORTEST_NAME,
    Reference,
    is_named,
    without_converted,
)
from bot.parsing.pointers import OBJECT_HEAD, is_pronoun, points_by_number
from bot.registry import Ambiguous, Argument
from bot.turn import Turn

_MOST_ALIKE = 3
_MOST_NAMES = 6
_CAPITALS = re.compile(r"[^\W\d_a-zäöüß][\w'’.-]+(?: [^\W\d_a-zäöüß][\w'’.-]+){0,2}")
_ABOUT = re.compile(
    r"(?:for|of|on|to|about|with|at|zu|zum|zur|für|mit|bei|beim|an|von)\s+(?P<rest>\S.*)",
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

    async def _find(self, turn: Turn, name: str) -> list[Hit]:
        return without_converted(await super()._find(turn, name))


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


class _Planned(_Told):
    """As _Told; without a record at the beginning it is who is named in what is to be done: "call Sarah
    tomorrow" is about Sarah, whatever was spoken of last."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        words, _ = cut_moment(turn, text)
        if points_by_number(text) or OBJECT_HEAD.match(text) or is_pronoun(words):
            return await super().take(turn, text, later)
        subject = await turn.subject()
        spoken_of = {subject.number, subject.about.number if subject.about else 0} if subject else set()
        for name in islice(_names_in(words), _MOST_NAMES):
            found = await turn.read(find_records, name, MOST_CHOICES)
            hits = without_converted([hit for hit in found.hits if is_named(hit, name)])
            if spoken_of & {hit.number for hit in hits}:
                break
            if len(hits) > 1:
                raise Ambiguous(name, text, hits=hits)
            if hits and not text.startswith(name):
                return hits[0].number, text
        return await super().take(turn, text, later)


def _names_in(text: str) -> Iterator[str]:
    """What may be a name within a text: words that begin with a capital letter, as many as follow each other
    and then each of them."""
    for run in _CAPITALS.finditer(text):
        yield run.group()
        words = run.group().split()
        yield from (words if len(words) > 1 else ())


ToldNumber = Annotated[int, _Told("record")]
ToldOpportunity = Annotated[int, _Told("opportunity", frozenset({Kind.OPPORTUNITY}))]


class _Deed(_Words):
    """What is done or to be done: "task it call Sarah". It begins with no subject, so that "it" before it is
    the record; a note may well begin with one."""

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        head = OBJECT_HEAD.match(text)
        if head and await self.fits(turn, text, certain=False):
            return head["pronoun"], head["rest"]
        return None


PlannedNumber = Annotated[int, _Planned("record")]
Words = Annotated[str, _Words()]
Deed = Annotated[str, _Deed()]
