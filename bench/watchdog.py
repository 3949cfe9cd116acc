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
        self._core = _Core()
        self._stall = 0.0
        self._disturbed = 0.0
        self._cpu = 0.0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """`start` begins a measurement; `stop` ends it and answers what it saw."""
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            while line := await reader.readline():
                seen = self._start() if line.strip() == b"start" else await self._stop()
                writer.write(json.dumps(seen).encode() + b"\n")
                await writer.drain()
        writer.close()

    def _start(self) -> dict[str, float]:
        if self._ticking is None:
            self._ticking = asyncio.get_running_loop().create_task(self._tick())
        self._stall, self._disturbed, self._cpu = 0.0, 0.0, _cpu_seconds()
        return {}

    async def _stop(self) -> dict[str, float]:
        if self._ticking is not None:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
            self._ticking = None
        return {
            "stall_ms": self._stall * 1000,
            "disturbed_s": self._disturbed,
            "cpu_s": _cpu_seconds() - self._cpu,
            "rss_mb": _rss_mb(),
        }

    async def _tick(self) -> None:
        self._core.take_wait()
        before = time.perf_counter()  # not the loop's own time, which uvloop keeps in milliseconds
        while True:
            await asyncio.sleep(TICK)
            after, taken = time.perf_counter(), self._core.take_wait()
            self._stall = max(self._stall, after - before - TICK - taken)
            self._disturbed += taken
            before = after


class _Core:
    """How long other processes had the core while our event loop could have run: no stall of our making."""

    def __init__(self) -> None:
        path = Path("/proc/self/schedstat")  # of the first thread, which runs the event loop
        self._file = os.open(path, os.O_RDONLY) if path.exists() else -1
        self._waited = 0.0

    def take_wait(self) -> float:
        """Seconds since the last call; waiting for threads of our own does not count as somebody else's."""
        if self._file < 0:
            return 0.0
        queued = int(os.pread(self._file, 64, 0).split()[1]) / 1e9
        before, self._waited = self._waited, queued - (time.process_time() - time.thread_time())
        return max(0.0, self._waited - before)


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
