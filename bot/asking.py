"""Asking: who sent an activity, as the core knows them, and how a repetition of it is recognised."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from app.domain.event import Source
from app.domain.member import Actor
from app.languages.reader import Reader
from app.languages.strings import language_of
from bot.inbound import Inbound
from bot.turn import Submission


def asks(inbound: Inbound) -> bool:
    """Whether somebody wants something, rather than that something happened."""
    return inbound.kind in ("message", "invoke")


def adds_bot(inbound: Inbound) -> bool:
    """Whether the bot was just added."""
    if inbound.kind == "installationUpdate":
        return inbound.action == "add"
    return inbound.kind == "conversationUpdate" and inbound.bot_id in inbound.members_added


def actor_of(inbound: Inbound, key: str) -> Actor:
    """Who sent an activity; `key` names the turn in its conversation, "" for what is none."""
    return Actor(
        tenant_id=inbound.tenant_id,
        user_id=inbound.aad_object_id,
        name=inbound.user_name,
        source=Source.CHAT,
        turn=(inbound.conversation_id, key) if key else None,
        place=inbound.place,
        chat_id=inbound.user_id,
        is_guest=inbound.is_guest,
    )


def presser_of(inbound: Inbound, given: Submission) -> Actor:
    """Who presses a button. What makes a repeated press recognisable is the form's id and the person: in a
    group each fills in a form of their own. With something else in it, it is another press; while another
    button of the same card is another answer to what was decided. Without an id it is only the delivery."""
    if not given.form_id:
        return actor_of(inbound, inbound.activity_id)
    actor = actor_of(inbound, f"form:{given.form_id}:{inbound.aad_object_id}")
    typed = "\0".join(f"{name}={value}" for name, value in sorted(given.values.items()))
    digest = hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()[:32]
    return replace(actor, what=f"{given.verb} {digest}")


def address_of(inbound: Inbound) -> tuple[str, str, str, str]:
    """Where the conversation can be reached, as the core keeps it."""
    return inbound.conversation_id, inbound.conversation_kind, inbound.service_url, inbound.bot_id


def stranger(inbound: Inbound) -> Reader:
    """The reader of whom no more is known than what the client says."""
    return Reader(language_of(inbound.locale))
