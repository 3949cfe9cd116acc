"""The schema's version: migrating to it, and telling whether a database has it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.store.database import Database

ROOT = Path(__file__).parents[2]


def migrate(database: Database, revision: str = "head") -> None:
    """Brings the schema to a revision, forwards; does nothing where it is there. Hosts that start at the
    same moment wait for each other."""
    with database.write() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7281094)")
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def go_back(database: Database, revision: str) -> None:
    """Takes the schema back to an earlier revision; "base" removes it."""
    with database.write() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def find_drift(database: Database) -> None:
    """Raises where the tables in the code and those that the migrations make differ."""
    with database.write() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.check(config)


def pending(database: Database) -> tuple[str | None, str | None]:
    """The revision that the database has and the one it needs."""
    with database.read() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
