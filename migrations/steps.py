"""Steps that leave a large table to its readers and writers while they run.

A new migration uses these instead of what locks a table for as long as it takes; one that cannot says why in
`holds_tables`, which `python -m app migrate` shows before it begins.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def create_index(name: str, table: str, columns: Sequence[str], *, where: str | None = None) -> None:
    """An index, on PostgreSQL made beside the writers. One that an interrupted run left half made is made
    anew."""
    some = None if where is None else sa.text(where)
    if not on_postgres():
        op.create_index(name, table, list(columns), sqlite_where=some, if_not_exists=True)
        return
    with op.get_context().autocommit_block():
        if op.get_bind().execute(_HALF_MADE, {"name": name}).scalar():
            op.drop_index(name, table_name=table, postgresql_concurrently=True)
        op.create_index(
            name,
            table,
            list(columns),
            postgresql_where=some,
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def drop_index(name: str, table: str) -> None:
    """Takes an index away, on PostgreSQL once nobody uses it."""
    if not on_postgres():
        op.drop_index(name, table_name=table, if_exists=True)
        return
    with op.get_context().autocommit_block():
        op.drop_index(name, table_name=table, postgresql_concurrently=True, if_exists=True)


def on_sqlite() -> bool:
    """Whether SQLite is migrated."""
    return not on_postgres()


def on_postgres() -> bool:
    """Whether PostgreSQL is."""
    return op.get_bind().dialect.name == "postgresql"


_HALF_MADE = sa.text(
    "SELECT NOT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    " WHERE relname = :name AND relnamespace = current_schema()::regnamespace"
)
