"""Backups: a whole database in one file, made while hosts work, and put back."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from app.private import make_file
from app.store.compatibility import TABLE
from app.store.database import Database
from app.store.engine.engine import Reached
from app.store.engine.errors import BackupFailed
from app.store.schema import known_revisions
from app.store.tables import metadata

_TABLES = frozenset({*metadata.tables, TABLE.name, "alembic_version"})


def back_up(database: Database, file: Path, reached: Reached) -> None:
    """Writes the whole database to a file that only its owner may read. There is either a whole file in the
    end or none. Raises BackupFailed."""
    part = file.with_name(f"{file.name}.part")
    make_file(part)
    try:
        database.engine.back_up(database, part, _TABLES, reached)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def check_backup(database: Database, file: Path) -> str | None:
    """The revision of a backup, None where it tells that only when it is back. Raises BackupFailed where the
    file is no backup of this kind of database, or a damaged one."""
    return database.engine.check_backup(file)


def restore(database: Database, file: Path, reached: Reached) -> None:
    """Puts a backup in the place of all that the database holds. Nothing has changed where this fails, but
    on PostgreSQL the database is empty then. Raises BackupFailed."""
    revision = check_backup(database, file)
    if revision is not None and revision not in known_revisions():
        raise BackupFailed(f"{file} is of a newer version (revision {revision}): restore it with that one")
    database.engine.restore(database, file, _TABLES, reached)


def is_in_use(database: Database) -> bool:
    """Whether another process has the database open: what is put back would be lost on it."""
    return database.engine.is_in_use(database)


def is_empty(database: Database) -> bool:
    """Whether nobody has ever used the database."""
    if "workspaces" not in sa.inspect(database.pool).get_table_names():
        return True
    with database.read() as connection:
        return connection.execute(sa.text("SELECT 1 FROM workspaces LIMIT 1")).first() is None
