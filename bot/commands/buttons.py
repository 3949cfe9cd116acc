"""The button that stands for a written command: one that was suggested, or offered in the help."""

from __future__ import annotations

from bot.cards import Card
from bot.commands.reply import reply_to
from bot.registry import registry
from bot.turn import Submission, Turn


@registry.form("command.run")
async def run_command(turn: Turn, given: Submission) -> Card:
    """Answers as if the button's text had been written."""
    return await reply_to(turn, given.values.get("text", ""))
