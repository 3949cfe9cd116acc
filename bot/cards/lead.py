"""Forms around leads: capture, correct, qualify, disqualify."""

from __future__ import annotations

from app.crm.views import Context, QualifyOffer, RecordView
from app.domain.framework import ANSWER_KEYS
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
from bot.cards.elements import Card, Part
from bot.cards.form import Fields, FormState, fit
from bot.cards.questions import (
    QUESTION_NAMES,
    answer_input,
    further_inputs,
    question_inputs,
    required_inputs,
    stored_answers,
)

_LONG = ("need", "note")


def lead_form(reader: Reader, context: Context, form: FormState) -> Card:
    """A new lead; verb lead.capture."""

    def build(fields: Fields) -> Card:
        title = reader.t("form.lead_new")
        body = [*fields.top(title, reader.t("form.lead_intro")), *_lead_inputs(fields, context)]
        return layout.card(reader, title, body, [fields.submit(reader.t("button.save"), "lead.capture")])

    return fit(Fields(reader, form), build, _LONG)


def lead_edit_form(reader: Reader, context: Context, view: RecordView, form: FormState) -> Card:
    """What is known of a lead, to correct it; verb record.edit. A text that is too long for a card is left
    out, and stays as it is as long as nothing is sent for it."""
    lead = lead_of(view)

    def build(fields: Fields) -> Card:
        title = reader.t("form.lead_edit", number=lead.number)
        questions = further_inputs(fields, view.framework)
        body = [*fields.top(title), *_lead_inputs(fields, context), *questions, *fields.kept()]
        save = fields.submit(reader.t("button.save"), "record.edit", number=lead.number, version=lead.version)
        return layout.card(reader, title, body, [save, fields.back(lead.number)])

    return fit(Fields(reader, form, _stored(reader, lead)), build, (*_LONG, *ANSWER_KEYS))


def qualify_form(reader: Reader, context: Context, offer: QualifyOffer, form: FormState) -> Card:
    """The questions before a lead becomes an opportunity; verb lead.qualify."""
    lead = lead_of(offer.lead)

    def build(fields: Fields) -> Card:
        title = reader.t("form.qualify", number=lead.number)
        body = [
            *fields.top(title),
            layout.name(lead.name),
            layout.quiet(layout.joined(lead.job_title, lead.company), 240, spacing="none"),
            *target_inputs(fields, lead, offer),
            *side_by_side(reader, offer.conversion),
            layout.subheading(reader.t("form.group.answers")),
            *question_inputs(fields, offer.framework),
            *required_inputs(fields, _also_required(offer), offer.framework),
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
        shown = [] if offers_all(fields, offer) else [more]
        return layout.card(reader, title, body, [submit, *shown, fields.back(lead.number)])

    stored = _stored(reader, lead) | usual_targets(offer)
    stored |= {"opportunity_name": offer.opportunity_name}
    return fit(Fields(reader, form, stored), build, ("need", *ANSWER_KEYS))


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


def _lead_inputs(fields: Fields, context: Context) -> list[Part]:
    reader = fields.reader
    sources = [(choice.key, reader.choice(choice)) for choice in context.listed("lead_source")]
    unknown = reader.t("form.hint.unknown")
    return [
        *fields.line("name"),
        *fields.line("company"),
        *fields.line("job_title"),
        *fields.line("email", reader.t("form.hint.email"), "email"),
        *fields.line("phone", reader.t("form.hint.phone"), "tel"),
        layout.subheading(reader.t("form.group.interest")),
        *fields.text("need", reader.t("form.hint.need")),
        *fields.line("amount", reader.t("form.hint.amount")),
        *answer_input(fields, "authority"),
        *answer_input(fields, "timeline"),
        *fields.choice("source", sources, unknown),
        *fields.text("note", reader.t("form.hint.note")),
    ]


def _also_required(offer: QualifyOffer) -> list[str]:
    """What the first stage requires and neither the framework nor the rest of the form asks for."""
    asked = {question.name for question in offer.framework.questions}
    return [name for name in offer.required if name in QUESTION_NAMES - asked]


def _stored(reader: Reader, lead: Lead) -> dict[str, str]:
    return {
        "name": lead.name,
        "company": lead.company,
        "job_title": lead.job_title,
        "email": lead.email,
        "phone": lead.phone,
        "source": lead.source,
        "note": lead.note,
        "amount": reader.money(lead.amount),
        **stored_answers(reader, lead),
    }
