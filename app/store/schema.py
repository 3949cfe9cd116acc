"""The schema's version: migrating to it, and telling whether this code can work with what a database has.

Each step is a transaction of its own, so that no table stays locked until the last of them is done; a run
that was broken off goes on where it ended. On SQLite, which has one writer anyway, all steps are one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import ScriptDirectory

from app.remedies import Code, Refused
from app.store.compatibility import find_oldest_code
from app.store.database import Database
from app.store.opening import opened

ROOT = Path(__file__).parents[2]

LOCK_WAIT = "3s"
"""How long a step waits for a table. Whoever comes after it for the same table waits behind it, so it gives
up soon and tries again."""
TRIES = 40
PAUSE = 1.0
"""Seconds between two tries."""
_MIGRATING = 7281094
"""The advisory lock of whoever migrates."""

Tell = Callable[[str], None]
"""Is told a line about each step when it is done."""


class TablesBusy(Exception):
    """A table that a step needs for itself was in use all the time."""


class RevisionUnknown(Exception):
    """This version has no such revision."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a database has and what this code needs. `code` is the oldest revision whose code works with what
    the database has, where the database has been migrated by code that is newer than this."""

    current: str | None
    needed: str
    code: str | None = None

    @property
    def problem(self) -> Code | None:
        """What keeps this code from working with it."""
        if self.current == self.needed:
            return None
        if self.current is None or self.current in known_revisions():
            return "migrations_pending"
        return None if self.code in known_revisions() else "database_newer"


def standing(database: Database) -> Standing:
    """How the database and this code fit together."""
    with database.read() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        code = None if current in {None, *known_revisions()} else find_oldest_code(connection)
    return Standing(current, newest_revision(), code)


@contextmanager
def opened_for_work(url: str) -> Iterator[Database]:
    """The database at an address, for whoever works with its tables. Raises Refused where it cannot be
    opened, or where this code cannot work with what it has."""
    with opened(url) as database:
        if problem := standing(database).problem:
            raise Refused(problem)
        yield database


def migrate(database: Database, revision: str = "head", tell: Tell | None = None) -> None:
    """Brings the schema to a revision, forwards; does nothing where it is there. Hosts that start at the
    same moment wait for each other. Raises RevisionUnknown and TablesBusy."""
    _run(database, command.upgrade, revision, tell)


def go_back(database: Database, revision: str, tell: Tell | None = None) -> None:
    """Takes the schema back to an earlier revision; "base" removes it."""
    _run(database, command.downgrade, revision, tell)


def find_drift(database: Database) -> None:
    """Raises where the tables in the code and those that the migrations make differ."""
    with database.write() as connection:
        command.check(_config(connection))


@cache
def known_revisions() -> tuple[str, ...]:
    """All revisions that this code has, the oldest first."""
    return tuple(reversed([script.revision for script in scripts().walk_revisions()]))


def newest_revision() -> str:
    """The revision that this code needs."""
    return known_revisions()[-1]


@cache
def scripts() -> ScriptDirectory:
    """The migrations as Alembic knows them."""
    return ScriptDirectory.from_config(_config(None))


def _run(
    database: Database, direction: Callable[[Config, str], None], revision: str, tell: Tell | None
) -> None:
    if revision not in {"head", "base", *known_revisions()}:
        raise RevisionUnknown(revision)
    if database.is_sqlite:
        with database.write() as connection:
            direction(_config(connection, tell), revision)
        return
    with _alone(database) as connection:
        for tries_left in reversed(range(TRIES)):
            try:
                direction(_config(connection, tell), revision)
                return
            except sa.exc.OperationalError as error:
                connection.rollback()
                if getattr(error.orig, "sqlstate", "") != "55P03":
                    raise
                if not tries_left:
                    raise TablesBusy from error
                time.sleep(PAUSE)


@contextmanager
def _alone(database: Database) -> Iterator[sa.Connection]:
    """A connection to PostgreSQL for whoever migrates, one at a time. It asks for the lock again and again:
    to wait inside the database would be a transaction, and an index that is made beside the writers waits for
    every transaction to end."""
    connection = database.engine.connect()
    try:
        while not connection.execute(sa.select(sa.func.pg_try_advisory_lock(_MIGRATING))).scalar():
            connection.commit()
            time.sleep(0.2)
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_WAIT}'")
        connection.commit()
        yield connection
    finally:
        # Closed for good: its settings and its lock belong to no other.
        with suppress(sa.exc.SQLAlchemyError):
            connection.rollback()
        if not connection.invalidated:
            # One that was lost cannot be, and to try would hide what it was lost by.
            connection.detach()
        connection.close()


def _config(connection: sa.Connection | None, tell: Tell | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["tell"] = tell
    return config


def reason_to_hold(revision: str) -> str:
    """Why a migration keeps others from a table while it runs; "" where it does not."""
    script = scripts().get_revision(revision)
    return str(getattr(script.module, "holds_tables", "")) if script else ""


def describe(step: MigrationInfo) -> str:
    """A line about a step: where it leads, and what for."""
    script = scripts().get_revision(step.up_revision_id or "")
    meaning = (script.doc if script else "").rstrip(".")
    return f"{step.up_revision_id} {meaning}" if step.is_upgrade else f"{step.up_revision_id} taken back"
