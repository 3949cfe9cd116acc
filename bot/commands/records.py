"""Commands on every record: show, assign, undo, reopen."""

from __future__ import annotations

from app.crm.history import undo_last
from app.crm.reopening import reopen_record
from bot.cards import Card, undone_card
from bot.commands.arguments import Colleague, OwnedNumber, RecordNumber
from bot.forms.drawings import draw_assignment, new_form
from bot.forms.records import assign_to, reopened_card, show_with_history
from bot.registry import registry
from bot.turn import Turn


@registry.command("show")
async def show(turn: Turn, record: RecordNumber) -> Card:
    """The record with its history."""
    return await show_with_history(turn, record)


@registry.command("assign")
async def assign(turn: Turn, record: OwnedNumber, colleague: Colleague | None = None) -> Card:
    """With a name at once, else by the form."""
    if colleague is None:
        return await draw_assignment(turn, record, new_form())
    return await assign_to(turn, record, colleague.id)


@registry.command("undo")
async def undo(turn: Turn, record: RecordNumber | None = None) -> Card:
    """Takes back the last change of whoever writes; with a record only if it was a change of that one."""
    return undone_card(turn.reader, await turn.write(undo_last, record))


@registry.command("reopen", listed=False)
async def reopen(turn: Turn, record: OwnedNumber) -> Card:
    """Opens a closed lead or opportunity again; a conversion is taken back."""
    return reopened_card(turn, await turn.write(reopen_record, record))
