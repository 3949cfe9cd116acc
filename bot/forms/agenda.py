"""The cards of what somebody has to do, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import orjson

from app.crm.activities.agenda import my_work, part_of_work
from app.crm.activities.views import PARTS
from app.domain.errors import InvalidInput
from bot.cards import Card, work_card, work_part_card
from bot.cards.elements import ActionExecute
from bot.pages import more_of, page, that_is_all
from bot.turn import Turn


async def draw_work(turn: Turn, notice: str = "") -> Card:
    """The day of whoever asks."""
    return work_card(turn.reader, await turn.read(my_work), notice, _more(turn, {}))


async def draw_part(turn: Turn, part: str) -> Card:
    """One part of it alone."""
    return work_part_card(turn.reader, await turn.read(part_of_work, part), part, _more(turn, {}))


@page("work")
async def work_on(turn: Turn, _text: str, cursor: str) -> Card:
    """What follows of the first part that was not shown to its end. Raises InvalidInput."""
    left = _read(cursor)
    for part in PARTS:
        behind = left.pop(part, None)
        if behind is None:
            continue
        found = await turn.read(part_of_work, part, behind)
        # What was there may be done by now.
        if not found.is_empty:
            return work_part_card(turn.reader, found, part, _more(turn, left))
    more_of(turn, "work")("")
    return that_is_all(turn)


def _more(turn: Turn, left: Mapping[str, str]) -> Callable[[Mapping[str, str]], ActionExecute | None]:
    """What leads to the rest of a card, and to the parts that were `left` before it."""

    def more(rest: Mapping[str, str]) -> ActionExecute | None:
        parts = {**rest, **left}
        return more_of(turn, "work")(orjson.dumps(parts).decode() if parts else "")

    return more


def _read(cursor: str) -> dict[str, str]:
    try:
        left = orjson.loads(cursor)
    except orjson.JSONDecodeError:
        left = None
    if not isinstance(left, dict) or not all(isinstance(behind, str) for behind in left.values()):
        raise InvalidInput(cursor="cursor_invalid")
    return left
