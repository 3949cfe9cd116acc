"""Columns that many tables have."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.store.engine.column_types import Id
from app.store.engine.declaring import where

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(*others: str) -> list[sa.Column[Any]]:
    """The columns of a primary key: the workspace, then these."""
    names = ("workspace_id", *others)
    return [sa.Column(name, Id, primary_key=True, autoincrement=False) for name in names]


def text(name: str) -> sa.Column[Any]:
    """A text that is empty where there is none."""
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def index_of_some(column: str) -> sa.Index:
    """An index of the rows that have a value: most have none, and an entry costs each of them a write."""
    return sa.Index(None, "workspace_id", column, **where(f"{column} IS NOT NULL"))


def index_of_key(column: str) -> sa.Index:
    """An index by which likely duplicates are found, newest first. Rows without the key are not in it: they
    have NULL there, as no comparison with anything but NULL lets SQLite use an index of some rows."""
    return sa.Index(None, "workspace_id", column, "number", **where(f"{column} IS NOT NULL"))


def to(table: str, column: str, target: str = "number") -> sa.ForeignKeyConstraint:
    """A column that points to a row of the same workspace."""
    return sa.ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.{target}"])
