"""Carrier: how a delivery goes to Teams, and what its refusals mean to the courier."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from app.courier import Carry, NotCarried, Trouble
from app.domain.delivery import Delivery
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


log = logging.getLogger(__name__)

Deliver = Callable[[str, Delivery, float], Awaitable[object]]
"""Sends a delivery of a tenant in at most so many seconds, in one try. Raises DeliveryFailed."""


def carrier(deliver: Deliver) -> Carry:
    """A way to Teams as the courier has it, which knows itself when to try again."""

    async def carry(tenant_id: str, delivery: Delivery, within: float) -> None:
        try:
            await deliver(tenant_id, delivery, within)
        except DeliveryFailed as failure:
            raise not_carried(failure) from failure
        except Exception as error:
            # Whatever middleware does: the courier must know that it did not arrive.
            log.exception("a delivery failed", extra={"tenant": tenant_id, "delivery": delivery.id})
            raise NotCarried(Trouble.BROKEN, "crashed") from error

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
