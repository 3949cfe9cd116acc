"""Events and turns: what happened, and what was carried out before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.domain.event import Event, Kind, Recorded, Source
from app.domain.member import Actor
from app.store.statements import Statement
from app.store.tables import events, turns, workspaces


class Events:
    """The events of one workspace. They are added, never changed or removed."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

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

    def of_any(self, numbers: Sequence[int], limit: int, before: int | None = None) -> list[Recorded]:
        """The events of several records, newest first, below the sequence `before`."""
        if len(numbers) == 1:
            return self.of(numbers[0], limit, before)
        wanted: list[sa.ColumnElement[bool]] = [events.c.number.in_(numbers)]
        if before is not None:
            wanted.append(events.c.sequence < before)
        return self._read(wanted, limit)

    def last_change(self, actor: int) -> list[Recorded]:
        """The events of the member's last change that was neither undone nor itself an undo, newest first."""
        last = self._connection.execute(
            sa.select(events.c.change)
            .where(
                events.c.workspace_id == self._workspace_id,
                events.c.actor == actor,
                events.c.undoes.is_(None),
                ~_undone(),
            )
            .order_by(events.c.sequence.desc())
            .limit(1)
        ).scalar()
        return [] if last is None else self.of_change(last)

    def of_change(self, change: int) -> list[Recorded]:
        """The events of a change, newest first."""
        end = self._connection.execute(
            sa.select(events.c.sequence)
            .where(
                events.c.workspace_id == self._workspace_id,
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
            events.c.workspace_id == self._workspace_id,
            events.c.number.in_(list(numbers)),
            events.c.undoes.is_(None),
            ~_undone(),
        )
        found = self._connection.execute(sa.select(events.c.number, events.c.sequence).where(*wanted))
        return [(row.number, row.sequence) for row in found]

    def first_at(self, number: int) -> dt.datetime | None:
        """When the first event of a record happened: that it came to be."""
        mine = (events.c.workspace_id == self._workspace_id, events.c.number == number)
        return self._connection.execute(sa.select(sa.func.min(events.c.at)).where(*mine)).scalar()

    def last_sequence(self) -> int:
        """The sequence of the newest event, 0 where there is none."""
        mine = events.c.workspace_id == self._workspace_id
        return self._connection.execute(sa.select(sa.func.max(events.c.sequence)).where(mine)).scalar() or 0

    def since(self, sequence: int, limit: int) -> list[Recorded]:
        """Events after a sequence, oldest first."""
        wanted = (
            sa.select(events, sa.false().label("undone"))
            .where(events.c.workspace_id == self._workspace_id, events.c.sequence > sequence)
            .order_by(events.c.sequence)
            .limit(limit)
        )
        return [_revive(row) for row in self._connection.execute(wanted).mappings()]

    def _read(self, conditions: Iterable[sa.ColumnElement[bool]], limit: int | None) -> list[Recorded]:
        wanted = (
            sa.select(events, _undone().label("undone"))
            .where(events.c.workspace_id == self._workspace_id, *conditions)
            .order_by(events.c.sequence.desc())
            .limit(limit)
        )
        return [_revive(row) for row in self._connection.execute(wanted).mappings()]


def read_news(connection: sa.Connection, known: Mapping[str, int], limit: int) -> dict[str, list[Recorded]]:
    """The first events after the sequence that is known of each tenant, of those that have any."""
    wanted = sa.select(workspaces.c.id, workspaces.c.tenant_id, workspaces.c.next_sequence)
    found = connection.execute(wanted.where(workspaces.c.tenant_id.in_(list(known)))).all()
    news = {
        row.tenant_id: Events(connection, row.id).since(known[row.tenant_id], limit)
        for row in found
        if row.next_sequence - 1 > known[row.tenant_id]
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


class Turns:
    """The turns of one workspace that were carried out or answered, by (conversation id, activity id)."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def carried_out(self, turn: tuple[str, str]) -> tuple[int | None] | None:
        """What a turn led to: a record's number in a tuple, or None where it was not carried out."""
        row = self._connection.execute(sa.select(turns.c.number).where(*self._is(turn))).first()
        return None if row is None else (row.number,)

    def answered(self, turn: tuple[str, str]) -> bool:
        """Whether the first answer of the turn was delivered."""
        wanted = sa.select(turns.c.answered_at).where(*self._is(turn))
        return self._connection.execute(wanted).scalar() is not None

    def add(self, turn: tuple[str, str], number: int | None, at: dt.datetime) -> None:
        """Remembers a turn. Where it was there before, the transaction fails with `Database.Clash`, at the
        latest when it ends: asking first would be one more way to PostgreSQL."""
        conversation, activity = turn
        row = {
            "workspace_id": self._workspace_id,
            "conversation_id": conversation,
            "activity_id": activity,
            "number": number,
            "at": at,
        }
        _ADD_TURN.later(self._connection, row)

    def mark_answered(self, answered: Iterable[tuple[str, str]], at: dt.datetime) -> None:
        """Remembers that these turns were answered, whether they changed anything or not."""
        rows = [
            {
                "workspace_id": self._workspace_id,
                "conversation_id": conversation,
                "activity_id": activity,
                "at": at,
            }
            for conversation, activity in answered
        ]
        _MARK_ANSWERED.run_many(self._connection, rows)

    def forget(self, before: dt.datetime) -> None:
        """Drops turns that nobody repeats any more."""
        mine = turns.c.workspace_id == self._workspace_id
        self._connection.execute(sa.delete(turns).where(mine, turns.c.at < before))

    def _is(self, turn: tuple[str, str]) -> tuple[sa.ColumnElement[bool], ...]:
        conversation, activity = turn
        return (
            turns.c.workspace_id == self._workspace_id,
            turns.c.conversation_id == conversation,
            turns.c.activity_id == activity,
        )


_ADD_EVENTS = Statement(sa.insert(events))

_ADD_TURN = Statement(sa.insert(turns))

_MARK_ANSWERED = Statement(
    sa.text(
        "INSERT INTO turns (workspace_id, conversation_id, activity_id, at, answered_at)"
        " VALUES (:workspace_id, :conversation_id, :activity_id, :at, :at)"
        " ON CONFLICT (workspace_id, conversation_id, activity_id) "
        " DO UPDATE SET answered_at = excluded.answered_at"
    ).bindparams(sa.bindparam("at", type_=turns.c.at.type))
)


def _undone() -> sa.ColumnElement[bool]:
    undo = events.alias("undo")
    return sa.exists().where(undo.c.workspace_id == events.c.workspace_id, undo.c.undoes == events.c.sequence)


def _revive(row: Any) -> Recorded:
    event = Event(
        row["name"],
        Kind(row["kind"]),
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
