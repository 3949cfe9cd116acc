"""The Teams side of a bench, in one process of its own: sends turns, takes the replies, keeps the time.

Both ends live in one process on purpose. A turn ends when its POST was answered *and* the connector has
the reply, whichever comes last; with one clock and one event loop that needs no talk between processes.
The process reports its own processor time, so that the reader can see that it was not the bottleneck.

It obeys JSON lines on stdin: `{"servers", "scene", "scheme", "conversations", "seconds", "signed"}`, where
conversations take the servers in turn, and answers each with a line:
`{"turns", "seconds", "latencies_ms", "cpu_s", "connections"}` or `{"error"}`.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import uvloop

from bench.certificates import Certificates
from bench.connector import Connector
from bench.keys import SigningKey, list_login_documents
from bench.turns import APP_ID, SCENES, Conversation, Scene
from bench.wire import Framing, compose

_PATIENCE = 30.0  # seconds until a turn counts as lost


class TurnError(Exception):
    """A server answered with an error or sent no right reply: figures of such a run would mean nothing."""


class Teams:
    """Colleagues who each talk to one server at a time."""

    def __init__(self, connector: Connector, ports: dict[str, int]) -> None:
        self._connector = connector
        self._origins = {scheme: f"{scheme}://127.0.0.1:{port}" for scheme, port in ports.items()}
        self._key = SigningKey()
        self._greeted: set[tuple[str, str]] = set()
        self._tokens: dict[str, str] = {}
        self._turns = itertools.count(1)
        connector.documents.update(self._key.documents(self._origins["http"]))
        connector.documents.update(list_login_documents(self._origins["https"]))

    async def run(self, order: dict[str, Any]) -> dict[str, Any]:
        """One measurement: every colleague speaks again as soon as the last turn has ended."""
        talks = [await self._meet(order, index) for index in range(order["conversations"])]
        scene, opened = SCENES[order["scene"]], self._connector.connections
        cpu, begin = time.process_time(), time.perf_counter()
        until = begin + order["seconds"]
        try:
            heard = await asyncio.gather(*(talk.chat(scene, self._turns, until) for talk in talks))
        finally:
            for talk in talks:
                talk.close()
        elapsed, used = time.perf_counter() - begin, time.process_time() - cpu
        latencies = [round(latency * 1000, 3) for talk in heard for latency in talk]
        return {
            "turns": len(latencies),
            "seconds": elapsed,
            "latencies_ms": latencies,
            "cpu_s": used,
            "connections": self._connector.connections - opened,
        }

    async def _meet(self, order: dict[str, Any], index: int) -> _Talk:
        service_url = self._origins[order["scheme"]] + "/emea/"
        conversation = Conversation(f"a:bench-{order['scheme']}-{index}", index, service_url)
        server = order["servers"][index % len(order["servers"])]
        token = self._sign(conversation) if order["signed"] else ""
        talk = _Talk(conversation, server, token, self._connector)
        await talk.open()
        if order["scene"] == "lead" and (server, conversation.id) not in self._greeted:
            self._greeted.add((server, conversation.id))
            await talk.post(conversation.greeting())
        return talk

    def _sign(self, conversation: Conversation) -> str:
        """One token a conversation for the whole run: the Bot Framework renews its tokens hourly."""
        if conversation.id not in self._tokens:
            self._tokens[conversation.id] = self._key.sign(APP_ID, conversation.service_url, conversation.id)
        return self._tokens[conversation.id]


class _Talk(asyncio.Protocol):
    """One conversation over one kept connection, one turn at a time."""

    def __init__(self, conversation: Conversation, server: str, token: str, connector: Connector) -> None:
        self._conversation = conversation
        self._server = urlsplit(server)
        self._headers = {"host": self._server.netloc, "content_type": "application/json; charset=utf-8"}
        if token:
            self._headers["authorization"] = f"Bearer {token}"
        self._connector = connector
        self._framing = Framing()
        self._expected: tuple[bytes, ...] = ()
        self._replied = asyncio.Event()

    async def open(self) -> None:
        """Connects to the server and listens to what it posts to the conversation."""
        loop = asyncio.get_running_loop()
        self._answered: asyncio.Future[bytes] = loop.create_future()
        self._transport, _ = await loop.create_connection(
            lambda: self, self._server.hostname or "", self._server.port or 80
        )
        self._connector.listeners[self._conversation.id] = self._hear

    def close(self) -> None:
        """Hangs up."""
        self._connector.listeners.pop(self._conversation.id, None)
        self._transport.close()

    async def chat(self, scene: Scene, turns: Iterator[int], until: float) -> list[float]:
        """Speaks until the time is over (at least once); returns the seconds each turn took."""
        latencies: list[float] = []
        while not latencies or time.perf_counter() < until:
            number = next(turns)
            body = self._conversation.message(number, scene.say(number))
            self._expected = scene.expect(number)
            self._replied.clear()
            begin = time.perf_counter()
            await self.post(body)
            await self._wait_for_reply(scene.say(number))
            latencies.append(time.perf_counter() - begin)
        return latencies

    async def post(self, body: bytes) -> None:
        """Sends an activity and waits for the answer; raises TurnError where it is not a success."""
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(compose("POST /api/messages HTTP/1.1", body, **self._headers))
        try:
            answer = await asyncio.wait_for(self._answered, _PATIENCE)
        except TimeoutError:
            raise TurnError("no answer to the POST") from None
        if b" 2" not in answer[:12]:
            raise TurnError(f"the POST was answered {answer.decode()!r}")

    async def _wait_for_reply(self, said: str) -> None:
        if self._replied.is_set():
            return
        try:
            await asyncio.wait_for(self._replied.wait(), _PATIENCE)
        except TimeoutError:
            raise TurnError(f"no right reply to {said!r}; last posted: {self._last[:2000]!r}") from None

    _last = b""

    def _hear(self, body: bytes) -> None:
        self._last = body
        if all(part in body for part in self._expected):
            self._replied.set()

    def data_received(self, data: bytes) -> None:
        for message in self._framing.feed(data):
            if not self._answered.done():
                self._answered.set_result(message.start)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._answered.done():
            self._answered.set_exception(TurnError(f"the server closed the connection: {exc}"))


async def _obey(folder: Path) -> None:
    connector = Connector()
    files = Certificates(folder / "connector.pem", folder / "connector.key", folder / "bundle.pem")
    ports = await connector.listen(files)
    teams = Teams(connector, ports)
    _say(ports)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        try:
            _say(await teams.run(orjson.loads(line)))
        except (TurnError, OSError) as error:
            _say({"error": str(error)})


def _say(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    uvloop.run(_obey(Path(sys.argv[1])))
