"""Runs the migrations. Alembic calls this; `app.store.schema` gives it the connection."""

from __future__ import annotations

from typing import Literal

from alembic import context

from app.settings import Settings
from app.store import columns
from app.store.database import Database
from app.store.tables import metadata


def run() -> None:
    """Migrates over the connection that was handed in, or over one to DATABASE_URL."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        migrate(connection)
        return
    database = Database(Settings().database_url)
    with database.write() as own:
        migrate(own)
    database.close()


def migrate(connection: object) -> None:
    """All steps in one transaction: a failed migration leaves the database as it was."""
    context.configure(
        connection=connection,  # type: ignore[arg-type]
        target_metadata=metadata,
        render_item=_render,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _render(kind: str, item: object, _: object) -> str | Literal[False]:
    # Migrations name our own column types instead of spelling out what each database makes of them.
    if kind != "type":
        return False
    if isinstance(item, columns.Amount | columns.Moment):
        return f"{type(item).__name__}()"
    named = {id(columns.Id): "Id", id(columns.Json): "Json", id(columns.Word): "Word"}
    return named.get(id(item), False)


run()
