"""The card that asks for what a stage requires, and the one of the framework's questions."""

from __future__ import annotations

from collections.abc import Sequence

from app.crm.views import RecordView
from app.domain.framework import FRAMEWORKS, Framework
from app.domain.pipeline import Stage
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Card, Part
from bot.cards.form import Fields, FormState, fit
from bot.cards.literal import shorten
from bot.cards.questions import required_inputs


def enter_form(reader: Reader, view: RecordView, stage: Stage, names: Sequence[str], form: FormState) -> Card:
    """Only those fields that an opportunity lacks to enter a stage; verb opportunity.enter."""
    record = view.record

    def build(fields: Fields) -> Card:
        name = shorten(reader.stage(stage), 60)
        title = reader.t("form.enter", number=record.number, stage=name)
        body = [
            *fields.top(title),
            layout.name(record.name),
            layout.quiet(reader.t("form.enter_intro"), 300, spacing="none"),
            *required_inputs(fields, names, view.framework),
        ]
        seen = {"number": record.number, "version": record.version, "stage": stage.key}
        send = fields.submit(reader.t("button.move_to", stage=shorten(name, 24)), "opportunity.enter", **seen)
        return layout.card(reader, title, body, [send, fields.back(record.number)])

    return fit(Fields(reader, form), build)


def framework_card(reader: Reader, chosen: Framework, *, may_choose: bool, notice: str = "") -> Card:
    """The frameworks with their questions; for owners with buttons that choose another one."""
    title = reader.t("card.framework.title")
    hint = "" if may_choose else reader.t("card.framework.only_owners")
    body = [
        layout.band(title),
        layout.noticed(notice),
        layout.quiet(reader.t("card.framework.intro"), 300),
        *(_framework(reader, framework, chosen) for framework in FRAMEWORKS.values()),
        layout.quiet(hint, spacing="medium"),
    ]
    others = [framework for framework in FRAMEWORKS.values() if framework != chosen]
    actions = [
        layout.button(
            reader.t("button.use_framework", name=reader.t(f"framework.{framework.key}.name")),
            "framework.choose",
            framework=framework.key,
        )
        for framework in others
    ]
    return layout.card(reader, title, body, actions if may_choose else [])


def _framework(reader: Reader, framework: Framework, chosen: Framework) -> Part:
    in_use = reader.t("card.framework.chosen") if framework == chosen else ""
    named = layout.line(
        layout.run(reader.t(f"framework.{framework.key}.name"), weight="bolder"),
        layout.run(f"  {reader.t(f'framework.{framework.key}.about')}", is_subtle=True),
        layout.run(f"  {in_use}", color="good", weight="bolder") if in_use else None,
    )
    questions = (
        reader.t(
            "card.framework.weight",
            question=reader.question(framework, question),
            weight=question.weight,
        )
        for question in framework.questions
    )
    return layout.group(layout.parts(named, layout.quiet(" · ".join(questions), 300, spacing="none")))
