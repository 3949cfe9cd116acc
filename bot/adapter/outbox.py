"""What a turn can say: messages into the conversation it came from."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from bot.adapter.connector import Connector
from bot.inbound import Inbound

# Teams waits 15 s for a turn that was not acknowledged and then sends it again; what is not delivered by then
# is better left unsaid.
TURN = 14.0


class Outbox:
    """Sends, changes and removes messages in the conversation of `inbound`; activities are plain JSON.

    All calls of a turn share one budget of time. Every method that sends raises DeliveryFailed in one of its
    kinds.
    """

    __slots__ = ("_acknowledge", "_connector", "_ends_at", "inbound")

    def __init__(
        self, connector: Connector, inbound: Inbound, acknowledge: Callable[[], None] = lambda: None
    ) -> None:
        """`acknowledge` tells Teams that it need not send the turn again."""
        self.inbound = inbound
        self._acknowledge = acknowledge
        self._connector = connector
        self._ends_at = time.monotonic() + TURN

    def acknowledge(self) -> None:
        """Says that all is kept that the turn was to change: Teams gets its answer now, and not only when
        the messages that are still to be sent have arrived. Has no effect on an invoke, whose answer is what
        its handler returns."""
        self._acknowledge()

    async def send(self, activity: Mapping[str, Any]) -> str:
        """Posts a message, as an answer if the turn is a message; returns its id."""
        inbound = self.inbound
        posted = addressed(inbound, activity)
        return await self._connector.send(
            inbound.service_url,
            inbound.conversation_id,
            posted,
            posted.get("replyToId"),
            within=self._left(),
        )

    async def update(self, activity_id: str, activity: Mapping[str, Any]) -> str:
        """Replaces a message of the bot; returns its id."""
        inbound = self.inbound
        changed = {**_addressing(inbound), **activity, "id": activity_id}
        return await self._connector.update(
            inbound.service_url, inbound.conversation_id, activity_id, changed, within=self._left()
        )

    async def delete(self, activity_id: str) -> None:
        """Removes a message of the bot."""
        inbound = self.inbound
        await self._connector.delete(
            inbound.service_url, inbound.conversation_id, activity_id, within=self._left()
        )

    async def typing(self) -> None:
        """Shows that the bot is at work; Teams takes the sign away with the next message."""
        await self.send({"type": "typing"})

    def _left(self) -> float:
        return min(self._connector.patience, self._ends_at - time.monotonic())


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
