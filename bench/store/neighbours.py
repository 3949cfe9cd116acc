"""Neighbours: the row of one tenant is held on PostgreSQL while its people read, import and write as much as
they can; what the writes of another tenant take meanwhile, on the same host and on a second one."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import orjson
import psycopg

from bench.store.databases import POSTGRES, Databases
from bench.store.figures import OURS, Case, StoreFindings
from bench.store.hosts import Door, Reader, clock, run_host
from bench.turns import name_tenant, spell

SAME, OTHER = "a write while another tenant's row is held, same host", "the same, another host"
WRITERS = 10
_QUIET, _BUSY = sorted(name_tenant(index) for index in range(2))
_HOLD = (
    "SELECT 1 FROM workspaces JOIN counters ON counters.workspace_id = workspaces.id"
    " WHERE tenant_id = %s FOR NO KEY UPDATE"
)
_PATIENCE = 60.0
_SOON = 0.3


def measure_neighbours(
    databases: Databases, door: Door, findings: StoreFindings, rounds: int, seconds: float, rows: int
) -> None:
    """Holds the row for some seconds a round. The ten writers are on the first host, readers and imports of
    so many rows on both."""
    url = databases.empty(POSTGRES, "neighbours")
    with ExitStack() as stack:
        hosts = [
            stack.enter_context(run_host(door, url, databases.folder, f"neighbour-{number}", core=None))
            for number in (1, 2)
        ]
        for host, tenant in itertools.product(hosts, (_QUIET, _BUSY)):
            first = Reader(host, door.token(tenant, "first"))
            _capture(first, "First", 1)
            first.close()
        refused = 0
        for number in range(1, rounds + 1):
            taken, told = _measure(door, url, hosts, seconds, rows, number)
            refused += told
            for what, latencies in zip((SAME, OTHER), taken, strict=True):
                findings.add(Case(what, POSTGRES, 0), OURS, latencies)
                findings.facts[f"{what}, longest of {len(latencies)}, round {number}"] = (
                    f"{max(latencies):.0f} ms of {seconds:g} s"
                )
        findings.facts["requests of the busy tenant that were refused (503)"] = str(refused)


def _measure(
    door: Door, url: str, hosts: list[str], seconds: float, rows: int, salt: int
) -> tuple[list[list[float]], int]:
    """The milliseconds of each write on each host, and how many of the crowd were refused."""
    taken: list[list[float]] = [[] for _ in hosts]
    refused: list[int] = []
    with _held(url, seconds) as ended:
        crowd = [_start(_write, door, hosts[0], f"writer {n}", salt, ended, refused) for n in range(WRITERS)]
        crowd += [_start(_read, door, host, "reader", ended, refused) for host in hosts]
        crowd += [_start(_import, door, host, rows, f"{host} {salt}", refused) for host in hosts]
        time.sleep(_SOON)
        timed = [
            _start(_time, door, host, salt * 10 + place, ended, taken[place])
            for place, host in enumerate(hosts)
        ]
        for thread in (*timed, *crowd):
            thread.join()
    return taken, len(refused)


@contextmanager
def _held(url: str, seconds: float) -> Iterator[threading.Event]:
    """Holds the lock of a writer of the busy tenant; tells of the end."""
    ended = threading.Event()
    with psycopg.connect(url) as connection:
        connection.execute(_HOLD, [_BUSY])

        def release() -> None:
            connection.rollback()
            ended.set()

        releasing = threading.Timer(seconds, release)
        releasing.start()
        try:
            yield ended
        finally:
            releasing.join()


def _start(run: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=run, args=arguments)
    thread.start()
    return thread


def _time(door: Door, host: str, salt: int, ended: threading.Event, taken: list[float]) -> None:
    reader = Reader(host, door.token(_QUIET, "first"))
    for number in itertools.count():
        began = clock()
        _capture(reader, f"Person {number}", salt * 1_000_000 + number)
        taken.append(clock() - began)
        if ended.is_set():
            break
    reader.close()


def _capture(reader: Reader, name: str, number: int) -> None:
    reader.post("/leads", {"name": name, "company": f"{spell(number)} Inc."})


def _write(door: Door, host: str, name: str, salt: int, ended: threading.Event, refused: list[int]) -> None:
    while not ended.is_set():
        body = orjson.dumps({"name": f"{name} of {salt}"})
        _ask(door, host, name, "POST", "/leads", body, "application/json", refused)


def _read(door: Door, host: str, name: str, ended: threading.Event, refused: list[int]) -> None:
    while not ended.is_set():
        _ask(door, host, name, "GET", "/board?limit=50", None, "", refused)
        time.sleep(_SOON / 10)


def _import(door: Door, host: str, count: int, salt: str, refused: list[int]) -> None:
    rows = "\n".join(f"Person {number},Company {number} {salt}" for number in range(count))
    _ask(door, host, "first", "POST", "/imports", f"Name,Company\n{rows}\n".encode(), "text/csv", refused)


def _ask(
    door: Door,
    host: str,
    person: str,
    method: str,
    path: str,
    body: bytes | None,
    media: str,
    refused: list[int],
) -> None:
    address = urlsplit(host)
    link = http.client.HTTPConnection(address.hostname or "", address.port, timeout=_PATIENCE)
    headers = {"Authorization": f"Bearer {door.token(_BUSY, person)}"}
    if media:
        headers["Content-Type"] = media
    link.request(method, f"/api/v1{path}", body, headers)
    answer = link.getresponse()
    content = answer.read()
    link.close()
    if answer.status == http.client.SERVICE_UNAVAILABLE:
        refused.append(answer.status)
        time.sleep(_SOON)
    elif answer.status >= http.client.BAD_REQUEST:
        raise ValueError(f"the host answered {answer.status}: {content[:500]!r}")
