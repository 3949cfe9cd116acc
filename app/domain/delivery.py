"""Delivery: a message that leaves by itself, now or later, and what may become of it."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class DeliveryKind(StrEnum):
    """Why something leaves."""

    ANSWER = "answer"


class DeliveryState(StrEnum):
    """What became of a delivery. All but the first are ends: the message itself is forgotten then."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    """It was tried for as long as it is worth anything."""
    UNREACHABLE = "unreachable"
    """The person blocked or removed the bot, or the conversation is gone."""
    REFUSED = "refused"
    """This message will never be taken."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way. Deliveries of a conversation leave in the order of their ids, none before it is
    due and none after `until`. `activity_id` is that of the message that it answers, "" for none;
    `recipient` the id of the one whom it is for, "" where nobody is known; `payload` is the activity as the
    connector takes it."""

    kind: DeliveryKind
    conversation_id: str
    service_url: str
    payload: Mapping[str, Any] = field(repr=False)
    at: dt.datetime
    due_at: dt.datetime
    until: dt.datetime
    activity_id: str = ""
    recipient: str = ""
    attempts: int = 0
    id: int = 0


_last = 0


def new_delivery_id() -> int:
    """An id that is larger than all that this process gave before, and most likely than those of others:
    microseconds since 1970, with ten bits by which processes that ask in the same one differ."""
    global _last  # noqa: PLW0603 - ids of one process must grow, whoever asks
    _last = max(_last + 1, (time.time_ns() // 1000 << 10) | secrets.randbits(10))
    return _last
