"""Conversion: a lead that fits becomes or joins an opportunity, with organization and contact behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from app.crm.activities.activities import activities_of, move_activities
from app.crm.clock import today
from app.crm.conversion.targets import contact_facts, organization_facts, own_facts, settle
from app.crm.fields import check_fields
from app.crm.opportunities import open_opportunity
from app.crm.records import EDITED, told, view
from app.crm.views import RecordView, Ref
from app.domain.contact import Contact
from app.domain.conversion import AUTOMATIC, Log, Targets, Way, blanks_of
from app.domain.deal import unite
from app.domain.event import Event, Kind
from app.domain.framework import ANSWER_KEYS, folded, unfolded
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.domain.participant import Participant
from app.domain.qualification import Qualification
from app.domain.record import LONGEST_LINE, held
from app.store.work import Work

R = TypeVar("R", Organization, Contact, Opportunity)


def qualify_lead(
    work: Work,
    actor: Member,
    number: int,
    answers: Qualification,
    version: int | None = None,
    targets: Targets = AUTOMATIC,
) -> RecordView:
    """Turns a lead into an opportunity in one transaction, with the organization and contact behind it: each
    is the one that was chosen, else the one that matches, else a new one; or nothing, where that was chosen.
    Blanks of records that are used are filled, and nothing of theirs is overwritten. Returns the opportunity,
    or the lead where it has none, with `conversion`. Raises NotFound, Forbidden, Conflict, InvalidInput."""
    actor.must_write()
    lead = work.leads.get(number)
    lead.expect(version)
    lead.must_be_open()
    checked = _checked(work, answers, lead)
    parts = settle(work, lead, targets)
    # Asked before anything is written: what is only written goes to the database together.
    activities, _ = activities_of(work, lead.number), work.pipelines.default()
    run = _Run(work, actor, lead, _completed(checked, lead))
    organization = run.organization(parts.organization)
    contact = run.contact(parts.contact, organization)
    opportunity = run.opportunity(parts.opportunity, organization, contact)
    event = lead.qualify(
        run.answers,
        work.now,
        opportunity=_number(opportunity),
        organization=_number(organization),
        contact=_number(contact),
        conversion=run.log.plain(),
    )
    work.record(event, actor)
    work.leads.save(lead)
    if opportunity is not None:
        move_activities(work, actor, activities, opportunity.number)
    known = [one for one in (lead, organization, contact, opportunity) if one]
    refs = [Ref(number=one.number, name=one.name) for one in known]
    quiet = opportunity is not None and parts.opportunity is Way.NEW and not activities
    shown = view(work, opportunity or lead, known, actor, quiet=quiet)
    return replace(shown, conversion=told(work, lead, run.log, refs))


class _Run:
    """A conversion under way, and what it has done so far."""

    def __init__(self, work: Work, actor: Member, lead: Lead, answers: Qualification) -> None:
        self._work, self._actor, self._lead = work, actor, lead
        self.answers = answers
        self.log = Log()

    def organization(self, part: Organization | Way | None) -> Organization | None:
        if isinstance(part, Organization):
            return self._use(part, organization_facts(self._lead, part) | self._own(Kind.ORGANIZATION))
        if not self._creates(Kind.ORGANIZATION, part):
            return None
        facts: dict[str, Any] = held(organization_facts(self._lead, None) | self._own(Kind.ORGANIZATION))
        organization = Organization(number=self._work.number(), **facts)
        self._work.record(organization.captured("OrganizationCaptured"), self._actor)
        return self._created(self._work.organizations.add(organization))

    def contact(self, part: Contact | Way | None, organization: Organization | None) -> Contact | None:
        facts: dict[str, Any] = contact_facts(self._lead, organization) | self._own(Kind.CONTACT)
        if isinstance(part, Contact):
            return self._use(part, facts)
        if not self._creates(Kind.CONTACT, part):
            return None
        new: dict[str, Any] = held(facts)
        contact = Contact(number=self._work.number(), **new)
        self._work.record(contact.captured("ContactCaptured"), self._actor)
        return self._created(self._work.contacts.add(contact))

    def opportunity(
        self, part: Opportunity | Way, organization: Organization | None, contact: Contact | None
    ) -> Opportunity | None:
        if isinstance(part, Opportunity):
            return self._join(part, organization, contact)
        if not self._creates(Kind.OPPORTUNITY, part):
            return None
        lead, answers = self._lead, self.answers
        opportunity = open_opportunity(
            self._work,
            self._actor,
            name=answers.opportunity_name or opportunity_name(lead, organization),
            organization=_number(organization),
            contact=_number(contact),
            lead=lead.number,
            amount=answers.amount or lead.amount or answers.budget,
            close_date=answers.expected_close(today(self._work)),
            owner=lead.owner,
            need=answers.need,
            budget=answers.budget,
            authority=answers.authority,
            timeline=answers.timeline,
            answers=dict(answers.answers),
            own=self._own(Kind.OPPORTUNITY),
            participants=unite(lead.participants, without=_number(contact)),
            followers=lead.followers,
        )
        return self._created(opportunity)

    def _join(
        self, opportunity: Opportunity, organization: Organization | None, contact: Contact | None
    ) -> Opportunity:
        """Adds the lead to an existing opportunity. A contact other than its primary one becomes a
        participant."""
        lead, answers = self._lead, self.answers
        main = opportunity.contact or _number(contact)
        newcomer = [Participant(contact.number, lead.job_title)] if contact else []
        quiet = {
            # These follow from something else: where they differ, that says so already.
            "amount": answers.budget if not (answers.amount or lead.amount) else None,
            "close_date": answers.expected_close(today(self._work)) if not answers.close_date else None,
            "lead": lead.number,
            "contact": _number(contact),
        }
        known: dict[str, object] = {
            "organization": _number(organization),
            "amount": answers.amount or lead.amount,
            "close_date": answers.close_date,
            "need": answers.need,
            "budget": answers.budget,
            "authority": answers.authority,
            "timeline": answers.timeline,
            "answers": answers.answers,
            **self._own(Kind.OPPORTUNITY),
        }
        moving = {
            "participants": unite(opportunity.participants, lead.participants, newcomer, without=main),
            "followers": tuple(dict.fromkeys((*opportunity.followers, *lead.followers))),
        }
        return self._use(opportunity, known, {**blanks_of(opportunity, quiet)[0], **moving})

    def _use(self, record: R, known: dict[str, object], more: dict[str, object] | None = None) -> R:
        """Fills the blanks of a record that is there; `more` are values that it gets in any case."""
        filled, kept = blanks_of(record, known)
        event = record.change(EDITED[record.kind], **filled, **(more or {}))
        self.log.used[record.kind] = record.number
        self.log.kept += kept
        if event.after:
            self.log.filled[record.kind] = _filled(event)
            self._work.record(event, self._actor)
            self._work.repository(record.kind).save(record)
        return record

    def _own(self, kind: Kind) -> dict[str, object]:
        return own_facts(self._work, self._lead, kind)

    def _creates(self, kind: Kind, part: object) -> bool:
        if part is Way.NONE:
            self.log.skipped.append(kind)
        return part is Way.NEW

    def _created(self, record: R) -> R:
        self.log.created[record.kind] = record.number
        return record


def opportunity_name(lead: Lead, organization: Organization | None) -> str:
    """What an opportunity is called where nobody says: as the company, or else the person."""
    company = organization.name if organization else lead.company
    return (company or lead.name)[:LONGEST_LINE]


def _checked(work: Work, answers: Qualification, lead: Lead) -> Qualification:
    typed = {name: getattr(answers, name) for name in ("need", "budget", "authority", "timeline", "amount")}
    typed |= {"close_date": answers.close_date, "name": answers.opportunity_name or "-"}
    typed |= answers.answers
    values = folded(check_fields(work, Kind.OPPORTUNITY, typed, lead), {})
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


def _filled(event: Event) -> list[str]:
    """The fields that were blank before, with answers by their own names."""
    before, after = unfolded(event.before), unfolded(event.after)
    return [name for name in after if name not in ANSWER_KEYS or after[name] != before.get(name)]


def _number(record: Organization | Contact | Opportunity | None) -> int | None:
    return record.number if record else None
