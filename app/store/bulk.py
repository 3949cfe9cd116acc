"""Bulk: many new records of one workspace at once, with all that belongs to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from app.domain.event import Event, Recorded, Source
from app.domain.member import Actor, Member
from app.domain.opportunity import Opportunity
from app.domain.record import Record
from app.store.ledger import Events
from app.store.mapping import MAPPINGS
from app.store.tables import words as words_table
from app.store.tables import workspaces
from app.store.words import words_of
from app.store.work import Work

AnyEvent = tuple[Event, int, dt.datetime]
"""An event, the member who caused it, and when."""


class Bulk:
    """Adds records by the thousand. The caller has locked the workspace, and numbers come from its work."""

    def __init__(self, connection: sa.Connection, work: Work, member: Member, asked_by: Actor) -> None:
        self._connection = connection
        self._work = work
        self._member = member
        self._asked_by = asked_by

    def add(self, records: Sequence[Record], events: Sequence[AnyEvent]) -> None:
        """Stores records in the order given (what is pointed to comes first), and their events."""
        workspace = self._work.workspace.id
        for kind in dict.fromkeys(record.kind for record in records):
            mapping = MAPPINGS[kind]
            rows = [mapping.row(workspace, record) for record in records if record.kind is kind]
            mapping.insert.run_many(self._connection, rows)
        self._connection.execute(
            sa.insert(words_table),
            [
                {"workspace_id": workspace, "word": word, "number": record.number, "kind": record.kind.value}
                for record in records
                for word in words_of(record)
            ],
        )
        self._work.opportunities.count([r for r in records if isinstance(r, Opportunity)])
        self._add_events(events)
        self._connection.execute(
            sa.update(workspaces)
            .where(workspaces.c.id == workspace)
            .values(next_number=self._work.next_number, next_sequence=self._work.next_sequence)
        )

    def _add_events(self, events: Sequence[AnyEvent]) -> None:
        recorded = []
        for event, actor, at in events:
            sequence = self._work.next_sequence
            recorded.append(Recorded(event, sequence, sequence, actor, at, Source.IMPORT))
            self._work.next_sequence += 1
        Events(self._connection, self._work.workspace.id).add(recorded, self._asked_by)
