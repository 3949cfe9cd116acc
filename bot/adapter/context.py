"""The SDK's turn, through which all goes that the bot says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botbuilder.core import TurnContext

from bot.adapter.activity import JsonActivity
from bot.adapter.client import LIMITS, Limits


class TeamsContext(TurnContext):  # type: ignore[misc]
    """A turn that also sends what is plain JSON and addressed already."""

    async def post(self, body: Mapping[str, Any], limits: Limits) -> str:
        """Sends an activity as it is, past whoever listens to what is sent (`on_send_activities`); returns
        its id. Raises DeliveryFailed, and whatever a listener raises."""
        token = LIMITS.set(limits)
        try:
            sent = await self.send_activity(JsonActivity(body))
        finally:
            LIMITS.reset(token)
        return str(sent.id or "")

    async def send_activities(self, activities: list[Any]) -> Any:
        """As the SDK does, which copies everything first and addresses it to whoever began the turn; but what
        is JSON is neither."""
        if not all(isinstance(one, JsonActivity) for one in activities):
            return await super().send_activities(activities)
        posting = self.adapter.send_activities(self, activities)
        try:
            listened = bool(self._on_send_activities)
            sent = await (self._emit(self._on_send_activities, activities, posting) if listened else posting)
        finally:
            # Nobody has awaited it where a listener failed.
            posting.close()
        self.responded = True
        return sent
