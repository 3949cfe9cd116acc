"""Counting: what is done with a person or a company that has an open opportunity is a step of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.crm.open_deals import counting_deals
from bot.binding import Ambiguous, Argument
from bot.commands.arguments.notes import AboutRecord
from bot.commands.arguments.planned_for import PlannedRecord
from bot.commands.arguments.records import MOST_CHOICES
from bot.turn import Pointing, Turn


@dataclass(frozen=True, slots=True)
class _With(AboutRecord):
    """Whom a call, an email or a meeting was with."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        number, rest = await AboutRecord.take(self, turn, text, later)
        return await _counted(turn, number, rest), rest


@dataclass(frozen=True, slots=True)
class _Planned(PlannedRecord):
    """For whom something is to be done."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        number, rest = await PlannedRecord.take(self, turn, text, later)
        return await _counted(turn, number, rest), rest


async def _counted(turn: Turn, number: int, rest: str) -> int:
    """The open opportunity of a contact or an organization, which the turn notes as who it is with; else the
    record itself. Raises Ambiguous where there are several: the number of one, or of whom it is with, says
    what is meant."""
    if turn.pointing is Pointing.NUMBER:
        return number
    customer, deals = await turn.look(counting_deals, number, MOST_CHOICES)
    if customer is None or not deals:
        return number
    if len(deals) > 1:
        raise Ambiguous(customer.name, rest, hits=[*deals[: MOST_CHOICES - 1], customer])
    turn.beside = number
    return deals[0].number


WithNumber = Annotated[int, _With("record", direct=True)]
PlannedNumber = Annotated[int, _Planned("record")]
