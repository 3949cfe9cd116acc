"""The database goes away in the middle of a transaction: it is begun once more where nobody can have kept it,
or where the store tells whether it was kept. Nothing is done twice, and nothing that was acknowledged is
lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from app.crm.board import board
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.views import RecordView
from app.domain.errors import AlreadyDone, Busy, InvalidInput
from app.domain.member import Actor, Member
from app.store import outages as outages_module
from app.store.database import Database, Unreachable
from app.store.schema import migrate
from app.store.work import Work
from tests.kit.books import check_books, read_books, records_in
from tests.kit.patience import eventually
from tests.kit.servers import start, started_server

ANN = LeadDraft(name="Ann")
on_postgres = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class Killer:
    """Captures a lead, and ends the connection in the middle of it the first `times` times."""

    def __init__(self, database_url: str, times: int = 1) -> None:
        self._url = database_url
        self.left = times
        self.tried = 0

    def capture(self, work: Work, actor: Member, draft: LeadDraft) -> RecordView:
        self.tried += 1
        captured = capture_lead(work, actor, draft)
        if self.left:
            self.left -= 1
            with psycopg.connect(self._url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [_backend(work)])
        return captured

    def show(self, work: Work, actor: Member) -> object:
        self.tried += 1
        if self.left:
            self.left -= 1
            with psycopg.connect(self._url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [_backend(work)])
        return board(work, actor)


def _backend(work: Work) -> int:
    driver: Any = work._connection.connection.driver_connection
    return int(driver.info.backend_pid)


@pytest.fixture
def turn(alex: Actor) -> Actor:
    """Alex in a turn, which is recognised."""
    return replace(alex, turn=("conversation", "activity"))


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection ends before the use case has done with it, not with the commit."""
    add = Work.finish

    def finish(work: Work, number: int | None) -> None:
        work._connection.exec_driver_sql("SELECT 1")
        add(work, number)

    monkeypatch.setattr(Work, "finish", finish)


@on_postgres
@pytest.mark.usefixtures("go_on")
async def test_what_was_not_committed_is_done_again(
    crm: Crm, database: Database, database_url: str, alex: Actor
) -> None:
    killer = Killer(database_url)
    captured = await crm.write(alex, killer.capture, ANN)
    assert (captured.record.number, killer.tried) == (1, 2)
    books = read_books(database, alex.tenant_id)
    check_books(books)
    assert len(records_in(books)) == 1


@on_postgres
@pytest.mark.usefixtures("go_on")
async def test_it_is_not_done_again_for_ever(
    crm: Crm, database: Database, database_url: str, alex: Actor
) -> None:
    killer = Killer(database_url, times=outages_module.MOST_TRIES)
    with pytest.raises(Exception, match=r"(?i)terminat|connection"):
        await crm.write(alex, killer.capture, ANN)
    assert killer.tried == outages_module.MOST_TRIES
    assert (await crm.write(alex, killer.capture, ANN)).record.number == 1


@on_postgres
@pytest.mark.usefixtures("go_on")
async def test_a_server_may_go_again_when_it_has_just_come_back(
    crm: Crm, database_url: str, alex: Actor
) -> None:
    killer = Killer(database_url, times=2)
    assert (await crm.write(alex, killer.capture, ANN)).record.number == 1
    assert killer.tried == 3


@on_postgres
async def test_a_question_is_asked_again(crm: Crm, database_url: str, alex: Actor) -> None:
    await crm.write(alex, capture_lead, ANN)
    killer = Killer(database_url)
    await crm.read(alex, killer.show)
    assert killer.tried == 2


@on_postgres
@pytest.mark.parametrize("kept", [True, False])
async def test_nobody_knows_whether_a_turn_was_kept_but_the_store(
    crm: Crm, database: Database, turn: Actor, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    _lose_answers(database, monkeypatch, kept=kept)
    if kept:
        with pytest.raises(AlreadyDone) as done:
            await crm.write(turn, capture_lead, ANN)
        assert done.value.details["number"] == 1
    else:
        assert (await crm.write(turn, capture_lead, ANN)).record.number == 1
    books = read_books(database, turn.tenant_id)
    check_books(books)
    assert len(records_in(books)) == 1


@on_postgres
@pytest.mark.parametrize("kept", [True, False])
async def test_what_is_not_recognised_is_not_done_again(
    crm: Crm, database: Database, alex: Actor, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Before"))
    _lose_answers(database, monkeypatch, kept=kept)
    with pytest.raises((psycopg.OperationalError, Unreachable)):
        await crm.write(alex, capture_lead, ANN)
    names = [record.name for record in records_in(read_books(database, alex.tenant_id)).values()]
    assert names == ["Before", "Ann"][: 1 + kept]


@on_postgres
async def test_a_refusal_is_no_outage(crm: Crm, alex: Actor) -> None:
    killer = Killer("", times=0)
    with pytest.raises(InvalidInput):
        await crm.write(alex, killer.capture, LeadDraft(name=""))
    assert killer.tried == 1


@on_postgres
async def test_who_does_not_get_the_lock_hears_that_the_workspace_is_busy(
    crm: Crm, database: Database, database_url: str, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crm.write(alex, capture_lead, ANN)
    with psycopg.connect(database_url) as other:
        other.execute("SELECT 1 FROM counters FOR UPDATE")
        with pytest.raises(Busy):
            await crm.write(alex, _capture_hastily, LeadDraft(name="Ben"))
        # Whoever only looks waits for nobody.
        await crm.read(alex, board)
    assert len(records_in(read_books(database, alex.tenant_id))) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_so_does_who_does_not_get_the_file(
    database_url: str, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    crm = Crm(Database(database_url))
    await crm.write(alex, capture_lead, ANN)
    await crm._writers.run(lambda: _impatient(crm))
    other = Database(database_url)
    with other.write(), pytest.raises(Busy):
        await crm.write(alex, capture_lead, LeadDraft(name="Ben"))
    assert (await crm.write(alex, capture_lead, LeadDraft(name="Ben"))).record.number == 2
    other.close()
    await crm.close()


def _impatient(crm: Crm) -> None:
    with crm._database.write() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")


def _capture_hastily(work: Work, actor: Member, draft: LeadDraft) -> RecordView:
    return capture_lead(work, actor, draft)


def _lose_answers(database: Database, monkeypatch: pytest.MonkeyPatch, *, kept: bool) -> None:
    """The connection ends when the next transaction does: with what the server answers, or with what it was
    to be told."""
    lost, write = threading.Event(), Database.write

    def end_after(connection: sa.Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if kept and not lost.is_set() and not driver.autocommit:
            lost.set()
            driver.commit()
            driver.close()
            raise psycopg.OperationalError("the connection was lost")

    @contextmanager
    def end_before(database: Database) -> Iterator[sa.Connection]:
        with write(database) as connection:
            yield connection
            if not kept and not lost.is_set():
                lost.set()
                connection.connection.driver_connection.close()  # type: ignore[union-attr]

    sa.event.listen(database.pool, "commit", end_after)
    monkeypatch.setattr(Database, "write", end_before)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A PostgreSQL server that one test may restart."""
    with started_server(tmp_path_factory.mktemp("runtime")) as started:
        yield started


@pytest.fixture
async def restarted(server: Any) -> AsyncIterator[Crm]:
    database = Database(server.get_uri())
    migrate(database)
    crm = Crm(database)
    yield crm
    await crm.close()


async def test_a_restart_is_not_noticed(
    restarted: Crm, server: Any, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight workspaces write and read while the server is stopped and started."""
    # On a loaded machine a restart takes longer than on one that has nothing else to do.
    monkeypatch.setattr(outages_module, "PATIENCE", 120.0)
    people = [replace(alex, tenant_id=f"tenant {position}") for position in range(8)]
    over = threading.Event()
    known: list[tuple[object, int]] = []
    captured = [0] * len(people)

    async def sell(position: int, actor: Actor) -> None:
        while not over.is_set():
            count = captured[position]
            turn = replace(actor, turn=("conversation", str(count)))
            try:
                await restarted.write(turn, capture_lead, LeadDraft(name=f"Person {count}"))
            except AlreadyDone as done:
                known.append((done.details["number"], count + 1))
            captured[position] += 1
            await restarted.read(actor, board)

    async def everybody_goes_on() -> None:
        before = list(captured)
        await eventually(lambda: all(now > then for now, then in zip(captured, before, strict=True)))

    sellers = [asyncio.create_task(sell(*one)) for one in enumerate(people)]
    await everybody_goes_on()
    for _ in range(2):
        await asyncio.to_thread(_restart, server)
        await everybody_goes_on()
    over.set()
    await asyncio.gather(*sellers)
    assert all(number == expected for number, expected in known)
    # A thread keeps one connection, whatever became of those before; this one has migrated.
    database = restarted._database
    pool: Any = database.pool.pool
    assert pool.checkedout() <= database.writers + database.readers + 1
    for actor, count in zip(people, captured, strict=True):
        books = read_books(restarted._database, actor.tenant_id)
        check_books(books)
        assert len(records_in(books)) == count


def _restart(server: Any) -> None:
    server.stop()
    start(server)


async def test_who_comes_when_it_is_away_for_long_hears_so_at_once(
    restarted: Crm, server: Any, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages_module, "PATIENCE", 0.5)
    reconnect, tried = Database.reconnect, 0

    def count(database: Database) -> None:
        nonlocal tried
        tried += 1
        reconnect(database)

    monkeypatch.setattr(Database, "reconnect", count)
    await restarted.write(alex, capture_lead, ANN)
    await asyncio.to_thread(server.stop)
    with pytest.raises(Exception, match=r"(?i)connection"):
        await restarted.write(alex, capture_lead, ANN)
    waited = tried
    assert waited > 0
    with pytest.raises(Exception, match=r"(?i)connection"):
        await restarted.write(alex, capture_lead, ANN)
    # The second one has not waited for the database to come back.
    assert tried == waited
    await asyncio.to_thread(start, server)
    assert (await restarted.write(alex, capture_lead, ANN)).record.number == 2
