"""Deliveries: what leaves a workspace by itself, waits for its time, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.delivery import Delivery, DeliveryKind, DeliveryState
from app.store.statements import Statement
from app.store.tables import conversations, deliveries, workspaces
from app.store.workspace_rows import WorkspaceRows

MOST_SEEN = 5_000
"""Conversations with something that waits, as many as are looked at together."""

# Written out: SQLite uses an index of some rows only where the statement itself says that it asks for them.
_WAITS: sa.ColumnElement[str] = sa.literal_column(f"'{DeliveryState.WAITING.value}'")
_WAITING = deliveries.c.state == _WAITS
_COLUMNS = tuple(one.name for one in fields(Delivery))


class Line(NamedTuple):
    """What waits in one conversation: since when the first may leave, and until when it is worth it."""

    tenant_id: str
    conversation_id: str
    service_url: str
    due_at: dt.datetime
    until: dt.datetime
    length: int


class Deliveries(WorkspaceRows):
    """The deliveries of one workspace. Ends are final: what has one is not touched again."""

    def add(self, delivery: Delivery, leased_until: dt.datetime | None) -> None:
        """Keeps one, in the hands of whoever adds it until a moment if one is given."""
        row = {
            **{name: getattr(delivery, name) for name in _COLUMNS},
            "workspace_id": self._workspace_id,
            "kind": delivery.kind.value,
            "state": DeliveryState.WAITING.value,
            "payload": dict(delivery.payload),
            "leased_until": leased_until,
        }
        self._connection.execute(sa.insert(deliveries), row)

    def lease(
        self,
        now: dt.datetime,
        leased_until: dt.datetime,
        most: int,
        *,
        only: str = "",
        without: Iterable[str] = (),
    ) -> list[Delivery]:
        """Takes some that are due into the hands of this host: of each conversation the first that waits, of
        one service or of all but some, those first that were tried least. None that another host has in
        hand, and none for a conversation in which nothing arrives."""
        earlier = deliveries.alias("earlier")
        is_first = ~sa.exists().where(
            earlier.c.workspace_id == deliveries.c.workspace_id,
            earlier.c.conversation_id == deliveries.c.conversation_id,
            earlier.c.state == _WAITS,
            earlier.c.id < deliveries.c.id,
        )
        is_closed = sa.exists().where(
            conversations.c.workspace_id == deliveries.c.workspace_id,
            conversations.c.conversation_id == deliveries.c.conversation_id,
            conversations.c.unreachable_at.is_not(None),
        )
        wanted = [*self._due(now), is_first, ~is_closed]
        if only:
            wanted.append(deliveries.c.service_url == only)
        if barred := list(without):
            wanted.append(deliveries.c.service_url.not_in(barred))
        found = self._connection.execute(
            sa.select(deliveries)
            .where(*wanted)
            .order_by(deliveries.c.attempts, deliveries.c.id)
            .limit(most)
            .with_for_update(skip_locked=True, of=deliveries)
        )
        leased = [_revive(row) for row in found.mappings()]
        if leased:
            ids = [delivery.id for delivery in leased]
            mine = (self._mine(deliveries), deliveries.c.id.in_(ids))
            self._connection.execute(
                sa.update(deliveries)
                .where(*mine)
                .values(leased_until=leased_until, attempts=deliveries.c.attempts + 1)
            )
        return leased

    def postpone(self, id_: int, due_at: dt.datetime, error: str) -> None:
        """Gives one back that did not leave, to be tried again from a moment on."""
        values = {"due_at": due_at, "leased_until": None, "error": error}
        self._connection.execute(self._change(deliveries.c.id == id_).values(values))

    def end(self, id_: int, state: DeliveryState, error: str = "") -> bool:
        """Notes what became of one; whether it waited until now."""
        return bool(self._end(deliveries.c.id == id_, state, error))

    def expire(self, now: dt.datetime) -> int:
        """Gives up what is worth nothing any more, but for what a host has in hand; how many that were."""
        free = sa.or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= now)
        return self._end(sa.and_(deliveries.c.until <= now, free), DeliveryState.GIVEN_UP)

    def close(self, conversation_id: str, at: dt.datetime, error: str) -> int:
        """Notes that nothing arrives in a conversation, and ends all that waits for it; how many."""
        same = (
            self._mine(conversations),
            conversations.c.conversation_id == conversation_id,
        )
        self._connection.execute(sa.update(conversations).where(*same).values(unreachable_at=at))
        return self._end(deliveries.c.conversation_id == conversation_id, DeliveryState.UNREACHABLE, error)

    def reopen(self, conversation_ids: Iterable[str]) -> None:
        """Notes that somebody is there again in conversations in which nothing arrived."""
        for conversation_id in sorted(set(conversation_ids)):
            values = {"of_workspace": self._workspace_id, "of_conversation": conversation_id}
            _REOPEN.run(self._connection, values)

    def forget(self, before: dt.datetime) -> None:
        """Drops what ended long ago."""
        mine = (self._mine(deliveries), ~_WAITING, deliveries.c.at < before)
        self._connection.execute(sa.delete(deliveries).where(*mine))

    def _due(self, now: dt.datetime) -> Sequence[sa.ColumnElement[bool]]:
        return (
            self._mine(deliveries),
            _WAITING,
            deliveries.c.due_at <= now,
            sa.or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= now),
        )

    def _change(self, wanted: sa.ColumnElement[bool]) -> sa.Update:
        mine = self._mine(deliveries)
        return sa.update(deliveries).where(mine, _WAITING, wanted)

    def _end(self, wanted: sa.ColumnElement[bool], state: DeliveryState, error: str = "") -> int:
        # What it said is nobody's business any more.
        values: dict[str, Any] = {"state": state.value, "payload": None, "leased_until": None}
        if error:
            values["error"] = error
        return int(self._connection.execute(self._change(wanted).values(values)).rowcount)


_REOPEN = Statement(
    sa.update(conversations)
    .where(
        conversations.c.workspace_id == sa.bindparam("of_workspace", type_=conversations.c.workspace_id.type),
        conversations.c.conversation_id == sa.bindparam("of_conversation", type_=sa.Text),
        conversations.c.unreachable_at.is_not(None),
    )
    .values(unreachable_at=sa.null())
)


def read_lines(connection: sa.Connection) -> list[Line]:
    """What waits, by conversation, of all tenants: those first that may leave first."""
    free_from = sa.case(
        (deliveries.c.leased_until > deliveries.c.due_at, deliveries.c.leased_until),
        else_=deliveries.c.due_at,
    )
    found = connection.execute(
        sa.select(
            workspaces.c.tenant_id,
            deliveries.c.conversation_id,
            deliveries.c.service_url,
            sa.func.min(free_from, type_=deliveries.c.due_at.type).label("due_at"),
            sa.func.min(deliveries.c.until, type_=deliveries.c.until.type).label("until"),
            sa.func.count().label("length"),
        )
        .join_from(deliveries, workspaces, workspaces.c.id == deliveries.c.workspace_id)
        .where(_WAITING)
        .group_by(workspaces.c.tenant_id, deliveries.c.conversation_id, deliveries.c.service_url)
        .order_by(sa.literal_column("4"))
        .limit(MOST_SEEN)
    )
    return [Line(*row) for row in found]


def free_all_leases(connection: sa.Connection) -> None:
    """Takes what was in hand out of them: only where no other host can have anything in hand."""
    leased = deliveries.c.leased_until.is_not(None)
    connection.execute(sa.update(deliveries).where(_WAITING, leased).values(leased_until=None))


def _revive(row: Any) -> Delivery:
    told = {name: row[name] for name in _COLUMNS}
    return Delivery(**{**told, "kind": DeliveryKind(row["kind"]), "attempts": row["attempts"] + 1})
