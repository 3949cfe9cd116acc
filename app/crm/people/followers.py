"""Followers: colleagues who are told of every change of a lead or an opportunity."""

from __future__ import annotations

from app.crm.cursors import position
from app.crm.people.participants import get_deal
from app.crm.records import hits_of, view
from app.crm.views import Found, RecordView
from app.domain.errors import InvalidInput
from app.domain.event import Event
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.store.work import Work


def follow(work: Work, actor: Member, number: int) -> RecordView:
    """The actor is told of every change from now on. Raises NotFound, Forbidden, InvalidInput."""
    return add_follower(work, actor, number, actor.id)


def unfollow(work: Work, actor: Member, number: int) -> RecordView:
    """The actor is told no longer. Raises NotFound, Forbidden."""
    return remove_follower(work, actor, number, actor.id)


def add_follower(work: Work, actor: Member, number: int, member: int) -> RecordView:
    """A colleague (a member's id) is told of every change from now on; nothing happens where that is so
    already. Raises NotFound, Forbidden, InvalidInput."""
    actor.must_write()
    record = get_deal(work, number)
    if not 0 < member < 2**62 or work.members.find(member) is None:
        raise InvalidInput(member="member_unknown")
    return _save(work, actor, record, record.add_follower(member))


def remove_follower(work: Work, actor: Member, number: int, member: int) -> RecordView:
    """A colleague is told no longer; nothing happens where that is so already. Raises NotFound,
    Forbidden."""
    actor.must_write()
    record = get_deal(work, number)
    return _save(work, actor, record, record.remove_follower(member))


def followed_records(work: Work, actor: Member, limit: int = 20, cursor: str | None = None) -> Found:
    """What the actor follows, newest first; `cursor` is the one of the page before. Raises InvalidInput."""
    numbers = work.links.followed_by(actor.id, limit + 1, position(cursor))
    return Found(
        hits=tuple(hits_of(work, numbers[:limit])),
        cursor=str(numbers[limit - 1]) if len(numbers) > limit else None,
    )


def _save(work: Work, actor: Member, record: Lead | Opportunity, event: Event) -> RecordView:
    if not event.after:
        return view(work, record)
    work.record(event, actor)
    return view(work, work.repository(record.kind).save(record))
