"""What the tests of the chat share."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from tests.bot.desk import Desk


@pytest.fixture
def desk(crm: Crm) -> Desk:
    """A bot over an empty workspace, once for each kind of database."""
    return Desk(crm)
