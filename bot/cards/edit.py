"""Forms with the fields of opportunities, contacts and organizations: new ones, and to correct them."""

from __future__ import annotations

from collections.abc import Callable

from app.crm.views import Context, RecordView, Ref
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.framework import ANSWER_KEYS
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.domain.qualification import Authority, Timeline
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Card, Part
from bot.cards.form import Fields, FormState, fit
from bot.cards.lead import lead_edit_form
from bot.cards.questions import further_inputs
from bot.cards.record import title_of

_LONG = ("need",)


def edit_form(reader: Reader, context: Context, view: RecordView, form: FormState) -> Card:
    """What is known of a record of any kind, to correct it; verb record.edit."""
    record = view.record
    if isinstance(record, Lead):
        return lead_edit_form(reader, context, view, form)

    def build(fields: Fields) -> Card:
        title = reader.t("form.edit", title=title_of(reader, view))
        asked = further_inputs(fields, view.framework) if isinstance(record, Opportunity) else []
        body = [*fields.top(title), *_INPUTS[record.kind](fields), *asked, *fields.kept()]
        seen = {"number": record.number, "version": record.version}
        save = fields.submit(reader.t("button.save"), "record.edit", **seen)
        return layout.card(reader, title, body, [save, fields.back(record.number)])

    return fit(Fields(reader, form, _stored(reader, view)), build, (*_LONG, *ANSWER_KEYS))


def capture_form(reader: Reader, kind: Kind, form: FormState) -> Card:
    """A new opportunity, contact or organization; verb opportunity.capture and so on."""

    def build(fields: Fields) -> Card:
        title = reader.t(f"form.new.{kind.value}")
        body = [*fields.top(title), *_INPUTS[kind](fields)]
        save = fields.submit(reader.t("button.save"), f"{kind.value}.capture")
        return layout.card(reader, title, body, [save])

    return fit(Fields(reader, form), build, _LONG)


def named(ref: Ref | None) -> str:
    """A record as the input for another one shows it: "Acme GmbH (#12)"."""
    return f"{ref.name} (#{ref.number})" if ref else ""


def _opportunity_inputs(fields: Fields) -> list[Part]:
    reader, unknown = fields.reader, fields.reader.t("form.hint.unknown")
    roles = [(role.value, reader.t(f"authority.{role.value}")) for role in Authority]
    times = [(time.value, reader.t(f"timeline.{time.value}")) for time in Timeline]
    return [
        *fields.line("name"),
        *fields.reference("organization", reader.t("form.hint.organization")),
        *fields.reference("contact", reader.t("form.hint.contact")),
        *fields.line("amount", reader.t("form.hint.amount")),
        *fields.date("close_date"),
        *fields.text("need", reader.t("form.hint.need")),
        *fields.line("budget", reader.t("form.hint.amount")),
        *fields.choice("authority", roles, unknown),
        *fields.choice("timeline", times, unknown),
    ]


def _contact_inputs(fields: Fields) -> list[Part]:
    reader = fields.reader
    return [
        *fields.line("name"),
        *fields.line("job_title"),
        *fields.reference("organization", reader.t("form.hint.organization")),
        *fields.line("email", reader.t("form.hint.email"), "email"),
        *fields.line("phone", reader.t("form.hint.phone"), "tel"),
    ]


def _organization_inputs(fields: Fields) -> list[Part]:
    return [
        *fields.line("name"),
        *fields.line("domain", fields.reader.t("form.hint.domain")),
        *fields.line("website"),
        *fields.line("phone", fields.reader.t("form.hint.phone"), "tel"),
        *fields.line("industry"),
        *fields.line("size"),
    ]


_INPUTS: dict[Kind, Callable[[Fields], list[Part]]] = {
    Kind.OPPORTUNITY: _opportunity_inputs,
    Kind.CONTACT: _contact_inputs,
    Kind.ORGANIZATION: _organization_inputs,
}


def _stored(reader: Reader, view: RecordView) -> dict[str, str]:
    record = view.record
    if isinstance(record, Opportunity):
        return {
            "name": record.name,
            "organization": named(view.organization),
            "contact": named(view.contact),
            "amount": reader.money(record.amount),
            **record.answers,
            "close_date": record.close_date.isoformat() if record.close_date else "",
            "need": record.need,
            "budget": reader.money(record.budget),
            "authority": record.authority.value if record.authority else "",
            "timeline": record.timeline.value if record.timeline else "",
        }
    if isinstance(record, Contact):
        known = {name: getattr(record, name) for name in ("name", "job_title", "email", "phone")}
        return {**known, "organization": named(view.organization)}
    if isinstance(record, Organization):
        known = {name: getattr(record, name) for name in ("name", "domain", "website", "phone", "industry")}
        return {**known, "size": "" if record.size is None else str(record.size)}
    return {}
