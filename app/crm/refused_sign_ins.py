"""Refused sign-ins: the audit of a workspace tells of them, in bounded numbers however many there are."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from app.crm.workers import Workers
from app.domain.member import Actor
from app.store.audit import Door
from app.store.database import Database
from app.store.work import begin_operating

EVERY = 5.0
"""Seconds between two writes."""
MOST = 200
"""Different refusals that are kept until they are written; more are dropped."""

log = logging.getLogger(__name__)


class Refusal(NamedTuple):
    """Somebody of a tenant was not let in at a `door`, for a reason. `user_id` is the id of the
    directory where that is proven, else ""."""

    tenant_id: str
    user_id: str
    reason: str
    door: Door


class RefusedSignIns:
    """Gathers refusals and writes them a few seconds later, those of a workspace in one transaction."""

    def __init__(self, database: Database, workers: Workers, every: float = EVERY) -> None:
        self._database = database
        self._workers = workers
        self._every = every
        self._waiting: Counter[Refusal] = Counter()
        self._saving: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def note(self, refusal: Refusal) -> None:
        """Somebody was not let in. Costs nothing but memory, and not much of that."""
        if refusal not in self._waiting and len(self._waiting) >= MOST:
            return
        self._waiting[refusal] += 1
        if self._saving is None or self._saving.done():
            self._saving = asyncio.create_task(self._save_soon())

    async def close(self) -> None:
        """Writes what waits."""
        self._closing.set()
        if self._saving is not None:
            await self._saving

    async def _save_soon(self) -> None:
        # What is noted while something is being written waits for the next time.
        while self._waiting:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), self._every)
            await self._save()

    async def _save(self) -> None:
        waiting, self._waiting = self._waiting, Counter()
        by_tenant: dict[str, dict[Refusal, int]] = {}
        for refusal, times in waiting.items():
            by_tenant.setdefault(refusal.tenant_id, {})[refusal] = times
        for tenant, refusals in by_tenant.items():
            try:
                await self._workers.run(partial(self._write, tenant, refusals))
            except Exception:
                # They are in the log as well: nobody waits for the audit.
                log.warning("refusals were not told in the audit", exc_info=True)

    def _write(self, tenant: str, refusals: Mapping[Refusal, int]) -> None:
        with self._database.write() as connection:
            work = begin_operating(connection, Actor(tenant_id=tenant, user_id=""))
            if work is not None:
                for one, times in refusals.items():
                    work.audit.refuse(one.reason, one.user_id, one.door, times, work.now)


Refuse = Callable[[Refusal], None]
"""What a gate calls for each it does not let in."""
