"""Commands on every record: show, assign, undo, reopen, delete."""

from __future__ import annotations

from app.crm.history import undo_last
from app.crm.records import show_record
from app.crm.removing import show_removable
from app.crm.reopening import reopen_record
from app.crm.views import RecordView
from app.domain.activity import Activity
from app.domain.errors import Conflict
from app.domain.event import Kind
from bot.binding import Effect
from bot.cards import Card, notice_card, undone_card
from bot.cards.literal import shorten
from bot.cards.record import title_of
from bot.commands.arguments.kinds import (
    ClosedNumber,
    DoomedNumber,
    OwnedNumber,
    Owner,
    RecordNumber,
    ShownNumber,
)
from bot.forms.drawings import draw_assignment, new_form
from bot.forms.records import assign_to, reopened_card, show_with_history
from bot.refusals import Action, sentence_of, way_to
from bot.registry import registry
from bot.turn import Turn


@registry.command("show", effect=Effect.SHOWS)
async def show(turn: Turn, record: ShownNumber) -> Card:
    """The record with its history."""
    return await show_with_history(turn, record)


@registry.command("assign")
async def assign(turn: Turn, record: OwnedNumber, colleague: Owner | None = None) -> Card:
    """With a name at once, else by the form."""
    if colleague is None:
        return await draw_assignment(turn, record, new_form())
    return await assign_to(turn, record, colleague.id)


@registry.command("undo")
async def undo(turn: Turn, record: RecordNumber | None = None) -> Card:
    """Takes back the last change of whoever writes; with a record only if it was a change of that one."""
    return undone_card(turn.reader, await turn.write(undo_last, record))


@registry.command("reopen", listed=False)
async def reopen(turn: Turn, record: ClosedNumber) -> Card:
    """Opens a closed lead or opportunity again; a conversion is taken back."""
    return reopened_card(turn, await turn.write(reopen_record, record))


@registry.command("delete", listed=False)
async def delete(turn: Turn, record: DoomedNumber) -> Card:
    """Asks whether what was captured by mistake is to go; of all else it says what stands in the way, and
    buttons do what can be done instead."""
    try:
        return _question(turn, await turn.read(show_removable, record))
    except Conflict as obstacle:
        view = await turn.read(show_record, record)
        said, ways = _instead(turn, view)
        why = sentence_of(turn.reader, obstacle)
        undo: Action = (turn.t("button.undo"), "undo", {"number": view.record.number})
        ways += [undo, way_to(turn.reader, view.record.number)]
        return notice_card(turn.reader, f"{why} {turn.t(said)}", ways)


def _question(turn: Turn, view: RecordView) -> Card:
    """Shall it go? Nothing is done before the answer."""
    record = view.record
    seen: dict[str, object] = {"number": record.number, "version": record.version}
    named = turn.t("reply.remove.named", title=title_of(turn.reader, view), name=shorten(record.name, 80))
    ways: list[Action] = [
        (turn.t("button.take_away"), "record.remove", seen),
        (turn.t("button.keep"), "record.show", {"number": record.number}),
    ]
    return notice_card(turn.reader, turn.t("reply.remove.ask", named=named.strip()), ways)


def _instead(turn: Turn, view: RecordView) -> tuple[str, list[Action]]:
    """The key of the sentence that says what can be done instead of taking away, and the buttons that do
    it."""
    record = view.record
    seen: dict[str, object] = {"number": record.number, "version": record.version}
    edit: Action = (turn.t("button.edit"), "record.edit.open", seen)
    if isinstance(record, Activity):
        done: Action = (turn.t("button.done"), "activity.done", seen)
        cancel: Action = (turn.t("button.call_off"), "activity.cancel", seen)
        correct: Action = (turn.t("button.edit"), "activity.edit.open", seen)
        if not record.is_open:
            return "reply.delete.activity_done", [correct]
        return "reply.delete.activity", [done, cancel, correct]
    if record.kind not in (Kind.LEAD, Kind.OPPORTUNITY):
        return "reply.delete.other", [edit]
    if getattr(record, "status", "") != "open":
        return "reply.delete.closed", []
    if record.kind is Kind.LEAD:
        alike: Action = (turn.t("button.alike"), "lead.alike", seen)
        return "reply.delete.lead", [(turn.t("button.disqualify"), "lead.disqualify.open", seen), alike]
    return "reply.delete.opportunity", [(turn.t("button.set_lost"), "opportunity.lose.open", seen)]
