"""The directory: which workspace belongs to a tenant. Everything else is found by the workspace."""

from __future__ import annotations

import sqlalchemy as sa

from app.store.statements import Statement
from app.store.tables import directory

MOST_KNOWN = 20_000
"""Tenants whose workspaces are known without asking; then all are asked for anew."""

Known = dict[str, int]
"""Workspace ids by tenant, as far as a process has read them; all its connections share one."""

KNOWN = "known workspaces"
"""The execution option of a connection that holds what is known."""


def find_workspace(connection: sa.Connection, tenant_id: str) -> int | None:
    """The id of a tenant's workspace, None where it has none. It may have been known for long: what lies
    there is the tenant's only where the row of the workspace says so."""
    known = _known(connection)
    found = known.get(tenant_id)
    return _look_up(connection, known, tenant_id) if found is None else found


def forget_workspace(connection: sa.Connection, tenant_id: str) -> bool:
    """Has the tenant looked up anew; whether its workspace was known."""
    return _known(connection).pop(tenant_id, None) is not None


def add_workspace(connection: sa.Connection, tenant_id: str) -> int | None:
    """The id of a new tenant's workspace; None where somebody else has just taken the tenant in. Not known to
    others before the transaction has ended, which it may do without it."""
    found: int | None = connection.execute(_ADD, {"tenant_id": tenant_id}).scalar()
    return found


def _look_up(connection: sa.Connection, known: Known, tenant_id: str) -> int | None:
    row = _FIND.first(connection, {"tenant": tenant_id})
    if row is None:
        return None
    if len(known) >= MOST_KNOWN:
        known.clear()
    # Not read from there again: other threads forget tenants, or all of them, at any moment.
    found: int = row[0]
    known[tenant_id] = found
    return found


def _known(connection: sa.Connection) -> Known:
    found: Known = connection.get_execution_options().get(KNOWN, {})
    return found


_FIND = Statement(sa.select(directory.c.workspace_id).where(directory.c.tenant_id == sa.bindparam("tenant")))

# Two hosts may meet a new tenant at the same moment: the second waits here and then finds it there.
_ADD = sa.text(
    "INSERT INTO directory (tenant_id) VALUES (:tenant_id)"
    " ON CONFLICT (tenant_id) DO NOTHING RETURNING workspace_id"
)
