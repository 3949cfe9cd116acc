"""Writers: sixteen workspaces that capture leads on PostgreSQL at once, by one host process and by two."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from bench.store.databases import POSTGRES, Databases
from bench.store.figures import StoreFindings
from bench.store.hosts import Door, Reader, run_host
from bench.turns import CONVERSATIONS, name_tenant, spell

RATIO = "writes of 16 workspaces, two hosts against one"
_SAMPLE_EVERY = 0.05
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def measure_writers(
    databases: Databases, door: Door, findings: StoreFindings, rounds: int, seconds: float
) -> None:
    """One host takes all writes, then two share them; each second round the other way round."""
    url = databases.empty(POSTGRES, "writers")
    with ExitStack() as stack:
        hosts = [
            stack.enter_context(run_host(door, url, databases.folder, f"writer-{number}", core=None))
            for number in (1, 2)
        ]
        _write(door, hosts, 1.0, 0)
        waits = {1: 0.0, 2: 0.0}
        rates: dict[int, list[float]] = {1: [], 2: []}
        for number in range(1, rounds + 1):
            for count in (1, 2) if number % 2 else (2, 1):
                with _watch_locks(url) as seen:
                    rates[count].append(_write(door, hosts[:count], seconds, number * 2 + count))
                waits[count] = max(waits[count], sum(seen) / max(1, len(seen)))
            findings.ratios[RATIO].append(rates[2][-1] / rates[1][-1])
        for count in (1, 2):
            findings.ratios[f"writes/s, {count} host(s)"] += rates[count]
            findings.facts[f"backends waiting for a lock on average, {count} host(s), worst round"] = (
                f"{waits[count]:.2f} of {CONVERSATIONS} writers"
            )


def _write(door: Door, hosts: list[str], seconds: float, salt: int) -> float:
    """Leads a second: every workspace has one writer, who captures the next as soon as the last was kept."""
    until, counts, failures = time.monotonic() + seconds, [0] * CONVERSATIONS, []

    def run(index: int) -> None:
        reader = Reader(hosts[index % len(hosts)], door.token(name_tenant(index), "writer"))
        try:
            while time.monotonic() < until:
                word = spell(salt * 1_000_000 + counts[index]).title()
                body = {
                    "name": f"Sarah {word}",
                    "company": f"{word} Inc.",
                    "email": f"s@{word.lower()}.example",
                }
                reader.post("/leads", body)
                counts[index] += 1
        except (OSError, ValueError) as error:
            failures.append(error)
        finally:
            reader.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(CONVERSATIONS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(counts) / (time.monotonic() - began)


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
