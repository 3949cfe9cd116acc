"""Connections: threads keep theirs, and a server that was restarted is met again without an error."""

import asyncio
import contextlib
import threading
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import conninfo

from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.records import find_records
from app.domain.member import Actor, Member
from app.store.database import Database
from app.store.engine import checkpoints, postgres
from app.store.tables import leads
from app.store.work import Work
from tests.kit.entrance import FIRST_OWNS


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_connections_that_the_server_ended_are_replaced(
    database_url: str, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "TRUSTED_FOR", 0.0)
    crm = Crm(Database(database_url), FIRST_OWNS)
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    await crm.read(alex, find_records, "ann")
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await crm.write(alex, capture_lead, LeadDraft(name="Ben"))
    assert len((await crm.read(alex, find_records, "ben")).hits) == 1
    await crm.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_statement_is_compiled_to_machine_code(database: Database) -> None:
    for begin in (database.write, database.read):
        with begin() as connection:
            assert connection.exec_driver_sql("SHOW jit").scalar() == "off"


async def test_a_snapshot_sees_nothing_of_what_is_written_meanwhile(
    crm: Crm, database: Database, alex: Actor
) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    with database.snapshot() as connection:
        before = connection.execute(sa.select(leads.c.name)).scalars().all()
        await crm.write(alex, capture_lead, LeadDraft(name="Ben"))
        assert connection.execute(sa.select(leads.c.name)).scalars().all() == before == ["Ann"]
    with database.snapshot() as connection:
        assert len(connection.execute(sa.select(leads.c.name)).scalars().all()) == 2


async def test_who_looks_through_everything_sees_one_moment(crm: Crm, alex: Actor) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    loop = asyncio.get_running_loop()

    def look_twice(work: Work, actor: Member) -> list[bool]:
        numbers = [1, 2]
        before = work.queries.kinds(numbers)
        writing = crm.write(alex, capture_lead, LeadDraft(name="Ben"))
        asyncio.run_coroutine_threadsafe(writing, loop).result(60.0)
        return [list(found) == [1] for found in (before, work.queries.kinds(numbers))]

    assert await crm.read_through(alex, look_twice) == [True, True]


async def test_a_failed_use_case_leaves_nothing(crm: Crm, alex: Actor) -> None:
    def fail_after_work(work: object, actor: object) -> None:
        capture_lead(work, actor, LeadDraft(name="Half"))  # type: ignore[arg-type]
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        await crm.write(alex, fail_after_work)
    assert not (await crm.read(alex, find_records, "half")).hits
    kept = await crm.write(alex, capture_lead, LeadDraft(name="Whole"))
    assert kept.record.number == 1


class Door:
    """A way to the database on a port that can be shut: what is connected is cut off, the rest refused."""

    def __init__(self, database_url: str) -> None:
        self._parameters = conninfo.conninfo_to_dict(database_url)
        self._streams: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._port = 0

    @property
    def url(self) -> str:
        parameters = self._parameters
        return f"postgresql://{parameters['user']}@127.0.0.1:{self._port}/{parameters['dbname']}"

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        assert self._server is not None
        self._server.close()
        for stream in list(self._streams):
            stream.transport.abort()
        await self._server.wait_closed()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = f"{self._parameters['host']}/.s.PGSQL.{self._parameters.get('port') or 5432}"
        inner_reader, inner_writer = await asyncio.open_unix_connection(path)
        self._streams |= {writer, inner_writer}
        await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))
        self._streams -= {writer, inner_writer}


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while content := await reader.read(65536):
            writer.write(content)
            await writer.drain()
    writer.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_an_outage_ends_with_the_outage(
    database_url: str, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "TRUSTED_FOR", 0.0)
    door = Door(database_url)
    await door.open()
    crm = Crm(Database(door.url), FIRST_OWNS)
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    await crm.read(alex, find_records, "ann")
    await door.shut()
    for _ in range(3):
        with pytest.raises(Exception, match=r"(?i)connection|server"):
            await crm.write(alex, capture_lead, LeadDraft(name="Ben"))
        with pytest.raises(Exception, match=r"(?i)connection|server"):
            await crm.read(alex, find_records, "ann")
    await door.open()
    await crm.write(alex, capture_lead, LeadDraft(name="Cleo"))
    assert len((await crm.read(alex, find_records, "cleo")).hits) == 1
    assert not (await crm.read(alex, find_records, "ben")).hits
    await crm.close()
    await door.shut()


def test_the_log_of_sqlite_is_copied_beside_the_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "EVERY", 5)
    path = tmp_path / "kept.db"
    database = Database(f"sqlite:///{path}")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (text TEXT)")
    before = path.stat().st_size
    patience = time.monotonic() + 120
    written = 0
    while path.stat().st_size == before:
        assert time.monotonic() < patience, "nobody copied the log"
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO kept VALUES (?)", ("x" * 9000,))
        written += 1
    with database.write() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM kept").scalar()
    database.close()
    assert rows == written
    assert not [thread for thread in threading.enumerate() if thread.name == "checkpoints"]


def test_the_log_of_sqlite_begins_anew_under_a_writer_who_never_rests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "EVERY", 5)
    path = tmp_path / "busy.db"
    database = Database(f"sqlite:///{path}")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (text TEXT)")
    patience = time.monotonic() + 120
    beginnings: set[bytes] = set()
    while len(beginnings) < 4:
        assert time.monotonic() < patience, "the log only grows"
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO kept VALUES (?)", ("x" * 9000,))
        # Each time it begins anew its header has another salt (https://sqlite.org/fileformat2.html#walformat).
        beginnings.add(Path(f"{path}-wal").read_bytes()[16:24])
    database.close()
