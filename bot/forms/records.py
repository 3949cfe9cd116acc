"""Buttons of every record: show, edit, assign, reopen, undo."""

from __future__ import annotations

from collections.abc import Mapping

from app.crm.customers.customers import customer_of
from app.crm.customers.views import Customer
from app.crm.duplicates.duplicates import duplicates_of
from app.crm.history import timeline, undo_last
from app.crm.records import assign_record, edit_record, show_record
from app.crm.removing import remove_record
from app.crm.reopening import Reopened, reopen_record
from app.crm.views import Entry, RecordView
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.fields import COMPARED
from app.domain.member import Member
from app.store.work import Work
from bot.cards import Card, notice_card, record_card, undone_card
from bot.cards.literal import shorten
from bot.forms.drawings import draw_assignment, draw_edit, new_form
from bot.forms.references import REFERENCES, look_up
from bot.parsing.typed import Typed
from bot.refusals import way_back, way_to, ways_forward
from bot.registry import registry
from bot.submission import whole_number
from bot.turn import Submission, Turn

SHOWN_ENTRIES = 6
"""Lines of the timeline that a record's card shows."""


@registry.form("record.show")
async def show(turn: Turn, given: Submission) -> Card:
    """The record of the button."""
    return await show_with_history(turn, given.number or 0)


@registry.form("record.edit", again=draw_edit, prefilled=True)
async def edit(turn: Turn, given: Submission) -> Card:
    """Saves the fields of the form."""
    changes = await read_values(turn, given.values)
    if not changes.get("name", "-") and changes.get("company"):
        # Where only the company is known, it is what the lead is called.
        changes["name"] = changes["company"]
    view = await turn.write(edit_record, given.number or 0, changes, given.version)
    return await _saved_card(turn, view, changes)


async def _saved_card(turn: Turn, view: RecordView, changes: Mapping[str, object]) -> Card:
    """The record after an edit; and who it is likely the same as, now that it is called otherwise."""
    notice = turn.t("reply.saved")
    if view.record.kind is Kind.LEAD and not changes.keys().isdisjoint(COMPARED):
        found = await turn.read(duplicates_of, view.record.number)
        same = [one.hit.number for one in found if one.takes_more]
        if same:
            notice = f"{notice} {turn.t('reply.likely_same', number=same[0])}"
            return record_card(turn.reader, view, notice, alike=same[0])
    return record_card(turn.reader, view, notice)


@registry.form("record.edit.open")
async def open_edit(turn: Turn, given: Submission) -> Card:
    """The form with the record's fields."""
    return await draw_edit(turn, given.number, new_form())


@registry.form("record.assign.open")
async def open_assignment(turn: Turn, given: Submission) -> Card:
    """Who takes it?"""
    return await draw_assignment(turn, given.number, new_form())


@registry.form("record.assign", again=draw_assignment)
async def assign(turn: Turn, given: Submission) -> Card:
    """Gives the record to the colleague that was picked."""
    owner = given.values.get("owner", "").strip()
    if not owner:
        raise InvalidInput(owner="required")
    member = whole_number(owner)
    if member is None:
        raise InvalidInput(owner="member_unknown")
    return await assign_to(turn, given.number or 0, member, given.version)


@registry.form("record.reopen")
async def reopen(turn: Turn, given: Submission) -> Card:
    """Opens a closed lead or opportunity again; a conversion is taken back."""
    return reopened_card(turn, await turn.write(reopen_record, given.number or 0, given.version))


@registry.form("undo")
async def undo(turn: Turn, given: Submission) -> Card:
    """Takes back the last change of whoever presses the button, if it is the one that the card shows."""
    return undone_card(turn.reader, await turn.write(undo_last, given.number, given.version))


@registry.form("record.remove")
async def remove(turn: Turn, given: Submission) -> Card:
    """Takes away what was captured by mistake."""
    removed = await turn.write(remove_record, given.number or 0, given.version)
    gone = removed.gone
    said = turn.t("reply.remove.done", number=gone.number, name=shorten(gone.name, 80)).strip()
    about = [way_to(turn.reader, removed.about)] if removed.about else []
    return notice_card(turn.reader, said, [way_back(turn.reader), *about, *ways_forward(turn.reader)])


def reopened_card(turn: Turn, reopened: Reopened) -> Card:
    """The record that is open again, or what was taken back for that."""
    if reopened.undone is not None:
        return undone_card(turn.reader, reopened.undone)
    return record_card(turn.reader, reopened.view, turn.t("reply.reopened"))


async def read_values(turn: Turn, values: Mapping[str, str]) -> dict[str, object]:
    """What was typed into the fields of a record, as the core takes it. Raises InvalidInput."""
    typed = Typed(values, turn.reader)
    changes = {name: typed.value(name) for name in values}
    for name in REFERENCES.keys() & values.keys():
        changes[name] = found = await look_up(turn, name, values[name])
        if isinstance(found, Problem):
            typed.problems[name] = found
    typed.check()
    return changes


async def show_with_history(turn: Turn, number: int) -> Card:
    """The record's card with the newest lines of its timeline; raises NotFound."""
    view, entries, customer = await turn.read(_with_history, number)
    found = view.record.number
    # An old number goes on to work; but whoever wrote it should know.
    alias = turn.t("reply.alias", gone=number, kept=found) if found != number else ""
    undo = False if alias else None
    return record_card(turn.reader, view, alias, entries, undo=undo, customer=customer)


async def assign_to(turn: Turn, number: int, owner: int, version: int | None = None) -> Card:
    """Gives a record to a colleague, by the member's id."""
    view = await turn.write(assign_record, number, owner, version)
    name = view.owner.name if view.owner else ""
    return record_card(turn.reader, view, turn.t("reply.assigned", name=name))


def _with_history(work: Work, actor: Member, number: int) -> tuple[RecordView, list[Entry], Customer | None]:
    view = show_record(work, actor, number)
    return view, timeline(work, actor, number, SHOWN_ENTRIES), customer_of(work, view.record)
