"""Opportunities: open, move, win, lose. A move to a closing stage wins or loses, by the stage's type. No
stage is entered without the fields that it requires; they may come along with the move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.crm.fields import check_fields, check_note
from app.crm.organizations import find_organization, open_organization
from app.crm.records import change_fields, view
from app.crm.views import RecordView
from app.domain.errors import FieldsMissing, InvalidInput
from app.domain.event import Event, Kind
from app.domain.framework import folded
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.domain.pipeline import Stage, StageType
from app.domain.record import held
from app.store.work import Work


def capture_opportunity(
    work: Work, actor: Member, fields: Mapping[str, object], company: str = ""
) -> RecordView:
    """Keeps a new opportunity that never was a lead, owned by the actor. A `company` is the organization of
    that name, which is kept too where there is none. Raises InvalidInput, Forbidden."""
    actor.must_write()
    values = held(folded(check_fields(work, Kind.OPPORTUNITY, {"name": "", **fields}), {}))
    if company and values.get("organization") is None:
        known = find_organization(work, company) or open_organization(work, actor, {"name": company})
        values["organization"] = known.number
    return view(work, open_opportunity(work, actor, owner=actor.id, **values))


def open_opportunity(work: Work, actor: Member, **fields: Any) -> Opportunity:
    """Adds an opportunity in the first open stage of the default pipeline. Raises FieldsMissing where it
    lacks what that requires."""
    pipeline = work.pipelines.default()
    stage = pipeline.first(StageType.OPEN)
    opportunity = Opportunity(number=work.number(), pipeline=pipeline.id, stage=stage.id, **fields)
    if missing := stage.missing(opportunity):
        raise FieldsMissing(missing, number=opportunity.number, stage=stage.key)
    work.record(opportunity.captured("OpportunityCaptured"), actor)
    return work.opportunities.add(opportunity)


def move_opportunity(
    work: Work,
    actor: Member,
    number: int,
    stage: str,
    version: int | None = None,
    reason: str = "",
    note: str = "",
    fields: Mapping[str, object] | None = None,
) -> RecordView:
    """Moves an opportunity to the stage with this key, after setting `fields`: both or neither. Reason and
    note count where the stage is a lost one. Raises NotFound, Forbidden, Conflict, InvalidInput, and of these
    FieldsMissing where the stage requires more."""
    actor.must_write()
    opportunity = work.opportunities.get(number)
    opportunity.expect(version)
    target = work.pipelines.get(opportunity.pipeline).keyed(stage)
    opportunity.must_be_open()
    if fields:
        work.record(change_fields(work, opportunity, fields), actor)
    return _close_or_move(work, actor, opportunity, target, reason, note)


def win_opportunity(work: Work, actor: Member, number: int, version: int | None = None) -> RecordView:
    """The deal is made. Raises NotFound, Forbidden, Conflict, FieldsMissing."""
    return _close(work, actor, number, StageType.WON, version)


def lose_opportunity(
    work: Work, actor: Member, number: int, reason: str, note: str = "", version: int | None = None
) -> RecordView:
    """The deal is gone; `reason` is a key of the workspace's lost reasons. Raises NotFound, Forbidden,
    Conflict, InvalidInput."""
    return _close(work, actor, number, StageType.LOST, version, reason, note)


def _close(
    work: Work,
    actor: Member,
    number: int,
    type_: StageType,
    version: int | None,
    reason: str = "",
    note: str = "",
) -> RecordView:
    actor.must_write()
    opportunity = work.opportunities.get(number)
    opportunity.expect(version)
    target = work.pipelines.get(opportunity.pipeline).first(type_)
    return _close_or_move(work, actor, opportunity, target, reason, note)


def _close_or_move(
    work: Work, actor: Member, opportunity: Opportunity, target: Stage, reason: str, note: str
) -> RecordView:
    work.record(_event(work, opportunity, target, reason, note), actor)
    return view(work, work.opportunities.save(opportunity))


def _event(work: Work, opportunity: Opportunity, target: Stage, reason: str, note: str) -> Event:
    if target.type is StageType.OPEN:
        return opportunity.move(target)
    if target.type is StageType.WON:
        return opportunity.win(target, work.now)
    if reason and not work.choices.has("lost_reason", reason):
        raise InvalidInput(reason="choice_unknown")
    return opportunity.lose(target, reason, check_note(note), work.now)
