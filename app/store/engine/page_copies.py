"""Page copies: backups of SQLite, which copies its pages as of one moment. A file copied by `cp` lacks what
is still in the log."""

from __future__ import annotations

import contextlib
import sqlite3
from contextlib import closing
from pathlib import Path

from app.store.engine.backup_files import check_beginning
from app.store.engine.engine import Reached
from app.store.engine.errors import BackupFailed

PAGES = 2_000
"""Pages that are copied in one go."""
_HEAD = b"SQLite format 3\0"


def copy(source: Path, target: Path, reached: Reached) -> None:
    """Copies a database as of one moment: it stays the same under the copy, whoever writes meanwhile."""
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, isolation_level=None)) as reading,
            closing(sqlite3.connect(target)) as writing,
        ):
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            reading.backup(
                writing, pages=PAGES, progress=lambda _, left, total: reached(total - left, total), sleep=0
            )
    except sqlite3.Error as error:
        raise BackupFailed(f"{source} could not be copied to {target}: {error}") from error


def make_one_file(file: Path) -> None:
    """A backup has no log beside it, and says so in its own first page."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    check(file)


def check_head(file: Path) -> None:
    """Raises BackupFailed where a file is none of SQLite."""
    check_beginning(file, _HEAD, "SQLite")


def check(file: Path) -> str:
    """The revision of a copy. Raises BackupFailed where it is damaged."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            told = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BackupFailed(f"{file} is damaged: {error}") from error
    if told != "ok" or revision is None:
        raise BackupFailed(f"{file} is damaged: {told}")
    return str(revision[0])


def is_in_use(path: Path) -> bool:
    """Whether another process has a database open."""
    if not path.exists():
        return False
    # To leave its log SQLite has to be alone; it goes back to it at once.
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete")
        except sqlite3.OperationalError:
            return True
        finally:
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode=WAL")
