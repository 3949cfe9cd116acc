"""Declaring: options of tables, indexes and hints that one engine knows and the other ignores."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
"""For a table whose rows lie in its primary key: SQLite would else keep a second tree for each."""
NEVER_AGAIN: dict[str, Any] = {"sqlite_autoincrement": True}
"""For a table whose rows get their numbers by themselves: none is given twice, even where a row is gone."""


def where(condition: str) -> dict[str, Any]:
    """For an index of the rows that fulfil a condition."""
    some = sa.text(condition)
    return {"sqlite_where": some, "postgresql_where": some}


def by_index(select: sa.Select[Any], table: sa.Table, index: str) -> sa.Select[Any]:
    """A select for which SQLite is to take this index, whatever it would take itself."""
    return select.with_hint(table, f"INDEXED BY {index}", "sqlite")
