"""PostgreSQL's programs: backups by `pg_dump` and `pg_restore`, which must not be older than the server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import sqlalchemy as sa

from app.store.engine.backup_files import check_beginning
from app.store.engine.engine import Open, Reached
from app.store.engine.errors import BackupFailed

_DEBIAN = Path("/usr/lib/postgresql")
_HEAD = b"PGDMP"
_OF_A_TABLE = re.compile(r"(?:dumping contents of|processing data for) table")


def dump(database: Open, file: Path, most: int, reached: Reached) -> None:
    """Writes the whole database, which has about so many tables, to a file."""
    _run(
        database,
        "pg_dump",
        ["--format=custom", "--verbose", f"--file={file}", *_way(database)],
        most,
        reached,
    )


def check_head(file: Path) -> None:
    """Raises BackupFailed where a file is none of `pg_dump`."""
    check_beginning(file, _HEAD, "PostgreSQL")


def read_through(database: Open, file: Path) -> None:
    """Raises BackupFailed where a file was cut off, which shows only at its end."""
    _run(database, "pg_restore", ["--file=/dev/null", str(file)])


def put_back(database: Open, file: Path, most: int, reached: Reached) -> None:
    """Puts a file with about so many tables into an empty database: all of it or nothing."""
    kept_apart = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run(database, "pg_restore", ["--verbose", *kept_apart, *_way(database), str(file)], most, reached)


def _run(
    database: Open, program: str, arguments: list[str], most: int = 0, reached: Reached | None = None
) -> None:
    """Runs a program. The password goes by the environment, where no list of processes shows it."""
    found = _find(program, _server_version(database))
    environment = {**os.environ, "LC_ALL": "C", **_password(database.url)}
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
                reached(done, most)
    if process.returncode:
        faults = [line for line in said if "error:" in line] or said[-1:]
        raise BackupFailed(f"{program}: {faults[0].partition('error:')[2].strip() or faults[0]}")


def _way(database: Open) -> list[str]:
    url = database.url.set(drivername="postgresql", password=None)
    return [f"--dbname={url.render_as_string()}"]


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


def _server_version(database: Open) -> int:
    with database.read() as connection:
        version = connection.dialect.server_version_info or (0,)
    return int(version[0])


def _password(url: sa.URL) -> Mapping[str, str]:
    return {"PGPASSWORD": str(url.password)} if url.password else {}
