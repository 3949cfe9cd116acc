"""A crowd: open boards that read the stream of one host, and colleagues who write to it, in one loop."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

import orjson

from bench.wire import Framing, compose

_TOLD = re.compile(rb'data: \{"sequence":\d+,"event":"[A-Za-z]+","kind":"opportunity","number":(\d+)')
_END = b"\n\n"


class Board(asyncio.Protocol):
    """One open board. Tells of which opportunities it hears; `size` counts the bytes that come after the
    head, framing included."""

    def __init__(self, url: str, token: str, hear: Callable[[int], None]) -> None:
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.size = 0
        self._head = {"host": urlsplit(url).netloc, "authorization": f"Bearer {token}"}
        self._hear = hear
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._transport.write(compose("GET /api/v1/live HTTP/1.1", b"", **self._head))

    def data_received(self, data: bytes) -> None:
        if not self.begun.done():
            self._rest += data
            if b"event: begin" in self._rest:
                self.begun.set_result(None)
                self._rest = b""
            return
        self.size += len(data)
        told, end, rest = (self._rest + data).rpartition(_END)
        self._rest = rest if end else self._rest + data
        for found in _TOLD.finditer(told + end):
            self._hear(int(found[1]))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.begun.done():
            self.begun.set_exception(error or ConnectionError(f"no stream: {self._rest[:300]!r}"))

    def leave(self) -> None:
        """Closes the board."""
        self._transport.abort()


class Writer(asyncio.Protocol):
    """One colleague on one connection, who asks for one thing at a time."""

    def __init__(self, url: str, token: str) -> None:
        self._head = {
            "host": urlsplit(url).netloc,
            "authorization": f"Bearer {token}",
            "content_type": "application/json",
        }
        self._framing = Framing()
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        for answer in self._framing.feed(data):
            if self._answer is None or self._answer.done():
                continue
            if b" 20" in answer.start:
                self._answer.set_result(answer.body)
            else:
                self._answer.set_exception(ValueError(f"{answer.start!r}: {answer.body[:300]!r}"))

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or ConnectionError("the host hung up"))

    async def move(self, number: int, stage: str) -> None:
        """Moves an opportunity. Raises ValueError where the host refuses it."""
        self._answer = asyncio.get_running_loop().create_future()
        path = f"POST /api/v1/opportunities/{number}/move HTTP/1.1"
        self._transport.write(compose(path, orjson.dumps({"stage": stage}), **self._head))
        await self._answer

    def leave(self) -> None:
        """Hangs up."""
        self._transport.abort()
