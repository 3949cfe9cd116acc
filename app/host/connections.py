"""Connections: how long a stranger may take to say something, and how many may try at once.

aiohttp ends connections that are idle between requests. What it lacks is made here from its own seams: a
server with a factory of its own, and a protocol that knows since when its peer owes us a header or a body.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What strangers get. Seconds are `head`, for the whole of a request's header; `body`, for the first of
    its body, which then must come with at least `slowest` bytes a second; `idle`, between two requests; and
    `glance`, between two looks at who is late. `most` connections are open at once."""

    head: float = 10.0
    body: float = 20.0
    slowest: int = 16 * 1024
    idle: float = 75.0
    glance: float = 1.0
    most: int = 4096


class Connection(web.RequestHandler):
    """One connection. `owes_head_since` is when its peer began to owe us a header, None where it does not."""

    __slots__ = ("_body", "_body_since", "_guard", "_received", "owes_head_since")

    def __init__(self, guard: Guard, **options: Any) -> None:
        super().__init__(guard, loop=asyncio.get_running_loop(), **options)
        self._guard = guard
        self._body: StreamReader | None = None
        self._body_since = 0.0
        self._received = 0
        self.owes_head_since: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.owes_head_since = self._guard.now()
        self._guard.enter(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._guard.forget(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        heads = self._request_count
        self._received += len(data)
        super().data_received(data)
        if self._request_count > heads:
            self.owes_head_since = None
        elif self.owes_head_since is None and self._guard.is_idle(self):
            self.owes_head_since = self._guard.now()

    def begin(self, body: StreamReader) -> None:
        """A request has begun, of which this is the body."""
        self._body, self._body_since, self._received = body, self._guard.now(), 0

    def is_late(self, now: float, patience: Patience) -> bool:
        """Whether its peer has had the time for what it owes."""
        if self.owes_head_since is not None and now - self.owes_head_since > patience.head:
            return True
        if self._body is None or self._body.is_eof():
            return False
        return now - self._body_since > patience.body + self._received / patience.slowest

    def cut(self) -> None:
        """Ends it without waiting for anybody."""
        if self.transport is not None:
            self.transport.abort()
        self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What is no HTTP costs a line in the log, and nothing of it is repeated there or in the answer."""
        if not isinstance(exc, HttpProcessingError | web.RequestPayloadError):
            return super().handle_error(request, status, exc, message)
        self._guard.tell_malformed(type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun")
        answer = _Bare(status=400, text="400: Bad Request")
        answer.force_close()
        return answer

    def log_exception(self, *args: Any, **options: Any) -> None:
        """What is malformed is none of our mistakes, wherever in a request it is met."""
        if isinstance(error := options.get("exc_info"), HttpProcessingError | web.RequestPayloadError):
            self._guard.tell_malformed(type(error).__name__)
        else:
            super().log_exception(*args, **options)


class _Bare(web.Response):
    """An answer to what is no request, so that no application is asked about its headers."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        self.headers.popall("Server", None)


class Guard(web.Server):
    """A server that ends connections which are late, and at most so many are open."""

    def __init__(self, server: web.Server, patience: Patience, **options: Any) -> None:
        super().__init__(self._handle, request_factory=self._begin, **options)
        self._inner = server
        self._patience = patience
        self._idle: OrderedDict[Connection, None] = OrderedDict()
        self._malformed: dict[str, int] = {}
        self._watching = asyncio.create_task(self._watch())

    def __call__(self) -> Connection:
        return Connection(self, **self._kwargs)

    def now(self) -> float:
        """Seconds of the loop's clock."""
        return self._loop.time()

    def enter(self, connection: Connection) -> None:
        """A new connection; where there are too many, whoever said nothing for longest makes room."""
        self._idle[connection] = None
        if len(self._connections) > self._patience.most:
            next(iter(self._idle)).cut()

    def is_idle(self, connection: Connection) -> bool:
        """Whether a connection has no request under way."""
        return connection in self._idle

    def forget(self, connection: Connection) -> None:
        """A connection that is over."""
        self._idle.pop(connection, None)

    def tell_malformed(self, kind: str) -> None:
        """Counts what was no request; told once a glance, however many there were."""
        self._malformed[kind] = self._malformed.get(kind, 0) + 1

    async def shutdown(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as aiohttp has it
        """Ends all connections."""
        self._watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._watching
        await super().shutdown(timeout)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        connection = request.protocol
        try:
            return await self._inner.request_handler(request)
        finally:
            if isinstance(connection, Connection) and connection.transport is not None:
                self._idle[connection] = None

    def _begin(self, message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        self._idle.pop(protocol, None)
        protocol.begin(payload)
        return self._inner.request_factory(message, payload, protocol, writer, task)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._patience.glance)
            now = self.now()
            for connection in self.connections:
                if isinstance(connection, Connection) and connection.is_late(now, self._patience):
                    connection.cut()
            for kind, count in self._malformed.items():
                _log.warning("refused %d malformed request(s): %s", count, kind)
            self._malformed.clear()


async def _unnamed(_: web.Request, response: web.StreamResponse) -> None:
    """Nobody needs to know what runs here, and in which version."""
    response.headers.popall("Server", None)


class Runner(web.AppRunner):
    """Runs an application for strangers."""

    def __init__(self, app: web.Application, patience: Patience | None = None, **options: Any) -> None:
        self._patience = patience or Patience()
        app.on_response_prepare.append(_unnamed)
        super().__init__(app, keepalive_timeout=self._patience.idle, **options)

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        return Guard(server, self._patience, **server._kwargs)
