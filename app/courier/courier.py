"""Courier: takes what is due out of the table of deliveries, one host at a time, and sees it off.

What Teams has confirmed is never sent again: the end of a delivery and that its message is answered are one
transaction, and while that cannot be written it is known here. What Teams has not confirmed is sent again, as
silence is worse than a repetition. A host that dies with a delivery in hand leaves it to the next one when
its lease ends; only where it dies in the milliseconds between the confirmation and the commit is something
said twice, as Teams knows no key by which a repetition could be told.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from app.courier.ends import Ends
from app.courier.pace import Pace
from app.courier.room import Room, Share
from app.courier.services import Services
from app.courier.tending import Tending, begin_in
from app.courier.trouble import Carry, NotCarried, Trouble
from app.crm.deliveries import (
    close_conversation,
    expire_deliveries,
    keep_delivery,
    lease_deliveries,
    postpone_delivery,
)
from app.crm.errands import Errands
from app.domain.delivery import Delivery, DeliveryKind, DeliveryState, new_delivery_id
from app.meters import DELIVERIES, DELIVERY_SECONDS
from app.store.deliveries import Line
from app.store.work import Work

WORTH = dt.timedelta(minutes=15)
"""How long an answer is tried: who asked has gone on to something else by then."""
PATIENCE = 3.0
"""Seconds in which the connector must answer one try: what it does not answer after its return is tried again
soon enough for the answer to be there within five seconds."""
LEASE = 10.0
"""Seconds for which a host has a delivery in hand: a try, and time enough to note what became of it."""
GLANCE = 1.0
"""Seconds between two looks at what waits: another host may have died with something in hand."""
MOST = 16
"""Deliveries on their way at once, besides the tries of services that are away."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 4.0
"""Seconds between two tries of one delivery, at first and later, where the service names none."""
MOST_STUMBLES = 5
"""Tries after which what the service stumbles over is refused, if it takes others meanwhile."""

log = logging.getLogger(__name__)

Place = tuple[str, str]
"""Tenant and conversation."""


class Courier:
    """Delivers what waits, in the order of each conversation; any number of hosts may have one. Each tenant
    is tended by itself: one whose workspace is busy keeps nobody else's waiting."""

    def __init__(self, errands: Errands, carry: Carry) -> None:
        """`carry` is the way of what leaves by itself; see Carry."""
        self._errands = errands
        self._carry = carry
        self._services = Services()
        self._pace = Pace()
        self._room = Room(MOST)
        self._lines: set[Place] = set()
        self._kept: set[Place] = set()
        self._ends = Ends(errands)
        self._under_way: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._tending = Tending(self._woken.set, _wait)
        self._trying: set[asyncio.Task[None]] = set()
        self._tried: set[str] = set()
        self._running: asyncio.Task[None] | None = None
        self.waiting = 0
        """Deliveries that waited at the last look, of all tenants and hosts."""

    async def start(self) -> None:
        """Begins to deliver. To be called before anybody can keep anything."""
        try:
            await self._errands.take_over()
        except Exception:
            log.warning("what was in hand is free when its lease ends", exc_info=True)
        self._running = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Ends once what is on its way has arrived or not. What waits is left to other hosts and the next
        start."""
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
        await self._tending.close()
        for task in self._trying:
            task.cancel()
        while begun := self._trying | self._under_way:
            await asyncio.wait(begun)
        await asyncio.gather(*map(self._ends.note_all, self._ends.tenants))

    def holds(self, tenant_id: str, delivery: Delivery) -> bool:
        """Whether something must be kept at once instead of being tried: others wait before it in its
        conversation, or its service is away."""
        place = (tenant_id, delivery.conversation_id)
        return place in self._lines or place in self._kept or self._services.is_away(delivery.service_url)

    async def try_once(
        self, tenant_id: str, delivery: Delivery, within: float, carry: Carry | None = None
    ) -> None:
        """Sends it now, in at most so many seconds; `carry` is the way of what leaves with a turn. Raises
        NotCarried."""
        try:
            await (carry or self._carry)(tenant_id, delivery, within)
        except NotCarried as failed:
            if failed.trouble is Trouble.AWAY:
                self._services.note_absence(delivery.service_url, failed.retry_after)
            raise
        self._services.note_taken(delivery.service_url)

    async def keep(self, tenant_id: str, delivery: Delivery, *, leased: float = 0.0) -> bool:
        """Keeps it until it has arrived; whoever keeps it has it in hand for so many seconds, and then says
        by `settle` what became of it. False where there is no such workspace; raises what the database
        raises."""
        until = delivery.at + dt.timedelta(seconds=leased) if leased else None
        if not await self._errands.attend(tenant_id, keep_delivery, delivery, until):
            return False
        self._count(delivery, "kept")
        self._kept.add((tenant_id, delivery.conversation_id))
        self._woken.set()
        return True

    async def settle(self, tenant_id: str, delivery: Delivery, failed: NotCarried | None) -> None:
        """Notes how a try of something that is kept came out."""
        trouble = failed.trouble if failed else None
        code = failed.code if failed else ""
        if failed is None:
            await self._end(tenant_id, delivery, DeliveryState.DELIVERED)
            DELIVERY_SECONDS.observe((dt.datetime.now(dt.UTC) - delivery.at).total_seconds())
        elif trouble is Trouble.CLOSED:
            await self.close_conversation(tenant_id, delivery, code)
        elif trouble is Trouble.REFUSED or self._is_hopeless(delivery, trouble):
            log.error("a delivery was refused: %s", code, extra=_told(tenant_id, delivery))
            await self._end(tenant_id, delivery, DeliveryState.REFUSED, code)
        else:
            self._count(delivery, "tried")
            wait = 0.0 if trouble is Trouble.AWAY else _wait(delivery.attempts)
            await self._attend(
                tenant_id, postpone_delivery, delivery, max(wait, failed.retry_after or 0.0), code
            )
        self._woken.set()

    async def close_conversation(self, tenant_id: str, delivery: Delivery, code: str) -> None:
        """Remembers that nothing arrives in its conversation, and ends what waits there."""
        ended = await self._attend(tenant_id, close_conversation, delivery.conversation_id, code)
        log.warning("nothing arrives in a conversation: %s", code, extra=_told(tenant_id, delivery))
        self._count(delivery, "unreachable", ended or 1)

    async def _run(self) -> None:
        pause = GLANCE
        while True:
            try:
                pause = await self._look()
            except Exception:
                log.warning("what waits to be delivered is not known; trying again", exc_info=True)
                pause = min(2.0 * max(pause, GLANCE), LONGEST_WAIT)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause)
            self._woken.clear()

    async def _look(self) -> float:
        """Has each tenant tended of which something is due; the seconds until the next look."""
        self._lines |= self._kept
        self._kept = set()
        lines = await self._errands.lines()
        self._lines = {(line.tenant_id, line.conversation_id) for line in lines}
        self.waiting = sum(line.length for line in lines)
        now = dt.datetime.now(dt.UTC)
        due = [line for line in lines if line.due_at <= now]
        self._tend_all({line.tenant_id for line in lines if line.until <= now}, due)
        self._try_services(lines, due)
        later = [(line.due_at - now).total_seconds() for line in lines if line.due_at > now]
        tries = self._services.next_try()
        return max(0.01, min([GLANCE, *later, *([] if tries is None else [tries])]))

    def _tend_all(self, expired: set[str], due: list[Line]) -> None:
        away, free = self._services.away, self._room.free
        leaving = Counter(line.tenant_id for line in due if line.service_url not in away)
        unfinished = expired | self._ends.tenants
        for tenant_id in _shuffled(self._tending.choose(unfinished | leaving.keys())):
            wanted = leaving[tenant_id] if free > 0 else 0
            if wanted or tenant_id in unfinished:
                free -= wanted > 0
                tend = self._tend(tenant_id, Share(self._room, wanted), expires=tenant_id in expired)
                self._tending.begin(tenant_id, tend)

    async def _tend(self, tenant_id: str, share: Share, *, expires: bool) -> None:
        await self._ends.note_all(tenant_id)
        if expires:
            await self._expire(tenant_id)
        if share.wanted:
            await self._see_off(tenant_id, share)

    async def _see_off(self, tenant_id: str, share: Share) -> None:
        begun = 0
        try:
            leased = await self._errands.attend(tenant_id, _lease, share, without=self._services.away)
            for delivery in leased or ():
                begun += self._begin(tenant_id, delivery, self._room)
        finally:
            share.keep(begun)

    def _try_services(self, lines: list[Line], due: list[Line]) -> None:
        for url in self._services.to_try():
            if not any(line.service_url == url for line in lines):
                self._services.forget(url)
                continue
            self._services.note_try(url)
            tenants = _shuffled({line.tenant_id for line in due if line.service_url == url})
            begin_in(self._trying, self._try_service(url, tenants))

    async def _try_service(self, url: str, tenants: list[str]) -> None:
        """Sees off one delivery, of the first of these tenants that has one to give. Where that one keeps us
        waiting the next try asks another."""
        for tenant_id in tenants:
            if tenant_id in self._tried:
                continue
            self._tried.add(tenant_id)
            try:
                leased = await self._attend(tenant_id, lease_deliveries, 1, LEASE, only=url)
            finally:
                self._tried.discard(tenant_id)
            if leased:
                self._begin(tenant_id, leased[0])
                return

    def _begin(self, tenant_id: str, delivery: Delivery, room: Room | None = None) -> bool:
        """Whether it is on its way now; its place in the room is free again once it has been tried."""
        if self._ends.knows(tenant_id, delivery):
            # It has arrived; only that could not be noted so far.
            return False
        begin_in(self._under_way, self._deliver(tenant_id, delivery, room))
        return True

    async def _deliver(self, tenant_id: str, delivery: Delivery, room: Room | None) -> None:
        wait = self._pace.take(tenant_id, delivery.conversation_id)
        if wait:
            await asyncio.sleep(wait)
        failed = None
        try:
            await self.try_once(tenant_id, delivery, PATIENCE)
        except NotCarried as error:
            failed = error
        if room is not None:
            # Before it is noted, for which its tenant may have to wait.
            room.give_back()
        await self.settle(tenant_id, delivery, failed)

    def _is_hopeless(self, delivery: Delivery, trouble: Trouble | None) -> bool:
        has_stumbled = trouble is Trouble.BROKEN and delivery.attempts >= MOST_STUMBLES
        return has_stumbled and self._services.takes_others(delivery.service_url)

    async def _end(self, tenant_id: str, delivery: Delivery, state: DeliveryState, code: str = "") -> None:
        self._count(delivery, state.value)
        await self._ends.add(tenant_id, delivery, state, code)

    async def _expire(self, tenant_id: str) -> None:
        count = await self._errands.attend(tenant_id, expire_deliveries)
        if count:
            log.error("answers were given up", extra={"tenant": tenant_id, "count": count})
            DELIVERIES.labels(DeliveryKind.ANSWER.value, DeliveryState.GIVEN_UP.value).inc(count)

    async def _attend(self, tenant_id: str, use_case: Any, *args: Any, **more: Any) -> Any:
        """Does something that is done anew where it fails: with the next try, or when the lease has ended."""
        try:
            return await self._errands.attend(tenant_id, use_case, *args, **more)
        except Exception:
            log.warning("an errand for a delivery failed", exc_info=True, extra={"tenant": tenant_id})
            return None

    def _count(self, delivery: Delivery, outcome: str, many: int = 1) -> None:
        DELIVERIES.labels(delivery.kind.value, outcome).inc(many)


def due_answer(
    conversation_id: str,
    service_url: str,
    payload: Mapping[str, Any],
    *,
    activity_id: str = "",
    recipient: str = "",
) -> Delivery:
    """An answer that is to leave now."""
    now = dt.datetime.now(dt.UTC)
    return Delivery(
        kind=DeliveryKind.ANSWER,
        conversation_id=conversation_id,
        service_url=service_url,
        payload=payload,
        at=now,
        due_at=now,
        until=now + WORTH,
        activity_id=activity_id,
        recipient=recipient,
        id=new_delivery_id(),
    )


def _lease(work: Work, share: Share, *, without: Iterable[str]) -> list[Delivery]:
    places = share.take()
    return lease_deliveries(work, places, LEASE, without=without) if places else []


def _wait(attempts: int) -> float:
    grown = min(FIRST_WAIT * 2.0 ** max(0, attempts - 1), LONGEST_WAIT)
    return float(grown * random.uniform(0.8, 1.0))  # noqa: S311 - nobody has to be kept from guessing it


def _shuffled(tenants: set[str]) -> list[str]:
    # No tenant is always the first: each is to have its share where there is not room for all.
    return random.sample(sorted(tenants), len(tenants))


def _told(tenant_id: str, delivery: Delivery) -> dict[str, object]:
    return {"tenant": tenant_id, "delivery": delivery.id, "attempts": delivery.attempts}
