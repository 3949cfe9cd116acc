"""What an operator asks a host: whether it is alive and ready, and how it fares. Details have a port of their
own; the public one tells whether the host is ready, and no more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from app.host import metrics
from app.store.schema import Standing
from app.version import VERSION

FRESH_FOR = 1.0
"""Seconds for which an answer of the database is as good as a new one."""
_PATIENCE = 5.0

Look = Callable[[], Awaitable[Standing]]
"""Asks the database what it has; older code works with newer tables as far as they say so."""


class Readiness:
    """Whether the database answers and has the tables that this code needs. However many ask, it is looked
    at once a second."""

    def __init__(
        self, look: Look, *, fresh_for: float = FRESH_FOR, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._look = look
        self._fresh_for = fresh_for
        self._clock = clock
        self._looking: asyncio.Task[dict[str, Any]] | None = None
        self._looked_at = 0.0

    async def ask(self) -> dict[str, Any]:
        """`status` is "ready", "database" or "migrations"; the rest says what was seen."""
        is_over = self._looking is None or (
            self._looking.done() and self._clock() - self._looked_at >= self._fresh_for
        )
        if self._looking is None or is_over:
            self._looking = asyncio.create_task(self._seen())
        # Shielded: who goes away must not take the answer from the others.
        return await asyncio.shield(self._looking)

    async def _seen(self) -> dict[str, Any]:
        began = time.monotonic()
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await self._look()
        except Exception as error:  # noqa: BLE001 - whatever keeps the database from answering, it is not ready
            return {"status": "database", "error": type(error).__name__}
        finally:
            self._looked_at = self._clock()
        if found.problem:
            return {"status": "migrations", "has": found.current, "needs": found.needed}
        return {"status": "ready", "seconds": round(time.monotonic() - began, 3)}


READINESS = web.AppKey("readiness", Readiness)


async def tell_alive(_: web.Request) -> web.Response:
    """GET /healthz."""
    return web.json_response({"status": "alive", "version": VERSION})


async def tell_ready(request: web.Request) -> web.Response:
    """GET /readyz at the front door."""
    is_ready = (await request.app[READINESS].ask())["status"] == "ready"
    return web.json_response({"status": "ready" if is_ready else "unready"}, status=200 if is_ready else 503)


def operations_of(app: web.Application) -> web.Application:
    """What an operator asks about the host whose application this is; it must run as long as that does."""

    async def ready(_: web.Request) -> web.Response:
        seen = await app[READINESS].ask()
        return web.json_response(seen, status=200 if seen["status"] == "ready" else 503)

    operations = web.Application()
    operations.router.add_get("/healthz", tell_alive)
    operations.router.add_get("/readyz", ready)
    operations.router.add_get("/metrics", metrics.show)
    return operations
