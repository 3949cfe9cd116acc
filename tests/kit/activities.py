"""Activities as Teams sends them, in full, so that tests meet what production meets.

Every builder takes the serviceUrl and returns fresh JSON; `changes` replaces members at the top level, where
None removes one, and a name that Python reserves gets a trailing underscore (`from_`).
"""

from itertools import count
from typing import Any

APP_ID = "6f1d8a52-9a0e-4b8f-8a39-0c2a7c8d5e11"
TENANT = "39213499-7cc3-4cca-901c-31a0924d47e2"
FOREIGN_TENANT = "b1a5c3f0-0d52-4f0a-9e57-2d6a6b1c9f77"
BOT = {"id": f"28:{APP_ID}", "name": "Leadline"}
ALEX = {
    "id": "29:1bSnHZ7Js2STWrgk6ScEErLk1Lp2zQuD5H2qQ960rtvstKp8tKLl-3r8b6DoW0QxZimuTxk_kupZ1DBMpvIQQUA",
    "name": "Alex Wilber",
    "aadObjectId": "a4a8c2de-0f0c-4d8e-8a57-6a3f2b9cf001",
}
MEGAN = {
    "id": "29:1q8vY7ldnXw1rHx2pZcmO0mZbFsRkVnXm4d0Dq7sQxGmXg0tCk5kq2rZ8WQm3cYtD",
    "name": "Megan Bowen",
    "aadObjectId": "a4a8c2de-0f0c-4d8e-8a57-6a3f2b9cf002",
}
PERSONAL = "a:1C234VF3xRJJjyvni80pqqwvot6zk3_IdgVcq1loy5aEV17xGkHbLVDczZnyVXZcZELvayWYNMDXlyXbPGn5PJzrPFQ"
GROUP = "19:253f3cb4b63a4b8f8b9c2e3d0f5a6b7c@thread.v2"
TEAM = "19:8d5ab0eb0d3f4f2d8e6a1e0d3c7b6a55@thread.tacv2"
CHANNEL = "19:f1e0d9c8b7a64f3b9d2a1c0e8f7d6b5a@thread.tacv2"

_ids = count(1700000000000)


def message(
    service_url: str,
    text: str | None = "hello",
    *,
    tenant: str = TENANT,
    user: dict[str, str] = ALEX,
    **changes: Any,
) -> dict[str, Any]:
    """A message in the personal chat."""
    body = _activity("message", service_url, tenant, user)
    return _changed({**body, "text": text, "textFormat": "plain", "attachments": []}, changes)


def group_message(
    service_url: str, text: str = "hello", *, tenant: str = TENANT, **changes: Any
) -> dict[str, Any]:
    """A message in a group chat that mentions the bot first."""
    body = message(service_url, f"<at>{BOT['name']}</at> {text}", tenant=tenant)
    body["conversation"] = {"id": GROUP, "conversationType": "groupChat", "isGroup": True, "tenantId": tenant}
    body["entities"] = [mention(BOT), *body["entities"]]
    return _changed(body, changes)


def channel_message(
    service_url: str, text: str = "hello", *, tenant: str = TENANT, **changes: Any
) -> dict[str, Any]:
    """A message in a channel that mentions the bot first, starting a thread."""
    body = message(service_url, f"<at>{BOT['name']}</at>&nbsp;{text}\n", tenant=tenant)
    body["conversation"] = {
        "id": f"{CHANNEL};messageid={body['id']}",
        "conversationType": "channel",
        "isGroup": True,
        "tenantId": tenant,
    }
    body["entities"] = [mention(BOT), *body["entities"]]
    body["channelData"] |= {
        "teamsChannelId": CHANNEL,
        "teamsTeamId": TEAM,
        "channel": {"id": CHANNEL},
        "team": {"id": TEAM},
    }
    return _changed(body, changes)


def card_action(
    service_url: str,
    verb: str,
    data: dict[str, Any] | None = None,
    *,
    trigger: str = "manual",
    tenant: str = TENANT,
    user: dict[str, str] = ALEX,
    **changes: Any,
) -> dict[str, Any]:
    """A press on an Action.Execute button; `data` are the inputs merged into the data of the button."""
    action = {"type": "Action.Execute", "id": verb, "verb": verb, "data": data or {}}
    value = {"action": action, "trigger": trigger}
    body = invoke(service_url, "adaptiveCard/action", value, tenant=tenant, user=user)
    return _changed({**body, "replyToId": "1699999999999"}, changes)


def invoke(
    service_url: str,
    name: str,
    value: Any,
    *,
    tenant: str = TENANT,
    user: dict[str, str] = ALEX,
    **changes: Any,
) -> dict[str, Any]:
    """Any other invoke: task/fetch, task/submit, application/search, composeExtension/query …"""
    body = _activity("invoke", service_url, tenant, user)
    return _changed({**body, "id": f"f:{body['id']}", "name": name, "value": value}, changes)


def installation(
    service_url: str,
    action: str = "add",
    *,
    tenant: str = TENANT,
    user: dict[str, str] = ALEX,
    **changes: Any,
) -> dict[str, Any]:
    """The app was added to or removed from a personal chat."""
    body = _activity("installationUpdate", service_url, tenant, user)
    body["channelData"] |= {"settings": {"selectedChannel": {"id": PERSONAL}}, "source": {"name": "message"}}
    return _changed({**body, "action": action}, changes)


def members_added(
    service_url: str,
    *members: dict[str, str],
    tenant: str = TENANT,
    user: dict[str, str] = ALEX,
    **changes: Any,
) -> dict[str, Any]:
    """Somebody – the bot, unless others are given – joined the conversation."""
    body = _activity("conversationUpdate", service_url, tenant, user)
    return _changed({**body, "membersAdded": [dict(member) for member in members or (BOT,)]}, changes)


def mention(who: dict[str, str], text: str | None = None) -> dict[str, Any]:
    """The entity of a mention; `text` is the span in the message, if it is another one."""
    mentioned = {"id": who["id"], "name": who["name"]}
    return {"type": "mention", "mentioned": mentioned, "text": text or f"<at>{who['name']}</at>"}


def _activity(kind: str, service_url: str, tenant: str, user: dict[str, str]) -> dict[str, Any]:
    return {
        "type": kind,
        "id": str(next(_ids)),
        "timestamp": "2026-11-23T10:15:30.125Z",
        "localTimestamp": "2026-11-23T11:15:30.125+01:00",
        "localTimezone": "Europe/Berlin",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": dict(user),
        "conversation": {"id": PERSONAL, "conversationType": "personal", "tenantId": tenant},
        "recipient": dict(BOT),
        "entities": [{"type": "clientInfo", "locale": "en-US", "country": "DE", "platform": "Windows"}],
        "channelData": {"tenant": {"id": tenant}},
        "locale": "en-US",
    }


def _changed(body: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    renamed = {name.rstrip("_"): value for name, value in changes.items()}
    return {
        name: value for name, value in {**body, **renamed}.items() if value is not None or name not in renamed
    }
