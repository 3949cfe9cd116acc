"""Plans: the open activities about some records, or of the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.crm.open_deals import deals_behind
from app.crm.record_names import refs_to
from app.crm.records import find_record, lines_of
from app.crm.views import Hit, Ref
from app.domain.activity import Activity, ActivityType
from app.domain.member import Member
from app.store.work import Work

MOST_DEALS = 20
"""Deals of a contact or of an organization that are looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An open activity, as it is and as a line of a list, and the record that it is about."""

    activity: Activity
    hit: Hit
    about: Ref | None


def plans_about(
    work: Work, actor: Member, numbers: Sequence[int], type_: ActivityType | None = None, limit: int = 9
) -> tuple[Plan, ...]:
    """What is to be done about these records, the earliest first and what has no day at the end: an activity
    stands for itself, and for what it is about where it is done or of another type; a contact, an
    organization and a qualified lead for their open deals as well."""
    own, others = _subjects(work, numbers, type_)
    found = work.agenda.planned(type_, about=others, limit=limit)
    known = {one.number for one in own}
    return _told(work, [*own, *(one for one in found if one.number not in known)][:limit])


def plans_of(
    work: Work, actor: Member, type_: ActivityType | None = None, limit: int = 9
) -> tuple[Plan, ...]:
    """What whoever asks has planned for a day, the earliest first."""
    return _told(work, work.agenda.planned(type_, owner=actor.id, limit=limit))


def _subjects(
    work: Work, numbers: Iterable[int], type_: ActivityType | None
) -> tuple[list[Activity], set[int]]:
    own: list[Activity] = []
    others: set[int] = set()
    for number in numbers:
        record = find_record(work, number)
        if isinstance(record, Activity) and record.is_open and type_ in {None, record.type}:
            own.append(record)
        elif isinstance(record, Activity):
            others.add(record.about)
        elif record is not None:
            others |= {record.number, *deals_behind(work, record, MOST_DEALS)}
    return own, others


def _told(work: Work, found: Sequence[Activity]) -> tuple[Plan, ...]:
    subjects = refs_to(work, {one.about for one in found})
    lines = lines_of(work, found)
    return tuple(
        Plan(activity=one, hit=hit, about=subjects.get(one.about))
        for one, hit in zip(found, lines, strict=True)
    )
