"""What a turn can say: messages into the conversation it came from."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from bot.adapter.client import Limits
from bot.adapter.context import TeamsContext
from bot.inbound import Inbound

# Teams waits 15 s for a turn that was not acknowledged and then sends it again; what is not delivered by then
# is better left unsaid.
TURN = 14.0


class Outbox:
    """Sends messages into the conversation of `inbound`, by the turn that it began; they are plain JSON."""

    __slots__ = ("_acknowledge", "_context", "_ends_at", "inbound")

    def __init__(
        self, context: TeamsContext, inbound: Inbound, acknowledge: Callable[[], None] = lambda: None
    ) -> None:
        """`acknowledge` tells Teams that it need not send the turn again."""
        self.inbound = inbound
        self._acknowledge = acknowledge
        self._context = context
        self._ends_at = time.monotonic() + TURN

    def acknowledge(self) -> None:
        """Says that all is kept that the turn was to change: Teams gets its answer now, and not only when
        the messages that are still to be sent have arrived. Has no effect on an invoke, whose answer is what
        its handler returns."""
        self._acknowledge()

    async def send(self, activity: Mapping[str, Any], /, *, within: float | None = None) -> str:
        """Posts a message, as an answer if the turn is a message; returns its id. It is tried once, `within`
        so many seconds, or as often as there is time in this turn. Raises DeliveryFailed in one of its
        kinds."""
        return await self._context.post(addressed(self.inbound, activity), self._limits(within))

    def _limits(self, within: float | None) -> Limits:
        if within is not None:
            return Limits(within, tries=1)
        patience: float = self._context.adapter.connector.patience
        return Limits(min(patience, self._ends_at - time.monotonic()))


def addressed(inbound: Inbound, activity: Mapping[str, Any]) -> dict[str, Any]:
    """A message into the conversation of a turn, as an answer if the turn is a message."""
    posted = {**_addressing(inbound), **activity}
    if inbound.kind == "message" and inbound.activity_id:
        posted["replyToId"] = inbound.activity_id
    return posted


def _addressing(inbound: Inbound) -> dict[str, Any]:
    return {
        "type": "message",
        "channelId": inbound.channel,
        "from": {"id": inbound.bot_id, "name": inbound.bot_name},
        "recipient": {"id": inbound.user_id, "name": inbound.user_name},
        "conversation": {"id": inbound.conversation_id},
    }
