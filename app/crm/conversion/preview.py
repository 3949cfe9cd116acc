"""The preview of a qualification: which records it would use, shown before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable

from app.crm.conversion.conversion import opportunity_name
from app.crm.conversion.targets import (
    contact_facts,
    match_contact,
    match_organization,
    organization_facts,
    own_facts,
)
from app.crm.duplicates.duplicates import find_similar_contacts, find_similar_organizations
from app.crm.records import told, view
from app.crm.views import Conversion, ConversionCandidate, QualificationPreview, Ref
from app.domain.contact import Contact
from app.domain.conversion import Log, blanks_of
from app.domain.event import Kind
from app.domain.framework import framework_of
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.organization import Organization
from app.domain.pipeline import StageType
from app.store.work import Work

MOST_OFFERED = 5
"""Candidates of each kind: nobody reads more of them in a card."""


def preview_qualification(work: Work, actor: Member, number: int) -> QualificationPreview:
    """What qualifying would use that is there already, and what it would call the opportunity. Raises
    NotFound, Conflict."""
    lead = work.leads.get(number)
    lead.must_be_open()
    organization, contact = match_organization(work, lead), match_contact(work, lead)
    organizations = _first(organization, find_similar_organizations(work, lead))
    contacts = _first(contact, find_similar_contacts(work, lead) if lead.names_a_person else ())
    return QualificationPreview(
        lead=view(work, lead),
        organization=_ref(organization),
        contact=_ref(contact),
        opportunity_name=opportunity_name(lead, organization),
        framework=framework_of(work.workspace.framework),
        candidates={
            Kind.ORGANIZATION: organizations,
            Kind.CONTACT: contacts,
            Kind.OPPORTUNITY: _opportunities(work, organizations, contacts),
        },
        conversion=_differences(work, lead, organization, contact),
        required=work.pipelines.default().first(StageType.OPEN).required,
    )


def _first(
    matched: Organization | Contact | None, found: Iterable[ConversionCandidate]
) -> tuple[ConversionCandidate, ...]:
    """What would be used without a choice, then the others."""
    ranked = {candidate.ref.number: candidate for candidate in found}
    if matched is not None:
        own = ranked.pop(
            matched.number, ConversionCandidate(ref=Ref(number=matched.number, name=matched.name))
        )
        ranked = {matched.number: own, **ranked}
    return tuple(ranked.values())[:MOST_OFFERED]


def _opportunities(
    work: Work, organizations: tuple[ConversionCandidate, ...], contacts: tuple[ConversionCandidate, ...]
) -> tuple[ConversionCandidate, ...]:
    """Open opportunities of those organizations and contacts, newest first; of the likeliest ones before."""
    companies, people = ([one.ref.number for one in found] for found in (organizations, contacts))
    found = work.queries.open_opportunities(companies, people, MOST_OFFERED)
    likely = {*companies[:1], *people[:1]}
    ranked = sorted(found, key=lambda deal: not likely & {deal.organization, deal.contact})
    stages = {stage.id: stage for line in work.pipelines.all() for stage in line.stages} if ranked else {}
    return tuple(
        ConversionCandidate(ref=Ref(number=deal.number, name=deal.name), stage=stages.get(deal.stage))
        for deal in ranked
    )


def _differences(
    work: Work, lead: Lead, organization: Organization | None, contact: Contact | None
) -> Conversion | None:
    """Where what would be used differs from the lead."""
    log = Log()
    if organization is not None:
        facts = organization_facts(lead, organization) | own_facts(work, lead, Kind.ORGANIZATION)
        log.kept += blanks_of(organization, facts)[1]
    if contact is not None:
        facts = contact_facts(lead, organization) | own_facts(work, lead, Kind.CONTACT)
        log.kept += blanks_of(contact, facts)[1]
    return told(work, lead, log, ()) if log.kept else None


def _ref(record: Organization | Contact | None) -> Ref | None:
    return Ref(number=record.number, name=record.name) if record else None
