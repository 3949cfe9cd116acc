"""What the tests of the chat share."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.crm.crm import Crm
from tests.bot.desk import TOM, Desk
from tests.bot.test_commands import qualified


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a message means is found out before the store is asked: a test that is played with many of them
    has all on SQLite, and on PostgreSQL the first. The mark "each_database" is for those of which the store
    itself sees what differs."""
    everywhere = {_function(item) for item in items if _kind(item) == "sqlite"}
    tried: set[str] = set()
    kept = []
    for item in items:
        name = _function(item)
        is_spared = _kind(item) == "postgresql" and name in everywhere
        if is_spared and not item.get_closest_marker("each_database"):
            if name in tried:
                continue
            tried.add(name)
        kept.append(item)
    items[:] = kept


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _kind(item: pytest.Item) -> str:
    """The kind of database that a test of this folder runs on, "" for one that has none."""
    called = getattr(item, "callspec", None)
    is_here = called is not None and Path(__file__).parent in item.path.parents
    return str(called.params.get("database_url", "")) if called and is_here else ""


@pytest.fixture
def desk(crm: Crm) -> Desk:
    """A bot over an empty workspace, once for each kind of database."""
    return Desk(crm)


@pytest.fixture
async def world(desk: Desk) -> Desk:
    """Sarah's lead #1 became opportunity #4; Tom's #5 is open. Kim is known."""
    await desk.say("hello", "kim")
    await qualified(desk)
    await desk.say(TOM)
    return desk
