"""The card of one record: what it is, how it stands, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.crm.customers.views import Customer
from app.crm.records import AnyRecord
from app.crm.views import Entry, RecordView, Ref
from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.fields import FIELDS, Type
from app.domain.framework import answer_of
from app.domain.lead import Lead, LeadStatus
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.organization import Organization
from app.domain.own import value_of
from app.domain.pipeline import Stage, StageType
from app.languages.reader import Reader
from app.languages.values import say_field
from bot.cards import layout
from bot.cards.activity import (
    activity_badge,
    activity_buttons,
    activity_lines,
    activity_name,
    activity_title,
    step_and_activities,
)
from bot.cards.conversion import conversion_lines
from bot.cards.customer import customer_facts, customer_sections
from bot.cards.elements import ActionExecute, Card, Part, RichTextBlock, TextRun
from bot.cards.history import history
from bot.cards.literal import shorten
from bot.cards.people import also_there, around, deal_rows, stakes
from bot.cards.score import score_line

_STYLES = {
    LeadStatus.OPEN.value: "accent",
    LeadStatus.QUALIFIED.value: "good",
    LeadStatus.DISQUALIFIED.value: "attention",
    OpportunityStatus.WON.value: "good",
    OpportunityStatus.LOST.value: "attention",
}
_STEPS_SHOWN = 10

_FACTS = {
    kind: [
        field
        for field in fields.values()
        if not field.head and field.type not in (Type.TEXT, Type.RECORD, Type.MEMBER)
    ]
    for kind, fields in FIELDS.items()
}
_PROSE = {
    kind: sorted(
        (field for field in fields.values() if field.type is Type.TEXT), key=lambda one: one.editable
    )
    for kind, fields in FIELDS.items()
}


def record_card(
    reader: Reader,
    view: RecordView,
    notice: str = "",
    entries: Sequence[Entry] = (),
    *,
    undo: bool | None = None,
    alike: int | None = None,
    customer: Customer | None = None,
) -> Card:
    """A record as it is now. `notice` says what was just done to it and, unless `undo` says otherwise, comes
    with a button that takes it back; `entries` are the newest lines of its timeline, newest
    first; `alike` is the number of a record that is likely the same and could be merged. An organization or a
    contact is shown as a whole where the `customer` is given."""
    whole = customer_sections(reader, customer, view.today, stakes(reader, view.deals)) if customer else []
    body = [
        *record_body(reader, view if customer is None else replace(view, deals=()), layout.noticed(notice)),
        *(customer_facts(reader, customer) if customer else []),
        *conversion_lines(reader, view.conversion),
        *(whole if customer else step_and_activities(reader, view)),
        *also_there(reader, view),
        *history(reader, entries),
        changed(reader, view),
    ]
    actions = _buttons(reader, view)
    if alike is not None:
        both = {"number": alike, "other": view.record.number}
        merge = layout.button(reader.t("button.merge_with", number=alike), "record.merge.open", **both)
        actions = [*actions[:4], merge]
    if undo or (undo is None and notice):
        # A conversion is a change of its lead, whatever else it touched.
        changed_ = view.conversion or view.record
        shown = {"number": changed_.number, "version": changed_.version}
        actions = [*actions[:5], layout.button(reader.t("button.undo"), "undo", **shown)]
    return layout.card(reader, title_of(reader, view), body, actions)


def record_body(reader: Reader, view: RecordView, notice: Part | None = None) -> list[Part | None]:
    """All that is shown of a record, without its history and buttons; `notice` comes first."""
    record = view.record
    style = _STYLES.get(getattr(record, "status", ""), "emphasis")
    name = record.name or reader.t("card.unnamed")
    if isinstance(record, Activity):
        name, (_, style) = activity_name(reader, record), activity_badge(reader, record)
    return [
        layout.band(title_of(reader, view), badge_of(reader, view), style),
        notice,
        layout.name(name),
        *_LINES[type(record)](reader, view),
    ]


def title_of(reader: Reader, view: RecordView) -> str:
    """The kind and number of a record: "Lead #104"."""
    if isinstance(view.record, Activity):
        return activity_title(reader, view.record)
    return layout.kind_and_number(reader, view.record.kind, view.record.number)


def badge_of(reader: Reader, view: RecordView) -> str:
    """The stage of an open opportunity, else the status; nothing for records without either."""
    record = view.record
    if isinstance(record, Activity):
        return activity_badge(reader, record)[0]
    if isinstance(record, Opportunity) and view.stage and record.status is OpportunityStatus.OPEN:
        return reader.stage(view.stage)
    return reader.t(f"status.{record.status}") if isinstance(record, Lead | Opportunity) else ""


def changed(reader: Reader, view: RecordView) -> RichTextBlock | None:
    """Who changed the record last, and when."""
    at = view.changed_at or view.record.updated_at
    if at is None:
        return None
    moment = reader.moment(at)
    if view.changed_by is None:
        text = reader.t("card.changed_at", moment=moment)
    else:
        text = reader.t("card.changed", name=shorten(view.changed_by.name, 60), moment=moment)
    return layout.line(layout.run(text, 240, is_subtle=True, size="small"), spacing="medium")


def _lead_lines(reader: Reader, view: RecordView) -> list[Part | None]:
    lead = view.record
    assert isinstance(lead, Lead)  # noqa: S101 - chosen by type
    company = lead.company if lead.names_a_person else ""
    return [
        *_who(layout.joined(lead.job_title, company), layout.joined(lead.email, layout.unbroken(lead.phone))),
        score_line(reader, view),
        *_facts(
            reader,
            **_told(reader, lead),
            opportunity=_named(view.opportunity),
            owner=view.owner.name if view.owner else "",
            **around(reader, view),
        ),
        *_prose(reader, lead),
    ]


def _opportunity_lines(reader: Reader, view: RecordView) -> list[Part | None]:
    deal = view.record
    assert isinstance(deal, Opportunity)  # noqa: S101 - chosen by type
    names = [ref.name for ref in (view.organization, view.contact) if ref]
    return [
        *_who(layout.joined(*names), ""),
        _steps(reader, view),
        score_line(reader, view),
        *_facts(
            reader,
            **_told(reader, deal),
            lead=_named(view.lead),
            owner=view.owner.name if view.owner else "",
            **around(reader, view),
        ),
        *_prose(reader, deal),
    ]


def _contact_lines(reader: Reader, view: RecordView) -> list[Part | None]:
    contact = view.record
    assert isinstance(contact, Contact)  # noqa: S101 - chosen by type
    company = view.organization.name if view.organization else ""
    return [
        *_who(
            layout.joined(contact.job_title, company),
            layout.joined(contact.email, layout.unbroken(contact.phone)),
        ),
        *_facts(reader, **_told(reader, contact)),
        *_prose(reader, contact),
        *deal_rows(reader, view.deals),
    ]


def _organization_lines(reader: Reader, view: RecordView) -> list[Part | None]:
    company = view.record
    assert isinstance(company, Organization)  # noqa: S101 - chosen by type
    return [
        *_who(
            company.industry, layout.joined(company.website or company.domain, layout.unbroken(company.phone))
        ),
        *_facts(reader, domain=company.domain if company.website else "", **_told(reader, company)),
        *_prose(reader, company),
    ]


_LINES: dict[type, Callable[[Reader, RecordView], list[Part | None]]] = {
    Lead: _lead_lines,
    Opportunity: _opportunity_lines,
    Contact: _contact_lines,
    Organization: _organization_lines,
    Activity: activity_lines,
}


def _who(about: str, reach: str) -> list[Part | None]:
    return [
        layout.line(layout.run(about, 240), spacing="none") if about else None,
        layout.quiet(reach, 240, spacing="none" if about else "small"),
    ]


def _facts(reader: Reader, **values: str) -> list[Part]:
    return layout.facts((reader.t(f"field.{field}"), value) for field, value in values.items() if value)


def _told(reader: Reader, record: AnyRecord) -> dict[str, str]:
    """The fields that are told in a word, by name."""
    own = (one for one in reader.own.active(record.kind).values() if not one.is_long)
    facts = (*_FACTS[record.kind], *own)
    told = {one.name: say_field(reader, one, answer_of(record, one.name)) for one in facts}
    if isinstance(record, Lead | Opportunity) and record.budget == record.amount:
        told["budget"] = ""
    return told


def _prose(reader: Reader, record: AnyRecord) -> list[Part]:
    """The fields of several lines; what was written when it was closed comes first."""
    return [
        part
        for one in (*_PROSE[record.kind], *reader.own.active(record.kind).values())
        if one.is_long
        for part in layout.prose(reader.t(f"field.{one.name}"), str(value_of(record, one.name) or ""))
    ]


def _named(ref: Ref | None) -> str:
    return f"#{ref.number} {ref.name}" if ref else ""


def _steps(reader: Reader, view: RecordView) -> Part | None:
    """How far an open opportunity has come: a dot for each open stage."""
    stage, pipeline = view.stage, view.pipeline
    if stage is None or pipeline is None or stage.type is not StageType.OPEN:
        return None
    stages = [each for each in pipeline.stages if each.type is StageType.OPEN]
    text = reader.t(
        "card.step",
        name=shorten(reader.stage(stage), 60),
        probability=reader.percent(stage.probability),
    )
    return layout.line(*_dots(stages, stage), layout.run(text), spacing="medium")


def _dots(stages: Sequence[Stage], stage: Stage) -> list[TextRun]:
    if not 1 < len(stages) <= _STEPS_SHOWN or stage not in stages:
        return []
    done = stages.index(stage) + 1
    ahead = len(stages) - done
    return [
        TextRun(text="● " * done + ("" if ahead else " "), color="accent"),
        *([TextRun(text="○ " * ahead + " ", is_subtle=True)] if ahead else []),
    ]


def _buttons(reader: Reader, view: RecordView) -> list[ActionExecute]:
    record = view.record
    if isinstance(record, Activity):
        return activity_buttons(reader, view)
    more = layout.button(reader.t("button.more"), "record.more", number=record.number)
    if isinstance(record, Lead):
        return [*_lead_buttons(reader, record), more]
    edit = layout.button(reader.t("button.edit"), "record.edit.open", number=record.number)
    if isinstance(record, Opportunity):
        # The last one gives way to Undo.
        return [*_opportunity_buttons(reader, view, record), more, edit]
    if view.organization:
        number = view.organization.number
        return [edit, layout.button(reader.t("button.organization"), "record.show", number=number), more]
    return [edit, more]


def _lead_buttons(reader: Reader, lead: Lead) -> list[ActionExecute]:
    def to(title: str, verb: str, **data: Any) -> ActionExecute:
        return layout.button(reader.t(f"button.{title}"), verb, **({"number": lead.number} | data))

    edit, assign = to("edit", "lead.edit.open"), to("assign", "record.assign.open")
    if lead.status is LeadStatus.OPEN:
        disqualify = to("disqualify", "lead.disqualify.open")
        return [to("qualify", "lead.qualify.open"), edit, assign, disqualify]
    if lead.status is LeadStatus.DISQUALIFIED:
        return [to("reopen", "record.reopen", version=lead.version), edit, assign]
    opportunity = to("opportunity", "record.show", number=lead.opportunity)
    reopen = to("reopen", "record.reopen", version=lead.version)
    return [*([opportunity] if lead.opportunity else []), edit, assign, reopen]


def _opportunity_buttons(reader: Reader, view: RecordView, deal: Opportunity) -> list[ActionExecute]:
    seen = {"number": deal.number, "version": deal.version}
    if deal.status is not OpportunityStatus.OPEN:
        return [layout.button(reader.t("button.reopen"), "record.reopen", **seen)]
    ahead = view.pipeline.next_open(deal.stage) if view.pipeline else None
    buttons = [
        layout.button(reader.t("button.move"), "opportunity.move.open", number=deal.number),
        layout.button(reader.t("button.won"), "opportunity.win", **seen),
        layout.button(reader.t("button.lost"), "opportunity.lose.open", number=deal.number),
    ]
    if ahead is None:
        return buttons
    title = reader.t("button.move_to", stage=shorten(reader.stage(ahead), 24))
    return [layout.button(title, "opportunity.move", stage=ahead.key, **seen), *buttons]
