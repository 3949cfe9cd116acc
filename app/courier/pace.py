"""Pace: how fast things may leave, so that Teams need not ask for patience.

Teams takes 7 messages a second, 8 in two seconds and 60 in thirty seconds for a conversation, and 30 requests
a second for a tenant, all calls counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable

OF_CONVERSATION = (3.0, 1.9)
"""How many messages of a conversation may leave at once, and how many a second from then on."""
OF_TENANT = (10.0, 20.0)
"""The same of a tenant; the rest is left to what people are answered at once."""
MOST_KNOWN = 10_000


class Pace:
    """Tokens of conversations and tenants: each that leaves takes one of both."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, float]] = {}

    def take(self, tenant_id: str, conversation_id: str) -> float:
        """Takes the tokens for a message; the seconds after which it may leave."""
        waits = (
            self._take((tenant_id, ""), *OF_TENANT),
            self._take((tenant_id, conversation_id), *OF_CONVERSATION),
        )
        return max(waits)

    def _take(self, key: tuple[str, str], most: float, rate: float) -> float:
        now = self._clock()
        left, at = self._known.get(key, (most, now))
        left = min(most, left + (now - at) * rate) - 1.0
        if key not in self._known and len(self._known) >= MOST_KNOWN:
            # Who was not heard of for so long has all tokens again.
            self._known = {one: held for one, held in self._known.items() if now - held[1] < most / rate}
        self._known[key] = (left, now)
        return max(0.0, -left / rate)
