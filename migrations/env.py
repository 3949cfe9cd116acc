"""Runs the migrations. Alembic calls this; `app.store.schema` gives it the connection."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo

from app.host.configuration import Configuration
from app.store import compatibility
from app.store.database import Database
from app.store.engine import column_types
from app.store.schema import describe, scripts
from app.store.tables import metadata


def run() -> None:
    """Migrates over the connection that was handed in, or over one to DATABASE_URL."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        migrate(connection)
        return
    database = Database(Configuration().database_url)
    with database.pool.connect() as own:
        migrate(own)
    database.close()


def migrate(connection: sa.Connection) -> None:
    """Each step in a transaction of its own, unless the connection is in one already: a step that fails
    leaves everything as the one before has left it."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=_render,
        include_name=_is_ours,
        compare_type=True,
        transaction_per_migration=True,
        on_version_apply=_note,
    )
    with context.begin_transaction():
        context.run_migrations()


def _note(
    ctx: MigrationContext, step: MigrationInfo, heads: Collection[str], run_args: Mapping[str, object]
) -> None:
    """In the step's own transaction: what the schema means for older code."""
    if ctx.connection is not None:
        compatibility.keep(ctx.connection, scripts(), next(iter(heads), None))
    if tell := context.config.attributes.get("tell"):
        tell(describe(step))


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    return not (kind == "table" and name == compatibility.TABLE.name)


def _render(kind: str, item: object, _: object) -> str | Literal[False]:
    # Migrations name our own column types instead of spelling out what each database makes of them.
    if kind != "type":
        return False
    if isinstance(item, column_types.Amount | column_types.Moment):
        return f"{type(item).__name__}()"
    named = {id(column_types.Id): "Id", id(column_types.Json): "Json", id(column_types.Word): "Word"}
    return named.get(id(item), False)


run()
