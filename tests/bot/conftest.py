"""What the tests of the chat share."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from tests.bot.desk import TOM, Desk
from tests.bot.test_commands import qualified


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
