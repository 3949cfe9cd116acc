"""Writers: sixteen workspaces that capture leads on PostgreSQL at once, by one host process and by two."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import orjson
import psycopg
import uvloop

from bench.certificates import issue_certificates
from bench.processes import Load, run_load
from bench.store.databases import POSTGRES, Databases
from bench.store.figures import StoreFindings
from bench.store.hosts import Door, run_host
from bench.turns import CONVERSATIONS, name_tenant, spell
from bench.variants import configure_teams
from bench.wire import Framing, compose

BY_CHAT, BY_API = "by chat", "by the API"
_SAMPLE_EVERY = 0.05
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)

_Write = Callable[[list[str], float, int], float]
"""Has all workspaces write to some hosts for some seconds; `salt` keeps names of one run apart from those of
another. Gives leads a second."""


def ratio(way: str) -> str:
    """The name of what is measured: how many times as much two hosts write as one."""
    return f"writes of 16 workspaces {way}, two hosts against one"


def measure_writers(
    databases: Databases, door: Door, findings: StoreFindings, rounds: int, seconds: float
) -> None:
    """One host takes all writes, then two share them; each second round the other way round.

    A lead costs the database the same in both ways. What a host has to do for it differs: in the chat it
    reads a sentence and posts a card. Two hosts cannot do more than the cores that they share with the
    database leave them.
    """
    url = databases.empty(POSTGRES, "writers")
    with ExitStack() as stack:
        certificates = issue_certificates(databases.folder)
        load = stack.enter_context(run_load(databases.folder, core=None))
        teams = {**certificates.trust, **configure_teams(load.ports)}
        hosts = [
            stack.enter_context(
                run_host(door, url, databases.folder, f"writer-{number}", core=None, teams=teams)
            )
            for number in (1, 2)
        ]
        ways: dict[str, _Write] = {
            BY_CHAT: partial(_write_by_chat, load),
            BY_API: partial(_write_by_api, door),
        }
        for way, write in ways.items():
            _compare(way, write, hosts, url, findings, rounds, seconds)


def _compare(
    way: str,
    write: _Write,
    hosts: list[str],
    url: str,
    findings: StoreFindings,
    rounds: int,
    seconds: float,
) -> None:
    write(hosts, 1.0, 0)
    waits = {1: 0.0, 2: 0.0}
    rates: dict[int, list[float]] = {1: [], 2: []}
    for number in range(1, rounds + 1):
        for count in (1, 2) if number % 2 else (2, 1):
            with _watch_locks(url) as seen:
                rates[count].append(write(hosts[:count], seconds, number * 2 + count))
            waits[count] = max(waits[count], sum(seen) / max(1, len(seen)))
        findings.ratios[ratio(way)].append(rates[2][-1] / rates[1][-1])
    for count in (1, 2):
        findings.ratios[f"writes/s {way}, {count} host(s)"] += rates[count]
        findings.facts[f"backends waiting for a lock on average, {way}, {count} host(s), worst round"] = (
            f"{waits[count]:.2f} of {CONVERSATIONS} writers"
        )


def _write_by_chat(load: Load, hosts: list[str], seconds: float, _salt: int) -> float:
    """Every workspace has one colleague, who tells the bot of the next lead as soon as its card has come."""
    heard = load.capture_leads(hosts, CONVERSATIONS, seconds)
    return float(heard["turns"] / heard["seconds"])


def _write_by_api(door: Door, hosts: list[str], seconds: float, salt: int) -> float:
    """Every workspace has one writer, who captures the next lead as soon as the last was kept."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_write_at_once(door, hosts, seconds, salt))


async def _write_at_once(door: Door, hosts: list[str], seconds: float, salt: int) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    writers = [
        _Writer(hosts[index % len(hosts)], door.token(name_tenant(index), "writer"), salt, began + seconds)
        for index in range(CONVERSATIONS)
    ]
    for writer in writers:
        await loop.create_connection(writer.accept, writer.host, writer.port)
    kept = await asyncio.gather(*(writer.ended for writer in writers))
    return sum(kept) / (loop.time() - began)


class _Writer(asyncio.Protocol):
    """Captures one lead after the other over one connection. A thread for each writer would take as much of
    the two cores as a host does; this takes a few hundredths of it."""

    def __init__(self, url: str, token: str, salt: int, until: float) -> None:
        loop = asyncio.get_running_loop()
        address = urlsplit(url)
        self.host, self.port = address.hostname or "", address.port or 80
        self.ended: asyncio.Future[int] = loop.create_future()
        self._head = {
            "host": address.netloc,
            "authorization": f"Bearer {token}",
            "content_type": "application/json",
        }
        self._framing, self._salt, self._until, self._kept = Framing(), salt, until, 0
        self._clock = loop.time

    def accept(self) -> _Writer:
        """The protocol of its connection."""
        return self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        for answer in self._framing.feed(data):
            if b" 20" not in answer.start:
                self._end(ValueError(f"the host answered {answer.start!r}: {answer.body[:500]!r}"))
                return
            self._kept += 1
            if self._clock() < self._until:
                self._ask()
            else:
                self._end()

    def connection_lost(self, error: Exception | None) -> None:
        self._end(error or ConnectionError("the host hung up"))

    def _ask(self) -> None:
        word = spell(self._salt * 1_000_000 + self._kept).title()
        body = {"name": f"Sarah {word}", "company": f"{word} Inc.", "email": f"s@{word.lower()}.example"}
        self._transport.write(compose("POST /api/v1/leads HTTP/1.1", orjson.dumps(body), **self._head))

    def _end(self, error: Exception | None = None) -> None:
        if self.ended.done():
            return
        if error is None:
            self.ended.set_result(self._kept)
        else:
            self.ended.set_exception(error)
        self._transport.close()


@contextmanager
def _watch_locks(url: str) -> Iterator[list[int]]:
    """Samples how many backends wait for a lock."""
    seen: list[int] = []
    ended = threading.Event()

    def sample() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not ended.wait(_SAMPLE_EVERY):
                row = connection.execute(_WAITING).fetchone()
                seen.append(int(row[0]) if row else 0)

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()
