"""Buttons of leads: capture, qualify, disqualify."""

from __future__ import annotations

from dataclasses import replace

from app.crm.conversion.conversion import qualify_lead
from app.crm.leads import LeadDraft, disqualify_lead
from app.crm.views import RecordView
from app.domain.conversion import TARGETS, Log, Target, Targets, Way
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.framework import ANSWER_KEYS
from app.domain.qualification import Authority, Qualification, Timeline
from bot.cards import ANYWAY, EXPANDED, Card, FormState, record_card
from bot.forms.drawings import draw_disqualification, draw_edit, draw_lead, draw_qualification, new_form
from bot.forms.duplicates import add_to, keep_lead
from bot.parsing.typed import Typed
from bot.registry import registry
from bot.submission import whole_number
from bot.turn import Submission, Turn


@registry.form("lead.new")
async def open_lead(turn: Turn, given: Submission) -> Card:
    """The form: empty, or with what was typed before."""
    return await draw_lead(turn, None, new_form(given.values))


@registry.form("lead.capture", again=draw_lead, renamed={"name.required": "name_required"})
async def capture(turn: Turn, given: Submission) -> Card:
    """Keeps the lead of the form; asks first where it is likely there already."""
    draft = draft_of_form(Typed(given.values, turn.reader))
    values = {name: value for name, value in given.values.items() if name != ANYWAY}
    # The same id again: whichever of the card's buttons comes first, the others then do nothing.
    form = FormState(form_id=given.form_id, values=values) if given.form_id else new_form(values)
    return await keep_lead(turn, draft, lambda: form, turn.t("reply.saved"), anyway=ANYWAY in given.values)


@registry.form("lead.add", again=draw_lead)
async def add(turn: Turn, given: Submission) -> Card:
    """Adds what was typed to the lead that it belongs to."""
    draft = draft_of_form(Typed(given.values, turn.reader))
    number = given.number or 0
    return await add_to(turn, number, draft)


@registry.form("lead.edit.open")
async def open_edit(turn: Turn, given: Submission) -> Card:
    """The form with the lead's fields."""
    return await draw_edit(turn, given.number, new_form())


@registry.form("lead.qualify.open")
async def open_qualification(turn: Turn, given: Submission) -> Card:
    """The questions before the lead becomes an opportunity."""
    return await draw_qualification(turn, given.number, new_form())


@registry.form("lead.qualify.choices")
async def open_choices(turn: Turn, given: Submission) -> Card:
    """The same form with every choice, filled with what was typed."""
    form = replace(new_form({**given.values, EXPANDED: "1"}), version=given.version)
    return await draw_qualification(turn, given.number, form)


@registry.form("lead.qualify", again=draw_qualification, prefilled=True)
async def qualify(turn: Turn, given: Submission) -> Card:
    """Makes the lead an opportunity, or what was chosen."""
    typed = Typed(given.values, turn.reader)
    answers, targets = _answers_of(typed), _targets_of(typed)
    try:
        view = await turn.write(qualify_lead, given.number or 0, answers, given.version, targets)
    except InvalidInput as refused:
        # The core speaks of the opportunity's name, the form shows it beside the lead's.
        fields = dict(refused.fields)
        raise InvalidInput(**{_FORM_FIELDS.get(name, name): fields[name] for name in fields}) from None
    return record_card(turn.reader, view, _qualified(turn, view))


@registry.form("lead.disqualify.open")
async def open_disqualification(turn: Turn, given: Submission) -> Card:
    """Why does it not fit?"""
    return await draw_disqualification(turn, given.number, new_form())


@registry.form("lead.disqualify", again=draw_disqualification)
async def disqualify(turn: Turn, given: Submission) -> Card:
    """Closes the lead with a reason."""
    typed = Typed(given.values, turn.reader)
    view = await turn.write(
        disqualify_lead, given.number or 0, typed.text("reason"), typed.text("note"), given.version
    )
    return record_card(turn.reader, view, turn.t("reply.disqualified"))


_FORM_FIELDS = {"name": "opportunity_name"}


def _qualified(turn: Turn, view: RecordView) -> str:
    """What became of the lead."""
    log = view.conversion.log if view.conversion else Log()
    if Kind.OPPORTUNITY in log.skipped:
        return turn.t("reply.qualified_alone")
    joined = Kind.OPPORTUNITY in log.used
    return turn.t("reply.qualified_joined" if joined else "reply.qualified", number=view.record.number)


def draft_of_form(typed: Typed) -> LeadDraft:
    """The lead that a form tells of. Raises InvalidInput."""
    draft = LeadDraft(**{name: typed.value(name) for name in typed.editable(Kind.LEAD)})
    if typed.problems and not ("name" in draft or "company" in draft):
        typed.problems["name"] = Problem("required")
    typed.check()
    return draft


def _targets_of(typed: Typed) -> Targets:
    chosen = {kind.value: _target_of(typed, kind.value) for kind in TARGETS}
    typed.check()
    return Targets(**chosen)


def _target_of(typed: Typed, name: str) -> Target:
    text = typed.text(name)
    number = whole_number(text)
    if number is not None:
        return number
    try:
        return Way(text) if text else None
    except ValueError:
        typed.problems[name] = Problem("choice_unknown")
        return None


def _answers_of(typed: Typed) -> Qualification:
    answers = Qualification(
        budget=typed.money("budget"),
        authority=typed.option("authority", Authority),
        need=typed.text("need"),
        timeline=typed.option("timeline", Timeline),
        answers={name: typed.text(name) for name in ANSWER_KEYS},
        opportunity_name=typed.text("opportunity_name"),
        amount=typed.money("amount"),
        close_date=typed.date("close_date"),
    )
    typed.check()
    return answers
