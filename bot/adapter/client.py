"""What the SDK's adapter takes for a client of the connector: ours, behind the five calls that it makes."""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache, partial
from typing import Any, NamedTuple

from botbuilder.schema import ConversationResourceResponse, ResourceResponse
from botframework.connector.auth.connector_factory import ConnectorFactory

from bot.adapter.activity import encode
from bot.adapter.connector import Connector


class Limits(NamedTuple):
    """How long, in seconds, and how often something may be tried; None for what the connector's pacing is."""

    within: float | None = None
    tries: int | None = None


_NONE = Limits()
LIMITS: ContextVar[Limits] = ContextVar("limits", default=_NONE)
"""Those of what is being sent: the SDK's calls have no place for them."""


class Conversations:
    """Each call raises DeliveryFailed in one of its kinds."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self._connector = connector
        self._service_url = service_url

    async def send_to_conversation(self, conversation_id: str, activity: Any) -> Any:
        return await self._send(conversation_id, activity, None)

    async def reply_to_activity(self, conversation_id: str, activity_id: str, activity: Any) -> Any:
        return await self._send(conversation_id, activity, activity_id)

    async def update_activity(self, conversation_id: str, activity_id: str, activity: Any) -> Any:
        changed = await self._connector.update(
            self._service_url, conversation_id, activity_id, encode(activity)
        )
        return ResourceResponse(id=changed)

    async def delete_activity(self, conversation_id: str, activity_id: str) -> None:
        await self._connector.delete(self._service_url, conversation_id, activity_id)

    async def create_conversation(self, parameters: Any) -> Any:
        created = await self._connector.create_conversation(self._service_url, encode(parameters))
        return ConversationResourceResponse(
            id=created.conversation_id, activity_id=created.activity_id, service_url=self._service_url
        )

    async def _send(self, conversation_id: str, activity: Any, reply_to: str | None) -> Any:
        limits = LIMITS.get()
        sent = await self._connector.send(
            self._service_url,
            conversation_id,
            encode(activity),
            reply_to,
            within=limits.within,
            tries=limits.tries,
        )
        return ResourceResponse(id=sent)


class LeanClient:
    """Stands where the SDK expects a ConnectorClient."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self.conversations = Conversations(connector, service_url)


class LeanConnectorFactory(ConnectorFactory):  # type: ignore[misc]
    """Gives each turn its client, which shares the connector, its connections and its token with all."""

    def __init__(self, connector: Connector) -> None:
        self._clients = lru_cache(maxsize=64)(partial(LeanClient, connector))

    async def create(self, service_url: str, audience: str | None = None) -> LeanClient:
        """A client for that address; `audience` is always the Bot Framework."""
        del audience
        return self._clients(service_url)
