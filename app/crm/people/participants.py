"""Participants: further contacts on a lead or an opportunity, each with a role."""

from __future__ import annotations

from collections.abc import Mapping

from app.crm.contacts import open_contact
from app.crm.fields import check_line
from app.crm.organizations import find_organization
from app.crm.records import get_record, view
from app.crm.views import RecordView
from app.domain.contact import Contact
from app.domain.errors import DomainError, InvalidInput
from app.domain.event import Event, Kind
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.store.work import Work


def show_deal(work: Work, actor: Member, number: int) -> RecordView:
    """A lead or an opportunity with the people around it; raises NotFound, DomainError (wrong_kind)."""
    return view(work, get_deal(work, number))


def add_participant(
    work: Work, actor: Member, number: int, contact: int, role: str = "", version: int | None = None
) -> RecordView:
    """A contact takes part in a lead or an opportunity; where it was merged into another, that one does.
    Raises NotFound, Forbidden, Conflict, InvalidInput."""
    record = _deal(work, actor, number, version)
    event = record.add_participant(_known_contact(work, contact).number, check_line(role, "role"))
    return _save(work, actor, record, event)


def add_new_participant(
    work: Work,
    actor: Member,
    number: int,
    fields: Mapping[str, object],
    role: str = "",
    version: int | None = None,
    *,
    company: str = "",
    unless_duplicate: bool = False,
) -> RecordView:
    """Keeps a new contact, of a `company` or else of the organization that the lead or opportunity is about,
    and lets it take part. Raises as `add_participant` and, with `unless_duplicate`, Conflict
    (likely_duplicate) where the contact is likely there already."""
    record = _deal(work, actor, number, version)
    role = check_line(role, "role")
    if not company:
        fields = {"organization": _organization(work, record), **fields}
    contact = open_contact(work, actor, fields, company, unless_duplicate=unless_duplicate, leads=False)
    return _save(work, actor, record, record.add_participant(contact.number, role))


def change_role(
    work: Work, actor: Member, number: int, contact: int, role: str, version: int | None = None
) -> RecordView:
    """A participant takes part in another role. Raises NotFound, Forbidden, Conflict, InvalidInput."""
    record = _deal(work, actor, number, version)
    return _save(work, actor, record, record.change_role(contact, check_line(role, "role")))


def remove_participant(
    work: Work, actor: Member, number: int, contact: int, version: int | None = None
) -> RecordView:
    """A contact no longer takes part. Raises NotFound, Forbidden, Conflict, InvalidInput."""
    record = _deal(work, actor, number, version)
    return _save(work, actor, record, record.remove_participant(contact))


def get_deal(work: Work, number: int) -> Lead | Opportunity:
    """The lead or opportunity with this number; raises NotFound, DomainError (wrong_kind)."""
    record = get_record(work, number)
    if not isinstance(record, Lead | Opportunity):
        raise DomainError("wrong_kind", number=number, kind=record.kind, expected=Kind.LEAD)
    return record


def _deal(work: Work, actor: Member, number: int, version: int | None) -> Lead | Opportunity:
    actor.must_write()
    record = get_deal(work, number)
    record.expect(version)
    return record


def _known_contact(work: Work, number: int) -> Contact:
    contact = work.contacts.find(number) if 0 < number < 2**62 else None
    while contact is not None and contact.merged_into is not None:
        contact = work.contacts.find(contact.merged_into)
    if contact is None:
        raise InvalidInput(contact="contact_unknown")
    return contact


def _organization(work: Work, record: Lead | Opportunity) -> int | None:
    """The organization that a new participant most likely works for."""
    if record.organization is not None or isinstance(record, Opportunity):
        return record.organization
    known = find_organization(work, record.company)
    return known.number if known else None


def _save(work: Work, actor: Member, record: Lead | Opportunity, event: Event) -> RecordView:
    if not event.after:
        return view(work, record)
    work.record(event, actor)
    return view(work, work.repository(record.kind).save(record))
