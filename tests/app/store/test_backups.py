"""A backup made under traffic holds all that was acknowledged, and goes back into place."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.domain.member import Actor
from app.host.configuration import PLAYGROUND_TENANT, Configuration, Environment
from app.host.seeding.seed import seed
from app.store.backups import back_up, is_empty, is_in_use, restore
from app.store.database import Database
from app.store.engine import pg_programs
from app.store.engine.errors import BackupFailed
from app.store.opening import opened
from app.store.schema import go_back, migrate, standing
from tests.app.host.test_commands import run
from tests.kit.books import Books, check_books, read_books
from tests.kit.programs import postgres_programs
from tests.kit.releases import revision_before


@pytest.fixture
def fitting(postgres: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """`PATH` with the programs of PostgreSQL that fit the server."""
    path = f"{postgres_programs(postgres)}:/usr/bin:/bin"
    monkeypatch.setenv("PATH", path)
    return path


async def test_nothing_that_was_acknowledged_before_is_missing(
    fitting: str, bare_database_url: str, alex: Actor, tmp_path: Path
) -> None:
    database = Database(bare_database_url)
    migrate(database)
    crm = Crm(database)
    saved: list[str] = []
    stop, under_way = asyncio.Event(), asyncio.Event()

    async def write(name: str) -> None:
        while not stop.is_set():
            lead = f"{name} {len(saved)}"
            await crm.write(alex, capture_lead, LeadDraft(name=lead))
            saved.append(lead)
            if len(saved) == 40:
                under_way.set()

    writers = [asyncio.create_task(write(name)) for name in ("Anna", "Ben")]
    await under_way.wait()
    known = set(saved)
    file = tmp_path / "backups" / "leadline.backup"
    file.parent.mkdir()
    with opened(bare_database_url) as other:
        await asyncio.to_thread(back_up, other, file, lambda *_: None)
    assert len(saved) > len(known)  # nobody waited for the backup
    stop.set()
    await asyncio.gather(*writers)
    await crm.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["leadline.backup"]
    with opened(bare_database_url) as other:
        restore(other, file, lambda *_: None)
    with opened(bare_database_url) as other:
        books = read_books(other, alex.tenant_id)
    check_books(books)
    assert known <= {row["name"] for row in books["leads"].values()}


def test_there_and_back_by_the_command(fitting: str, bare_database_url: str, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": bare_database_url, "LEADLINE_ENV": "dev", "PATH": fitting}
    file = tmp_path / "new" / "leadline.backup"
    assert run("seed", "--opportunities", "50", **settings).returncode == 0
    before = _books(bare_database_url)
    made = run("backup", str(file), **settings)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith(f"{file}: ")
    assert "backup:" in made.stderr
    again = run("backup", str(file), **settings)
    assert again.returncode == 2
    assert "--replace" in again.stderr
    assert run("backup", str(file), "--replace", **settings).returncode == 0
    assert run("seed", "--opportunities", "10", **settings).returncode == 0
    refused = run("restore", str(file), **settings)
    assert refused.returncode == 2
    assert "holds records" in refused.stderr
    restored = run("restore", str(file), "--replace", **settings)
    assert restored.returncode == 0, restored.stderr
    assert _books(bare_database_url) == before


def test_a_backup_of_before_an_upgrade_takes_the_upgrade_back(
    fitting: str, bare_database_url: str, tmp_path: Path
) -> None:
    """A rollback: the tables are of the older revision afterwards, and can go up again."""
    settings = {"DATABASE_URL": bare_database_url, "LEADLINE_ENV": "dev", "PATH": fitting}
    seed(Configuration(database_url=bare_database_url, environment=Environment.DEV), 20, 1)
    database = Database(bare_database_url)
    go_back(database, revision_before())
    database.close()
    assert run("backup", str(tmp_path / "old"), **settings).returncode == 0
    assert run("migrate", **settings).returncode == 0
    restored = run("restore", str(tmp_path / "old"), "--replace", **settings)
    assert restored.stdout == f"restored: the database is at revision {revision_before()}\n"
    assert "migrations_pending" in restored.stderr
    assert run("migrate", **settings).returncode == 0
    check_books(_books(bare_database_url))


def test_nobody_restores_under_a_host(fitting: str, bare_database_url: str, tmp_path: Path) -> None:
    """Another process that has the database open."""
    migrate(database := Database(bare_database_url))
    back_up(database, tmp_path / "backup", lambda *_: None)
    database.close()
    database = Database(bare_database_url)
    assert not is_in_use(database)
    database.close()
    code = (
        f"import sys; from app.store.database import Database; d = Database({bare_database_url!r})\n"
        "with d.read() as c: c.exec_driver_sql('SELECT count(*) FROM leads').scalar()\n"
        "print('open', flush=True); sys.stdin.readline()"
    )
    host = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with host:
        assert host.stdout is not None
        assert host.stdin is not None
        assert host.stdout.readline() == "open\n"
        settings = {"DATABASE_URL": bare_database_url, "LEADLINE_ENV": "dev", "PATH": fitting}
        refused = run("restore", str(tmp_path / "backup"), "--replace", **settings)
        assert refused.returncode == 2
        assert "stop all hosts first" in refused.stderr
        host.stdin.write("\n")
    assert run("restore", str(tmp_path / "backup"), "--replace", **settings).returncode == 0


@pytest.mark.parametrize(
    "content", [b"", b"no backup of anything", b"PGDMP but no more", b"SQLite format 3\0"]
)
def test_what_is_no_backup_is_refused(
    fitting: str, bare_database_url: str, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "junk"
    file.write_bytes(content)
    seed(Configuration(database_url=bare_database_url, environment=Environment.DEV), 1, 1)
    settings = {"DATABASE_URL": bare_database_url, "LEADLINE_ENV": "dev", "PATH": fitting}
    refused = run("restore", str(file), "--replace", **settings)
    assert refused.returncode == 2
    assert "nothing was restored: " in refused.stderr
    check_books(_books(bare_database_url))
    assert "Traceback" not in refused.stderr
    missing = run("restore", str(tmp_path / "none"), **settings)
    assert "cannot be read" in missing.stderr


def test_a_damaged_file_is_seen(sqlite_template: Path, tmp_path: Path) -> None:
    target = Database(f"sqlite:///{tmp_path / 'x.db'}")
    file = tmp_path / "damaged"
    content = bytearray(sqlite_template.read_bytes())
    for start in range(8192, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    file.write_bytes(content)
    with pytest.raises(BackupFailed, match="damaged"):
        restore(target, file, lambda *_: None)
    target.close()


def test_a_backup_of_a_newer_version_is_refused(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "newer"
    shutil.copy(sqlite_template, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    target = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(BackupFailed, match="of a newer version"):
        restore(target, file, lambda *_: None)
    target.close()


def test_tables_of_others_are_left_alone(fitting: str, postgres_database: Database, tmp_path: Path) -> None:
    migrate(postgres_database)
    back_up(postgres_database, tmp_path / "backup", lambda *_: None)
    with postgres_database.write() as connection:
        connection.execute(sa.text("CREATE TABLE somebody_elses (id int)"))
    with pytest.raises(BackupFailed, match="somebody_elses"):
        restore(postgres_database, tmp_path / "backup", lambda *_: None)
    assert standing(postgres_database).problem is None


def test_programs_that_are_too_old_are_told(
    postgres_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pg_programs, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="install the package postgresql-client"):
        back_up(postgres_database, tmp_path / "backup", lambda *_: None)
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho pg_dump 9.6\n")
    old.chmod(0o755)
    with pytest.raises(BackupFailed, match="is older"):
        back_up(postgres_database, tmp_path / "backup", lambda *_: None)


def test_a_password_is_in_no_list_of_processes(
    postgres_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    spy = tmp_path / "pg_dump"
    spy.write_text(
        '#!/bin/sh\ntest "$1" = --version && echo pg_dump 99 && exit\n'
        f'echo "$@" > {said}; echo "$PGPASSWORD" >> {said}\n'
    )
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    database = Database("postgresql://leadline:s3cret%40@db/leadline")
    monkeypatch.setattr(pg_programs, "_server_version", lambda _: 18)
    back_up(database, tmp_path / "backup", lambda *_: None)
    arguments, password = said.read_text().splitlines()
    assert "s3cret" not in arguments
    assert password == "s3cret@"


def test_an_empty_database_is_known(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    assert is_empty(database)
    migrate(database)
    assert is_empty(database)
    seed(Configuration(database_url=bare_database_url, environment=Environment.DEV), 1, 1)
    assert not is_empty(database)
    database.close()


def _books(url: str) -> Books:
    database = Database(url)
    try:
        return read_books(database, PLAYGROUND_TENANT)
    finally:
        database.close()
