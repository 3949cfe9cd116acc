"""Clocks that a test moves, so that nobody waits for what takes long and a slow machine changes nothing."""

from __future__ import annotations

import asyncio
import time
from zoneinfo import ZoneInfo

import pytest

BERLIN = ZoneInfo("Europe/Berlin")
"""The time zone of a new workspace: its day is not that of UTC late in the evening."""


def move_clocks(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """From now on both the running event loop and the clock on the wall say that much more."""
    loop = asyncio.get_running_loop()
    loop_time, wall_time = loop.time, time.time
    monkeypatch.setattr(loop, "time", lambda: loop_time() + seconds)
    monkeypatch.setattr(time, "time", lambda: wall_time() + seconds)
