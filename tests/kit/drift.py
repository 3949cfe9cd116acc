"""Drift: tables in the code that are others than those that the migrations make."""

from __future__ import annotations

from alembic import command

from app.store.database import Database
from app.store.schema import alembic_config


def find_drift(database: Database) -> None:
    """Raises where there is any."""
    with database.write() as connection:
        command.check(alembic_config(connection))
