"""What Teams sends, as the bot sees it: one frozen record, free of any SDK."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from app.domain.identity import is_id, person_name
from app.domain.place import NOWHERE, Place
from bot.addressing import Mention, read_addressed, read_mentions
from bot.bounds import (
    LONGEST_MARKUP,
    LONGEST_TABLE,
    MOST_MENTIONS,
    find_excess,
)
from bot.parsing.marks import Marks
from bot.parsing.markup import fuller
from bot.whereabouts import read_place

# Nobody attaches more to a message; it bounds the work that a hostile one could cause.
_FILE_LIMIT = 10
_FILE = "application/vnd.microsoft.teams.file.download.info"
_PEOPLE = frozenset({"", "user"})
"""What the sender of an activity is who is a person: a bot or a skill is none."""
_OWN_ROLES = frozenset({"", "user", "member", "owner"})
"""What Teams calls people of the tenant itself; guests and people of other tenants are none of these."""


class ActivityRefused(Exception):
    """A request that is answered with `status` and nothing else; `code` says why and is safe to log."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that was attached to a message. Whoever knows its `url` can read it, for some minutes. `home` is
    the host on which Teams says that the file lies, "" where it does not say."""

    name: str
    url: str = field(repr=False)
    home: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the conversation as the chat service knows them; `user_id` is their id in the directory."""

    chat_id: str
    user_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """One activity from Teams. Texts are "" and lists are empty where Teams sent nothing.

    `kind` is "message", "invoke", "conversationUpdate", "installationUpdate" or whatever else Teams calls it;
    `user_id` is the id of the user for this bot (29:…), `aad_object_id` the one in the directory of
    `tenant_id`; `conversation_kind` is "personal", "groupChat" or "channel"; `text` is the message without
    the mention of the bot and with `marks` for all others who are mentioned, `place` where the user is,
    `markup` the message in HTML where it was formatted;
    `action` is "add", "remove", "add-upgrade" or "remove-upgrade" for an installation update; `raw` is the
    activity as it came and must not be changed. `excess` is what a message has too much of, "text_too_long"
    or "too_many_mentions": it is then to be answered, not read. `is_guest` says that whoever sent it, or the
    conversation, does not belong to the tenant; `is_machine` that no person sent it.
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
    marks: Marks = field(default_factory=Marks, repr=False)
    excess: str = ""
    is_guest: bool = False
    is_machine: bool = False
    raw: dict[str, Any] = field(default_factory=dict, repr=False)


def read_activity(body: dict[str, Any]) -> Inbound:
    """Reads the JSON of an activity. Raises ActivityRefused with status 400 for any other shape."""
    excess = find_excess(body)
    if excess:
        raise ActivityRefused(400, excess)
    kind = _id(body, "type")
    conversation, sender, recipient = (_object(body, name) for name in ("conversation", "from", "recipient"))
    channel_data = _object(body, "channelData")
    conversation_id, bot_id = _id(conversation, "id"), _id(recipient, "id")
    if not kind or not conversation_id:
        raise ActivityRefused(400, "activity_incomplete")
    entities, markup = body.get("entities"), _markup(body) if kind == "message" else ""
    mentions = read_mentions(entities) if isinstance(entities, list) else []
    excess = _excess(mentions, markup)
    bot = Mention(bot_id, _name(recipient).strip())
    text, marks = _message_text(body, mentions, bot, markup) if not excess else (_text(body, "text"), Marks())
    # Ids of Entra are compared without case everywhere; the tab knows them in lower case.
    tenant_id = _id(_object(channel_data, "tenant"), "id").lower()
    return Inbound(
        kind=kind,
        tenant_id=tenant_id,
        user_id=_id(sender, "id"),
        aad_object_id=_id(sender, "aadObjectId").lower(),
        user_name=_name(sender),
        conversation_id=conversation_id,
        conversation_kind=_conversation_kind(conversation, channel_data),
        activity_id=_id(body, "id"),
        channel=_id(body, "channelId"),
        text=text,
        locale=_id(body, "locale"),
        place=read_place(body),
        service_url=_id(body, "serviceUrl"),
        bot_id=bot_id,
        bot_name=_name(recipient),
        reply_to_id=_id(body, "replyToId"),
        invoke_name=_id(body, "name") if kind == "invoke" else "",
        value=_value(body, kind),
        members_added=_member_ids(body, "membersAdded"),
        members_removed=_member_ids(body, "membersRemoved"),
        action=_id(body, "action") if kind == "installationUpdate" else "",
        team_id=_id(_object(channel_data, "team"), "id"),
        channel_id=_id(_object(channel_data, "channel"), "id") or _id(channel_data, "teamsChannelId"),
        files=_files(body) if kind == "message" else (),
        markup="" if excess else markup,
        marks=marks,
        excess=excess,
        is_guest=is_outsider(sender, tenant_id) or is_outsider(_housed(conversation), tenant_id),
        is_machine=_id(sender, "role").lower() not in _PEOPLE,
        raw=body,
    )


def _text(source: dict[str, Any], name: str) -> str:
    value = source.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ActivityRefused(400, "activity_malformed")
    return value


def _id(source: dict[str, Any], name: str) -> str:
    """An id, an address or a word of Teams: never long, and without signs that no database keeps."""
    value = _text(source, name)
    if not is_id(value):
        raise ActivityRefused(400, "activity_malformed")
    return value


def _name(source: dict[str, Any]) -> str:
    """What somebody is called, as much of it as is kept."""
    return person_name(_text(source, "name"))


def is_outsider(told: dict[str, Any], tenant_id: str) -> bool:
    """Whether what Teams tells of somebody says that they do not belong to this tenant: they are of another
    one, or its guest. A word that Teams has not used so far counts as one for guests."""
    home, role = told.get("tenantId"), told.get("userRole")
    is_foreign = home not in (None, "") and (not isinstance(home, str) or home.lower() != tenant_id)
    return is_foreign or not (role is None or (isinstance(role, str) and role.lower() in _OWN_ROLES))


def _housed(conversation: dict[str, Any]) -> dict[str, Any]:
    """Whose the conversation is: what is said in one of another tenant, its people read."""
    return {"tenantId": conversation.get("tenantId")}


def _excess(mentions: Sequence[Mention], markup: str) -> str:
    if len(mentions) > MOST_MENTIONS:
        return "too_many_mentions"
    return "text_too_long" if len(markup) > LONGEST_MARKUP else ""


def _object(source: dict[str, Any], name: str) -> dict[str, Any]:
    value = source.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ActivityRefused(400, "activity_malformed")
    return value


def _conversation_kind(conversation: dict[str, Any], channel_data: dict[str, Any]) -> str:
    kind = _id(conversation, "conversationType")
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
            found.append(SharedFile(name if isinstance(name, str) else "", url, _host(one.get("contentUrl"))))
    return tuple(found)


def _host(url: object) -> str:
    try:
        return (urlsplit(url).hostname or "") if isinstance(url, str) else ""
    except ValueError:
        return ""


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
        raise ActivityRefused(400, "activity_malformed")
    return tuple(filter(None, (_id(member, "id") for member in members)))


def _message_text(
    body: dict[str, Any], mentions: Sequence[Mention], bot: Mention, markup: str
) -> tuple[str, Marks]:
    """The text without the mention of the bot, and the marks in it; as it came where it is too long to be
    read. Where it has lost lines or addresses they are those of the message in HTML.

    Text declared as markup is unescaped, plain text is taken literally – but for the hard blank, which is how
    Teams writes the one after a mention.
    """
    plain = _text(body, "text")
    if len(plain) > LONGEST_TABLE:
        return plain, Marks()
    plain = _spaced(plain)
    full = fuller(plain, markup)
    text, marks = read_addressed(full, mentions, bot)
    if full is plain and "&" in text and body.get("textFormat") == "xml":
        text = html.unescape(text)
    return text, marks


def _spaced(text: str) -> str:
    return text.replace("&nbsp;", " ") if "&" in text else text
