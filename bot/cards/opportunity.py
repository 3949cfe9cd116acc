"""Forms around opportunities and their owners: move, lose, assign."""

from __future__ import annotations

from collections.abc import Sequence

from app.crm.views import Context, RecordView
from app.domain.member import Member, Role
from app.domain.pipeline import StageType
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Card, InputChoiceSet, Part
from bot.cards.form import Fields, FormState, fit


def move_form(reader: Reader, view: RecordView, form: FormState) -> Card:
    """Which stage next; verb opportunity.move. A lost deal needs a reason and has its own form."""
    record, stages = view.record, view.pipeline.stages if view.pipeline else ()
    others = [
        (stage.key, reader.stage(stage))
        for stage in stages
        if stage != view.stage and stage.type is not StageType.LOST
    ]

    def build(fields: Fields) -> Card:
        title = reader.t("form.move", number=record.number)
        now = reader.t("form.now", value=reader.stage(view.stage)) if view.stage else ""
        body = [
            *fields.top(title),
            layout.name(record.name),
            layout.quiet(now, 240, spacing="none"),
            *fields.choice("stage", others, required=True),
        ]
        seen = {"number": record.number, "version": record.version}
        submit = fields.submit(reader.t("button.move"), "opportunity.move", **seen)
        return layout.card(reader, title, body, [submit, fields.back(record.number)])

    return fit(Fields(reader, form), build)


def lose_form(reader: Reader, context: Context, view: RecordView, form: FormState) -> Card:
    """Why a deal is gone; verb opportunity.lose."""
    record = view.record

    def build(fields: Fields) -> Card:
        title = reader.t("form.lose", number=record.number)
        reasons = [(choice.key, reader.choice(choice)) for choice in context.listed("lost_reason")]
        body = [
            *fields.top(title),
            layout.name(record.name),
            *fields.choice("reason", reasons, required=True),
            *fields.text("note", reader.t("form.hint.note")),
            layout.quiet(reader.t("form.hint.other_note"), spacing="small"),
        ]
        seen = {"number": record.number, "version": record.version}
        submit = fields.submit(reader.t("button.set_lost"), "opportunity.lose", **seen)
        return layout.card(reader, title, body, [submit, fields.back(record.number)])

    return fit(Fields(reader, form), build)


def assign_form(reader: Reader, context: Context, view: RecordView, form: FormState) -> Card:
    """Who takes a lead or an opportunity; verb record.assign. Viewers are not offered."""
    record = view.record
    able = [member for member in context.members if member.role is not Role.VIEWER]

    def build(fields: Fields) -> Card:
        title = reader.t("form.assign", kind=reader.t(f"card.{record.kind.value}"), number=record.number)
        owners = fields.choice("owner", [(str(member.id), member.name) for member in able], required=True)
        body = [
            *fields.top(title),
            layout.name(record.name),
            *owners,
            *_others(reader, owners, able, record.number),
        ]
        seen = {"number": record.number, "version": record.version}
        submit = fields.submit(reader.t("button.assign"), "record.assign", **seen)
        return layout.card(reader, title, body, [submit, fields.back(record.number)])

    stored = {"owner": str(view.owner.id)} if view.owner else {}
    return fit(Fields(reader, form, stored), build)


def _others(reader: Reader, shown: Sequence[Part], able: Sequence[Member], number: int) -> list[Part]:
    """How to reach those colleagues that a card has no room for."""
    counts = [len(part.to_dict()["choices"]) for part in shown if isinstance(part, InputChoiceSet)]
    if sum(counts) >= len(able):
        return []
    text = reader.t("form.more_choices", command=reader.t("command.assign.name"), number=number)
    return layout.parts(layout.quiet(text, 300, spacing="small"))
