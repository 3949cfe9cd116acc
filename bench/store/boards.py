"""The board: `GET /api/v1/board` of the real host, beside statements that read the same from the database."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import psycopg

from bench.store.databases import Databases
from bench.store.figures import BARE, OURS, Case, StoreFindings
from bench.store.hosts import Door, Reader, clock, on_core, run_host
from bench.turns import name_tenant

WHAT = "board"
CARDS = 50
_WARM_UP = 40

_STAGES = "SELECT id, key, name, type, probability FROM stages WHERE workspace_id = {0} ORDER BY position"
_TOTALS = "SELECT stage, currency, count, amount FROM stage_totals WHERE workspace_id = {0} AND count <> 0"
_CARDS = """
SELECT o.number, o.name, o.version, o.status, o.stage, o.amount, o.currency, o.close_date,
       o.organization, g.name, o.contact, c.name, o.owner, m.name
FROM (SELECT * FROM opportunities WHERE workspace_id = {0} AND stage = {1} ORDER BY number DESC LIMIT 50) o
LEFT JOIN organizations g ON g.workspace_id = o.workspace_id AND g.number = o.organization
LEFT JOIN contacts c ON c.workspace_id = o.workspace_id AND c.number = o.contact
LEFT JOIN members m ON m.workspace_id = o.workspace_id AND m.id = o.owner
"""


def measure_boards(
    databases: Databases,
    door: Door,
    findings: StoreFindings,
    kind: str,
    sizes: list[int],
    rounds: int,
    times: int,
) -> None:
    """All sizes of one kind of database take turns within a round, each beside its bare SQL."""
    with ExitStack() as stack:
        stack.enter_context(on_core(1))
        sides = []
        for size in sizes:
            url = databases.seeded(kind, size)
            host = stack.enter_context(run_host(door, url, databases.folder, f"board-{kind}-{size}"))
            reader = Reader(host, door.token(name_tenant(0), "board"))
            stack.callback(reader.close)
            ask = _ask(reader)
            bare = stack.enter_context(open_bare(url))
            _check(orjson.loads(reader.get(f"/board?limit={CARDS}")), bare())
            sides += [(Case(WHAT, kind, size), OURS, ask), (Case(WHAT, kind, size), BARE, bare)]
        for _, _, run in sides:
            _time(run, _WARM_UP)
        for number in range(rounds):
            for case, side, run in reversed(sides) if number % 2 else sides:
                findings.add(case, side, _time(run, times))


def _ask(reader: Reader) -> Callable[[], object]:
    return lambda: reader.get(f"/board?limit={CARDS}")


def _time(run: Callable[[], object], times: int) -> list[float]:
    latencies = []
    for _ in range(times):
        begin = clock()
        run()
        latencies.append(clock() - begin)
    return latencies


def _check(board: Any, bare: list[tuple[Any, ...]]) -> None:
    """Both sides must have answered the same, else the comparison means nothing."""
    shown = [card["number"] for column in board["columns"] for card in column["cards"]]
    read = [row[0] for row in bare]
    if not shown or sorted(shown) != sorted(read):
        raise ValueError(f"the board shows {len(shown)} cards, bare SQL {len(read)}")


@contextlib.contextmanager
def open_bare(url: str) -> Iterator[Callable[[], list[tuple[Any, ...]]]]:
    """Hand-written statements on the driver's cursor: stages, counts and sums, and 50 cards of each stage."""
    connection, mark = connect(url)
    found = connection.execute(f"SELECT id FROM workspaces WHERE tenant_id = {mark}", (name_tenant(0),))
    workspace = found.fetchone()[0]
    stages = [row[0] for row in connection.execute(_STAGES.format(mark), (workspace,)).fetchall()]
    cards = " UNION ALL ".join(
        f"SELECT * FROM ({_CARDS.format(mark, mark)}) s{at}" for at in range(len(stages))
    )
    of_cards = [value for stage in stages for value in (workspace, stage)]

    def read() -> list[tuple[Any, ...]]:
        cursor = connection.cursor()
        cursor.execute(_STAGES.format(mark), (workspace,)).fetchall()
        cursor.execute(_TOTALS.format(mark), (workspace,)).fetchall()
        rows = cursor.execute(cards, of_cards).fetchall()
        connection.commit()
        return list(rows)

    try:
        yield read
    finally:
        connection.close()


def connect(url: str) -> tuple[Any, str]:
    """The driver's connection, and how it marks a parameter."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(Path(url.removeprefix("sqlite:///")))
        connection.execute("PRAGMA cache_size=-65536")
        return connection, "?"
    return psycopg.connect(url), "%s"
