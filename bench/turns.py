"""What colleagues say in the measured turns, as the JSON that Teams sends, and how to know the reply."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

_NAMESPACE = uuid.UUID("6d5f6f0e-31a1-4c53-8f0c-0f3d4b9e7a11")
APP_ID = str(uuid.uuid5(_NAMESPACE, "bot"))
CONVERSATIONS = 16


def name_tenant(index: int) -> str:
    """The tenant, and so the workspace, of conversation `index`."""
    return str(uuid.uuid5(_NAMESPACE, f"tenant {index}"))


@dataclass(frozen=True, slots=True)
class Conversation:
    """One colleague alone with the bot, in a tenant of its own."""

    id: str
    index: int
    service_url: str

    def compose(self, kind: str, turn: int, **fields: Any) -> bytes:
        """The body of a POST to the bot."""
        user = f"user {self.index}"
        activity = {
            "type": kind,
            "id": f"{1700000000000 + turn}",
            "timestamp": "2026-05-04T09:12:45.512Z",
            "localTimestamp": "2026-05-04T11:12:45.512+02:00",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {
                "id": f"29:{uuid.uuid5(_NAMESPACE, user).hex}",
                "name": "Robin Weber",
                "aadObjectId": str(uuid.uuid5(_NAMESPACE, user + " object")),
            },
            "conversation": {
                "conversationType": "personal",
                "tenantId": name_tenant(self.index),
                "id": self.id,
            },
            "recipient": {"id": f"28:{APP_ID}", "name": "Leadline"},
            "locale": "en-US",
            "channelData": {"tenant": {"id": name_tenant(self.index)}},
        }
        return orjson.dumps(activity | fields)

    def message(self, turn: int, text: str) -> bytes:
        """A chat message as Teams posts it."""
        info = {"locale": "en-US", "country": "US", "platform": "Windows", "type": "clientInfo"}
        return self.compose("message", turn, text=text, textFormat="plain", entities=[info])

    def greeting(self) -> bytes:
        """Tells the bot that the colleague installed the app."""
        return self.compose("installationUpdate", 0, action="add")


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of turn: the text of turn `n`, and what its reply must hold to be the right one."""

    say: Callable[[int], str]
    expect: Callable[[int], tuple[bytes, ...]]


def spell(turn: int) -> str:
    """A word for the number that no other number's is like: a name one letter off is asked about as a likely
    slip, and names with digits are not what people type."""
    digest = hashlib.sha256(b"%d" % turn).digest()
    return "".join(chr(97 + byte % 26) for byte in digest[:9])


def _say_lead(turn: int) -> str:
    """A new person of a new company each time: a second one of the same name is asked about, not created."""
    word = spell(turn)
    return f"new Sarah {word.title()}, IT manager, {word.title()} Innovators Inc., sarah@{word}.example"


SCENES = {
    "echo": Scene(lambda turn: f"Hello {turn}.", lambda turn: (b"Echo: Hello %d." % turn,)),
    "lead": Scene(
        _say_lead, lambda turn: (spell(turn).title().encode(), b"application/vnd.microsoft.card.adaptive")
    ),
}
