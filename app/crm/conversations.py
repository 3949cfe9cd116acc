"""Conversations: where the bot can speak, and whether it has greeted there."""

from __future__ import annotations

from app.domain.member import Member
from app.store.work import Work


def remember_conversation(
    work: Work,
    actor: Member,
    conversation_id: str,
    kind: str,
    service_url: str,
    bot_id: str,
) -> None:
    """Notes or renews how a conversation ("personal", "groupChat" or "channel") is reached."""
    work.conversations.remember(conversation_id, kind, service_url, bot_id)


def greet(work: Work, actor: Member, conversation_id: str, kind: str, service_url: str, bot_id: str) -> bool:
    """True exactly once per conversation: the welcome is due now."""
    remember_conversation(work, actor, conversation_id, kind, service_url, bot_id)
    return work.conversations.greet(conversation_id, work.now)
