"""Conversion: a lead that fits becomes an opportunity, with the organization and contact behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.crm.fields import check_fields
from app.crm.opportunities import open_opportunity
from app.crm.records import view
from app.crm.views import QualifyOffer, RecordView, Ref
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.framework import folded, framework_of
from app.domain.lead import Lead
from app.domain.matching import company_domain, company_key, email_key, phone_key
from app.domain.member import Member
from app.domain.organization import Organization
from app.domain.qualification import Qualification
from app.domain.record import LONGEST_LINE
from app.store.work import Work


def offer_qualification(work: Work, actor: Member, number: int) -> QualifyOffer:
    """What qualifying would use that is there already, and what it would call the opportunity. Raises
    NotFound, Conflict."""
    lead = work.leads.get(number)
    lead.must_be_open()
    organization, contact = _match_organization(work, lead), _match_contact(work, lead)
    return QualifyOffer(
        lead=view(work, lead),
        organization=_ref(organization),
        contact=_ref(contact),
        opportunity_name=_opportunity_name(lead, organization),
        framework=framework_of(work.workspace.framework),
    )


def qualify_lead(
    work: Work, actor: Member, number: int, answers: Qualification, version: int | None = None
) -> RecordView:
    """Turns a lead into an opportunity in one transaction: the organization is matched by name or email
    domain, the contact by email or phone; what exists is used, the rest is created. Raises NotFound,
    Forbidden, Conflict, InvalidInput."""
    actor.must_write()
    lead = work.leads.get(number)
    lead.expect(version)
    lead.must_be_open()
    answers = _completed(_checked(work, answers), lead)
    organization = _match_organization(work, lead) or _create_organization(work, actor, lead)
    contact = _match_contact(work, lead) or _create_contact(work, actor, lead, organization)
    opportunity = open_opportunity(
        work,
        actor,
        name=answers.opportunity_name or _opportunity_name(lead, organization),
        organization=_number(organization),
        contact=_number(contact),
        lead=lead.number,
        amount=answers.amount or answers.budget or lead.amount,
        close_date=answers.expected_close(_today(work)),
        owner=lead.owner,
        need=answers.need,
        budget=answers.budget,
        authority=answers.authority,
        timeline=answers.timeline,
        answers=dict(answers.answers),
    )
    event = lead.qualify(
        answers,
        work.now,
        opportunity=opportunity.number,
        organization=_number(organization),
        contact=_number(contact),
    )
    work.record(event, actor)
    work.leads.save(lead)
    return view(work, opportunity)


def _checked(work: Work, answers: Qualification) -> Qualification:
    typed = {name: getattr(answers, name) for name in ("need", "budget", "authority", "timeline", "amount")}
    typed |= {"close_date": answers.close_date, "name": answers.opportunity_name or "-"}
    typed |= answers.answers
    values = folded(check_fields(work, Kind.OPPORTUNITY, typed), {})
    name = values.pop("name")
    return Qualification(**values, opportunity_name="" if name == "-" else name)  # type: ignore[arg-type]


def _completed(answers: Qualification, lead: Lead) -> Qualification:
    """The answers, with what the lead held already where a question was left blank."""
    return replace(
        answers,
        need=answers.need or lead.need,
        budget=answers.budget or lead.budget,
        authority=answers.authority or lead.authority,
        timeline=answers.timeline or lead.timeline,
        answers=lead.answers | {name: text for name, text in answers.answers.items() if text},
    )


def _match_organization(work: Work, lead: Lead) -> Organization | None:
    by_name = work.organizations.first("company_key", company_key(lead.company))
    return by_name or work.organizations.first("domain", company_domain(lead.email))


def _match_contact(work: Work, lead: Lead) -> Contact | None:
    if not lead.names_a_person:
        return None
    by_email = work.contacts.first("email_key", email_key(lead.email))
    return by_email or work.contacts.first("phone_key", phone_key(lead.phone))


def _create_organization(work: Work, actor: Member, lead: Lead) -> Organization | None:
    if not lead.company:
        return None
    organization = Organization(number=work.number(), name=lead.company, domain=company_domain(lead.email))
    work.record(organization.captured("OrganizationCaptured"), actor)
    return work.organizations.add(organization)


def _create_contact(
    work: Work, actor: Member, lead: Lead, organization: Organization | None
) -> Contact | None:
    if not lead.names_a_person:
        return None
    contact = Contact(
        number=work.number(),
        name=lead.name,
        job_title=lead.job_title,
        email=lead.email,
        phone=lead.phone,
        organization=_number(organization),
    )
    work.record(contact.captured("ContactCaptured"), actor)
    return work.contacts.add(contact)


def _opportunity_name(lead: Lead, organization: Organization | None) -> str:
    company = organization.name if organization else lead.company
    return (company or lead.name)[:LONGEST_LINE]


def _today(work: Work) -> dt.date:
    """The date where the workspace is; UTC where its time zone is unknown to this machine."""
    try:
        return work.now.astimezone(ZoneInfo(work.workspace.time_zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return work.now.date()


def _number(record: Organization | Contact | None) -> int | None:
    return record.number if record else None


def _ref(record: Organization | Contact | None) -> Ref | None:
    return Ref(number=record.number, name=record.name) if record else None
