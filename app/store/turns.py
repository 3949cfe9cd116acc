"""Turns: what was asked for in the chat, so that a repetition is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa

from app.store.statements import Statement
from app.store.tables import deliveries, turns
from app.store.workspace_rows import WorkspaceRows


class Turns(WorkspaceRows):
    """The turns of one workspace that were carried out or answered, by (conversation id, activity id)."""

    def carried_out(self, turn: tuple[str, str]) -> tuple[int | None, str] | None:
        """What a turn led to, a record's number, and what it asked for; None where it was not carried out."""
        wanted = sa.select(turns.c.number, turns.c.what).where(*self._is(turn))
        row = self._connection.execute(wanted).first()
        return None if row is None else (row.number, row.what)

    def answered(self, turn: tuple[str, str]) -> bool:
        """Whether the first answer of the turn was delivered, or is kept to be delivered."""
        conversation, activity = turn
        arrived = sa.exists().where(*self._is(turn), turns.c.answered_at.is_not(None))
        waits = sa.exists().where(
            self._mine(deliveries),
            deliveries.c.conversation_id == conversation,
            deliveries.c.activity_id == activity,
            # Written out, as its index asks for it.
            deliveries.c.state == sa.literal_column("'waiting'"),
        )
        return bool(self._connection.execute(sa.select(sa.or_(arrived, waits))).scalar())

    def add(self, turn: tuple[str, str], number: int | None, at: dt.datetime, what: str = "") -> None:
        """Remembers a turn, and what it asks for. Where it was there before, the transaction fails with
        `Database.Clash`, at the latest when it ends: asking first would be one more way to PostgreSQL."""
        conversation, activity = turn
        row = {
            "workspace_id": self._workspace_id,
            "conversation_id": conversation,
            "activity_id": activity,
            "number": number,
            "at": at,
            "what": what,
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
        mine = self._mine(turns)
        self._connection.execute(sa.delete(turns).where(mine, turns.c.at < before))

    def _is(self, turn: tuple[str, str]) -> tuple[sa.ColumnElement[bool], ...]:
        conversation, activity = turn
        return (
            self._mine(turns),
            turns.c.conversation_id == conversation,
            turns.c.activity_id == activity,
        )


_ADD_TURN = Statement(sa.insert(turns))

_MARK_ANSWERED = Statement(
    sa.text(
        "INSERT INTO turns (workspace_id, conversation_id, activity_id, at, answered_at)"
        " VALUES (:workspace_id, :conversation_id, :activity_id, :at, :at)"
        " ON CONFLICT (workspace_id, conversation_id, activity_id) "
        " DO UPDATE SET answered_at = excluded.answered_at"
    ).bindparams(sa.bindparam("at", type_=turns.c.at.type))
)
