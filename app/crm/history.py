"""History: what happened to a record, and taking the last change back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Any, NoReturn

from app.crm.ownership import must_own
from app.crm.people.people import person
from app.crm.record_names import refs_to
from app.crm.records import get_record, view
from app.crm.relations import is_there, targets_of
from app.crm.views import Entry, Ref, Undone
from app.domain.errors import Conflict
from app.domain.event import Event, Kind, Plain, Recorded, Setting
from app.domain.member import Member
from app.domain.record import Record
from app.store.mapping import MAPPINGS
from app.store.work import Work

_AT_ONCE = dt.timedelta(minutes=1)
"""What is told within this was told when it took place."""
_UNDONE = "ChangeUndone"

_POINTERS: dict[str, Kind | None] = {
    "organization": Kind.ORGANIZATION,
    "contact": Kind.CONTACT,
    "lead": Kind.LEAD,
    "opportunity": Kind.OPPORTUNITY,
    "about": None,
}
"""Fields that point to a record, and of which kind; None where it may be of several."""


def timeline(
    work: Work,
    actor: Member,
    number: int,
    limit: int = 50,
    before: int | None = None,
) -> list[Entry]:
    """The events of a record, of those that went up in it, and of their activities, newest first, below the
    sequence `before`. That an activity is done stands where it took place, whenever it was told. What it was
    about before a conversion or a merge stays in its timeline. Of a record that an undo took away nothing is
    told. Raises NotFound."""
    record = get_record(work, number)
    absorbed = _absorbed(work, record)
    numbers = [n for one in (record, *absorbed) for n in (one.number, *work.agenda.numbers_of(one.number))]
    found = work.events.around(list(dict.fromkeys(numbers)), limit, before)
    entries = entries_of(work, [one.recorded for one in found])
    told: dict[tuple[str, object], object] = {(one.kind, one.number): one.name for one in absorbed}
    return [
        replace(entry, names={**entry.names, **told}, **told_late(one.recorded, one.at, one.day))
        for one, entry in zip(found, entries, strict=True)
    ]


def told_late(recorded: Recorded, at: dt.datetime | None, day: dt.date | None) -> dict[str, Any]:
    """When it took place, where that is not when it was told."""
    if at is None or abs(at - recorded.at) < _AT_ONCE:
        return {}
    return {"happened_at": at, "happened_on": day}


def entries_of(work: Work, recorded: list[Recorded]) -> list[Entry]:
    """Events with the names around them, in the same order."""
    members = work.members.all()
    people = {member.id: person(member) for member in members}
    sides = [side for one in recorded for side in (one.event.before, one.event.after)]
    told = {one.event.number for one in recorded if one.event.kind is Kind.ACTIVITY}
    activities = work.queries.names(Kind.ACTIVITY, told)
    names = names_in(work, sides, members) | {
        (Kind.ACTIVITY, number): name for number, name in activities.items()
    }
    return [Entry(recorded=one, actor=people[one.actor], names=names) for one in recorded]


def names_in(
    work: Work, sides: Iterable[Plain], members: Iterable[Member]
) -> dict[tuple[str, object], object]:
    """What the plain fields of records and events point to, as the `names` of an Entry; `members` are all of
    the workspace."""
    names: dict[tuple[str, object], object] = {("owner", member.id): member.name for member in members}
    for line in work.pipelines.all():
        for stage in line.stages:
            names["stage", stage.id] = stage
            names["left_stage", stage.id] = stage
    for choice in work.choices.all():
        names[choice.list, choice.key] = choice
    targets = [target for side in sides for target in targets_of(side)]
    for field, kind in _POINTERS.items():
        numbers = {number for of, number in targets if of is kind}
        found = work.queries.names(kind, numbers) if kind else _names_of_any(work, numbers)
        names |= {(field, number): name for number, name in found.items()}
    return names


def last_sequence(work: Work, actor: Member) -> int:
    """The sequence of the newest event of the workspace, 0 before the first."""
    return work.events.last_sequence()


def events_since(work: Work, actor: Member, sequence: int, limit: int = 500) -> list[Recorded]:
    """What happened in the workspace after a sequence, oldest first: what a listener has missed."""
    return work.events.since(sequence, limit)


def undo_last(work: Work, actor: Member, number: int | None = None, version: int | None = None) -> Undone:
    """Takes back the actor's last change, all of its events. With a `number` it must be a change of that
    record, which must still be in the given version: a button undoes what its card shows, or nothing. Raises
    Conflict where there is no such change, where something that happened later depends on it, or without a
    `number` where it was an import (undo_import, with its `id`): that goes as a whole."""
    actor.must_write()
    change = work.events.last_change(actor.id)
    if not change:
        raise Conflict("nothing_to_undo")
    if number is None and (imported := work.imports.of_sequence(change[0].sequence)) is not None:
        raise Conflict("undo_import", id=imported.id)
    if number is not None:
        if all(recorded.event.number != number for recorded in change):
            raise Conflict("undo_elsewhere", number=number, last=change[0].event.number)
        get_record(work, number).expect(version)
    return take_back(work, actor, change)


def take_back(work: Work, actor: Member, change: Sequence[Recorded]) -> Undone:
    """Takes back all events of a change, given newest first. Raises Conflict (undo_blocked) where something
    that happened later depends on one of them."""
    for recorded in change:
        _must_be_free(work, recorded)
    removed: dict[int, Ref] = {}
    remaining: dict[int, Kind] = {}
    for recorded in change:
        event = recorded.event
        if event.creates:
            removed[event.number] = Ref(number=event.number, name=str(event.after.get("name", "")))
        elif isinstance(event.kind, Kind):
            remaining[event.number] = event.kind
        _take_back(work, actor, recorded)
    return Undone(
        events=tuple(change),
        remaining=tuple(
            view(work, record)
            for number, kind in remaining.items()
            if number not in removed
            and (record := work.repository(kind).get_itself(number)) is not None
            and getattr(record, "merged_into", None) is None
        ),
        removed=tuple(removed.values()),
    )


def take_back_alone(work: Work, actor: Member, recorded: Recorded, undone: Set[int] = frozenset()) -> None:
    """Takes back an event that is a change of its own; the sequences of events that were `undone` just before
    no longer count. Raises Conflict, and then nothing has changed."""
    _must_be_free(work, recorded, undone)
    _take_back(work, actor, recorded)


def _absorbed(work: Work, record: Record) -> list[Record]:
    """The records that went up in one, and those that had gone up in them before."""
    found: dict[int, Record] = {}
    waiting = list(getattr(record, "absorbed", ()))
    while waiting:
        one = work.repository(record.kind).find_itself(waiting.pop())
        if one is not None and one.number not in found:
            found[one.number] = one
            waiting += one.absorbed
    return list(found.values())


def _must_be_free(work: Work, recorded: Recorded, undone: Set[int] = frozenset()) -> None:
    event = recorded.event
    for later in work.events.later(event.number, recorded.sequence):
        if later.change == recorded.change or later.sequence in undone:
            continue
        # What went up in another record since was told there with all its fields.
        went_up = later.event.after.get("merged_into") is not None
        if went_up or _gives_life(event) or set(later.event.after) & set(event.after):
            _refuse(work, later)


def _gives_life(event: Event) -> bool:
    """Whether there was no such record before, or it was part of another one."""
    return event.creates or event.before.get("merged_into") is not None


def _take_back(work: Work, actor: Member, recorded: Recorded) -> None:
    event = recorded.event
    if isinstance(event.kind, Setting):
        must_own(work, actor)
        undone = work.change_workspace(_UNDONE, event.before)
    else:
        undone = _undo(work, recorded, event.kind)
    work.record(replace(undone, undoes=recorded.sequence), actor)


def _undo(work: Work, recorded: Recorded, kind: Kind) -> Event:
    """Makes the record of an event what it was before; the event that tells it."""
    event, repository = recorded.event, work.repository(kind)
    if event.removes:
        _must_have_targets(work, recorded)
        record = MAPPINGS[kind].record.revive(event.number, event.version + 1, event.before)
        record.created_at = work.events.first_at(event.number)
        repository.add(record)
        return Event(_UNDONE, kind, event.number, record.version, {}, event.before)
    record = repository.get_itself(event.number)
    if event.creates:
        _must_be_unused(work, recorded, kind)
        repository.remove(record)
        return Event(_UNDONE, kind, event.number, record.version + 1, event.after, {})
    _must_have_targets(work, recorded)
    undone: Event = record.restore(_UNDONE, event.before)
    repository.save(record)
    if event.before.get("merged_into") is not None:
        _must_be_unused(work, recorded, kind)
    return undone


def _must_be_unused(work: Work, recorded: Recorded, kind: Kind) -> None:
    """Nothing may point to a record that is about to go; looked at when it goes, because undoing the rest of
    the change may have let go of it."""
    event = recorded.event
    for pointing, number in work.queries.pointing_to(kind, event.number):
        for later in work.events.later(number, recorded.sequence):
            if later.event.kind is pointing and _points(later.event, event):
                _refuse(work, later)


def _must_have_targets(work: Work, recorded: Recorded) -> None:
    """A record that is pointed to again must still be there: whoever captured it may have undone that, or
    it went up in another one."""
    for kind, number in targets_of(recorded.event.before):
        if not is_there(work, kind, number):
            later = work.events.later(number, recorded.sequence)
            merges = [one for one in later if one.event.after.get("merged_into") is not None]
            _refuse(work, (merges or work.events.of(number, 1))[0])


def _points(later: Event, event: Event) -> bool:
    return any(kind in (None, event.kind) and n == event.number for kind, n in targets_of(later.after))


def _refuse(work: Work, later: Recorded) -> NoReturn:
    colleague = work.members.find(later.actor)
    if isinstance(later.event.kind, Setting):
        raise Conflict("undo_blocked_settings", by=colleague.name if colleague else "")
    raise Conflict(
        "undo_blocked",
        number=later.event.number,
        kind=later.event.kind,
        by=colleague.name if colleague else "",
        event=later.event.name,
    )


def _names_of_any(work: Work, numbers: set[int]) -> dict[int, str]:
    return {number: ref.name for number, ref in refs_to(work, numbers).items()}
