"""Removing: people take away what they captured by mistake, as long as nothing depends on it."""

from __future__ import annotations

from dataclasses import dataclass

from app.crm.records import AnyRecord, get_record, view
from app.crm.views import RecordView, Ref
from app.domain.activity import Activity
from app.domain.deal import Deal
from app.domain.errors import Conflict
from app.domain.event import Event
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Member
from app.domain.record import snapshot
from app.store.work import Work

REMOVED = "RecordRemoved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The record that is gone, and the number of the one that it was about where it was an activity."""

    gone: Ref
    about: int = 0


def show_removable(work: Work, actor: Member, number: int) -> RecordView:
    """The record, where the actor may take it away. Raises NotFound, Forbidden, and Conflict (remove_…) with
    what stands in the way."""
    actor.must_write()
    record = get_record(work, number)
    _must_be_removable(work, actor, record)
    return view(work, record)


def remove_record(work: Work, actor: Member, number: int, version: int | None = None) -> Removed:
    """Takes a record of any kind away, as one change that undo takes back. Raises what `show_removable`
    raises."""
    actor.must_write()
    record = get_record(work, number)
    record.expect(version)
    _must_be_removable(work, actor, record)
    event = Event(REMOVED, record.kind, record.number, record.version + 1, snapshot(record), {})
    work.repository(record.kind).remove(record)
    work.record(event, actor)
    gone = Ref(number=record.number, name=record.name, kind=record.kind)
    return Removed(gone=gone, about=record.about if isinstance(record, Activity) else 0)


def _must_be_removable(work: Work, actor: Member, record: AnyRecord) -> None:
    _must_be_own(work, actor, record)
    if isinstance(record, Lead) and record.status is LeadStatus.QUALIFIED:
        _refuse("remove_qualified", record)
    if getattr(record, "absorbed", ()):
        _refuse("remove_merged", record)
    if isinstance(record, Deal) and record.participants:
        _refuse("remove_participants", record)
    if told := work.agenda.numbers_of(record.number):
        _refuse("remove_activities", record, other=told[-1])
    if using := work.queries.pointing_to(record.kind, record.number):
        _refuse("remove_used", record, other=using[0][1])


def _must_be_own(work: Work, actor: Member, record: AnyRecord) -> None:
    """Whoever captured it, and nobody else changed it since."""
    standing = work.events.later(record.number, 0)
    others = [one.actor for one in standing if one.actor != actor.id]
    if not standing or not standing[-1].event.creates or standing[-1].actor != actor.id:
        _refuse("remove_other", record, by=_name(work, standing[-1].actor) if standing else "")
    if others:
        _refuse("remove_changed", record, by=_name(work, others[0]))


def _name(work: Work, id_: int) -> str:
    member = work.members.find(id_)
    return member.name if member else ""


def _refuse(why: str, record: AnyRecord, **details: object) -> None:
    raise Conflict(why, kind=record.kind, number=record.number, current=record, **details)
