"""What may keep a delivery from arriving, as far as the courier must tell one from the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

from app.domain.delivery import Delivery


class Trouble(StrEnum):
    """What was at fault when something did not arrive. The remedy depends on it."""

    AWAY = "away"
    """The service cannot be reached, or is out of order: nothing else arrives there either."""
    BUSY = "busy"
    """The service asks for patience with this conversation."""
    BROKEN = "broken"
    """The service stumbled over this message; it may take it the next time."""
    CLOSED = "closed"
    """Nothing arrives in this conversation: blocked, removed or gone."""
    REFUSED = "refused"
    """This message will never be taken."""


class NotCarried(Exception):
    """A delivery that did not arrive. `code` is safe to log; `retry_after` the seconds of patience that the
    service asked for, if it did."""

    def __init__(self, trouble: Trouble, code: str, retry_after: float | None = None) -> None:
        super().__init__(f"{trouble}: {code}")
        self.trouble = trouble
        self.code = code
        self.retry_after = retry_after


Carry = Callable[[str, Delivery, float], Awaitable[None]]
"""Sends a delivery of a tenant once, in at most so many seconds. Raises NotCarried."""
