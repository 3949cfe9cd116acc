"""Buttons that import what was offered, drop it, or take an import back."""

from __future__ import annotations

from app.crm.imports.batches import run_import, run_revert
from app.crm.imports.intake import decide_import, drop_import
from app.crm.imports.views import show_import
from app.domain.imports import ImportState, OnDuplicate
from bot.cards import Card, import_card, notice_card
from bot.refusals import ways_forward
from bot.registry import registry
from bot.submission import whole_number
from bot.turn import Submission, Turn

PATIENCE = 6.0
"""Seconds: Teams gives a button up after some more. What is not in by then waits for "Go on"."""


@registry.form("import.run")
async def run(turn: Turn, given: Submission) -> Card:
    """Imports what the card offers, or goes on with it; pressed again, shows what was done."""
    chosen = given.values.get("duplicates", "")
    duplicates = OnDuplicate(chosen) if chosen in set(OnDuplicate) else OnDuplicate.SKIP
    view = await turn.go_on(decide_import, _id(given), duplicates)
    if view.file.state is ImportState.RUNNING:
        view = await run_import(turn.go_on, view.file.id, PATIENCE)
    return import_card(turn.reader, view)


@registry.form("import.drop")
async def drop(turn: Turn, given: Submission) -> Card:
    """Forgets what was offered."""
    await turn.go_on(drop_import, _id(given))
    return notice_card(turn.reader, turn.t("import.dropped"), ways_forward(turn.reader))


@registry.form("import.show")
async def show(turn: Turn, given: Submission) -> Card:
    """How an import stands."""
    return import_card(turn.reader, await turn.read(show_import, _id(given)))


@registry.form("import.revert")
async def revert(turn: Turn, given: Submission) -> Card:
    """Takes an import back, but for what somebody has touched since."""
    return import_card(turn.reader, await run_revert(turn.go_on, _id(given)))


def _id(given: Submission) -> int:
    # Not `number`: that would be a record's.
    return whole_number(given.values.get("import")) or 0
