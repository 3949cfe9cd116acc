"""Pages: lists that go on where they ended, by their button or by "more".

    @page("following")
    async def page_of_followed(turn: Turn, text: str, cursor: str) -> Card: ...

What a card could not show is told by the cursor behind it. The button carries the cursor, and the same is
noted of the turn, so that whoever writes "more" gets what the button of the list that they saw last would
bring: on the next day, after a restart, from another host.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.crm.views import NOTHING_SHOWN, Shown
from bot.cards import Card, notice_card
from bot.cards.elements import ActionExecute
from bot.cards.layout import More, button
from bot.refusals import Action, ways_forward
from bot.turn import Turn

Page = Callable[[Turn, str, str], Awaitable[Card]]
"""Draws the page behind a cursor, "" for the first one, of a list that was asked for with some words."""
Draw = TypeVar("Draw", bound=Page)
LONGEST_TEXT = 400
"""Characters of the words of a list that are kept."""

_pages: dict[str, Page] = {}


def page(of: str) -> Callable[[Draw], Draw]:
    """Makes a function draw the pages of a list."""

    def register(draw: Draw) -> Draw:
        _pages[of] = draw
        return draw

    return register


def more_of(turn: Turn, of: str, text: str = "") -> More:
    """Makes the button behind a page, and notes what was shown, for the cursor of the page that follows."""

    def more(cursor: str) -> ActionExecute | None:
        turn.shown = Shown(of=of, text=text[:LONGEST_TEXT], cursor=cursor)
        if not cursor:
            return None
        title = turn.t("button.more_rows")
        return button(title, "list.more", of=of, text=turn.shown.text, cursor=cursor)

    return more


async def go_on(turn: Turn, shown: Shown | None) -> Card:
    """The page that follows what was shown, or a sentence where nothing was shown or nothing is left. Raises
    InvalidInput for a cursor that is none."""
    if shown is not None and shown != NOTHING_SHOWN and not shown.cursor:
        return that_is_all(turn)
    if shown is None or shown.of not in _pages:
        return notice_card(turn.reader, turn.t("reply.more.none"), _lists(turn))
    return await _pages[shown.of](turn, shown.text, shown.cursor)


def that_is_all(turn: Turn) -> Card:
    """Nothing is left of a list."""
    return notice_card(turn.reader, turn.t("reply.more.all"), _lists(turn))


def _lists(turn: Turn) -> list[Action]:
    work: Action = (turn.t("button.my_work"), "command.run", {"text": turn.t("command.work.name")})
    return [*ways_forward(turn.reader)[1:2], work, *ways_forward(turn.reader)[2:]]
