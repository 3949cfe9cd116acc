"""Replies: what goes back to a client in JSON, and what is refused before the core is asked."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from aiohttp import web

from app.languages.reader import Reader
from app.languages.veil import unveil_bytes

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_JSON = "application/json"
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


class RequestRefused(Exception):
    """A request that is refused before the core is asked; further names are headers of the answer."""

    def __init__(self, status: int, code: str, **headers: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers


def encode(content: object, reader: Reader | None = None) -> bytes:
    """Content in JSON. Times are written in UTC, to the second; who was erased is told in the reader's
    language."""
    body = orjson.dumps(content, option=_OPTIONS)
    return body if reader is None else unveil_bytes(body, reader)


def respond(
    content: object,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    reader: Reader | None = None,
) -> web.Response:
    """An answer in JSON, as `encode` writes it."""
    return web.Response(
        body=encode(content, reader),
        status=status,
        content_type=_JSON,
        headers={**HEADERS, **(headers or {})},
    )
