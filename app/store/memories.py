"""Memories: what members were last answered in conversations of one workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.record import PERSON_ERASED
from app.store.statements import Statement
from app.store.tables import audit, counters, memories
from app.store.workspace_rows import WorkspaceRows


class Memory(NamedTuple):
    """What is noted of an answer: the number of the record that was spoken of, 0 for one that is gone, and
    the list that was shown, as plain fields. None leaves what was noted before. `shown_at` is known until
    it is saved."""

    about: int | None = None
    shown: dict[str, str] | None = None
    shown_at: dt.datetime | None = None

    def then(self, later: Memory) -> Memory:
        """What is known once something was noted later."""
        return Memory(
            self.about if later.about is None else later.about,
            *((self.shown, self.shown_at) if later.shown is None else (later.shown, later.shown_at)),
        )


class Memories(WorkspaceRows):
    """The memories of one workspace, by conversation and member."""

    def find(self, conversation_id: str, member: int) -> Memory:
        """What is known of a member in a conversation; an empty memory where nothing is."""
        values = {
            "of_workspace": self._workspace_id,
            "of_conversation": conversation_id,
            "of_member": member,
        }
        return Memory(*next(iter(_FIND.translated(self._connection, values)), ()))

    def spoken_of(self, conversation_id: str, member: int) -> tuple[int, bool] | None:
        """The number of the record that a member spoke of last in a conversation, 0 for one that is gone, and
        True; or of the one that others spoke of last, and False. None where nobody spoke of any."""
        values = {
            "of_workspace": self._workspace_id,
            "of_conversation": conversation_id,
            "of_member": member,
        }
        row = _SPOKEN_OF.first(self._connection, values)
        return None if row is None else (row[0], row[1] == member)

    def hold(self) -> None:
        """Nobody keeps anything here until this transaction has ended; those who are about to go first."""
        self._connection.execute(self._lock().with_for_update())

    def note(self, noted: Iterable[tuple[str, str, Memory]], at: dt.datetime) -> None:
        """Keeps what users (by user id) were answered in conversations, in this order. Who is no member yet
        is passed over, and so is a list from before a person was erased, who may have been looked for. Waits
        for whoever erases, so the transaction should have changed nothing before."""
        # Beside those who write: they hold the same row, but not against who only shares its key.
        self._connection.execute(self._lock().with_for_update(read=True, key_share=True))
        # Asked for by itself: what was waited for is seen by the next statement only.
        erased_at = self._last_erasure()
        rows = [
            {
                "of_workspace": self._workspace_id,
                "of_conversation": conversation_id,
                "of_user": user_id,
                "about": memory.about,
                "shown": None if erased_at and (memory.shown_at or at) <= erased_at else memory.shown,
                # What is saved together still has an order.
                "at": at + dt.timedelta(microseconds=position),
            }
            for position, (conversation_id, user_id, memory) in enumerate(noted)
        ]
        # Each locks a row, so it is the same order on every host.
        rows.sort(key=lambda row: (row["of_conversation"], row["of_user"]))
        _NOTE.run_many(self._connection, rows)

    def forget(self, before: dt.datetime) -> None:
        """Drops what was noted too long ago for anybody to mean it."""
        mine = self._mine(memories)
        self._connection.execute(sa.delete(memories).where(mine, memories.c.at < before))

    def _lock(self) -> sa.Select[tuple[int]]:
        """The row that is locked: nothing points to it, so that nobody else waits for it without knowing."""
        return sa.select(counters.c.workspace_id).where(self._mine(counters))

    def _last_erasure(self) -> dt.datetime | None:
        mine = (self._mine(audit), audit.c.name == PERSON_ERASED)
        return self._connection.execute(sa.select(sa.func.max(audit.c.at)).where(*mine)).scalar()


def _of(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=column.type)


_FIND = Statement(
    sa.select(memories.c.about, memories.c.shown).where(
        memories.c.workspace_id == _of("of_workspace", memories.c.workspace_id),
        memories.c.conversation_id == _of("of_conversation", memories.c.conversation_id),
        memories.c.member == _of("of_member", memories.c.member),
    )
)

_SPOKEN_OF = Statement(
    sa.select(memories.c.about, memories.c.member)
    .where(
        memories.c.workspace_id == _of("of_workspace", memories.c.workspace_id),
        memories.c.conversation_id == _of("of_conversation", memories.c.conversation_id),
        memories.c.about.is_not(None),
    )
    .order_by(memories.c.member != _of("of_member", memories.c.member), memories.c.at.desc())
    # Both written out: SQLite takes no limit without an offset, and `Statement` binds only what it is given.
    .limit(sa.literal_column("1"))
    .offset(sa.literal_column("0"))
)

_NOTE = Statement(
    sa.text(
        "INSERT INTO memories (workspace_id, conversation_id, member, about, shown, at)"
        " SELECT workspace_id, :of_conversation, id, :about, :shown, :at FROM members"
        " WHERE workspace_id = :of_workspace AND user_id = :of_user"
        " ON CONFLICT (workspace_id, conversation_id, member) DO UPDATE SET"
        " about = COALESCE(excluded.about, memories.about),"
        " shown = COALESCE(excluded.shown, memories.shown),"
        # When something was spoken of: a list that is shown later changes nothing about that.
        " at = CASE WHEN excluded.about IS NULL AND memories.about IS NOT NULL"
        " THEN memories.at ELSE excluded.at END"
    ).bindparams(
        _of("of_workspace", memories.c.workspace_id),
        _of("of_conversation", memories.c.conversation_id),
        sa.bindparam("of_user", type_=sa.Text),
        _of("about", memories.c.about),
        _of("shown", memories.c.shown),
        _of("at", memories.c.at),
    )
)
