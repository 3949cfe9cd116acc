"""Post: how an answer leaves, and what becomes of one that does not arrive."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Protocol

from app.courier import Carry, Courier, NotCarried, Trouble, due_answer
from app.courier.courier import LEASE
from app.domain.delivery import Delivery
from app.meters import DELIVERIES
from bot.adapter.delivery import DeliveryFailed, TooLarge
from bot.adapter.outbox import addressed
from bot.carrier import carrier
from bot.inbound import Inbound

KEEP_AFTER = 1.0
"""Seconds after which an answer that has not arrived yet is kept, so that Teams need not wait any longer."""
PATIENCE = 5.0
"""Seconds in which the connector must take it; LEASE is longer."""
INSISTENCE = (0.5, 1.0, 2.0, 4.0)
"""Seconds between further tries of what can neither be delivered nor kept."""

log = logging.getLogger(__name__)

Message = Mapping[str, Any]


class Fate(StrEnum):
    """What became of an answer."""

    ARRIVED = "arrived"
    KEPT = "kept"
    """The courier sees it off."""
    CLOSED = "closed"
    """Nothing arrives in this conversation, or this answer never will."""
    LOST = "lost"
    """It could neither be delivered nor kept."""


class Sender(Protocol):
    """What a turn needs of the adapter's Outbox."""

    def acknowledge(self) -> None:
        """Tells Teams that what the turn did is kept."""

    async def send(self, activity: Message, /, *, within: float | None = None) -> str:
        """Posts a message where the turn came from, as a reply in its thread: once, `within` so many seconds,
        or as often as there is time. Raises DeliveryFailed."""


class Post:
    """Sends answers. With a `courier`, Teams is told that it need not send a turn again when its answer has
    arrived or is kept, and not before: whenever the host dies, somebody knows of the answer. Without one
    there is nothing to keep it."""

    def __init__(self, courier: Courier | None = None) -> None:
        self._courier = courier

    async def send(
        self, inbound: Inbound, outbox: Sender, message: Message, smaller: Callable[[], Message]
    ) -> Fate:
        """Sends the answer to a turn, or a `smaller` one where Teams takes none so large."""
        if self._courier is None:
            return await _send_at_once(outbox, message, smaller)
        sending = _Sending(self._courier, inbound, outbox)
        fate = await sending.send(message)
        return fate or await sending.send(smaller()) or Fate.CLOSED

    async def tell(self, inbound: Inbound, outbox: Sender, message: Message) -> None:
        """Sends what nobody misses where it does not arrive."""
        try:
            if self._courier is None:
                await outbox.send(message)
            else:
                delivery = _delivery(inbound, message)
                await self._courier.try_once(inbound.tenant_id, delivery, PATIENCE, _way(inbound, outbox))
        except (DeliveryFailed, NotCarried) as failure:
            log.info("a word to somebody who waits did not arrive: %s", failure)


class _Sending:
    """One answer on its way."""

    def __init__(self, courier: Courier, inbound: Inbound, outbox: Sender) -> None:
        self._courier = courier
        self._inbound = inbound
        self._tenant_id = inbound.tenant_id
        self._outbox = outbox
        self._carry = _way(inbound, outbox)

    async def send(self, message: Message) -> Fate | None:
        """Sends it; None where it is too large."""
        delivery = _delivery(self._inbound, message)
        if self._courier.holds(self._tenant_id, delivery) and await self._keep(delivery):
            return Fate.KEPT
        trying = asyncio.create_task(self._outcome(delivery))
        await asyncio.wait({trying}, timeout=KEEP_AFTER)
        if not trying.done() and await self._keep(delivery, leased=LEASE):
            failed = await trying
            await self._courier.settle(self._tenant_id, delivery, failed)
            return Fate.KEPT if failed else Fate.ARRIVED
        return await self._come_out(delivery, await trying)

    async def _come_out(self, delivery: Delivery, failed: NotCarried | None) -> Fate | None:
        if failed is None:
            self._outbox.acknowledge()
            return Fate.ARRIVED
        if isinstance(failed.__cause__, TooLarge):
            log.error("a card was too large for Teams")
            return None
        log.warning("an answer was not delivered: %s", failed.code)
        if failed.trouble in (Trouble.CLOSED, Trouble.REFUSED):
            self._outbox.acknowledge()
            if failed.trouble is Trouble.CLOSED:
                await self._courier.close_conversation(self._tenant_id, delivery, failed.code)
            else:
                DELIVERIES.labels(delivery.kind.value, "refused").inc()
            return Fate.CLOSED
        wait = 0.0 if failed.trouble is Trouble.AWAY else INSISTENCE[0]
        due_at = delivery.at + dt.timedelta(seconds=max(wait, failed.retry_after or 0.0))
        if await self._keep(replace(delivery, due_at=due_at, attempts=1)):
            return Fate.KEPT
        return await self._insist(delivery)

    async def _keep(self, delivery: Delivery, *, leased: float = 0.0) -> bool:
        try:
            is_kept = await self._courier.keep(self._tenant_id, delivery, leased=leased)
        except Exception:
            log.warning("an answer could not be kept", exc_info=True)
            return False
        if is_kept:
            self._outbox.acknowledge()
        return is_kept

    async def _insist(self, delivery: Delivery) -> Fate:
        """Where it cannot be kept, all that is left is to go on as long as Teams waits."""
        for wait in INSISTENCE:
            await asyncio.sleep(wait)
            if await self._outcome(delivery) is None:
                self._outbox.acknowledge()
                return Fate.ARRIVED
        log.error("an answer was lost", extra={"tenant": self._tenant_id})
        DELIVERIES.labels(delivery.kind.value, "lost").inc()
        return Fate.LOST

    async def _outcome(self, delivery: Delivery) -> NotCarried | None:
        try:
            await self._courier.try_once(self._tenant_id, delivery, PATIENCE, self._carry)
        except NotCarried as failed:
            return failed
        return None


def _way(inbound: Inbound, outbox: Sender) -> Carry | None:
    """How something leaves with the turn; None for the way of what leaves by itself, as an invoke was
    answered, and its turn is over, when a message follows."""
    if inbound.kind == "invoke":
        return None
    return carrier(lambda _, delivery, within: outbox.send(delivery.payload, within=within))


def _delivery(inbound: Inbound, message: Message) -> Delivery:
    is_message = inbound.kind == "message"
    return due_answer(
        inbound.conversation_id,
        inbound.service_url,
        addressed(inbound, message),
        activity_id=inbound.activity_id if is_message else "",
        recipient=inbound.aad_object_id,
    )


async def _send_at_once(outbox: Sender, message: Message, smaller: Callable[[], Message]) -> Fate:
    outbox.acknowledge()
    try:
        try:
            await outbox.send(message)
        except TooLarge:
            log.error("a card was too large for Teams")
            await outbox.send(smaller())
    except DeliveryFailed as failure:
        log.warning("an answer was not delivered: %s", failure)
        return Fate.CLOSED
    return Fate.ARRIVED
