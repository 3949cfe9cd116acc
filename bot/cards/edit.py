"""Forms with the fields of opportunities, contacts and organizations: new ones, and to correct them."""

from __future__ import annotations

from app.crm.views import Context, RecordView
from app.domain.event import Kind
from app.domain.fields import Type, names_of
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Card
from bot.cards.form import Fields, FormState, fit
from bot.cards.inputs import record_inputs, stored
from bot.cards.lead import lead_edit_form
from bot.cards.questions import further_inputs
from bot.cards.record import title_of


def edit_form(reader: Reader, context: Context, view: RecordView, form: FormState) -> Card:
    """What is known of a record of any kind, to correct it; verb record.edit."""
    record = view.record
    if isinstance(record, Lead):
        return lead_edit_form(reader, context, view, form)

    def build(fields: Fields) -> Card:
        title = reader.t("form.edit", title=title_of(reader, view))
        asked = further_inputs(fields, view.framework) if isinstance(record, Opportunity) else []
        body = [*fields.top(title), *record_inputs(fields, record.kind, context), *asked, *fields.kept()]
        seen = {"number": record.number, "version": record.version}
        save = fields.submit(reader.t("button.save"), "record.edit", **seen)
        return layout.card(reader, title, body, [save, fields.back(record.number)])

    return fit(Fields(reader, form, stored(reader, view)), build, _long(record.kind))


def capture_form(reader: Reader, kind: Kind, form: FormState) -> Card:
    """A new opportunity, contact or organization; verb opportunity.capture and so on."""

    def build(fields: Fields) -> Card:
        title = reader.t(f"form.new.{kind.value}")
        body = [*fields.top(title), *record_inputs(fields, kind)]
        save = fields.submit(reader.t("button.save"), f"{kind.value}.capture")
        return layout.card(reader, title, body, [save])

    return fit(Fields(reader, form), build, _long(kind))


def _long(kind: Kind) -> tuple[str, ...]:
    """What is left out first where a form would be too large."""
    return names_of(kind, Type.TEXT, Type.ANSWER)
