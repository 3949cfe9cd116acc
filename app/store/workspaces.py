"""Workspaces: the settings of each."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.member import TOLD, Workspace
from app.domain.own_fields import OwnFields
from app.store.tables import workspaces


class Workspaces:
    """What is set for a whole workspace."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def save(self, workspace: Workspace) -> Workspace:
        """Stores all that owners set."""
        mine = workspaces.c.id == workspace.id
        values = {name: _column(getattr(workspace, name)) for name in (*TOLD, "framework", "version")}
        self._connection.execute(sa.update(workspaces).where(mine).values(values))
        return workspace


def _column(value: object) -> object:
    if isinstance(value, OwnFields):
        return value.text
    if isinstance(value, tuple):
        return " ".join(value)
    return int(value) if isinstance(value, bool) else value
