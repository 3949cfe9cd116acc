"""Deliveries: keeping what is to leave by itself, handing it out, and noting what became of it.

Nobody asks for these in person: they take the work alone, and `Errands.attend` runs them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from app.domain.delivery import Delivery, DeliveryKind, DeliveryState
from app.store.work import Work


def keep_delivery(work: Work, delivery: Delivery, leased_until: dt.datetime | None = None) -> bool:
    """Keeps a delivery; whoever keeps it has it in hand until `leased_until`. True, as None says that there
    is no workspace."""
    if delivery.kind is DeliveryKind.ANSWER:
        # Who has just written has the bot, whatever became of the answers before.
        work.deliveries.reopen([delivery.conversation_id])
    work.deliveries.add(delivery, leased_until)
    return True


def lease_deliveries(
    work: Work, most: int, seconds: float, *, only: str = "", without: Iterable[str] = ()
) -> list[Delivery]:
    """Takes up to `most` that are due in hand for so many seconds; see `Deliveries.lease`."""
    until = work.now + dt.timedelta(seconds=seconds)
    return work.deliveries.lease(work.now, until, most, only=only, without=without)


def postpone_delivery(work: Work, delivery: Delivery, seconds: float, error: str) -> None:
    """Gives back what did not leave: it is due again after so many seconds."""
    work.deliveries.postpone(delivery.id, work.now + dt.timedelta(seconds=seconds), error)


def end_delivery(work: Work, delivery: Delivery, state: DeliveryState, error: str = "") -> None:
    """Notes what became of a delivery. That an answer has arrived, and that its message is answered, is one
    change."""
    work.deliveries.end(delivery.id, state, error)
    if state is DeliveryState.DELIVERED:
        work.deliveries.reopen([delivery.conversation_id])
        if delivery.activity_id:
            work.turns.mark_answered([(delivery.conversation_id, delivery.activity_id)], work.now)


def expire_deliveries(work: Work) -> int:
    """Gives up what is worth nothing any more; how many that were."""
    return work.deliveries.expire(work.now)


def close_conversation(work: Work, conversation_id: str, error: str) -> int:
    """Notes that nothing arrives in a conversation; how many deliveries ended with it."""
    return work.deliveries.close(conversation_id, work.now, error)
