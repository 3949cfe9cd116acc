"""What open boards cost: colleagues write, and every board is to show it soon, for few bytes."""

from __future__ import annotations

import asyncio
import http.client
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

import orjson
import uvloop

from bench.following.crowd import Board, Writer
from bench.processes import ROOT
from bench.store.databases import Databases
from bench.store.hosts import Door, Reader, clock, run_host
from bench.turns import name_tenant

BOARDS, A_SECOND = 300, 20
FIRST_PAGE = 500
"""Opportunities of the board whose first page is weighed."""

_PEOPLE = 60
_HANDS = 12
_SETTLE = 3.0
_ASSET = re.compile(r'(?:src|href)="(/tab/[^"]+)"')


@dataclass(slots=True)
class Followings:
    """Milliseconds of writes and of their way to each board, and bytes of each change on each board, by kind
    of database, then by round; the bytes of the first page, by what they are."""

    writes: dict[str, list[list[float]]] = field(default_factory=dict)
    heard: dict[str, list[list[float]]] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, list[float]] = field(default_factory=dict)
    first_page: dict[str, int] = field(default_factory=dict)


def measure_followings(
    databases: Databases, door: Door, found: Followings, kind: str, size: int, rounds: int, seconds: float
) -> None:
    """Client and host share all cores, as they are told to in the goal."""
    url = databases.seeded(kind, size)
    with run_host(door, url, databases.folder, f"following-{kind}", core=None) as host:
        tokens = [door.token(name_tenant(0), f"follower {i}") for i in range(_PEOPLE)]
        for _ in range(rounds):
            deals = _open_deals(host, tokens[0], round(seconds * A_SECOND))
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(_follow(found, kind, host, tokens, deals))


def weigh_first_page(databases: Databases, door: Door, found: Followings, kind: str) -> None:
    """What a browser loads until the board is there, as it goes over the wire."""
    url = databases.seeded(kind, FIRST_PAGE)
    with run_host(door, url, databases.folder, "first-page", core=None) as host:
        token = door.token(name_tenant(0), "first page")
        page, size = _load(host, "/tab", token)
        found.first_page["the page"] = size
        scripts = [f"/tab/assets/{script.name}" for script in (ROOT / "tabs/dist/assets").glob("*.js")]
        # Also those that a script asks for by itself: in Teams all are loaded.
        for path in dict.fromkeys([*_ASSET.findall(page.decode()), *scripts]):
            found.first_page[path.rpartition("/")[2]] = _load(host, path, token)[1]
        for path in ("/api/v1/me", "/api/v1/board?limit=50"):
            found.first_page[path] = _load(host, path, token)[1]


def _open_deals(host: str, token: str, count: int) -> list[tuple[int, str]]:
    """Numbers of open opportunities, and where each is to go."""
    reader = Reader(host, token)
    deals: list[tuple[int, str]] = []
    cursor = ""
    while len(deals) < count and cursor is not None:
        after = f"&cursor={cursor}" if cursor else ""
        page = orjson.loads(reader.get(f"/opportunities?status=open&limit=200{after}"))
        deals += [(deal["number"], _other_than(deal["stage"])) for deal in page["items"]]
        cursor = page["next"]
    reader.close()
    return deals[:count]


def _other_than(stage: str) -> str:
    return "proposal" if stage == "meeting" else "meeting"


async def _follow(
    found: Followings, kind: str, host: str, tokens: list[str], deals: list[tuple[int, str]]
) -> None:
    begun: dict[int, float] = {}
    heard: list[float] = []

    def hear(number: int) -> None:
        if number in begun:
            heard.append(clock() - begun[number])

    boards = [Board(host, tokens[i % len(tokens)], hear) for i in range(BOARDS)]
    hands = [Writer(host, tokens[i]) for i in range(_HANDS)]
    await _connect(host, [*boards, *hands])
    await asyncio.gather(*(board.begun for board in boards))
    before = sum(board.size for board in boards)
    writes = await _write(deals, hands, begun)
    await asyncio.sleep(_SETTLE)
    size = sum(board.size for board in boards) - before
    for board in boards:
        board.leave()
    for hand in hands:
        hand.leave()
    found.writes.setdefault(kind, []).append(writes)
    found.heard.setdefault(kind, []).append(heard)
    found.missed[kind] = found.missed.get(kind, 0) + len(writes) * BOARDS - len(heard)
    found.sizes.setdefault(kind, []).append(size / (len(writes) * BOARDS))


async def _connect(host: str, people: Sequence[asyncio.Protocol]) -> None:
    address = urlsplit(host)
    for one in people:
        loop = asyncio.get_running_loop()
        await loop.create_connection(partial(_same, one), address.hostname or "", address.port or 80)


def _same(one: asyncio.Protocol) -> asyncio.Protocol:
    return one


async def _write(deals: list[tuple[int, str]], hands: list[Writer], begun: dict[int, float]) -> list[float]:
    """A write every twentieth of a second, however long those before it take; milliseconds of each."""
    loop = asyncio.get_running_loop()
    free: asyncio.Queue[Writer] = asyncio.Queue()
    for hand in hands:
        free.put_nowait(hand)
    taken: list[float] = []

    async def move(number: int, stage: str) -> None:
        # Waiting for a free hand counts: the colleague waits for it, too.
        begun[number] = clock()
        hand = await free.get()
        await hand.move(number, stage)
        free.put_nowait(hand)
        taken.append(clock() - begun[number])

    began = loop.time()
    async with asyncio.TaskGroup() as group:
        for i, (number, stage) in enumerate(deals):
            await asyncio.sleep(max(0.0, began + i / A_SECOND - loop.time()))
            group.create_task(move(number, stage))
    return taken


def _load(host: str, path: str, token: str) -> tuple[bytes, int]:
    """A body unpacked where it is plain, and the bytes of the whole answer."""
    address = urlsplit(host)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": "en",
    }
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise ValueError(f"{path}: {answer.status}")
    connection.close()
    return body, len(body) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 17


def quantile(values: list[float], part: float) -> float:
    """The value below which this part of them lies."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def quantiles(rounds: list[list[float]], part: float) -> Iterator[float]:
    """The same of each round."""
    yield from (quantile(values, part) for values in rounds if values)
