"""Customers: an organization or a contact with all that belongs to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter

from app.crm.cursors import position
from app.crm.customers.views import Customer, CustomerPerson, DealSum, KnownBy, Need
from app.crm.history import entries_of, told_late
from app.crm.people.people import person
from app.crm.record_names import refs_to
from app.crm.records import AnyRecord, get_record, lines_of, load_records
from app.crm.views import Colleague, Entry, Hit, Ref
from app.domain.activity import Activity, ActivityType
from app.domain.contact import Contact
from app.domain.deal import Deal
from app.domain.errors import InvalidInput, NotFound
from app.domain.event import Kind, Recorded
from app.domain.fields import FIELDS
from app.domain.member import Member
from app.domain.opportunity import OpportunityStatus
from app.domain.organization import Organization
from app.domain.record import Record
from app.store.customers import TOUCHING, Place
from app.store.work import Work

MOST_PEOPLE = 12
MOST_DEALS = 12
MOST_SHARED = 50
"""Leads and opportunities that are looked through for the roles of people."""
MOST_NEEDS = 6
MOST_KNOWN_BY = 5
NEWEST = 5
"""Interactions that a customer is shown with."""

_WANTED = {
    Kind.ORGANIZATION: ("industry", "size", "website", "phone"),
    Kind.CONTACT: ("job_title", "organization", "email", "phone"),
}
"""Fields without which a customer is not known well."""


def customer_of(work: Work, record: Record) -> Customer | None:
    """All that belongs to a record, where it is an organization or a contact."""
    return _customer(work, record) if isinstance(record, Organization | Contact) else None


def overview(work: Work, actor: Member, kind: Kind, number: int) -> tuple[Record, Customer]:
    """An organization or a contact with all that belongs to it. Raises NotFound where there is none of this
    kind."""
    record = get_record(work, number)
    customer = customer_of(work, record)
    if record.kind is not kind or customer is None:
        raise NotFound(number=number, kind=kind)
    return record, customer


def whole_timeline(
    work: Work,
    actor: Member,
    kind: Kind,
    number: int,
    limit: int = 50,
    cursor: str | None = None,
    type_: ActivityType | None = None,
    owner: int | None = None,
) -> tuple[list[Entry], str | None]:
    """A page of what happened to an organization or a contact and to all that belongs to it, newest first,
    and the cursor of the next. An activity is told once, where it took place; with a type or a member, only
    activities are. Raises NotFound, InvalidInput for a cursor that is none."""
    record = get_record(work, number)
    if record.kind is not kind:
        raise NotFound(number=number, kind=kind)
    belonging, behind = _belonging(work, record), _place(cursor)
    at = work.customers.placed(belonging, limit + 1, behind, type_, owner)
    told = [(Place(at[n], n, one.sequence), one) for n, one in work.events.placing(at).items()]
    if type_ is None and owner is None:
        found = work.events.newest_of(belonging, limit + 1, behind)
        told += [(Place(one.at, one.event.number, one.sequence), one) for one in found]
    told.sort(key=itemgetter(0), reverse=True)
    page = told[:limit]
    return _entries(work, page), _cursor(page[-1][0]) if len(told) > limit else None


def _entries(work: Work, page: Sequence[tuple[Place, Recorded]]) -> list[Entry]:
    """What happened, with the names of the records that it is of and when it took place."""
    names: dict[tuple[str, object], object] = {}
    told: dict[int, Activity] = {}
    for kind in Kind:
        numbers = {one.event.number for _, one in page if one.event.kind is kind}
        if kind is Kind.ACTIVITY and numbers:
            told = {one.number: one for one in work.queries.page(kind, {}, len(numbers), None, numbers)}
        names |= {(kind, n): name for n, name in work.queries.names(kind, numbers).items()}
    entries = []
    for entry in entries_of(work, [one for _, one in page]):
        activity = told.get(entry.recorded.event.number)
        late = told_late(entry.recorded, activity.done_at, activity.done_on) if activity else {}
        entries.append(replace(entry, names={**entry.names, **names}, **late))
    return entries


def _cursor(last: Place) -> str:
    return f"{last.at.isoformat()}/{last.number}/{last.sequence}"


def _place(cursor: str | None) -> Place | None:
    if not cursor:
        return None
    try:
        at, number, sequence = cursor.split("/")
        moment = dt.datetime.fromisoformat(at).astimezone(dt.UTC)
        return Place(moment, position(number) or 0, position(sequence) or 0)
    except (ValueError, OverflowError):
        raise InvalidInput(cursor="cursor_invalid") from None


def _customer(work: Work, record: Organization | Contact) -> Customer:
    belonging = _belonging(work, record)
    sums = _sums(work, belonging)
    deals = _newest(work, belonging, Kind.OPPORTUNITY)
    step = work.customers.next_step(belonging)
    newest = work.customers.interactions(belonging, NEWEST)
    touched = next((one for one in newest if one.type in TOUCHING and not one.cancelled), None)
    touched = touched or _last_touch(work, belonging)
    told = [one for one in (step, *newest, touched) if one is not None]
    return Customer(
        people=_people(work, belonging) if isinstance(record, Organization) else (),
        leads=tuple(lines_of(work, _newest(work, belonging, Kind.LEAD))),
        deals=tuple(lines_of(work, deals)),
        counts={kind: list(belonging.values()).count(kind) for kind in set(belonging.values())},
        sums=sums,
        needs=_needs(work, belonging),
        known_by=_known_by(work, belonging),
        next_step=step,
        last_touch=touched,
        interactions=tuple(newest),
        colleagues=_colleagues(work, told),
        about=refs_to(work, {one.about for one in told}),
        missing=_missing(record, belonging, sums, has_step=step is not None),
    )


def _belonging(work: Work, record: Record) -> dict[int, Kind]:
    if isinstance(record, Organization):
        return work.customers.belonging(record)
    if isinstance(record, Contact):
        return work.customers.belonging_to_contact(record.number)
    raise NotFound(number=record.number, kind=Kind.ORGANIZATION)


def _newest(work: Work, belonging: Mapping[int, Kind], kind: Kind) -> list[AnyRecord]:
    """The newest open ones of a kind, then the newest of those that are not."""
    numbers = [number for number, of in belonging.items() if of is kind]
    if not numbers:
        return []
    found: list[AnyRecord] = work.queries.page(kind, {"status": "open"}, MOST_DEALS, None, numbers)
    if len(found) < MOST_DEALS:
        known = {one.number for one in found}
        every = work.queries.page(kind, {}, MOST_DEALS, None, numbers)
        found += [one for one in every if one.number not in known]
    return found[:MOST_DEALS]


def _people(work: Work, belonging: Mapping[int, Kind]) -> tuple[CustomerPerson, ...]:
    """The people of an organization, with the roles that they have in its leads and opportunities."""
    numbers = [number for number, kind in belonging.items() if kind is Kind.CONTACT]
    contacts = work.queries.page(Kind.CONTACT, {}, MOST_PEOPLE, None, numbers) if numbers else []
    shared = work.customers.shared_by([one.number for one in contacts], MOST_SHARED)
    roles: dict[int, list[str]] = {}
    for deal in load_records(work, shared):
        for one in deal.participants if isinstance(deal, Deal) else ():
            roles.setdefault(one.contact, []).append(one.role)
    return tuple(
        CustomerPerson(
            contact=Ref(number=one.number, name=one.name),
            job_title=one.job_title,
            email=one.email,
            phone=one.phone,
            roles=tuple(dict.fromkeys(filter(None, roles.get(one.number, ())))),
        )
        for one in contacts
    )


def _sums(work: Work, belonging: Mapping[int, Kind]) -> tuple[DealSum, ...]:
    counts: dict[str, int] = {}
    totals: dict[str, dict[str, Decimal]] = {}
    for one in work.customers.sums(belonging):
        counts[one.status] = counts.get(one.status, 0) + one.deals
        if one.currency:
            totals.setdefault(one.status, {})[one.currency] = one.amount
    return tuple(
        DealSum(status=state.value, count=counts[state.value], totals=totals.get(state.value, {}))
        for state in OpportunityStatus
        if state.value in counts
    )


def _needs(work: Work, belonging: Mapping[int, Kind]) -> tuple[Need, ...]:
    deals = work.customers.needing(belonging, MOST_NEEDS)
    hits: list[Hit] = lines_of(work, deals)
    return tuple(Need(text=deal.need, deal=hit) for deal, hit in zip(deals, hits, strict=True))


def _known_by(work: Work, belonging: Mapping[int, Kind]) -> tuple[KnownBy, ...]:
    members = {member.id: member for member in work.members.all()}
    touches = [one for one in work.customers.touches(belonging) if one.member in members]
    return tuple(
        KnownBy(colleague=person(members[one.member]), times=one.times, last=one.last)
        for one in touches[:MOST_KNOWN_BY]
    )


def _colleagues(work: Work, told: Sequence[Activity]) -> dict[int, Colleague]:
    owners = {one.owner for one in told}
    return {member.id: person(member) for member in work.members.all() if member.id in owners}


def _last_touch(work: Work, belonging: Mapping[int, Kind]) -> Activity | None:
    found = [
        one
        for type_ in TOUCHING
        for one in work.customers.interactions(belonging, 1, type_=type_)
        if one.done_at is not None and not one.cancelled
    ]
    return max(found, key=lambda one: (one.done_at, one.number), default=None)


def _missing(
    record: Organization | Contact, belonging: Mapping[int, Kind], sums: Sequence[DealSum], *, has_step: bool
) -> tuple[str, ...]:
    missing = [
        name for name in FIELDS[record.kind] if name in _WANTED[record.kind] and not getattr(record, name)
    ]
    if isinstance(record, Organization) and record.domain:
        missing = [name for name in missing if name != "website"]
    if any(one.status == OpportunityStatus.OPEN.value for one in sums):
        missing += [] if Kind.CONTACT in belonging.values() else ["contact"]
        missing += [] if has_step else ["next_step"]
    return tuple(missing)
