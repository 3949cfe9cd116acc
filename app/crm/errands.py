"""Errands: work in a workspace that no person asked for, such as noting that an answer has arrived."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.crm.workers import Workers
from app.domain.member import Actor
from app.store.database import Database
from app.store.deliveries import Line, free_all_leases, read_lines
from app.store.work import Work, find_work

P = ParamSpec("P")
T = TypeVar("T")


class Errands:
    """Runs errands in the threads of the core."""

    def __init__(self, database: Database, writers: Workers, readers: Workers) -> None:
        self._database = database
        self._writers = writers
        self._readers = readers

    async def attend(
        self, tenant_id: str, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Carries out an errand, all of it or nothing. It holds up nobody who writes in the workspace, and
        may change no records. None where the tenant has no workspace."""
        run = partial(self._attend, tenant_id, partial(_apply, use_case, args, kwargs))
        answer = await self._writers.run(run, tenant_id)
        return None if answer is None else answer[0]

    async def lines(self) -> list[Line]:
        """What waits to be delivered, by conversation, of all tenants."""
        return await self._readers.run(self._lines)

    async def take_over(self) -> None:
        """To be called once, before anything is delivered: what this host had in hand when it died is free
        at once where no other host can be there, as on SQLite; elsewhere when its lease ends."""
        if self._database.engine.serves_one_host:
            await self._writers.run(self._free_leases)

    def _attend(self, tenant_id: str, run: Callable[[Work], T]) -> tuple[T] | None:
        with self._database.write() as connection:
            work = find_work(connection, Actor(tenant_id=tenant_id, user_id=""))
            return None if work is None else (run(work),)

    def _lines(self) -> list[Line]:
        with self._database.read() as connection:
            return read_lines(connection)

    def _free_leases(self) -> None:
        with self._database.write() as connection:
            free_all_leases(connection)


def _apply(use_case: Callable[..., T], args: Any, kwargs: Any, work: Work) -> T:
    return use_case(work, *args, **kwargs)
