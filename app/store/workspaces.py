"""Workspaces: the settings of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from app.domain.member import TOLD, Workspace
from app.domain.own_fields import OwnFields, read_own_fields
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


WORKSPACE_COLUMNS = tuple(one.name for one in fields(Workspace))
_LISTS, _FLAGS = ("working_days", "free_days"), ("public_holidays", "guests")


def workspace_of(row: Mapping[str, Any]) -> Workspace:
    """The workspace of a row that has WORKSPACE_COLUMNS."""
    lists = {name: tuple(row[name].split()) for name in _LISTS}
    flags = {name: bool(row[name]) for name in _FLAGS}
    return Workspace(**{**row, **lists, **flags, "own_fields": read_own_fields(row["own_fields"])})


def _column(value: object) -> object:
    if isinstance(value, OwnFields):
        return value.text
    if isinstance(value, tuple):
        return " ".join(value)
    return int(value) if isinstance(value, bool) else value
