"""A migrated PostgreSQL database divided by workspace, as an operator would do who has outgrown one table of
each kind. Nothing in the product knows of it."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from tests.kit.patience import wait_until

PARTS = 4
"""Partitions of each table."""
WHOLE = ("directory", "alembic_version", "schema_compatibility")
"""Tables that are not divided: the first one tells where everything else is."""

_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
_KEYS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
)
_LOOKED_INTO = (
    "SELECT relname FROM pg_stat_user_tables WHERE relname ~ '_part_[0-9]+$'"
    " AND coalesce(seq_scan, 0) + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del > 0"
)
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def divide(url: str) -> None:
    """Makes each table one that is partitioned by hash of its workspace, with all keys and indexes."""
    with psycopg.connect(url, autocommit=True) as connection, connection.transaction():
        keys = connection.execute(_KEYS).fetchall()
        for table, name, _ in keys:
            _run(connection, "ALTER TABLE {} DROP CONSTRAINT {}", table, name)
        for (table,) in connection.execute(_TABLES).fetchall():
            if table not in WHOLE:
                _divide(connection, table)
        for table, name, definition in keys:
            text = f"ALTER TABLE {{}} ADD CONSTRAINT {{}} {definition}"
            _run(connection, text, table, name)


def parts_looked_into(url: str) -> set[int]:
    """The partitions, by their number, of which anything was read or written since `forget_looks`; all
    connections must have ended or be about to. Those of what waits to be delivered do not count: the courier
    asks for what is due of all tenants at once."""
    with psycopg.connect(url, autocommit=True) as connection:
        wait_until(lambda: not _first(connection, _OTHERS))
        found = connection.execute(_LOOKED_INTO).fetchall()
    return {int(name.rpartition("_")[2]) for (name,) in found if not name.startswith("deliveries")}


def forget_looks(url: str) -> None:
    """Begins to count anew what is read and written."""
    with psycopg.connect(url, autocommit=True) as connection:
        wait_until(lambda: not _first(connection, _OTHERS))
        connection.execute("SELECT pg_stat_reset()")


def parts_of(url: str) -> set[int]:
    """The partitions in which the workspaces lie that there are."""
    test = "satisfies_hash_partition('workspaces'::regclass, %s, %s, workspace_id)"
    with psycopg.connect(url, autocommit=True) as connection:
        return {
            part
            for part in range(PARTS)
            if _first(connection, f"SELECT count(*) FROM directory WHERE {test}", [PARTS, part])
        }


def _divide(connection: psycopg.Connection[Any], table: str) -> None:
    column, whole = ("id" if table == "workspaces" else "workspace_id"), f"{table}_whole"
    _run(connection, "ALTER TABLE {} RENAME TO {}", table, whole)
    _run(connection, "CREATE TABLE {} (LIKE {} INCLUDING ALL) PARTITION BY HASH ({})", table, whole, column)
    for part in range(PARTS):
        # Where there are statistics the planner itself asks an index for its ends, also those of partitions
        # that the statement then leaves out: nobody is to gather any while the tests count who looks where.
        text = (
            f"CREATE TABLE {{}} PARTITION OF {{}} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
            " WITH (autovacuum_enabled = false)"
        )
        _run(connection, text, f"{table}_part_{part}", table)
    _run(connection, "INSERT INTO {} SELECT * FROM {}", table, whole)
    _run(connection, "DROP TABLE {}", whole)


def _run(connection: psycopg.Connection[Any], text: str, *names: str) -> None:
    connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def _first(connection: psycopg.Connection[Any], text: str, values: list[int] | None = None) -> int:
    row = connection.execute(text, values).fetchone()
    return int(row[0]) if row else 0
