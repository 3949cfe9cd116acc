"""What all tests share: both databases, migrated once and copied for every test."""

from __future__ import annotations

import itertools
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from functools import partial, partialmethod
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from psycopg import sql

import app.courier.courier as courier_module
import app.store.engine.sqlite as sqlite_module
import bot.adapter.connector as connector_module
import bot.chat as chat_module
import bot.post as post_module
from app.crm.crm import Crm
from app.domain.member import Actor
from app.host.log_output import QuietHandler
from app.keys import KeySet
from app.store.database import Database
from app.store.schema import migrate
from app.store.tables import metadata
from bot.adapter import Pacing
from tests.kit.chromium import ARGUMENTS, require_chromium
from tests.kit.entrance import FIRST_OWNS
from tests.kit.host import HostUnderTest, start_host
from tests.kit.lending import Lending
from tests.kit.partitions import divide
from tests.kit.servers import started_server
from tests.kit.sharing import Sharing

TENANT = "6f0b7a52-8b3f-4f7e-9d0a-1f6c2b9f0a01"
OTHER_TENANT = "b1d9c0de-22a4-4d0e-8a51-7c3e5f9a0b02"
ALEX = "0a1b2c3d-0000-4000-8000-00000000a1ec"
KIM = "0a1b2c3d-0000-4000-8000-000000000c1a"
DIVIDED = "divided"
"""The kind of a PostgreSQL database whose tables are partitioned by workspace."""
SHARED = ("playground", "browser")
"""Marks of tests that share what takes long to start."""

# How long an example takes tells of the machine, not of us; and examples that share a database know that.
# A change is judged by the same examples as the one before it. New ones are looked for apart from that, with
# --hypothesis-profile=search; what they find is written down as an example.
hypothesis.settings.register_profile(
    "leadline",
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.function_scoped_fixture,
    ],
)
hypothesis.settings.register_profile(
    "search",
    hypothesis.settings.get_profile("leadline"),
    derandomize=False,
    max_examples=2_000,
    print_blob=True,
)
hypothesis.settings.load_profile("leadline")

MOST_CORES = 4
"""Cores that a run makes use of by itself."""

_counter = itertools.count(1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What shares a browser runs in the loop of the session, in which it lives; a database that is wanted of
    no test is left out."""
    items[:] = [item for item in items if _is_wanted(item)]
    for item in items:
        if any(map(item.get_closest_marker, SHARED)) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    """Tests that belong together run in one process."""
    return Sharing(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process more than there are cores: some tests wait for a clock or for another process."""
    return min(os.cpu_count() or 1, MOST_CORES) + 1


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server: TEST_DATABASE_URL, or one that this run starts and ends."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with started_server(tmp_path_factory.mktemp("runtime")) as server:
        uri: str = server.get_uri()
        # These databases live for one test: nothing of them has to outlive a power cut.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            _execute(uri, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        _execute(uri, sql.SQL("SELECT pg_reload_conf()"))
        yield uri


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session", autouse=True)
def lending() -> Iterator[Lending]:
    """What the databases of the tests hand on to each other."""
    opened = Lending()
    with opened.lends():
        yield opened


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str, lending: Lending) -> str:
    """The address of a migrated PostgreSQL database that the tests of this run share one after the other."""
    url = _migrate(_create(postgres, f"test_{os.getpid()}"))
    lending.share(url)
    return url


@pytest.fixture(scope="session")
def divided_postgres(postgres: str, lending: Lending) -> str:
    """As `migrated_postgres`, with all tables but the directory partitioned by workspace."""
    url = _migrate(_create(postgres, f"divided_{os.getpid()}"))
    divide(url)
    lending.share(url)
    return url


@pytest.fixture(scope="session", autouse=True)
def _hasty_sqlite() -> Iterator[None]:
    """Files of tests need not survive a power cut either."""
    hasty = tuple(pragma for pragma in sqlite_module.PRAGMAS if not pragma.startswith("synchronous"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_module, "PRAGMAS", (*hasty, "synchronous=OFF"))
        yield


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """What a command sets up for its process's logs ends with its test."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)
    for handler in [one for one in root.handlers if isinstance(one, QuietHandler)]:
        root.removeHandler(handler)


@pytest.fixture(scope="session", autouse=True)
def _patient_hosts() -> Iterator[None]:
    """After five seconds a host gives up on Teams and on keys; in tests a stalled machine takes as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connector_module, "Pacing", partial(Pacing, per_try=60.0, connect=60.0))
        for module in (courier_module, post_module):
            patch.setattr(module, "PATIENCE", 60.0)
            patch.setattr(module, "LEASE", 90.0)
        patch.setattr(chat_module, "PATIENCE", 60.0)
        patch.setattr(KeySet, "__init__", partialmethod(KeySet.__init__, timeout=60.0))
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, which lets the page of Teams, one on the internet, reach this machine. Every test opens a
    context of its own in it; such tests run in the loop of the session."""
    arguments = [*ARGUMENTS, "--disable-features=LocalNetworkAccessChecks"]
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=require_chromium(), args=arguments)
        yield opened
        await opened.close()


@pytest.fixture(params=["sqlite", "postgresql", DIVIDED])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database, once for each kind."""
    if request.param == "sqlite":
        path = tmp_path / "leadline.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    is_divided = request.param == DIVIDED
    url = request.getfixturevalue("divided_postgres" if is_divided else "migrated_postgres")
    yield url
    _empty(url, request.getfixturevalue("lending"))


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table, once for each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.db'}"
    return _create(request.getfixturevalue("postgres"), f"bare_{os.getpid()}_{next(_counter)}")


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[Database]:
    """A PostgreSQL database without any table."""
    opened = Database(_create(postgres, f"bare_{os.getpid()}_{next(_counter)}"))
    yield opened
    opened.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database, once for each kind."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
async def crm(database: Database) -> AsyncIterator[Crm]:
    """The core over a migrated, empty database, once for each kind."""
    opened = Crm(database, FIRST_OWNS)
    yield opened
    await opened.close()


@pytest.fixture
async def host(database_url: str) -> AsyncIterator[HostUnderTest]:
    """The whole host behind HTTP over a migrated, empty database, once for each kind."""
    async with start_host(database_url) as started:
        yield started


@pytest.fixture
def alex() -> Actor:
    """The first colleague of the first tenant, its owner."""
    return Actor(tenant_id=TENANT, user_id=ALEX, name="Alex Wilber")


@pytest.fixture
def kim() -> Actor:
    """A second colleague of the first tenant."""
    return Actor(tenant_id=TENANT, user_id=KIM, name="Kim Akers")


@pytest.fixture
def stranger() -> Actor:
    """Somebody of another tenant."""
    return Actor(tenant_id=OTHER_TENANT, user_id=ALEX, name="Robin Kline")


def _is_wanted(item: pytest.Item) -> bool:
    """Whether a test is run on this kind of database: a divided one takes the place of a plain PostgreSQL one
    where the test has the mark, and is left out where it has not."""
    called = getattr(item, "callspec", None)
    kind = called.params.get("database_url") if called else None
    return kind != ("postgresql" if item.get_closest_marker("divided") else DIVIDED)


def _migrate(url: str) -> str:
    database = Database(url)
    migrate(database)
    database.close()
    return url


def _create(server: str, name: str) -> str:
    _execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    # A server on a socket is addressed as postgresql://user:@/database?host=/path.
    before, _, parameters = server.partition("?")
    base = before.rpartition("/")[0]
    return f"{base}/{name}" + (f"?{parameters}" if parameters else "")


def _empty(url: str, lending: Lending) -> None:
    # Four times as fast as TRUNCATE, which makes every table and index anew; like it, this waits for whoever
    # is still writing.
    tables = [sql.Identifier(table.name) for table in reversed(metadata.sorted_tables)]
    steps = [
        sql.SQL("SET LOCAL lock_timeout = 0"),
        sql.SQL("LOCK TABLE {}").format(sql.SQL(", ").join(tables)),
        *(sql.SQL("DELETE FROM {}").format(table) for table in tables),
        sql.SQL("SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences"),
    ]
    with lending.borrowed(url) as connection, connection.transaction():
        connection.execute(sql.SQL("; ").join(steps))


def _execute(server: str, statement: sql.Composed | sql.SQL) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
