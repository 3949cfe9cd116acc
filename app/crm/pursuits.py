"""Pursuits: the leads and opportunities that are meant by a record, and can still be closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.crm.records import AnyRecord, find_record, hits_of
from app.crm.views import Hit
from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Member
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.organization import Organization
from app.store.work import Work


def open_pursuits(work: Work, actor: Member, numbers: Sequence[int], limit: int = 9) -> tuple[Hit, ...]:
    """The open leads and opportunities that these records stand for, in their order: a lead or an opportunity
    for itself, a qualified lead for its opportunity, a contact or an organization for those that it has, an
    activity for what it is about."""
    found: dict[int, None] = {}
    for number in numbers:
        record = find_record(work, number)
        if record is not None:
            found |= dict.fromkeys(_meant(work, record, limit))
    return tuple(hits_of(work, list(found)[:limit]))


def _meant(work: Work, record: AnyRecord, limit: int) -> Iterator[int]:
    if isinstance(record, Activity):
        subject = find_record(work, record.about)
        yield from _meant(work, subject, limit) if subject else ()
    elif isinstance(record, Contact):
        yield from work.queries.deals_of(record.number, limit)
    elif isinstance(record, Organization):
        yield from (deal.number for deal in work.queries.open_opportunities([record.number], (), limit))
    elif isinstance(record, Opportunity):
        yield from [record.number] if record.status is OpportunityStatus.OPEN else ()
    elif record.status is LeadStatus.OPEN:
        yield record.number
    elif isinstance(record, Lead) and record.opportunity:
        deal = find_record(work, record.opportunity)
        yield from _meant(work, deal, limit) if deal else ()
