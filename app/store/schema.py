"""The schema's version: migrating to it, and telling whether this code can work with what a database has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import ScriptDirectory

from app.faults import Code, Fault
from app.store.compatibility import find_oldest_code
from app.store.database import Database
from app.store.opening import opened

ROOT = Path(__file__).parents[2]

Tell = Callable[[str], None]
"""Is told a line about each step when it is done."""


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
    """The database at an address, for whoever works with its tables. Raises Fault where it cannot be
    opened, or where this code cannot work with what it has."""
    with opened(url) as database:
        if problem := standing(database).problem:
            raise Fault(problem)
        yield database


def migrate(database: Database, revision: str = "head", tell: Tell | None = None) -> None:
    """Brings the schema to a revision, forwards; does nothing where it is there. Hosts that start at the
    same moment wait for each other. Raises RevisionUnknown and TablesBusy."""
    _run(database, command.upgrade, revision, tell)


def go_back(database: Database, revision: str, tell: Tell | None = None) -> None:
    """Takes the schema back to an earlier revision; "base" removes it."""
    _run(database, command.downgrade, revision, tell)


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
    return ScriptDirectory.from_config(alembic_config(None))


def _run(
    database: Database, direction: Callable[[Config, str], None], revision: str, tell: Tell | None
) -> None:
    if revision not in {"head", "base", *known_revisions()}:
        raise RevisionUnknown(revision)
    database.engine.migrate(
        database, lambda connection: direction(alembic_config(connection, tell), revision)
    )


def alembic_config(connection: sa.Connection | None, tell: Tell | None = None) -> Config:
    """What Alembic has to know to work over a connection."""
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
