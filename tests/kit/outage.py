"""An outage of the connector during which the host is killed: what becomes of the answers.

The host is a process of its own, as operators start it; Teams, which sends a message again that it had no
answer to, and its connector are here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa
from aiohttp import web

from app.domain.delivery import DeliveryState
from app.store.database import Database
from app.store.tables import deliveries
from tests.kit import activities
from tests.kit.connector import RecordingConnector
from tests.kit.patience import eventually
from tests.kit.ports import free_ports

ROOT = Path(__file__).parents[2]
PLACES = 4
"""Conversations."""
WAYS = ("refused", "silent", "503")
"""How the connector is away: nobody listens, it says nothing, or it says that it is out of order."""
_NAMES = ("Anna Arndt", "Bert Bauer", "Carl Conrad", "Dora Diehl", "Emil Ernst", "Fritz Franke")


@dataclass
class Findings:
    """`asked` and `arrived` are by conversation the ids of messages, as they were sent and as they were
    answered; `delay` the seconds from the return of the
    connector until the last of them had arrived."""

    asked: dict[str, list[str]] = field(default_factory=dict)
    arrived: dict[str, list[str]] = field(default_factory=dict)
    delay: float = 0.0

    @property
    def missing(self) -> int:
        """Answers that never came."""
        return sum(len(set(names) - set(self.arrived.get(place, ()))) for place, names in self.asked.items())

    @property
    def doubled(self) -> int:
        """Answers that came again."""
        return sum(count - 1 for names in self.arrived.values() for count in Counter(names).values())

    @property
    def in_order(self) -> bool:
        """Whether each conversation had its answers in the order of its messages."""
        return self.asked == self.arrived


async def play_outage(
    database_url: str, *, seconds: float, way: str = "refused", program: str = "app"
) -> Findings:
    """Plays it on a migrated database: messages before the host is killed, and after it was started again.
    `program` is the module that is the host."""
    findings, connector = Findings(), RecordingConnector()
    host_port, service_port, *_ = (port for port, _ in zip(free_ports(), range(2), strict=False))
    service = Service(connector, service_port)
    async with aiohttp.ClientSession() as session, service:
        teams = Teams(session, f"http://127.0.0.1:{host_port}", f"{service.url}/", findings)
        async with running(program, database_url, host_port):
            await teams.say_everywhere(0)
            await eventually(lambda: len(answers_of(connector)) >= PLACES)
            await service.leave(way)
            began = time.monotonic()
            await teams.say_everywhere(1)
            await teams.say_everywhere(2)
            await asyncio.sleep(max(0.0, seconds / 2 - (time.monotonic() - began)))
            last = asyncio.create_task(teams.say_everywhere(3))
            await asyncio.sleep(0.02)
        async with running(program, database_url, host_port):
            # Whatever was not answered before the kill is sent again.
            await last
            await teams.say_everywhere(4)
            await asyncio.sleep(max(0.0, seconds - (time.monotonic() - began)))
            await service.return_()
            returned = time.monotonic()
            wanted = sum(map(len, findings.asked.values()))
            with contextlib.suppress(TimeoutError):
                await eventually(lambda: len(answers_of(connector)) >= wanted)
            findings.delay = time.monotonic() - returned
            # Only what still waits would be said again.
            with contextlib.suppress(TimeoutError):
                await eventually(lambda: not _waits(database_url), every=0.1)
    for sent in answers_of(connector):
        findings.arrived.setdefault(sent["conversation"]["id"], []).append(sent["replyToId"])
    return findings


def _waits(database_url: str) -> bool:
    """Whether anything is still to be delivered."""
    database = Database(database_url)
    waiting = sa.select(sa.exists().where(deliveries.c.state == DeliveryState.WAITING))
    try:
        with database.read() as connection:
            return bool(connection.execute(waiting).scalar())
    finally:
        database.close()


def answers_of(connector: RecordingConnector) -> list[dict[str, Any]]:
    """The answers that arrived, without what was said to those who waited long for theirs."""
    return [sent for sent in connector.taken if "takes longer" not in str(sent.get("summary"))]


class Service:
    """The connector behind a port that it may leave."""

    def __init__(self, connector: RecordingConnector, port: int) -> None:
        self._connector = connector
        self._port = port
        self._runner: web.AppRunner | None = None
        self.url = f"http://127.0.0.1:{port}"

    async def __aenter__(self) -> Service:
        await self._listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._close()

    async def leave(self, way: str) -> None:
        """Goes away."""
        if way == "refused":
            await self._close()
        else:
            self._connector.go_away(0 if way == "silent" else int(way))

    async def return_(self) -> None:
        """Is there again."""
        self._connector.come_back()
        if self._runner is None:
            await self._listen()

    async def _listen(self) -> None:
        # What it has taken it confirms before it leaves.
        self._runner = web.AppRunner(self._connector.app(), shutdown_timeout=10.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()

    async def _close(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()


class Teams:
    """Sends messages to a host, and again where it had no answer."""

    def __init__(self, session: aiohttp.ClientSession, url: str, service: str, findings: Findings) -> None:
        self._session = session
        self._url = url
        self._service = service
        self._findings = findings

    async def say_everywhere(self, which: int) -> None:
        """A message in every conversation, each of another person."""
        await asyncio.gather(*(self._say(f"place-{place}", which) for place in range(PLACES)))

    async def _say(self, place: str, which: int) -> None:
        body = activities.message(
            self._service,
            f"new lead {_NAMES[which]}, {place}, {place}.{which}@leads.example",
            conversation={"id": place, "conversationType": "personal", "tenantId": activities.TENANT},
            from_={"id": f"29:{place}", "name": place.title(), "aadObjectId": _person(place)},
        )
        self._findings.asked.setdefault(place, []).append(body["id"])
        for _ in range(600):
            if await self._post(body):
                return
            await asyncio.sleep(0.1)
        raise AssertionError("the host does not answer")

    async def _post(self, body: Mapping[str, Any]) -> bool:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            timeout = aiohttp.ClientTimeout(total=15)
            async with self._session.post(
                f"{self._url}/api/messages", json=body, timeout=timeout
            ) as response:
                return response.status < 300
        return False


def _person(place: str) -> str:
    return f"a4a8c2de-0f0c-4d8e-8a57-{int(place.rpartition('-')[2]) + 1:012d}"


@asynccontextmanager
async def running(program: str, database_url: str, port: int) -> AsyncIterator[None]:
    """A host for development that is ready; killed at the end, without a chance to say anything."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment = {**kept, "DATABASE_URL": database_url, "LEADLINE_ENV": "dev"}
    command = [sys.executable, "-m", program, "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:  # noqa: ASYNC220 - begins at once
        try:
            await _ready(f"http://127.0.0.1:{port}/readyz")
            yield
        finally:
            process.kill()


async def _ready(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(1200):
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise AssertionError("the host does not get ready")
