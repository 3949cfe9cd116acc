"""Backups: a whole database in one file, made while hosts work, and put back.

SQLite copies its pages as of one moment; PostgreSQL has `pg_dump` and `pg_restore`, which must not be older
than the server. A file that `cp` makes of SQLite lacks what still lies in its log.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from app.private import make_file
from app.store.compatibility import TABLE
from app.store.database import Database
from app.store.schema import known_revisions
from app.store.tables import metadata

Reached = Callable[[int, int], None]
"""Is told how much is done, and of how much: pages of SQLite, tables of PostgreSQL."""

PAGES = 2_000
"""Pages of SQLite that are copied in one go."""
_DEBIAN = Path("/usr/lib/postgresql")
_OURS = {*metadata.tables, TABLE.name, "alembic_version"}


class BackupFailed(Exception):
    """Why there is no backup, or why it was not put back: a sentence for whoever runs it."""


def back_up(database: Database, file: Path, reached: Reached) -> None:
    """Writes the whole database to a file that only its owner may read. There is either a whole file in the
    end or none."""
    part = file.with_name(f"{file.name}.part")
    make_file(part)
    try:
        if database.is_sqlite:
            _copy_pages(_path(database), part, reached)
            _make_one_file(part)
        else:
            arguments = ["--format=custom", "--verbose", f"--file={part}", *_way(database)]
            _run(database, "pg_dump", arguments, reached)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def restore(database: Database, file: Path, reached: Reached) -> None:
    """Puts a backup in the place of all that the database holds. Nothing has changed where this fails, but
    on PostgreSQL the database is empty then."""
    revision = revision_in(file, is_sqlite=database.is_sqlite)
    if database.is_sqlite and revision not in known_revisions():
        raise BackupFailed(f"{file} is of a newer version (revision {revision}): restore it with that one")
    if database.is_sqlite:
        _copy_pages(file, _path(database), reached)
        return
    # Read to its end before anything goes: a file that was cut off shows it only there.
    _run(database, "pg_restore", ["--file=/dev/null", str(file)])
    _empty(database)
    kept_apart = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run(database, "pg_restore", ["--verbose", *kept_apart, *_way(database), str(file)], reached)


def revision_in(file: Path, *, is_sqlite: bool) -> str | None:
    """The revision of a backup of SQLite; None for one of PostgreSQL, which tells it when it is back.
    Raises BackupFailed where the file is no backup, or a damaged one."""
    head = b""
    with contextlib.suppress(OSError), file.open("rb") as stream:
        head = stream.read(16)
    if not head:
        raise BackupFailed(f"{file} cannot be read")
    if is_sqlite != head.startswith(b"SQLite format 3\0") or (
        not is_sqlite and not head.startswith(b"PGDMP")
    ):
        kind = "SQLite" if is_sqlite else "PostgreSQL"
        raise BackupFailed(f"{file} is no backup of {kind}; to change from one to the other there is `copy`")
    return _sound(file) if is_sqlite else None


def is_in_use(database: Database) -> bool:
    """Whether another process has the database open: what is put back would be lost on it."""
    if not database.is_sqlite:
        with database.read() as connection:
            return bool(connection.execute(sa.text(_OTHERS)).scalar())
    path = _path(database)
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


def is_empty(database: Database) -> bool:
    """Whether nobody has ever used the database."""
    if "workspaces" not in sa.inspect(database.engine).get_table_names():
        return True
    with database.read() as connection:
        return connection.execute(sa.text("SELECT 1 FROM workspaces LIMIT 1")).first() is None


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def _copy_pages(source: Path, target: Path, reached: Reached) -> None:
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


def _make_one_file(file: Path) -> None:
    """A backup has no log beside it, and says so in its own first page."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    _sound(file)


def _sound(file: Path) -> str | None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            told = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BackupFailed(f"{file} is damaged: {error}") from error
    if told != "ok" or revision is None:
        raise BackupFailed(f"{file} is damaged: {told}")
    return str(revision[0])


def _path(database: Database) -> Path:
    return Path(str(database.url.database))


def _empty(database: Database) -> None:
    """Takes our tables away. Others in the same database are somebody else's, or of a newer version."""
    names = set(sa.inspect(database.engine).get_table_names())
    if foreign := sorted(names - _OURS):
        raise BackupFailed(
            f"the database has tables that this version does not know ({', '.join(foreign[:3])}):"
            " restore into a new, empty database"
        )
    with database.write() as connection:
        for name in sorted(names):
            connection.execute(sa.text(f'DROP TABLE "{name}" CASCADE'))


def _run(database: Database, program: str, arguments: list[str], reached: Reached | None = None) -> None:
    """Runs a program of PostgreSQL. The password goes by the environment, where no list of processes shows
    it."""
    found = _find(program, _server_version(database))
    environment = {**os.environ, "LC_ALL": "C", **_password(database)}
    process = subprocess.Popen(  # noqa: S603
        [str(found), *arguments], env=environment, stderr=subprocess.PIPE, text=True
    )
    said = []
    done = 0
    with process:
        for line in process.stderr or ():
            said.append(line.strip())
            if reached and _OF_A_TABLE.search(line):
                done += 1
                reached(done, len(metadata.tables) + 2)
    if process.returncode:
        faults = [line for line in said if "error:" in line] or said[-1:]
        raise BackupFailed(f"{program}: {faults[0].partition('error:')[2].strip() or faults[0]}")


def _way(database: Database) -> list[str]:
    url = database.url.set(drivername="postgresql", password=None)
    return [f"--dbname={url.render_as_string()}"]


_OF_A_TABLE = re.compile(r"(?:dumping contents of|processing data for) table")


def _find(program: str, version: int) -> Path:
    """The program, of the server's version or a newer one; the first on the path that is new enough."""
    old = []
    for path in _candidates(program):
        told = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        number = re.search(r"(\d+)", told.stdout)
        if number and int(number[1]) >= version:
            return path
        old.append(str(path))
    raise BackupFailed(
        f"{program} of PostgreSQL {version} or newer is needed"
        + (f" ({', '.join(old)} is older)" if old else "")
        + ": install the package postgresql-client"
    )


def _candidates(program: str) -> Iterator[Path]:
    newest_first = sorted(_DEBIAN.glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    for folder in (*os.environ.get("PATH", "").split(os.pathsep), *map(str, newest_first)):
        if found := shutil.which(program, path=folder):
            yield Path(found)


def _server_version(database: Database) -> int:
    with database.read() as connection:
        version = connection.dialect.server_version_info or (0,)
    return int(version[0])


def _password(database: Database) -> Mapping[str, str]:
    return {"PGPASSWORD": str(database.url.password)} if database.url.password else {}
