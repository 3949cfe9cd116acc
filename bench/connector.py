"""Stands for the connector of Teams: takes what bots post and tells who waits for it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote

from bench.certificates import Certificates
from bench.wire import Framing, Message, compose

_JSON = "application/json; charset=utf-8"
_POSTED = compose("HTTP/1.1 201 Created", b'{"id":"1700000000001"}', content_type=_JSON)
_MISSING = compose("HTTP/1.1 404 Not Found", b"{}", content_type=_JSON)


@dataclass(slots=True)
class Connector:
    """Answers `POST …/v3/conversations/{id}/activities[/{activity}]` and serves `documents` by path.

    `listeners` holds, by conversation id, who is told the body of each activity that is posted.
    """

    listeners: dict[str, Callable[[bytes], None]] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)
    connections: int = 0

    def answer(self, message: Message) -> bytes:
        """What a request gets; an unknown one gets 404."""
        method, target, _version = message.start.decode().split(" ", 2)
        path = target.partition("?")[0]
        if method == "POST" and "/v3/conversations/" in path:
            conversation = unquote(path.split("/v3/conversations/", 1)[1].split("/", 1)[0])
            if listener := self.listeners.get(conversation):
                listener(message.body)
            return _POSTED
        document = self.documents.get(path)
        if document is None:
            return _MISSING
        return compose("HTTP/1.1 200 OK", document, content_type=_JSON)

    async def listen(self, certificates: Certificates) -> dict[str, int]:
        """Opens a port for HTTP and one for HTTPS; returns them by scheme."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificates.chain, certificates.key)
        loop = asyncio.get_running_loop()
        ports = {}
        for scheme, tls in (("http", None), ("https", context)):
            server = await loop.create_server(lambda: _Link(self), "127.0.0.1", 0, ssl=tls, backlog=512)
            ports[scheme] = int(server.sockets[0].getsockname()[1])
        return ports


class _Link(asyncio.Protocol):
    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._framing = Framing()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._connector.connections += 1

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        for message in self._framing.feed(data):
            self._transport.write(self._connector.answer(message))
