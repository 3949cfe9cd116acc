"""Offers: what qualifying would use that is there already, shown before anybody decides."""

from __future__ import annotations

from app.crm.conversion import opportunity_name
from app.crm.counterparts import match_contact, match_organization
from app.crm.records import view
from app.crm.views import QualifyOffer, Ref
from app.domain.contact import Contact
from app.domain.framework import framework_of
from app.domain.member import Member
from app.domain.organization import Organization
from app.store.work import Work


def offer_qualification(work: Work, actor: Member, number: int) -> QualifyOffer:
    """What qualifying would use that is there already, and what it would call the opportunity. Raises
    NotFound, Conflict."""
    lead = work.leads.get(number)
    lead.must_be_open()
    organization, contact = match_organization(work, lead), match_contact(work, lead)
    return QualifyOffer(
        lead=view(work, lead),
        organization=_ref(organization),
        contact=_ref(contact),
        opportunity_name=opportunity_name(lead, organization),
        framework=framework_of(work.workspace.framework),
    )


def _ref(record: Organization | Contact | None) -> Ref | None:
    return Ref(number=record.number, name=record.name) if record else None
