"""One turn that Teams began, as the SDK's pipeline calls it: after the middleware."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.core import InvokeResponse
from botbuilder.schema import ActivityTypes

from bot.adapter.activity import JsonActivity, encode
from bot.adapter.context import TeamsContext
from bot.adapter.invoke import InvokeAnswer
from bot.adapter.outbox import Outbox
from bot.inbound import Inbound, read_activity

TurnHandler = Callable[[Inbound, Outbox], Awaitable[InvokeAnswer | None]]


class IncomingTurn:
    """Has the handler do a turn; `inbound` is what it is about."""

    def __init__(self, inbound: Inbound, handler: TurnHandler, acknowledge: Callable[[], None]) -> None:
        """`acknowledge` see Outbox."""
        self.inbound = inbound
        self._handler = handler
        self._acknowledge = acknowledge

    async def __call__(self, context: TeamsContext) -> None:
        """Runs it; an answer leaves as the SDK has it, so that middleware sees it."""
        activity = context.activity
        if not isinstance(activity, JsonActivity) or activity.is_changed:
            # Middleware may say it in other words.
            self.inbound = read_activity(encode(activity))
        outbox = Outbox(context, self.inbound, self._acknowledge)
        answer = await self._handler(self.inbound, outbox)
        if answer is not None:
            await context.send_activity(as_activity(answer))


def as_activity(answer: InvokeAnswer) -> Any:
    """The activity by which the SDK answers an invoke. It goes nowhere but to its adapter."""
    activity = JsonActivity({"type": ActivityTypes.invoke_response.value})
    activity.value = InvokeResponse(status=answer.status, body=answer.body)
    return activity
