"""What Teams sends, as the bot sees it: one frozen record, free of any SDK."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from app.domain.place import NOWHERE, Place
from bot.whereabouts import read_place

# Nobody mentions more people in a message; it bounds the work that a hostile one could cause.
_FILE_LIMIT = 10
_FILE = "application/vnd.microsoft.teams.file.download.info"


class Refused(Exception):
    """A request that is answered with `status` and nothing else; `code` says why and is safe to log."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that was attached to a message. Whoever knows its `url` can read it, for some minutes."""

    name: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Inbound:
    """One activity from Teams. Texts are "" and lists are empty where Teams sent nothing.

    `kind` is "message", "invoke", "conversationUpdate", "installationUpdate" or whatever else Teams calls it;
    `user_id` is the id of the user for this bot (29:…), `aad_object_id` the one in the directory of
    `tenant_id`; `conversation_kind` is "personal", "groupChat" or "channel"; `text` is the message without
    the mention of the bot, `place` where the user is, `markup` the message in HTML where it was formatted;
    `action` is "add", "remove", "add-upgrade" or "remove-upgrade" for an installation update; `raw` is the
    activity as it came and must not be changed.
    """

    kind: str
    tenant_id: str = ""
    user_id: str = ""
    aad_object_id: str = ""
    user_name: str = ""
    conversation_id: str = ""
    conversation_kind: str = "personal"
    activity_id: str = ""
    channel: str = ""
    text: str = ""
    locale: str = ""
    place: Place = NOWHERE
    service_url: str = ""
    bot_id: str = ""
    bot_name: str = ""
    reply_to_id: str = ""
    invoke_name: str = ""
    value: dict[str, Any] = field(default_factory=dict)
    members_added: tuple[str, ...] = ()
    members_removed: tuple[str, ...] = ()
    action: str = ""
    team_id: str = ""
    channel_id: str = ""
    files: tuple[SharedFile, ...] = ()
    markup: str = field(default="", repr=False)
    raw: dict[str, Any] = field(default_factory=dict, repr=False)


def read_activity(body: dict[str, Any]) -> Inbound:
    """Reads the JSON of an activity; raises Refused with status 400 where it is not of the agreed shape."""
    kind = _text(body, "type")
    conversation, sender, recipient = (_object(body, name) for name in ("conversation", "from", "recipient"))
    channel_data = _object(body, "channelData")
    conversation_id, bot_id = _text(conversation, "id"), _text(recipient, "id")
    if not kind or not conversation_id:
        raise Refused(400, "activity_incomplete")
    return Inbound(
        kind=kind,
        # Ids of Entra are compared without case everywhere; the tab knows them in lower case.
        tenant_id=_text(_object(channel_data, "tenant"), "id").lower(),
        user_id=_text(sender, "id"),
        aad_object_id=_text(sender, "aadObjectId").lower(),
        user_name=_text(sender, "name"),
        conversation_id=conversation_id,
        conversation_kind=_conversation_kind(conversation, channel_data),
        activity_id=_text(body, "id"),
        channel=_text(body, "channelId"),
        text=_message_text(body, bot_id),
        locale=_text(body, "locale"),
        place=read_place(body),
        service_url=_text(body, "serviceUrl"),
        bot_id=bot_id,
        bot_name=_text(recipient, "name"),
        reply_to_id=_text(body, "replyToId"),
        invoke_name=_text(body, "name") if kind == "invoke" else "",
        value=_value(body, kind),
        members_added=_member_ids(body, "membersAdded"),
        members_removed=_member_ids(body, "membersRemoved"),
        action=_text(body, "action") if kind == "installationUpdate" else "",
        team_id=_text(_object(channel_data, "team"), "id"),
        channel_id=_text(_object(channel_data, "channel"), "id") or _text(channel_data, "teamsChannelId"),
        files=_files(body) if kind == "message" else (),
        markup=_markup(body) if kind == "message" else "",
        raw=body,
    )


def _text(source: dict[str, Any], name: str) -> str:
    value = source.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(400, "activity_malformed")
    return value


def _object(source: dict[str, Any], name: str) -> dict[str, Any]:
    value = source.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(400, "activity_malformed")
    return value


def _conversation_kind(conversation: dict[str, Any], channel_data: dict[str, Any]) -> str:
    kind = _text(conversation, "conversationType")
    if kind:
        return kind
    if channel_data.get("channel") or channel_data.get("team"):
        return "channel"
    return "groupChat" if conversation.get("isGroup") is True else "personal"


def _value(body: dict[str, Any], kind: str) -> dict[str, Any]:
    # A messageBack button may carry a plain text; only an invoke promises an object.
    if kind != "invoke" and not isinstance(body.get("value"), dict):
        return {}
    return _object(body, "value")


def _files(body: dict[str, Any]) -> tuple[SharedFile, ...]:
    """The files of a message; anything else that is attached says nothing to us."""
    attached = body.get("attachments")
    found = []
    for one in attached[:_FILE_LIMIT] if isinstance(attached, list) else ():
        content = one.get("content") if isinstance(one, dict) and one.get("contentType") == _FILE else None
        url = content.get("downloadUrl") if isinstance(content, dict) else None
        if isinstance(url, str) and url:
            name = one.get("name")
            found.append(SharedFile(name if isinstance(name, str) else "", url))
    return tuple(found)


def _markup(body: dict[str, Any]) -> str:
    """The message as it was formatted: Teams adds it to the plain text."""
    attached = body.get("attachments")
    for one in attached[:_FILE_LIMIT] if isinstance(attached, list) else ():
        content = (
            one.get("content") if isinstance(one, dict) and one.get("contentType") == "text/html" else None
        )
        if isinstance(content, str):
            return content
    return ""


def _member_ids(body: dict[str, Any], name: str) -> tuple[str, ...]:
    members = body.get(name)
    if members is None:
        return ()
    if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
        raise Refused(400, "activity_malformed")
    return tuple(filter(None, (_text(member, "id") for member in members)))


def _message_text(body: dict[str, Any], bot_id: str) -> str:
    """The text without the mention of the bot.

    Text declared as markup is unescaped, plain text is taken literally – but for the hard blank, which is how
    Teams writes the one after a mention.
    """
    text = _spaced(_text(body, "text"))
    entities = body.get("entities")
    if text and bot_id and isinstance(entities, list):
        text = _without_bot(text, entities, bot_id)
    if "&" in text and body.get("textFormat") == "xml":
        return html.unescape(text)
    return text


def _spaced(text: str) -> str:
    return text.replace("&nbsp;", " ") if "&" in text else text


def _without_bot(text: str, entities: list[Any], bot_id: str) -> str:
    """Cuts the spans in which the bot itself is mentioned; a namesake's mention and the bare name stay."""
    taken: list[tuple[int, int]] = []
    cuts: list[tuple[int, int]] = []
    for mentioned_id, name in _mentions(entities):
        span = _free_span(text, name, taken)
        if span is not None:
            taken.append(span)
            if mentioned_id == bot_id:
                cuts.append(span)
    for start, end in sorted(cuts, reverse=True):
        text = _joined(text[:start], text[end:])
    return text


def _mentions(entities: list[Any]) -> list[tuple[str, str]]:
    """(id of the mentioned, text of the mention), in order; what is not of that shape is skipped."""
    found = []
    for entity in entities:
        if not isinstance(entity, dict) or str(entity.get("type")).lower() != "mention":
            continue
        mentioned, name = entity.get("mentioned"), entity.get("text")
        if (
            isinstance(mentioned, dict)
            and isinstance(mentioned.get("id"), str)
            and isinstance(name, str)
            and name
        ):
            found.append((mentioned["id"], name))
    return found


_AT = re.compile(r"<at(?:\s[^<>]*)?>(?P<name>.*)</at>\Z", re.IGNORECASE | re.DOTALL)


def _free_span(text: str, mention: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the mention stands, whatever the attributes of its tag, unless already accounted for."""
    tag = _AT.match(mention)
    pattern = rf"<at(?:\s[^<>]*)?>{re.escape(tag['name'])}</at>" if tag else re.escape(mention)
    for match in re.finditer(pattern, text, re.IGNORECASE):
        start, end = match.span()
        # Without a tag around it, only the address at the very beginning is a mention for sure.
        if not tag and text[:start].strip():
            return None
        if all(end <= other_start or start >= other_end for other_start, other_end in taken):
            return start, end
    return None


def _joined(before: str, after: str) -> str:
    """Closes the gap a mention leaves: one blank inside a sentence, none at either end."""
    if not before.strip():
        return after.lstrip()
    if not after.strip():
        return before.rstrip()
    return before + (after.lstrip() if before[-1].isspace() else after)
