"""Forms around leads: capture, correct, qualify, disqualify."""

from __future__ import annotations

from app.crm.views import Context, QualificationPreview, RecordView
from app.domain.event import Kind
from app.domain.fields import Type, names_of
from app.domain.lead import Lead
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.conversion import (
    EXPANDED,
    is_expanded,
    offers_all,
    side_by_side,
    target_inputs,
    usual_targets,
)
from bot.cards.elements import Card
from bot.cards.form import Fields, FormState, fit
from bot.cards.inputs import record_inputs, stored
from bot.cards.questions import QUESTION_NAMES, further_inputs, question_inputs, required_inputs

_LONG = names_of(Kind.LEAD, Type.TEXT, Type.ANSWER)


def lead_form(reader: Reader, context: Context, form: FormState) -> Card:
    """A new lead; verb lead.capture."""

    def build(fields: Fields) -> Card:
        title = reader.t("form.lead_new")
        body = [*fields.top(title, reader.t("form.lead_intro")), *record_inputs(fields, Kind.LEAD, context)]
        return layout.card(reader, title, body, [fields.submit(reader.t("button.save"), "lead.capture")])

    return fit(Fields(reader, form), build, _LONG)


def lead_edit_form(reader: Reader, context: Context, view: RecordView, form: FormState) -> Card:
    """What is known of a lead, to correct it; verb record.edit. A text that is too long for a card is left
    out, and stays as it is as long as nothing is sent for it."""
    lead = lead_of(view)

    def build(fields: Fields) -> Card:
        title = reader.t("form.lead_edit", number=lead.number)
        questions = further_inputs(fields, view.framework)
        body = [*fields.top(title), *record_inputs(fields, Kind.LEAD, context), *questions, *fields.kept()]
        save = fields.submit(reader.t("button.save"), "record.edit", number=lead.number, version=lead.version)
        return layout.card(reader, title, body, [save, fields.back(lead.number)])

    return fit(Fields(reader, form, stored(reader, view)), build, _LONG)


def qualify_form(reader: Reader, context: Context, preview: QualificationPreview, form: FormState) -> Card:
    """The questions before a lead becomes an opportunity; verb lead.qualify."""
    lead = lead_of(preview.lead)

    def build(fields: Fields) -> Card:
        title = reader.t("form.qualify", number=lead.number)
        body = [
            *fields.top(title),
            layout.name(lead.name),
            layout.quiet(layout.joined(lead.job_title, lead.company), 240, spacing="none"),
            *target_inputs(fields, lead, preview),
            *side_by_side(reader, preview.conversion),
            layout.subheading(reader.t("form.group.answers")),
            *question_inputs(fields, preview.framework),
            *required_inputs(fields, _also_required(preview), preview.framework),
            *fields.kept(),
            layout.subheading(reader.t("form.group.deal")),
            *fields.line("opportunity_name", reader.t("form.hint.opportunity_name")),
            *fields.line("amount", reader.t("form.hint.amount_from_budget")),
            *fields.date("close_date"),
            layout.quiet(reader.t("form.hint.close_date"), spacing="small"),
        ]
        seen = {"number": lead.number, "version": lead.version}
        expanded = {EXPANDED: "1"} if is_expanded(fields) else {}
        submit = fields.submit(reader.t("button.qualify"), "lead.qualify", **seen, **expanded)
        more = fields.submit(reader.t("button.choices"), "lead.qualify.choices", **seen)
        shown = [] if offers_all(fields, preview) else [more]
        return layout.card(reader, title, body, [submit, *shown, fields.back(lead.number)])

    known = stored(reader, preview.lead) | usual_targets(preview)
    known |= {"opportunity_name": preview.opportunity_name}
    return fit(Fields(reader, form, known), build, _LONG)


def disqualify_form(reader: Reader, context: Context, view: RecordView, form: FormState) -> Card:
    """Why a lead does not fit; verb lead.disqualify."""
    lead = lead_of(view)

    def build(fields: Fields) -> Card:
        title = reader.t("form.disqualify", number=lead.number)
        reasons = [(choice.key, reader.choice(choice)) for choice in context.listed("disqualify_reason")]
        body = [
            *fields.top(title),
            layout.name(lead.name),
            *fields.choice("reason", reasons, required=True),
            *fields.text("note", reader.t("form.hint.note")),
        ]
        seen = {"number": lead.number, "version": lead.version}
        submit = fields.submit(reader.t("button.disqualify"), "lead.disqualify", **seen)
        return layout.card(reader, title, body, [submit, fields.back(lead.number)])

    return fit(Fields(reader, form), build)


def lead_of(view: RecordView) -> Lead:
    """The lead of a view; raises TypeError where it shows something else."""
    if not isinstance(view.record, Lead):
        raise TypeError(f"a lead is needed, not {view.record.kind}")
    return view.record


def _also_required(preview: QualificationPreview) -> list[str]:
    """What the first stage requires and neither the framework nor the rest of the form asks for."""
    asked = {question.name for question in preview.framework.questions}
    return [name for name in preview.required if name in QUESTION_NAMES - asked]
