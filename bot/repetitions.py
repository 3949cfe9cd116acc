"""Repetitions: Teams sends a turn again that it had no answer to, perhaps while the first is under way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.crm.crm import Crm
from app.domain.member import Actor

log = logging.getLogger(__name__)


class Repetitions:
    """The turns under way, each once."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm
        self._under_way: dict[tuple[str, str, str], asyncio.Event] = {}

    @asynccontextmanager
    async def alone(self, actor: Actor) -> AsyncIterator[None]:
        """Lets one delivery of a turn in at a time: a repetition waits for what becomes of the first."""
        if actor.turn is None:
            yield
            return
        key = (actor.tenant_id, *actor.turn)
        while first := self._under_way.get(key):
            await first.wait()
        done = self._under_way[key] = asyncio.Event()
        try:
            yield
        finally:
            del self._under_way[key]
            done.set()

    async def was_answered(self, actor: Actor) -> bool:
        """Whether a turn was answered before, on this host or another; no where nobody can tell."""
        try:
            return await self._crm.was_answered(actor)
        except Exception:
            log.exception("nobody knows whether a turn was answered; answering it")
            return False
