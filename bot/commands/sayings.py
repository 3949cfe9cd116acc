"""The kinds of arguments that tell what happened: "for 104", "with Sarah", "she was glad"; the record may be
left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from app.crm.records import find_records
from app.crm.views import Hit
from app.domain.event import Kind
from bot.commands.arguments import WholeRest
from bot.commands.mentions import find_mentioned, find_numbered
from bot.commands.moments import cut_moment
from bot.commands.references import (
    LONGEST_NAME,
    SHORTEST_NAME,
    Reference,
    is_named,
    nothing_found,
    without_converted,
)
from bot.parsing.pointers import OBJECT_HEAD, find_target, is_measure, is_pronoun, points_by_number
from bot.registry import Ambiguous, Argument
from bot.turn import Turn

_MOST_ALIKE = 3
_ABOUT = re.compile(
    r"(?P<link>for|of|on|to|about|with|at|zu|zum|zur|für|mit|bei|beim|an|von)\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


_ME = re.compile(r"\W*(?:me|us|mich|uns)\b", re.IGNORECASE)


class _Told(Reference):
    """A record that something is told of, also behind a preposition: "note for 104", "call with Sarah", or at
    the end of what is told: "great demo for #104"."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        if _ME.match(text):
            # "Could you call me back?" is a customer's message: nobody has done that yet.
            raise nothing_found(turn, text)
        if is_measure(text):
            return await self._unnamed(turn, text)
        found = _ABOUT.match(text)
        if found:
            rest = found["rest"]
            if is_measure(rest) or (found["link"].lower() == "at" and rest[0].isdigit()):
                return await self._unnamed(turn, text)
            if points_by_number(rest) or is_pronoun(rest):
                return await super().take(turn, rest, later)
            named = await self._look_up_beginning(turn, f"{rest} ")
            if named:
                return named
        return await self._targeted(turn, text) or await super().take(turn, text, later)

    async def _unnamed(self, turn: Turn, text: str) -> tuple[int, str]:
        """Of a text that begins with a number which is none of a record: "call for 4 hours"."""
        _, hits = await find_mentioned(turn, text)
        if len(hits) == 1:
            return hits[0].number, text
        return await self._spoken_of(turn), text

    async def _targeted(self, turn: Turn, text: str) -> tuple[int, str] | None:
        """The record that is named by its number at the end, where nothing at the beginning names one: and
        what is told without that. Where the number may count something as well, it is asked."""
        if points_by_number(text) or OBJECT_HEAD.match(text) or is_pronoun(text):
            return None
        target = find_target(text) or find_target(cut_moment(turn, text)[0])
        if target is None or text.rfind(target.said) <= 0:
            return None
        hit = await find_numbered(turn, str(target.number))
        if hit is None or await self._look_up_beginning(turn, f"{text} "):
            return None
        start = text.rfind(target.said)
        rest = f"{text[:start]} {text[start + len(target.said) :]}".strip()
        subject = await turn.subject()
        if (
            target.sure
            or subject is None
            or target.number in (subject.number, (subject.about or subject).number)
        ):
            return hit.number, rest
        other = await find_numbered(turn, str((subject.about or subject).number))
        raise Ambiguous(target.said.strip(), text, hits=[hit, other] if other else [hit])

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
        if is_measure(text):
            return await self._unnamed(turn, text)
        if points_by_number(text) or OBJECT_HEAD.match(text) or is_pronoun(words):
            return await super().take(turn, text, later)
        targeted = await self._targeted(turn, text)
        if targeted:
            return targeted
        name, hits = await find_mentioned(turn, words)
        subject = await turn.subject()
        spoken_of = {subject.number, subject.about.number if subject.about else 0} if subject else set()
        if not spoken_of & {hit.number for hit in hits}:
            if len(hits) > 1:
                raise Ambiguous(name, text, hits=hits)
            if hits and not text.startswith(name):
                return hits[0].number, text
        return await super().take(turn, text, later)


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
