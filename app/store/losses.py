"""Losses: what would be gone if the schema went back to an earlier revision.

Found out on an empty database in memory, which goes there and back; only what is counted is read from the
real one.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.store.compatibility import TABLE
from app.store.database import Database
from app.store.engine.addresses import IN_MEMORY
from app.store.schema import go_back, known_revisions, migrate, scripts


@dataclass(frozen=True, slots=True)
class Loss:
    """A table, or a column of one, and how many rows have something there."""

    name: str
    rows: int


def losses(database: Database, current: str, revision: str) -> list[Loss]:
    """What goes with the way back from `current` to `revision`, empty tables and columns too."""
    model = Database(IN_MEMORY)
    try:
        migrate(model, current)
        before = _columns(model)
        go_back(model, revision)
        after = _columns(model)
    finally:
        model.close()
    found = []
    with database.read() as connection:
        for table in sorted(before):
            if table not in after:
                found.append(Loss(table, _count(connection, table, "")))
                continue
            found += [
                Loss(f"{table}.{column}", _count(connection, table, f"WHERE CAST({column} AS TEXT) <> ''"))
                for column in sorted(before[table] - after[table])
            ]
    return found


def meanings(current: str, revision: str) -> list[str]:
    """What the migrations themselves say about their way back, the newest first."""
    order = list(known_revisions())
    first = 0 if revision == "base" else order.index(revision) + 1
    found = []
    for step in reversed(order[first : order.index(current) + 1]):
        script = scripts().get_revision(step)
        told = (script.module.downgrade.__doc__ or "") if script else ""
        found.append(f"{step}: {' '.join(told.split())}")
    return found


def _columns(database: Database) -> dict[str, set[str]]:
    inspector = sa.inspect(database.pool)
    names = set(inspector.get_table_names()) - {TABLE.name, "alembic_version"}
    return {name: {str(column["name"]) for column in inspector.get_columns(name)} for name in names}


def _count(connection: sa.Connection, table: str, condition: str) -> int:
    return int(connection.execute(sa.text(f"SELECT count(*) FROM {table} {condition}")).scalar() or 0)
