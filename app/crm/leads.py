"""Leads: capture and disqualify."""

from __future__ import annotations

from dataclasses import dataclass, fields

from app.crm.fields import check_fields, check_note
from app.crm.records import person, view
from app.crm.views import RecordView
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.money import Money
from app.domain.qualification import Authority, Timeline
from app.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadDraft:
    """What is known of somebody new; a person's or a company's name is the least."""

    name: str = ""
    company: str = ""
    job_title: str = ""
    email: str = ""
    phone: str = ""
    source: str = ""
    need: str = ""
    note: str = ""
    amount: Money | None = None
    budget: Money | None = None
    authority: Authority | None = None
    timeline: Timeline | None = None


def capture_lead(work: Work, actor: Member, draft: LeadDraft) -> RecordView:
    """Keeps a new lead, owned by the actor. Raises InvalidInput, Forbidden."""
    actor.must_write()
    known = {field.name: getattr(draft, field.name) for field in fields(draft)}
    typed = {name: value for name, value in known.items() if value not in {None, ""}}
    if not typed.get("name") and not typed.get("company"):
        raise InvalidInput(name="required")
    typed.setdefault("name", typed.get("company"))
    values = check_fields(work, Kind.LEAD, typed)
    lead = Lead(number=work.number(), owner=actor.id, **values)  # type: ignore[arg-type]
    work.record(lead.captured("LeadCaptured"), actor)
    work.leads.add(lead)
    # Nothing else can be said of a new lead yet: no read is needed to show it.
    return RecordView(record=lead, owner=person(actor), changed_by=person(actor), changed_at=work.now)


def disqualify_lead(
    work: Work, actor: Member, number: int, reason: str, note: str = "", version: int | None = None
) -> RecordView:
    """The lead does not fit. Raises NotFound, Forbidden, Conflict, InvalidInput."""
    actor.must_write()
    lead = work.leads.get(number)
    lead.expect(version)
    if reason and not work.choices.has("disqualify_reason", reason):
        raise InvalidInput(reason="choice_unknown")
    work.record(lead.disqualify(reason, check_note(note), work.now), actor)
    return view(work, work.leads.save(lead))
