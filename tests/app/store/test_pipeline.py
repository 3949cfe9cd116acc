"""Round trips to PostgreSQL: a transaction begins with its first statement and ends with its last one.

All that is special to the pipeline is here: where its file is gone, so are these tests."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from app.crm.board import Board, board
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity
from app.domain.contact import Contact
from app.domain.errors import Conflict, InvalidInput
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.organization import Organization
from app.store.database import Database
from app.store.memories import Memories, Memory
from app.store.tables import leads
from app.store.work import begin_read, begin_write
from tests.conftest import ALEX, TENANT

pipeline = pytest.importorskip("app.store.engine.pipeline")

_ALEX = Actor(tenant_id=TENANT, user_id=ALEX, name="Alex Wilber")
_turns = itertools.count()
ROOT = Path(__file__).parents[3]
ROOMS = ("app", "bot", "tabs", "manifest", "migrations", "tests")
_NOT_NEEDED = shutil.ignore_patterns("web", "dist", "node_modules", "__pycache__")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def test_a_lead_takes_two_round_trips(database: Database, tmp_path: Path) -> None:
    with _listen(database.write, tmp_path) as said:
        _capture(database, "Ann")
    assert _count(said, "Parse", "trip_")
    with _listen(database.write, tmp_path) as said:
        _capture(database, "Ben")
    assert _count(said, "Sync") == 2
    assert not _count(said, "Query")
    assert not _count(said, "Parse", "trip_")
    assert _names(database) == ["Ann", "Ben"]


def test_plans_outlive_a_refusal(database: Database, tmp_path: Path) -> None:
    _capture(database, "Ann")
    with _listen(database.write, tmp_path) as said:
        with pytest.raises(InvalidInput):
            _capture(database, "")
        _capture(database, "Ben")
    assert not _count(said, "Parse", "trip_")
    assert _names(database) == ["Ann", "Ben"]


def test_a_step_that_is_taken_back_alone_leaves_the_next_transaction_alone(database: Database) -> None:
    _capture(database, "Ann")
    for _ in range(3):
        with database.write() as connection:
            work, _ = begin_write(connection, _ALEX)
            company = work.organizations.add(Organization(number=work.number(), name="Tech Innovators"))
            work.contacts.add(Contact(number=work.number(), name="Sarah", organization=company.number))
            # Undone up to here only, which psycopg forgets all plans after.
            with pytest.raises(Conflict):
                work.organizations.remove(company)
            work.finish(None)
        _capture(database, "Ben")
    assert _names(database) == ["Ann", "Ben", "Ben", "Ben"]


def test_few_plans_are_kept(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MOST_KEPT", 2)
    with _connect(database_url) as driver:
        trips = pipeline.RoundTrips(driver)
        for number in (1, 2, 3, 1, 2, 70_000, 3):
            assert trips.begin_with(f"SELECT {number} + $1::bigint", [number]) == [(2 * number,)]
            trips.commit_with(f"UPDATE counters SET next_number = {number} WHERE workspace_id = $1", [0])
            assert not trips.in_transaction
        kept = driver.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'trip%'"
        ).fetchone()
    assert kept == (2,)


def test_the_plans_that_were_used_last_are_kept(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MOST_KEPT", 2)
    asked = [(f"SELECT {number} + $1::bigint", [number]) for number in range(4)]
    with psycopg.connect(database_url, autocommit=True) as driver:
        trips = pipeline.RoundTrips(driver)
        for one in (asked[0], asked[1], asked[0], asked[2]):
            trips.read_all([one])
        with _trace(driver, tmp_path) as said:
            trips.read_all([asked[0]])
        assert not _count(said, "Parse")
        # More of them at once than are kept: those that had to go are not taken for kept.
        for _ in range(3):
            assert trips.read_all(asked) == [[(2 * number,)] for number in range(4)]


def test_what_fails_is_told_and_rolled_back(database_url: str) -> None:
    with _connect(database_url) as driver:
        trips = pipeline.RoundTrips(driver)
        for _ in range(2):
            with pytest.raises(psycopg.errors.DivisionByZero):
                trips.begin_with("SELECT 1 / $1::bigint", [0])
            assert trips.in_transaction
            trips.roll_back()
            assert not trips.in_transaction
            assert trips.begin_with("SELECT 1 / $1::bigint", [1]) == [(1,)]
            with pytest.raises(psycopg.errors.NotNullViolation):
                trips.commit_with("INSERT INTO choices (workspace_id) VALUES ($1::bigint)", [1])
            trips.roll_back()


def test_plans_that_the_server_forgot_are_made_anew(database_url: str) -> None:
    with _connect(database_url) as driver:
        trips = pipeline.RoundTrips(driver)
        trips.begin_with("SELECT $1::bigint", [1])
        driver.execute("DEALLOCATE ALL")
        driver.commit()
        with pytest.raises(psycopg.errors.InvalidSqlStatementName):
            trips.begin_with("SELECT $1::bigint", [1])
        trips.roll_back()
        assert trips.begin_with("SELECT $1::bigint", [1]) == [(1,)]


def test_a_large_change_arrives_whole(database_url: str) -> None:
    text = "All that was said. " * 300_000
    with _connect(database_url) as driver:
        trips = pipeline.RoundTrips(driver)
        assert trips.begin_with("SELECT length($1::text)", [text]) == [(len(text),)]
        trips.commit_with("UPDATE workspaces SET name = $1::text WHERE id = 0", [text])
        assert not trips.in_transaction


def test_a_board_takes_two_round_trips(database: Database, tmp_path: Path) -> None:
    with database.write() as connection:
        work, member = begin_write(connection, _ALEX)
        capture_opportunity(
            work, member, {"name": "Tool", "amount": Money(Decimal(1200), "EUR")}, company="Acme"
        )
        work.finish(None)
    shown = _board(database)
    with _listen(database.read, tmp_path) as said:
        assert _board(database) == shown
    assert _count(said, "Sync") == 2
    assert not _count(said, "Query")
    assert not _count(said, "Parse")
    first = shown.columns[0]
    assert (first.count, first.totals) == (1, {"EUR": Decimal(1200)})
    assert [(card.name, card.amount) for card in first.cards] == [("Tool", Money(Decimal(1200), "EUR"))]


def test_what_is_spoken_of_takes_one_round_trip_to_read(database: Database, tmp_path: Path) -> None:
    with database.write() as connection:
        work, member = begin_write(connection, _ALEX)
        work.memories.note([("chat", ALEX, Memory(about=7))], work.now)
    for _ in range(2):
        with _listen(database.read, tmp_path) as said, database.read() as connection:
            assert Memories(connection, work.workspace.id).spoken_of("chat", member.id) == (7, True)
    assert _count(said, "Sync") == 1
    assert not _count(said, "Query")
    assert not _count(said, "Parse")


def test_without_its_file_the_store_works_as_well(database_url: str, postgres: str, tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=_NOT_NEEDED)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "app/store/engine/pipeline.py").unlink()
    chosen = [f"tests/app/store/test_{name}.py" for name in ("statements", "board", "pipeline")]
    played = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "postgresql or pipeline", *chosen],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "TEST_DATABASE_URL": postgres},
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stdout
    assert re.search(r"[1-9]\d* passed, 1 skipped", played.stdout), played.stdout


def _board(database: Database) -> Board:
    with database.read() as connection:
        begun = begin_read(connection, _ALEX)
        assert begun
        return board(*begun)


def _capture(database: Database, name: str) -> None:
    with database.write() as connection:
        work, member = begin_write(connection, replace(_ALEX, turn=("chat", str(next(_turns)))))
        capture_lead(work, member, LeadDraft(name=name))
        work.finish(None)


def _names(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(sa.select(leads.c.name).order_by(leads.c.number)).scalars())


@contextmanager
def _listen(begin: Callable[[], AbstractContextManager[sa.Connection]], folder: Path) -> Iterator[list[str]]:
    """Fills the list with what this thread's connection says to the server inside the block."""
    with begin() as connection:
        driver: Any = connection.connection.driver_connection
    with _trace(driver, folder) as said:
        yield said


@contextmanager
def _trace(driver: psycopg.Connection[Any], folder: Path) -> Iterator[list[str]]:
    said: list[str] = []
    path = folder / "trace"
    with path.open("wb") as file:
        driver.pgconn.trace(file.fileno())
        try:
            yield said
        finally:
            driver.pgconn.untrace()
    said += [line for line in path.read_text().splitlines() if "\tF\t" in line]


def _count(said: list[str], *parts: str) -> int:
    return sum(all(part in line for part in parts) for line in said)


@contextmanager
def _connect(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url) as driver:
        yield driver
        driver.rollback()
