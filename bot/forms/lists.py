"""The button of a list that has more than its card shows."""

from __future__ import annotations

from app.crm.views import Shown
from bot.cards import Card
from bot.pages import go_on
from bot.registry import registry
from bot.turn import Submission, Turn


@registry.form("list.more")
async def show_more(turn: Turn, given: Submission) -> Card:
    """The page that follows the one of the button."""
    values = given.values
    names = ("of", "text", "cursor")
    return await go_on(turn, Shown(**{name: values.get(name, "") for name in names}))
