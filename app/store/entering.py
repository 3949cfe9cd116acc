"""Entering: the first statement of a transaction finds the workspace and the member who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.member import Actor, Member, Workspace
from app.store.directory import find_workspace, forget_workspace
from app.store.members import MEMBER_COLUMNS, member_of
from app.store.statements import Statement
from app.store.tables import counters, members, workspaces
from app.store.workspaces import WORKSPACE_COLUMNS, workspace_of


@dataclass(frozen=True, slots=True)
class Entry:
    """What the first statement of a transaction finds: the workspace, what its next record and event get, and
    the columns of whoever asks, None for somebody new."""

    workspace: Workspace
    next_number: int
    next_sequence: int
    known: Mapping[str, Any] | None

    def member(self, workspace: Workspace) -> Member | None:
        return None if self.known is None else member_of(self.known, workspace)


def enter(connection: sa.Connection, actor: Actor, *, lock: bool) -> Entry | None:
    """The actor's workspace, locked where it is to be written, and the actor in it; None where the tenant has
    none."""
    found = _enter(connection, actor, lock=lock)
    if found is None and forget_workspace(connection, actor.tenant_id):
        # It was known from before it went, and the tenant may have come again since.
        found = _enter(connection, actor, lock=lock)
    return found


def _enter(connection: sa.Connection, actor: Actor, *, lock: bool) -> Entry | None:
    workspace = find_workspace(connection, actor.tenant_id)
    if workspace is None:
        return None
    values = {"of_workspace": workspace, "tenant": actor.tenant_id, "user": actor.user_id}
    found = (_ENTER_LOCKED if lock else _ENTER).first(connection, values)
    if found is None:
        return None
    row = iter(found)
    told = {name: next(row) for name in WORKSPACE_COLUMNS}
    number, sequence = next(row), next(row)
    who = dict(zip(MEMBER_COLUMNS, row, strict=True))
    return Entry(workspace_of(told), number, sequence, who if who["id"] is not None else None)


_WORKSPACE = sa.bindparam("of_workspace", type_=workspaces.c.id.type)

# Each table by the workspace itself, not by what another one has there: so each is found in one partition, on
# one node.
_ENTERED = (
    sa.select(
        *(workspaces.c[name] for name in WORKSPACE_COLUMNS),
        counters.c.next_number,
        counters.c.next_sequence,
        *(members.c[name].label(f"member_{name}") for name in MEMBER_COLUMNS),
    )
    .select_from(
        workspaces.join(counters, counters.c.workspace_id == workspaces.c.id).outerjoin(
            members, sa.and_(members.c.workspace_id == _WORKSPACE, members.c.user_id == sa.bindparam("user"))
        )
    )
    .where(
        workspaces.c.id == _WORKSPACE,
        counters.c.workspace_id == _WORKSPACE,
        workspaces.c.tenant_id == sa.bindparam("tenant"),
    )
)
_ENTER = Statement(_ENTERED)
# No wider than needed: whoever only adds a row that points to the workspace need not wait. Both rows, as
# PostgreSQL reads anew what it had to wait for, and nothing else.
_ENTER_LOCKED = Statement(_ENTERED.with_for_update(of=(workspaces, counters), key_share=True))
