"""Draws forms for a record, empty or filled with what was typed before."""

from __future__ import annotations

from collections.abc import Mapping

from app.crm.conversion.preview import preview_qualification
from app.crm.people.members import context
from app.crm.records import show_record
from app.crm.views import Context, QualificationPreview, RecordView
from app.domain.activity import Activity
from app.domain.errors import Conflict, DomainError, NotFound
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.domain.pipeline import REQUIRABLE
from app.store.work import Work
from bot.cards import (
    Card,
    FormState,
    activity_edit_form,
    activity_form,
    assign_form,
    disqualify_form,
    edit_form,
    enter_form,
    lead_form,
    lose_form,
    move_form,
    qualify_form,
)
from bot.forms.references import with_options
from bot.submission import new_form_id
from bot.turn import Turn


def new_form(values: Mapping[str, str] | None = None, notice: str = "") -> FormState:
    """A form that nobody has sent yet."""
    return FormState(form_id=new_form_id(), values=values or {}, notice=notice)


async def draw_lead(turn: Turn, number: int | None, form: FormState) -> Card:
    """The form of a new lead."""
    return lead_form(turn.reader, await turn.context(), form)


async def draw_edit(turn: Turn, number: int | None, form: FormState) -> Card:
    """The form with the fields of a record of any kind; raises NotFound."""
    found, view = await turn.read(_with_record, _known(number), None)
    if isinstance(view.record, Activity):
        return activity_edit_form(turn.reader, view, form)
    return edit_form(turn.reader, found, view, await with_options(turn, form))


async def draw_qualification(turn: Turn, number: int | None, form: FormState) -> Card:
    """The questions before a lead becomes an opportunity; raises NotFound, Conflict."""
    found, preview = await turn.read(_with_preview, _known(number))
    return qualify_form(turn.reader, found, preview, form)


async def draw_disqualification(turn: Turn, number: int | None, form: FormState) -> Card:
    """Why a lead does not fit; raises NotFound, Conflict."""
    found, view = await turn.read(_with_open_record, _known(number), Kind.LEAD)
    return disqualify_form(turn.reader, found, view, form)


async def draw_loss(turn: Turn, number: int | None, form: FormState) -> Card:
    """Why a deal is lost; raises NotFound, Conflict."""
    found, view = await turn.read(_with_open_record, _known(number), Kind.OPPORTUNITY)
    return lose_form(turn.reader, found, view, form)


async def draw_move(turn: Turn, number: int | None, form: FormState) -> Card:
    """To which stage an opportunity goes; raises NotFound, Conflict."""
    _, view = await turn.read(_with_open_record, _known(number), Kind.OPPORTUNITY)
    return move_form(turn.reader, view, form)


async def draw_entry(turn: Turn, number: int | None, form: FormState) -> Card:
    """What an opportunity lacks to enter the stage that the form names; raises NotFound, Conflict,
    InvalidInput."""
    _, view = await turn.read(_with_open_record, _known(number), Kind.OPPORTUNITY)
    deal, pipeline = view.record, view.pipeline
    if not isinstance(deal, Opportunity) or pipeline is None:
        raise NotFound(number=number, kind=Kind.OPPORTUNITY)
    stage = pipeline.keyed(form.values.get("stage", ""))
    asked = {*stage.missing(deal), *form.values, *form.problems}
    names = [name for name in REQUIRABLE if name in asked]
    return enter_form(turn.reader, view, stage, names, await with_options(turn, form))


async def draw_assignment(turn: Turn, number: int | None, form: FormState) -> Card:
    """Who takes a lead or an opportunity; raises NotFound."""
    found, view = await turn.read(_with_record, _known(number), None)
    if not isinstance(view.record, Lead | Opportunity | Activity):
        raise DomainError("wrong_kind", number=number)
    return assign_form(turn.reader, found, view, form)


async def draw_activity(turn: Turn, number: int | None, form: FormState) -> Card:
    """What was done, or is to be done, about a record; raises NotFound."""
    return activity_form(turn.reader, await turn.read(show_record, _known(number)), form)


async def draw_activity_edit(turn: Turn, number: int | None, form: FormState) -> Card:
    """The form with the fields of an activity; raises NotFound."""
    view = await turn.read(show_record, _known(number))
    if not isinstance(view.record, Activity):
        raise NotFound(number=number, kind=Kind.ACTIVITY)
    return activity_edit_form(turn.reader, view, form)


def _known(number: int | None) -> int:
    # A button that lost its number is as good as one for a record that is gone.
    return 0 if number is None else number


def _with_preview(work: Work, actor: Member, number: int) -> tuple[Context, QualificationPreview]:
    return context(work, actor), preview_qualification(work, actor, number)


def _with_record(work: Work, actor: Member, number: int, kind: Kind | None) -> tuple[Context, RecordView]:
    view = show_record(work, actor, number)
    if kind is not None and view.record.kind is not kind:
        raise NotFound(number=number, kind=kind)
    return context(work, actor), view


def _with_open_record(work: Work, actor: Member, number: int, kind: Kind) -> tuple[Context, RecordView]:
    found, view = _with_record(work, actor, number, kind)
    record = view.record
    if isinstance(record, Lead | Opportunity) and record.status != "open":
        raise Conflict(f"{record.kind}_is_{record.status}", kind=record.kind, number=number, current=record)
    return found, view
