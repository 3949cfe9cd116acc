"""Events and turns: what happened, and what was carried out before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.event import Event, Kind, Recorded, Setting, Source
from app.domain.member import Actor
from app.domain.record import PERSON_ERASED
from app.store.directory import find_workspace
from app.store.number_lists import given, some_numbers
from app.store.statements import Statement
from app.store.tables import activities, counters, events
from app.store.workspace_rows import WorkspaceRows


class Happening(NamedTuple):
    """An event, and of an activity that it tells to be done, when that took place: the day alone where no
    time is known."""

    recorded: Recorded
    at: dt.datetime | None
    day: dt.date | None


class Events(WorkspaceRows):
    """The events of one workspace: added, never changed or removed, but for what an erasure blanks."""

    def add(self, recorded: Sequence[Recorded], actor: Actor) -> None:
        """Appends the events of one transaction, with the turn that caused them."""
        rows = [event_row(self._workspace_id, one, actor) for one in recorded]
        _ADD_EVENTS.later_many(self._connection, rows)

    def of(self, number: int, limit: int, before: int | None = None) -> list[Recorded]:
        """A record's events, newest first, below the sequence `before`."""
        wanted = [events.c.number == number]
        if before is not None:
            wanted.append(events.c.sequence < before)
        return self._read(wanted, limit)

    def of_settings(self, limit: int) -> list[Recorded]:
        """What was set for the workspace, newest first; no undos."""
        wanted = [events.c.number == 0, events.c.undoes.is_(None), events.c.name != PERSON_ERASED]
        return self._read(wanted, limit)

    def around(self, numbers: Sequence[int], limit: int, before: int | None = None) -> list[Happening]:
        """What happened to these records, newest first, below the event with the sequence `before`: that an
        activity is done stands at the moment at which it was, whenever it was told."""
        told = (
            sa.select(events, _undone().label("undone"), *_done_columns())
            .select_from(_with_activities())
            .where(self._mine(events), events.c.number.in_(numbers))
        )
        if before is not None:
            told = told.where(self._is_below(before))
        rows = self._connection.execute(
            told.order_by(_HAPPENED.desc(), events.c.sequence.desc()).limit(limit)
        )
        return [Happening(_revive(row), row["happened_at"], row["happened_on"]) for row in rows.mappings()]

    def newest_of(
        self, numbers: Collection[int], limit: int, behind: tuple[dt.datetime, int, int] | None = None
    ) -> list[Recorded]:
        """The newest events of many records, by moment, number and sequence; those behind one of these."""
        order = (events.c.at, events.c.number, events.c.sequence)
        wanted = (
            sa.select(events, _undone().label("undone"))
            .where(events.c.workspace_id == self._workspace_id)
            .where(events.c.number.in_(some_numbers(self._connection)))
            .order_by(*(column.desc() for column in order))
            .limit(limit)
        )
        if behind is not None:
            at = sa.literal(behind[0], events.c.at.type)
            wanted = wanted.where(sa.tuple_(*order) < sa.tuple_(at, *behind[1:]))
        return [_revive(row) for row in self._connection.execute(wanted, given(numbers)).mappings()]

    def placing(self, activities_: Collection[int]) -> dict[int, Recorded]:
        """By the number of each of these activities the event that tells of it: the last that it is done, or
        that it came to be."""
        wanted = (
            sa.select(events, _undone().label("undone"))
            .where(events.c.workspace_id == self._workspace_id)
            .where(events.c.number.in_(some_numbers(self._connection)))
            .order_by(events.c.sequence)
        )
        found: dict[int, Recorded] = {}
        for row in self._connection.execute(wanted, given(activities_)).mappings():
            if row["number"] not in found or row["name"] in _DOING:
                found[row["number"]] = _revive(row)
        return found

    def _is_below(self, sequence: int) -> sa.ColumnElement[bool]:
        mine = (self._mine(events), events.c.sequence == sequence)
        at = self._connection.execute(
            sa.select(_HAPPENED).select_from(_with_activities()).where(*mine)
        ).scalar()
        if at is None:
            return events.c.sequence < sequence
        moment = sa.literal(at, events.c.at.type)
        return sa.or_(moment > _HAPPENED, sa.and_(moment == _HAPPENED, events.c.sequence < sequence))

    def last_change(self, actor: int) -> list[Recorded]:
        """The events of the member's last change that was neither undone nor itself an undo, newest first.
        What told of a person who was erased since cannot be taken back."""
        mine = (self._mine(events), events.c.actor == actor)
        return self._last_of(events, *mine)

    def last_change_from(self, actor: int, source: Source, since: dt.datetime) -> list[Recorded]:
        """The same, of those that the member made there since a moment. Looked for among the newest events
        of the member, so that a long history costs nothing."""
        mine = (self._mine(events), events.c.actor == actor)
        newest = sa.select(events).where(*mine).order_by(events.c.sequence.desc()).limit(_LOOKED_BACK)
        told = newest.subquery("told")
        return self._last_of(told, told.c.source == source.value, told.c.at >= since)

    def _last_of(self, told: sa.FromClause, *conditions: sa.ColumnElement[bool]) -> list[Recorded]:
        open_ = (told.c.undoes.is_(None), told.c.name != PERSON_ERASED, ~_undone(told), ~_erased(told))
        last = self._connection.execute(
            sa.select(told.c.change).where(*conditions, *open_).order_by(told.c.sequence.desc()).limit(1)
        ).scalar()
        return [] if last is None else self.of_change(last)

    def of_change(self, change: int) -> list[Recorded]:
        """The events of a change, newest first."""
        end = self._connection.execute(
            sa.select(events.c.sequence)
            .where(
                self._mine(events),
                events.c.sequence > change,
                events.c.change != change,
            )
            .order_by(events.c.sequence)
            .limit(1)
        ).scalar()
        wanted = [events.c.sequence >= change]
        return self._read(wanted if end is None else [*wanted, events.c.sequence < end], None)

    def later(self, number: int, sequence: int) -> list[Recorded]:
        """What happened to a record after an event and still counts: no undos, nothing undone."""
        wanted = [
            events.c.number == number,
            events.c.sequence > sequence,
            events.c.undoes.is_(None),
            ~_undone(),
        ]
        return self._read(wanted, None)

    def standing(self, first: int, last: int) -> list[Recorded]:
        """The events between two sequences, both included, that were not undone, newest first."""
        return self._read([events.c.sequence.between(first, last), ~_undone()], None)

    def counting(self, numbers: Iterable[int]) -> list[tuple[int, int]]:
        """Numbers of these records with the sequences of all their events that still count, see `later`."""
        wanted = (
            self._mine(events),
            events.c.number.in_(list(numbers)),
            events.c.undoes.is_(None),
            ~_undone(),
        )
        found = self._connection.execute(sa.select(events.c.number, events.c.sequence).where(*wanted))
        return [(row.number, row.sequence) for row in found]

    def first_at(self, number: int) -> dt.datetime | None:
        """When the first event of a record happened: that it came to be."""
        mine = (self._mine(events), events.c.number == number)
        return self._connection.execute(sa.select(sa.func.min(events.c.at)).where(*mine)).scalar()

    def last_sequence(self) -> int:
        """The sequence of the newest event, 0 where there is none."""
        mine = self._mine(events)
        return self._connection.execute(sa.select(sa.func.max(events.c.sequence)).where(mine)).scalar() or 0

    def since(self, sequence: int, limit: int) -> list[Recorded]:
        """Events after a sequence, oldest first."""
        wanted = (
            sa.select(events, sa.false().label("undone"))
            .where(self._mine(events), events.c.sequence > sequence)
            .order_by(events.c.sequence)
            .limit(limit)
        )
        return [_revive(row) for row in self._connection.execute(wanted).mappings()]

    def _read(self, conditions: Iterable[sa.ColumnElement[bool]], limit: int | None) -> list[Recorded]:
        wanted = (
            sa.select(events, _undone().label("undone"))
            .where(self._mine(events), *conditions)
            .order_by(events.c.sequence.desc())
            .limit(limit)
        )
        return [_revive(row) for row in self._connection.execute(wanted).mappings()]


def read_news(connection: sa.Connection, known: Mapping[str, int], limit: int) -> dict[str, list[Recorded]]:
    """The first events after the sequence that is known of each tenant, of those that have any."""
    found = {tenant: find_workspace(connection, tenant) for tenant in known}
    places = {tenant: workspace for tenant, workspace in found.items() if workspace is not None}
    counted = _NEXT_SEQUENCE.all_of(connection, [{"of_workspace": place} for place in places.values()])
    news = {
        tenant: Events(connection, workspace).since(known[tenant], limit)
        for (tenant, workspace), rows in zip(places.items(), counted, strict=True)
        if rows and rows[0][0] - 1 > known[tenant]
    }
    return {tenant: recorded for tenant, recorded in news.items() if recorded}


def event_row(workspace_id: int, recorded: Recorded, actor: Actor) -> dict[str, object]:
    """The column values of an event, with the turn of the actor that caused it."""
    conversation, activity = actor.turn or ("", "")
    event = recorded.event
    return {
        "workspace_id": workspace_id,
        "conversation_id": conversation,
        "activity_id": activity,
        "sequence": recorded.sequence,
        "change": recorded.change,
        "name": event.name,
        "kind": event.kind.value,
        "number": event.number,
        "version": event.version,
        "before": event.before,
        "after": event.after,
        "undoes": event.undoes,
        "actor": recorded.actor,
        "at": recorded.at,
        "source": recorded.source.value,
    }


_NEXT_SEQUENCE = Statement(
    sa.select(counters.c.next_sequence).where(counters.c.workspace_id == sa.bindparam("of_workspace"))
)

_ADD_EVENTS = Statement(sa.insert(events))

_DOING = ("ActivityLogged", "ActivityDone")
"""Events that tell that an activity is done."""
_HAPPENED = sa.func.coalesce(activities.c.done_at, events.c.at, type_=events.c.at.type)


def _with_activities() -> sa.Join:
    """Events, each that is the last to tell that an activity is done with this activity."""
    later = events.alias("later")
    again = sa.exists().where(
        later.c.workspace_id == events.c.workspace_id,
        later.c.number == events.c.number,
        later.c.sequence > events.c.sequence,
        later.c.name.in_(_DOING),
    )
    same = (
        activities.c.workspace_id == events.c.workspace_id,
        activities.c.number == events.c.number,
        events.c.name.in_(_DOING),
        ~activities.c.cancelled,
        ~again,
    )
    return events.outerjoin(activities, sa.and_(*same))


def _done_columns() -> tuple[sa.ColumnElement[Any], ...]:
    return activities.c.done_at.label("happened_at"), activities.c.done_on.label("happened_on")


_LOOKED_BACK = 2_000
"""Events of a member among which the last change from somewhere is looked for."""

_KINDS: dict[str, Kind | Setting] = {one.value: one for options in (Kind, Setting) for one in options}


def _undone(told: sa.FromClause = events) -> sa.ColumnElement[bool]:
    undo = events.alias("undo")
    return sa.exists().where(undo.c.workspace_id == told.c.workspace_id, undo.c.undoes == told.c.sequence)


def _erased(told: sa.FromClause = events) -> sa.ColumnElement[bool]:
    """Whether a person was erased from the record since. What is set for the workspace tells of nobody; that
    a colleague was erased stands there because it is no record's."""
    erasure = events.alias("erasure")
    return sa.exists().where(
        erasure.c.workspace_id == told.c.workspace_id,
        erasure.c.number == told.c.number,
        erasure.c.number != 0,
        erasure.c.sequence > told.c.sequence,
        erasure.c.name == PERSON_ERASED,
    )


def _revive(row: Any) -> Recorded:
    event = Event(
        row["name"],
        _KINDS[row["kind"]],
        row["number"],
        row["version"],
        row["before"],
        row["after"],
        row["undoes"],
    )
    return Recorded(
        event,
        row["sequence"],
        row["change"],
        row["actor"],
        row["at"],
        Source(row["source"]),
        bool(row["undone"]),
    )
