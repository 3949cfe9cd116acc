"""Carrier: how a delivery goes to Teams, and what its refusals mean to the courier."""

from __future__ import annotations

from app.courier import Carry, NotCarried, Trouble
from app.domain.delivery import Delivery
from bot.adapter.connector import Connector
from bot.adapter.delivery import (
    ConversationGone,
    DeliveryFailed,
    Misconfigured,
    NotInstalled,
    Throttled,
    TooLarge,
    Unreachable,
)

_CLOSED = (Unreachable, NotInstalled, ConversationGone)
_OUT_OF_ORDER = frozenset({502, 503, 504})


def carrier(connector: Connector) -> Carry:
    """Sends deliveries through the connector, each in one try: the courier knows when to try again."""

    async def carry(delivery: Delivery, within: float) -> None:
        try:
            await connector.send(
                delivery.service_url,
                delivery.conversation_id,
                delivery.payload,
                str(delivery.payload.get("replyToId") or "") or None,
                within=within,
                tries=1,
            )
        except DeliveryFailed as failure:
            raise not_carried(failure) from failure

    return carry


def not_carried(failure: DeliveryFailed) -> NotCarried:
    """What a failure of the connector means."""
    code = f"{type(failure).__name__} {failure.status or ''} {failure.code}".strip()
    return NotCarried(_trouble(failure), " ".join(code.split()), failure.retry_after)


def _trouble(failure: DeliveryFailed) -> Trouble:
    status = failure.status
    if isinstance(failure, _CLOSED) or status == 403:
        return Trouble.CLOSED
    if isinstance(failure, TooLarge):
        return Trouble.REFUSED
    if isinstance(failure, Misconfigured):
        # Without a token nothing arrives anywhere until somebody has mended that.
        return Trouble.AWAY if status == 401 else Trouble.REFUSED
    if isinstance(failure, Throttled) or status == 412:
        return Trouble.BUSY
    if status is None or status == 408 or status in _OUT_OF_ORDER:
        return Trouble.AWAY
    return Trouble.BROKEN if status >= 500 else Trouble.REFUSED
