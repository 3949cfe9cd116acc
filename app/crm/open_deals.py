"""Open deals: the leads and opportunities behind a record that can still be closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.crm.records import AnyRecord, find_record, hits_of
from app.crm.views import Hit
from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.organization import Organization
from app.store.work import Work


def open_deals(work: Work, actor: Member, numbers: Sequence[int], limit: int = 9) -> tuple[Hit, ...]:
    """The open leads and opportunities for which these records stand, in their order. A deal stands for
    itself, a qualified lead for its opportunity, a contact or an organization for its deals, an activity for
    its record."""
    return tuple(hits_of(work, list(dict.fromkeys(_of(work, numbers, limit)))[:limit]))


def counting_deals(
    work: Work, actor: Member, number: int, limit: int = 9
) -> tuple[Hit | None, Sequence[Hit]]:
    """The contact or the organization with this number, None for another record, and the open opportunities
    for which counts what is done with it: of a contact without one that of the organization, where there is
    one only."""
    record = find_record(work, number)
    if not isinstance(record, Contact | Organization):
        return None, ()
    deals = _opportunities(work, [record.number], limit)
    if not deals and isinstance(record, Contact) and record.organization:
        of_company = _opportunities(work, [record.organization], limit)
        deals = of_company if len(of_company) == 1 else []
    return hits_of(work, [record.number])[0], deals


def _opportunities(work: Work, numbers: Sequence[int], limit: int) -> list[Hit]:
    found = hits_of(work, list(dict.fromkeys(_of(work, numbers, limit)))[:limit])
    return [hit for hit in found if hit.kind is Kind.OPPORTUNITY]


def deals_behind(work: Work, record: AnyRecord, limit: int) -> Sequence[int]:
    """Deals that follow from a record which is none: the open leads and opportunities of a contact, the open
    opportunities of an organization, and the opportunity that a lead became, open or closed."""
    if isinstance(record, Contact):
        return work.queries.deals_of(record.number, limit)
    if isinstance(record, Organization):
        return [deal.number for deal in work.queries.open_opportunities([record.number], (), limit)]
    return [record.opportunity] if isinstance(record, Lead) and record.opportunity else []


def _meant(work: Work, record: AnyRecord, limit: int) -> Iterator[int]:
    if isinstance(record, Activity):
        yield from _of(work, [record.about], limit)
    elif isinstance(record, Contact | Organization):
        yield from deals_behind(work, record, limit)
    elif record.is_open:
        yield record.number
    else:
        yield from _of(work, deals_behind(work, record, limit), limit)


def _of(work: Work, numbers: Sequence[int], limit: int) -> Iterator[int]:
    for number in numbers:
        record = find_record(work, number)
        yield from _meant(work, record, limit) if record else ()
