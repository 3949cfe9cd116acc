"""Undoing on a screen, one change of today after another. Each is told before it is taken back, and no record
goes unasked. In the chat every undo answers with a card that says what it did; see `undo_last`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.crm.clock import at_time, today
from app.crm.history import entries_of, take_back
from app.crm.record_names import refs_to
from app.crm.records import get_record
from app.crm.views import Entry, Ref, Undone
from app.domain.errors import Conflict
from app.domain.event import Recorded, Source
from app.domain.member import Member
from app.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """A change that can be taken back, by the sequence of its first event: what it was, newest first, of
    which records, and those that would be removed by it."""

    change: int
    entries: tuple[Entry, ...]
    records: tuple[Ref, ...]
    removes: tuple[Ref, ...]


def next_undo(work: Work, actor: Member) -> Undoable | None:
    """What the member would take back next; None where nothing is left of what they changed in the tab
    today."""
    change = _last_of_today(work, actor)
    if not change:
        return None
    records = refs_to(work, {one.event.number for one in change if one.event.number})
    return Undoable(
        change=change[0].change,
        entries=tuple(entries_of(work, change)),
        records=tuple(records.values()),
        removes=_removed(change),
    )


def undo_of_today(
    work: Work,
    actor: Member,
    *,
    change: int | None = None,
    number: int | None = None,
    version: int | None = None,
    remove: bool = False,
) -> Undone:
    """Takes back what `next_undo` tells. What is named must still be it: a `change`, or one of the record
    with a `number`, which must be in the given version. Raises Conflict: `nothing_to_undo`; `undo_other` or
    `undo_elsewhere` where something else is next; `undo_removes` where records would be gone and that is not
    what was asked for with `remove`; `undo_blocked` where something that happened later depends on it."""
    actor.must_write()
    found = _last_of_today(work, actor)
    if not found:
        raise Conflict("nothing_to_undo")
    if change is not None and found[0].change != change:
        raise Conflict("undo_other")
    if number is not None:
        if all(recorded.event.number != number for recorded in found):
            raise Conflict("undo_elsewhere", number=number, last=found[0].event.number)
        get_record(work, number).expect(version)
    removed = _removed(found)
    if removed and not remove:
        raise Conflict("undo_removes", number=removed[0].number, name=removed[0].name)
    return take_back(work, actor, found)


def _last_of_today(work: Work, actor: Member) -> list[Recorded]:
    midnight = at_time(work, today(work), dt.time())
    return work.events.last_change_from(actor.id, Source.TAB, midnight)


def _removed(change: list[Recorded]) -> tuple[Ref, ...]:
    created = (one.event for one in change if one.event.creates)
    return tuple(Ref(number=event.number, name=str(event.after.get("name", ""))) for event in created)
