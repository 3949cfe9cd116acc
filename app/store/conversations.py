"""Conversations: where the bot can speak to people."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from app.store.tables import conversations
from app.store.workspace_rows import WorkspaceRows


class Conversations(WorkspaceRows):
    """Where the bot can speak to people of one workspace."""

    def remember(self, conversation_id: str, kind: str, service_url: str, bot_id: str) -> None:
        """Notes or renews how a conversation is reached."""
        row = {"kind": kind, "service_url": service_url, "bot_id": bot_id}
        where = {"workspace_id": self._workspace_id, "conversation_id": conversation_id}
        self._connection.execute(_REMEMBER, where | row)

    def greet(self, conversation_id: str, at: dt.datetime) -> bool:
        """True exactly once per conversation."""
        first = sa.update(conversations).where(
            *self._is(conversation_id), conversations.c.greeted_at.is_(None)
        )
        return self._connection.execute(first.values(greeted_at=at)).rowcount == 1

    def _is(self, conversation_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            self._mine(conversations),
            conversations.c.conversation_id == conversation_id,
        )


_REMEMBER = sa.text(
    "INSERT INTO conversations (workspace_id, conversation_id, kind, service_url, bot_id)"
    " VALUES (:workspace_id, :conversation_id, :kind, :service_url, :bot_id)"
    " ON CONFLICT (workspace_id, conversation_id) DO UPDATE SET"
    " kind = excluded.kind, service_url = excluded.service_url, bot_id = excluded.bot_id"
)
