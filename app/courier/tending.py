"""Tending: one task for each tenant, so that nobody waits for another tenant whose workspace is busy."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Tending:
    """Which tenants are tended at the moment, and which have failed and are left alone for a while. Used from
    one event loop."""

    def __init__(self, wake: Callable[[], None], wait: Callable[[int], float]) -> None:
        """`wake` is called when a tenant is free that was passed over meanwhile; `wait` tells for how many
        seconds one is left alone that has failed so many times in a row."""
        self._wake = wake
        self._wait = wait
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._passed_over: set[str] = set()
        self._failures: dict[str, tuple[int, float]] = {}

    def choose(self, tenants: set[str]) -> set[str]:
        """Those of these tenants that can be tended now."""
        self._passed_over |= tenants & self._tasks.keys()
        now = time.monotonic()
        left_alone = {tenant for tenant, (_, until) in self._failures.items() if until > now}
        return tenants - self._tasks.keys() - left_alone

    def begin(self, tenant_id: str, tend: Coroutine[Any, Any, None]) -> None:
        """Tends a tenant that was chosen."""

        def end(_: asyncio.Task[None]) -> None:
            del self._tasks[tenant_id]
            if tenant_id in self._passed_over:
                self._passed_over.discard(tenant_id)
                self._wake()

        task = self._tasks[tenant_id] = asyncio.create_task(self._carry_out(tenant_id, tend))
        task.add_done_callback(end)

    async def close(self) -> None:
        """Breaks off what is under way."""
        for task in list(self._tasks.values()):
            task.cancel()
        while self._tasks:
            await asyncio.wait(self._tasks.values())

    async def _carry_out(self, tenant_id: str, tend: Coroutine[Any, Any, None]) -> None:
        try:
            await tend
        except Exception:
            failures = self._failures.get(tenant_id, (0, 0.0))[0] + 1
            self._failures[tenant_id] = failures, time.monotonic() + self._wait(failures)
            told = {"tenant": tenant_id, "failures": failures}
            log.warning("a tenant's deliveries could not be tended; trying again", exc_info=True, extra=told)
        else:
            self._failures.pop(tenant_id, None)


def begin_in(tasks: set[asyncio.Task[None]], running: Coroutine[Any, Any, None]) -> None:
    """Runs something in a task that is among these until it ends."""
    task = asyncio.create_task(running)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
