"""A desk at which colleagues write to the bot and press its buttons; the store behind it is real."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.crm.crm import Crm
from bot.adapter import DeliveryFailed, InvokeAnswer
from bot.chat import Chat
from bot.inbound import Inbound
from bot.messages import CARD
from bot.parsing.marks import Marks, revive

SERVICE = "https://smba.trafficmanager.net/emea/"
BOT = "28:leadline"
_ids = itertools.count(1)
_INPUTS = {"Input.Text", "Input.Date", "Input.Time", "Input.ChoiceSet", "Input.Number", "Input.Toggle"}


TOM = "new lead Tom Becker, Contoso AG, tom.becker@contoso.example"


@dataclass(frozen=True)
class Shown:
    """A card as somebody sees it."""

    card: Mapping[str, Any]

    @property
    def text(self) -> str:
        """All that can be read, line by line."""
        return "\n".join(_texts(self.card)).replace("\xa0", " ")

    @property
    def inputs(self) -> dict[str, str]:
        """What the inputs hold, by id."""
        return {
            part["id"]: part.get("value", "") for part in parts_of(self.card) if part.get("type") in _INPUTS
        }

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """The data of the buttons, by verb; the first counts where a verb is there twice. The id by which a
        suggestion knows a second press is left out: it is another each time."""
        found: dict[str, dict[str, Any]] = {}
        for part in parts_of(self.card):
            if part.get("type") == "Action.Execute":
                data = dict(part.get("data", {}))
                if part["verb"] == "command.run":
                    data.pop("form", None)
                found.setdefault(part["verb"], data)
        return found


@dataclass
class Outbox:
    """Keeps what is sent; the next sends fail with what is in `failures`."""

    sent: list[Mapping[str, Any]] = field(default_factory=list)
    failures: list[DeliveryFailed] = field(default_factory=list)
    tried: int = 0
    acknowledged: bool = False

    def acknowledge(self) -> None:
        self.acknowledged = True

    async def send(self, activity: Mapping[str, Any], /, **_: Any) -> str:
        assert self.acknowledged, "Teams was left waiting for its own connector"
        self.tried += 1
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(activity)
        return f"sent-{len(self.sent)}"


class Desk:
    """One bot and its people, who are made up by their first names."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self.chat = Chat(crm)

    async def say(self, text: str, who: str = "alex", outbox: Outbox | None = None, **more: Any) -> Shown:
        """Writes to the bot; the one card that it answers with."""
        answers = await self.hear(text, who, outbox, **more)
        assert len(answers) == 1
        return answers[0]

    async def hear(
        self, text: str, who: str = "alex", outbox: Outbox | None = None, **more: Any
    ) -> list[Shown]:
        """Writes to the bot; all cards that arrived."""
        box = outbox or Outbox()
        before = len(box.sent)
        assert await self.chat.handle(self.inbound("message", who, text=text, **more), box) is None
        for activity in box.sent[before:]:
            assert activity["type"] == "message"
            assert activity["summary"]
            assert [attachment["contentType"] for attachment in activity["attachments"]] == [CARD]
        return [Shown(activity["attachments"][0]["content"]) for activity in box.sent[before:]]

    async def press(
        self, verb: str, data: Mapping[str, Any] | None = None, who: str = "alex", **more: Any
    ) -> Shown:
        """Presses a button; the card that replaces the one it was on."""
        answer = await self.invoke(
            {"action": {"type": "Action.Execute", "verb": verb, "data": data}}, who, **more
        )
        assert answer is not None
        assert (answer.status, answer.body["statusCode"], answer.body["type"]) == (200, 200, CARD)
        return Shown(answer.body["value"])

    async def invoke(self, value: dict[str, Any], who: str = "alex", **more: Any) -> InvokeAnswer | None:
        """Sends an invoke as it is."""
        more.setdefault("invoke_name", "adaptiveCard/action")
        return await self.chat.handle(self.inbound("invoke", who, value=value, **more), Outbox())

    def inbound(self, kind: str, who: str = "alex", **more: Any) -> Inbound:
        """An activity of somebody in the personal chat."""
        known: dict[str, Any] = {
            "tenant_id": "tenant",
            "user_id": f"29:{who}",
            "aad_object_id": who,
            "user_name": who.title(),
            "conversation_id": f"a:{who}",
            "activity_id": f"activity-{next(_ids)}",
            "locale": "en-US",
            "service_url": SERVICE,
            "bot_id": BOT,
        }
        return Inbound(kind=kind, **{**known, **more})


def parts_of(node: Any) -> Iterator[dict[str, Any]]:
    """Everything with a type in a card."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for name, value in node.items():
            if name != "data":
                yield from parts_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts_of(value)


def named(text: str) -> str:
    """What a button writes, with the names of colleagues alone."""
    told, marks = revive(text, Marks())
    return marks.named(told)


def _texts(card: Mapping[str, Any]) -> Iterator[str]:
    for part in parts_of(card):
        for name in ("text", "title", "label"):
            if isinstance(part.get(name), str):
                yield part[name]
