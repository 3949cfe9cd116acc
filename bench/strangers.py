"""Strangers: connections that are left half open, while somebody looks at the board."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.goals import Goal
from bench.store.databases import open_databases
from bench.store.hosts import Door, Reader, on_core, open_door, run_host
from bench.turns import name_tenant

CONNECTIONS = 1000
WINDOW = 120.0
"""Seconds for which strangers come and go."""
CLOSED_WITHIN = 30.0
PATIENCE = 60.0
BOARD = 0.1
_BETWEEN = 0.05
_AGAIN_AFTER = 10.0
_QUIET = 100
"""Boards that are read before anybody else comes."""

_HALVES = (
    b"",
    b"POST /api/messages HTTP/1.1\r\nHost: x\r\nX-Half: ",
    b"POST /api/messages HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
    b"POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx",
)


@dataclass
class Siege:
    """What was seen: seconds until connections were closed, and until the board was answered."""

    opened: int = 0
    still_open: int = 0
    closed: list[float] = field(default_factory=list)
    boards: list[float] = field(default_factory=list)
    quiet: list[float] = field(default_factory=list)


def besiege(folder: Path, size: int, seconds: float) -> Siege:
    """Holds as many connections half open for so long; each that is closed is opened anew."""
    siege = Siege()
    with ExitStack() as stack:
        databases = stack.enter_context(open_databases(folder))
        door: Door = stack.enter_context(open_door())
        stack.enter_context(on_core(1))
        host = stack.enter_context(run_host(door, databases.seeded("sqlite", size), folder, "strangers"))
        reader = Reader(host, door.token(name_tenant(0), "board"))
        stack.callback(reader.close)
        for _ in range(40):
            reader.get("/board?limit=50")
        siege.quiet += [_look(reader) for _ in range(_QUIET)]
        until = time.monotonic() + seconds
        with _strangers(siege, host, until):
            while time.monotonic() < until:
                siege.boards.append(_look(reader))
    return siege


def _look(reader: Reader) -> float:
    """Seconds until the board was answered."""
    time.sleep(_BETWEEN)
    began = time.perf_counter()
    reader.get("/board?limit=50")
    return time.perf_counter() - began


@contextlib.contextmanager
def _strangers(siege: Siege, url: str, until: float) -> Iterator[None]:
    address = urlsplit(url)
    thread = threading.Thread(
        target=lambda: asyncio.run(_hold(siege, str(address.hostname), address.port or 80, until))
    )
    thread.start()
    try:
        yield
    finally:
        thread.join()


async def _hold(siege: Siege, host: str, port: int, until: float) -> None:
    await asyncio.gather(*(_come_again(siege, host, port, until, number) for number in range(CONNECTIONS)))


async def _come_again(siege: Siege, host: str, port: int, until: float, number: int) -> None:
    # All at once they would only be measured against each other.
    await asyncio.sleep(_AGAIN_AFTER * number / CONNECTIONS)
    while time.monotonic() < until:
        reader, writer = await asyncio.open_connection(host, port)
        siege.opened += 1
        began = time.monotonic()
        writer.write(_HALVES[number % len(_HALVES)])
        try:
            async with asyncio.timeout(PATIENCE):
                while await reader.read(4096):
                    pass
        except TimeoutError:
            siege.still_open += 1
        except ConnectionError:
            pass
        siege.closed.append(time.monotonic() - began)
        writer.close()
        # Who is sent away comes again when the others are late.
        await asyncio.sleep(max(0.0, began + _AGAIN_AFTER - time.monotonic()))


def measure_strangers(folder: Path, size: int, seconds: float) -> tuple[str, list[Goal]]:
    """The report, and the goals."""
    siege = besiege(folder, size, seconds)
    slowest = max(siege.closed, default=PATIENCE)
    quiet, boards = (statistics.quantiles(seen, n=100) for seen in (siege.quiet, siege.boards))
    p50, p99 = boards[49], boards[98]
    goals = [
        Goal("half-open, closed after", f"≤ {CLOSED_WITHIN:g}", None, slowest, slowest <= CLOSED_WITHIN, "s"),
        Goal("board meanwhile, p99", f"≤ {BOARD * 1000:g}", None, p99 * 1000, p99 <= BOARD, "ms"),
    ]
    told = (f"- {goal.text}: {goal.value:.1f} {goal.unit}, wanted {goal.target}" for goal in goals)
    lines = [
        f"## {CONNECTIONS:,} half-open connections for {seconds:g} s",
        "",
        f"{siege.opened:,} were opened, {siege.still_open} stayed open for {PATIENCE:g} s; they were closed"
        f" after {statistics.median(siege.closed):.1f} s in the median, {slowest:.1f} s at the latest."
        f" {len(siege.boards):,} boards meanwhile: p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms;"
        f" before anybody came: p50 {quiet[49] * 1000:.1f} ms, p99 {quiet[98] * 1000:.1f} ms.",
        "",
        *told,
        "",
    ]
    return "\n".join(lines), goals
