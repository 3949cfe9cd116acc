"""Reopening: what was closed goes on. A conversion is taken back for that, with all that it did."""

from __future__ import annotations

from dataclasses import dataclass

from app.crm.history import take_back
from app.crm.records import get_record, view
from app.crm.views import RecordView, Undone
from app.domain.activity import Activity
from app.domain.errors import Conflict, DomainError
from app.domain.event import Kind
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.domain.pipeline import StageType
from app.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """The record that is open again, and what was taken back for that: a conversion, or nothing."""

    view: RecordView
    undone: Undone | None = None

    @property
    def record(self) -> Lead | Opportunity | Activity:
        assert isinstance(self.view.record, Lead | Opportunity | Activity)  # noqa: S101 - nothing else is reopened
        return self.view.record


def reopen_record(work: Work, actor: Member, number: int, version: int | None = None) -> Reopened:
    """Opens a lead, a closed opportunity or a done activity again; an opportunity returns to the stage it
    left, and of a qualified lead the conversion is taken back. Raises NotFound, Forbidden, Conflict."""
    actor.must_write()
    record = get_record(work, number)
    if isinstance(record, Lead) and record.status is LeadStatus.QUALIFIED:
        undone = revert_conversion(work, actor, number, version)
        return Reopened(view=view(work, work.leads.get(number)), undone=undone)
    record.expect(version)
    if isinstance(record, Lead | Activity):
        event = record.reopen()
    elif isinstance(record, Opportunity):
        pipeline = work.pipelines.get(record.pipeline)
        left = [stage for stage in pipeline.stages if stage.id == record.left_stage]
        event = record.reopen(left[0] if left else pipeline.first(StageType.OPEN))
    else:
        raise DomainError("wrong_kind", number=number, kind=record.kind, expected=Kind.OPPORTUNITY)
    work.record(event, actor)
    return Reopened(view=view(work, work.repository(record.kind).save(record)))


def revert_conversion(work: Work, actor: Member, number: int, version: int | None = None) -> Undone:
    """Takes a lead's conversion back, whoever did it and whenever: what it created goes, what it filled is
    blank again, what moved along returns, and the lead is open. Raises NotFound, Forbidden, and Conflict
    (undo_blocked) where somebody changed or uses since what it created or filled: then nothing changes."""
    actor.must_write()
    lead = work.leads.get(number)
    lead.expect(version)
    if lead.status is not LeadStatus.QUALIFIED:
        raise Conflict(f"lead_is_{lead.status}", kind=lead.kind, number=lead.number, current=lead)
    standing = work.events.later(lead.number, 0)
    conversion = next((one for one in standing if one.event.name == "LeadQualified"), None)
    if conversion is None:
        raise Conflict("conversion_unknown", kind=lead.kind, number=lead.number, current=lead)
    return take_back(work, actor, work.events.of_change(conversion.change))
