"""What a transaction reads and writes of one workspace: the beginning of every part of it."""

from __future__ import annotations

import sqlalchemy as sa


class WorkspaceRows:
    """Rows of one workspace, reached over the connection of a transaction."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def _mine(self, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """Whether a row of a table is one of this workspace."""
        mine: sa.ColumnElement[bool] = table.c.workspace_id == self._workspace_id
        return mine

    def _next_id(self, table: sa.Table) -> int:
        """The id of the next row of a table. The workspace is locked, so nobody else takes it."""
        last = sa.select(sa.func.max(table.c.id)).where(self._mine(table))
        return (self._connection.execute(last).scalar() or 0) + 1
