"""Clocks that a test moves, so that nobody waits for what takes long and a slow machine changes nothing."""

from __future__ import annotations

import asyncio
import time
from zoneinfo import ZoneInfo

import pytest

from app.calendars import workdays_of
from app.domain.member import Workspace
from app.domain.workdays import Workdays

BERLIN = ZoneInfo("Europe/Berlin")
"""The time zone of a new workspace: its day is not that of UTC late in the evening."""


def workdays_in(country: str) -> Workdays:
    """The working days of a new workspace in a country; nothing is a holiday where it is not known."""
    return workdays_of(
        Workspace(id=1, tenant_id="t", name="", currency="EUR", time_zone="UTC", country=country)
    )


GERMAN_WORKDAYS = workdays_in("DE")
"""The working days of a new workspace."""


def move_clocks(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """From now on both the running event loop and the clock on the wall say that much more."""
    loop = asyncio.get_running_loop()
    loop_time, wall_time = loop.time, time.time
    monkeypatch.setattr(loop, "time", lambda: loop_time() + seconds)
    monkeypatch.setattr(time, "time", lambda: wall_time() + seconds)
