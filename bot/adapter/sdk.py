"""The SDK's own objects – activity, turn, connector client – for parts written against the SDK, made lean.

A turn costs nothing for them until somebody looks: the activity is read when it is first asked for, and the
client is a thin face over our connector instead of a new msrest client per turn.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationResourceResponse,
    PagedMembersResult,
    ResourceResponse,
)
from botframework.connector.auth import ClaimsIdentity
from botframework.connector.auth.connector_factory import ConnectorFactory

from bot.adapter.connector import Connector


class LazyActivity(Activity):  # type: ignore[misc]
    """An activity that is deserialised when one of its attributes is first read."""

    def __init__(self, raw: dict[str, Any]) -> None:
        # The model's own constructor would set every attribute, and none would be missing to wake us.
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        # Called for missing attributes only, that is until the first reading.
        raw = self.__dict__.get("_raw")
        if raw is None or name.startswith("__"):
            raise AttributeError(name)
        self.__dict__.update(_deserialise(raw).__dict__)
        del self.__dict__["_raw"]
        return getattr(self, name)


def _deserialise(raw: dict[str, Any]) -> Any:
    activity = Activity.deserialize(raw)
    conversation = raw.get("conversation")
    if activity.conversation is not None and isinstance(conversation, dict):
        # The model expects tenantID where Teams says tenantId, and would lose it.
        activity.conversation.tenant_id = conversation.get("tenantId")
    return activity


def encode(model: Any) -> Any:
    """The JSON form of an SDK model, written without msrest; plain values stay as they are."""
    attributes = getattr(model, "_attribute_map", None)
    if attributes is not None:
        return _encode_model(model, attributes)
    if isinstance(model, dict):
        return {key: encode(value) for key, value in model.items()}
    if isinstance(model, list | tuple):
        return [encode(value) for value in model]
    if isinstance(model, Enum):
        return model.value
    return model.isoformat() if isinstance(model, datetime) else model


def _encode_model(model: Any, attributes: dict[str, dict[str, str]]) -> dict[str, Any]:
    encoded = {
        key: encode(value) for key, value in (getattr(model, "additional_properties", None) or {}).items()
    }
    for name, form in attributes.items():
        value = getattr(model, name, None)
        if value is not None and name != "additional_properties":
            encoded[form["key"]] = value if type(value) is str else encode(value)
    return encoded


def turn_context(adapter: Any, raw: dict[str, Any]) -> Any:
    """A turn of the SDK over an activity that nobody has read yet."""
    return TurnContext(adapter, LazyActivity(raw))


class Conversations:
    """The operations of the SDK's connector client that adapters and TeamsInfo use, sent by our connector."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self._connector = connector
        self._service_url = service_url

    async def send_to_conversation(self, conversation_id: str, activity: Any, **_: Any) -> Any:
        sent = await self._connector.send(self._service_url, conversation_id, encode(activity))
        return ResourceResponse(id=sent)

    async def reply_to_activity(self, conversation_id: str, activity_id: str, activity: Any, **_: Any) -> Any:
        sent = await self._connector.send(self._service_url, conversation_id, encode(activity), activity_id)
        return ResourceResponse(id=sent)

    async def update_activity(self, conversation_id: str, activity_id: str, activity: Any, **_: Any) -> Any:
        changed = await self._connector.update(
            self._service_url, conversation_id, activity_id, encode(activity)
        )
        return ResourceResponse(id=changed)

    async def delete_activity(self, conversation_id: str, activity_id: str, **_: Any) -> None:
        await self._connector.delete(self._service_url, conversation_id, activity_id)

    async def create_conversation(self, parameters: Any, **_: Any) -> Any:
        created = await self._connector.create_conversation(self._service_url, encode(parameters))
        return ConversationResourceResponse(
            id=created.conversation_id, activity_id=created.activity_id, service_url=self._service_url
        )

    async def get_conversation_members(self, conversation_id: str, **_: Any) -> list[Any]:
        members = await self._connector.members(self._service_url, conversation_id)
        return [ChannelAccount.deserialize(member) for member in members]

    async def get_conversation_paged_members(self, conversation_id: str, *_: Any, **__: Any) -> Any:
        """All members on one page: the connector has gone through the pages already."""
        return PagedMembersResult(members=await self.get_conversation_members(conversation_id))

    async def get_conversation_member(self, conversation_id: str, member_id: str, **_: Any) -> Any:
        return ChannelAccount.deserialize(
            await self._connector.member(self._service_url, conversation_id, member_id)
        )


class LeanClient:
    """Stands where the SDK expects a ConnectorClient."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self.conversations = Conversations(connector, service_url)


class LeanConnectorFactory(ConnectorFactory):  # type: ignore[misc]
    """Makes clients for proactive turns (continue_conversation, create_conversation)."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str = "") -> LeanClient:
        """A client for that address; `audience` is always the Bot Framework."""
        del audience
        return LeanClient(self._connector, service_url)


def identity(claims: Mapping[str, Any]) -> Any:
    """The caller as the SDK describes it."""
    return ClaimsIdentity(claims, True)
