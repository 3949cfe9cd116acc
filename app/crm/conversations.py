"""Conversations: where the bot can speak, whether it has greeted there, and what each member spoke of."""

from __future__ import annotations

from app.crm.records import find_record
from app.crm.views import Shown, Subject
from app.domain.activity import Activity
from app.domain.errors import AlreadyDone
from app.domain.lead import Lead
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


def spoken_of(
    work: Work,
    actor: Member,
    turn: tuple[str, str],
    noted: int | None = None,
    nearby: int | None = None,
) -> Subject | None:
    """The record that the actor spoke of last in a conversation: the one that was `noted` a moment ago, else
    the one that is stored. Where the actor has spoken of none there, the one that others spoke of last:
    `nearby` a moment ago. None where there is none, or where it is gone. Raises AlreadyDone where the `turn`
    (conversation and activity) was answered before: "it" may be something else by now."""
    if work.turns.answered(turn):
        raise AlreadyDone
    number = noted
    if number is None:
        stored = work.memories.spoken_of(turn[0], actor.id)
        is_own = stored is not None and stored[1]
        number = stored[0] if stored and (is_own or nearby is None) else nearby
    return _subject(work, number) if number else None


def subject_of(work: Work, actor: Member, number: int) -> Subject | None:
    """A record as something that is spoken of; None where it is gone."""
    return _subject(work, number)


def shown_last(work: Work, actor: Member, conversation_id: str) -> Shown | None:
    """The list that the actor was shown last in a conversation."""
    fields = work.memories.find(conversation_id, actor.id).shown
    return Shown(**fields) if fields else None


def _subject(work: Work, number: int) -> Subject | None:
    record = find_record(work, number)
    if record is None:
        return None
    opportunity = record.opportunity if isinstance(record, Lead) else None
    about = _subject(work, record.about) if isinstance(record, Activity) else None
    return Subject(number=record.number, kind=record.kind, opportunity=opportunity, about=about)
