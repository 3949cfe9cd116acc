"""Runs inside a measured server: how much processor it used and how long its event loop stood still.

The standard library only, since one of the servers lives in an environment of its own. It answers on a
Unix socket of its own and not over the bot's port, so that it measures any server the same way. It ticks only
between `start` and `stop`: a server that waits for its turn must not take time from the measured one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import time
from pathlib import Path

SOCKET_VARIABLE = "BENCH_WATCHDOG"
TICK = 0.005  # seconds between two looks at the clock; a longer gap is the loop standing still


class Watchdog:
    """Measures the process and the event loop it runs in."""

    def __init__(self) -> None:
        self._ticking: asyncio.Task[None] | None = None
        self._stall = 0.0
        self._cpu = 0.0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """`start` begins a measurement; `stop` ends it and answers what it saw."""
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                seen = self._start() if line.strip() == b"start" else await self._stop()
                writer.write(json.dumps(seen).encode() + b"\n")
                await writer.drain()
        writer.close()

    def _start(self) -> dict[str, float]:
        if self._ticking is None:
            self._ticking = asyncio.get_running_loop().create_task(self._tick())
        self._stall, self._cpu = 0.0, _cpu_seconds()
        return {}

    async def _stop(self) -> dict[str, float]:
        if self._ticking is not None:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
            self._ticking = None
        return {"stall_ms": self._stall * 1000, "cpu_s": _cpu_seconds() - self._cpu, "rss_mb": _rss_mb()}

    async def _tick(self) -> None:
        before = time.perf_counter()  # not the loop's own time, which uvloop keeps in milliseconds
        while True:
            await asyncio.sleep(TICK)
            after = time.perf_counter()
            self._stall, before = max(self._stall, after - before - TICK), after


_open: list[asyncio.Server] = []  # uvloop closes a server that nobody holds


async def watch() -> None:
    """Opens the socket named by `BENCH_WATCHDOG` in the running loop; nothing where it is not set."""
    if path := os.environ.get(SOCKET_VARIABLE):
        _open.append(await asyncio.start_unix_server(Watchdog().answer, path))


def _cpu_seconds() -> float:
    """User and system time of all threads of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6
