"""Targets: the organization, contact and opportunity that a lead becomes or joins, matched or chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.crm.duplicates.similarity import is_called_alike
from app.domain.contact import Contact
from app.domain.conversion import TARGETS, Target, Targets, Way
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.fields import FIELDS
from app.domain.lead import Lead
from app.domain.matching import company_domain, company_key, email_key, is_shared_mailbox, phone_key
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.organization import Organization
from app.store.duplicates.candidates import Matches
from app.store.work import Work

MOST_SHARING = 50
"""Contacts behind one switchboard that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRecords:
    """A record that is there, a way, or None where there is nothing to use or to create."""

    organization: Organization | Way | None
    contact: Contact | Way | None
    opportunity: Opportunity | Way


def settle(work: Work, lead: Lead, targets: Targets) -> TargetRecords:
    """What becomes of each target. Raises InvalidInput naming each that cannot be."""
    problems: dict[str, Problem] = {}
    chosen: dict[Kind, Any] = {}
    for kind in TARGETS:
        try:
            chosen[kind] = _chosen(work, lead, kind, targets.of(kind))
        except _Unusable as unusable:
            problems[kind.value] = unusable.problem
    if problems:
        raise InvalidInput(**problems)
    opportunity = chosen[Kind.OPPORTUNITY] or Way.NEW
    matches = _matches(work, lead)
    return TargetRecords(
        organization=chosen[Kind.ORGANIZATION] or _organization_for(work, lead, opportunity, matches),
        contact=chosen[Kind.CONTACT] or _contact(work, lead, matches) or _new_if(lead.names_a_person),
        opportunity=opportunity,
    )


def _organization_for(
    work: Work, lead: Lead, opportunity: Opportunity | Way, matches: Matches
) -> Organization | Way | None:
    """The organization where nobody chose one: that of the lead, else that of the opportunity which the lead
    joins, else a new one."""
    found = _organization(work, matches)
    if found is None and isinstance(opportunity, Opportunity) and opportunity.organization:
        found = work.organizations.get(opportunity.organization)
    return found or _new_if(bool(lead.company))


def match_organization(work: Work, lead: Lead) -> Organization | None:
    """The organization with the lead's company's name, else with the domain of its email address."""
    return _organization(work, _matches(work, lead))


def match_contact(work: Work, lead: Lead) -> Contact | None:
    """The contact with the lead's email address, else with its phone number. A mailbox that several share and
    a switchboard mean the one of them who is called like the lead's person."""
    return _contact(work, lead, _matches(work, lead))


def _matches(work: Work, lead: Lead) -> Matches:
    person = lead.names_a_person
    return work.candidates.match(
        company=company_key(lead.company),
        domain=company_domain(lead.email),
        email=email_key(lead.email) if person else "",
        phone=phone_key(lead.phone) if person else "",
    )


def _organization(work: Work, matches: Matches) -> Organization | None:
    number = matches.company or matches.domain
    return work.organizations.find_itself(number) if number else None


def _contact(work: Work, lead: Lead, matches: Matches) -> Contact | None:
    if matches.email and not is_shared_mailbox(lead.email):
        return work.contacts.find_itself(matches.email)
    by_email = _namesake(work, lead, "email_key", email_key(lead.email)) if matches.email else None
    if by_email is not None or not matches.phone:
        return by_email
    return _namesake(work, lead, "phone_key", phone_key(lead.phone))


def organization_facts(lead: Lead, there: Organization | None) -> dict[str, object]:
    """What a lead knows of its organization. The name says nothing new where the one that is there is written
    only a little differently."""
    known = there is not None and company_key(lead.company) == company_key(there.name)
    name = "" if known else lead.company
    return {"name": name, "domain": company_domain(lead.email), **_facts(lead, Kind.ORGANIZATION)}


def contact_facts(lead: Lead, organization: Organization | None) -> dict[str, object]:
    """What a lead knows of its contact."""
    return {
        "name": lead.name if lead.names_a_person else "",
        **_facts(lead, Kind.CONTACT),
        "organization": organization.number if organization else None,
    }


def _facts(lead: Lead, kind: Kind) -> dict[str, object]:
    """The fields of a lead that fill those of the same name in what it becomes."""
    return {name: getattr(lead, name) for name, field in FIELDS[Kind.LEAD].items() if kind in field.fills}


def own_facts(work: Work, lead: Lead, kind: Kind) -> dict[str, object]:
    """What a lead holds in fields of the workspace that the records of a kind have as well."""
    return {name: lead.own[name] for name in work.workspace.own_fields.active(kind) if name in lead.own}


def _namesake(work: Work, lead: Lead, column: str, value: str) -> Contact | None:
    """The oldest contact with this value who is called like the lead's person."""
    sharing: list[Contact] = work.queries.page(Kind.CONTACT, {column: value}, MOST_SHARING)
    alike = [one for one in sharing if is_called_alike(one.name, lead.name)]
    return work.contacts.get(alike[-1].number) if alike else None


class _Unusable(Exception):
    def __init__(self, code: str, **details: object) -> None:
        self.problem = Problem(code, details)


def _chosen(work: Work, lead: Lead, kind: Kind, target: Target) -> object:
    if target is None or target is Way.NONE:
        return target
    if target is Way.NEW:
        if not _CREATABLE[kind](lead):
            raise _Unusable("nothing_to_create")
        return target
    record = work.repository(kind).find(target) if 0 < target < 2**63 else None
    if record is None:
        raise _Unusable("target_unknown", number=target, kind=kind)
    if isinstance(record, Opportunity) and record.status is not OpportunityStatus.OPEN:
        raise _Unusable("target_closed", number=target)
    return record


_CREATABLE: dict[Kind, Callable[[Lead], bool]] = {
    Kind.ORGANIZATION: lambda lead: bool(lead.company),
    Kind.CONTACT: lambda lead: lead.names_a_person,
    Kind.OPPORTUNITY: lambda _: True,
}


def _new_if(known: bool) -> Way | None:
    return Way.NEW if known else None
