"""The only door to the Bot Framework: requests in, through the gate; messages out, through the connector.

session = open_session()
adapter = TeamsAdapter(configuration, session)
response = await adapter.process(request, handler)   # handler(inbound, outbox) -> InvokeAnswer | None
await adapter.close(); await session.close()
"""

from botbuilder.core import Middleware

from bot.adapter.adapter import TeamsAdapter
from bot.adapter.connector import Connector, Pacing, open_session
from bot.adapter.credentials import Anonymous, Credentials, token_source
from bot.adapter.delivery import (
    ConversationGone,
    DeliveryFailed,
    Misconfigured,
    NotInstalled,
    Throttled,
    TooLarge,
    Undelivered,
    Unreachable,
)
from bot.adapter.downloads import Downloads
from bot.adapter.invoke import InvokeAnswer
from bot.adapter.outbox import Outbox
from bot.adapter.roster import Roster

__all__ = [
    "Anonymous",
    "Connector",
    "ConversationGone",
    "Credentials",
    "DeliveryFailed",
    "Downloads",
    "InvokeAnswer",
    "Middleware",
    "Misconfigured",
    "NotInstalled",
    "Outbox",
    "Pacing",
    "Roster",
    "TeamsAdapter",
    "Throttled",
    "TooLarge",
    "Undelivered",
    "Unreachable",
    "open_session",
    "token_source",
]
