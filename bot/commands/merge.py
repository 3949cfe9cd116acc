"""Commands that make one record of two, and two of one: merge, split, duplicates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.crm.duplicates.duplicates import page_of_pairs
from app.crm.merge.splitting import split_record
from app.languages.words import forms, pattern
from bot.binding import Argument, Effect
from bot.cards import Card, pairs_card
from bot.commands.arguments.kinds import RecordNumber
from bot.commands.arguments.records import Reference
from bot.forms.drawings import new_form
from bot.forms.merge import lay_side_by_side, split_card
from bot.pages import more_of, page
from bot.registry import registry
from bot.turn import Turn

_LINK = rf"(?P<link>{pattern('merging.into', 'merging.with')}|&|\+|=|->|→)"
_LEADING = re.compile(rf"{_LINK}\s+", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s+(?={_LINK}\s+\S)", re.IGNORECASE)
_TRAILING = re.compile(rf"\s+(?:{pattern('merging.together')})[.!]*\Z", re.IGNORECASE)
_INTO = forms("merging.into") | {"->", "→"}


@dataclass(frozen=True, slots=True)
class _Partner:
    """The second record, and whether it is the one that stays: "merge 105 into 104"."""

    number: int
    stays: bool


@dataclass(frozen=True, slots=True)
class _Second(Reference):
    """A record behind "with", "into", "und" …"""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[_Partner, str]:  # type: ignore[override]
        found = _LEADING.match(text)
        rest = _TRAILING.sub("", text[found.end() :] if found else text)
        number, rest = await Reference.take(self, turn, rest, later)
        return _Partner(number, bool(found) and found["link"].lower() in _INTO), rest  # type: ignore[index]

    async def split(self, _turn: Turn, text: str) -> tuple[str, str] | None:
        found = _BETWEEN.search(text[:400])
        return (text[: found.start()], text[found.end() :]) if found and found.start() else None

    async def fits(self, _turn: Turn, text: str, _certain: bool) -> bool:
        return _LEADING.match(text) is not None

    async def assume(self, _turn: Turn) -> None:
        """Nobody means the record of before where it takes two."""


Partner = Annotated[_Partner, _Second("other_record")]


@registry.command("merge", listed=False)
async def merge(turn: Turn, record: RecordNumber, partner: Partner) -> Card:
    """The two side by side; the first stays unless the second is the one that the other goes into."""
    kept, gone = (partner.number, record) if partner.stays else (record, partner.number)
    return await lay_side_by_side(turn, kept, gone, new_form())


@registry.command("split", listed=False)
async def split(turn: Turn, record: RecordNumber) -> Card:
    """Lets a record live again that went up in another one."""
    return split_card(turn, await turn.write(split_record, record))


@registry.command("duplicates", listed=False, effect=Effect.SHOWS)
async def duplicates(turn: Turn) -> Card:
    """My open leads that are likely there twice."""
    return await duplicates_on(turn)


@page("duplicates")
async def duplicates_on(turn: Turn, _text: str = "", cursor: str = "") -> Card:
    """A page of the pairs among my open leads."""
    pairs, rest = await turn.read(page_of_pairs, cursor or None)
    return pairs_card(turn.reader, pairs, more_of(turn, "duplicates")(rest or ""))
