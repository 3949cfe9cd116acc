"""Questions: the inputs of a qualification framework, for every form that asks them."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.event import Kind
from app.domain.fields import FIELDS
from app.domain.framework import ANSWER_KEYS, FRAMEWORKS, Framework
from bot.cards.elements import Part
from bot.cards.form import Fields
from bot.cards.inputs import field_input

_DEAL = FIELDS[Kind.OPPORTUNITY]
"""A deal has all fields that answer a question or that a stage may require."""
QUESTION_NAMES = frozenset(one.name for asked in FRAMEWORKS.values() for one in asked.questions)
"""The names of the inputs of all frameworks."""


def question_inputs(fields: Fields, framework: Framework) -> list[Part]:
    """The inputs of a framework's questions in their order. What is sent for them is read by their names: a
    field of the record, or one of ANSWER_KEYS."""
    return [
        part
        for question in framework.questions
        for part in field_input(fields, _DEAL[question.name], fields.reader.question(framework, question))
    ]


def further_inputs(fields: Fields, framework: Framework) -> list[Part]:
    """The inputs of those questions that have no field of their own, for forms that offer the fields."""
    own = (question for question in framework.questions if question.name in ANSWER_KEYS)
    return [part for question in own for part in field_input(fields, _DEAL[question.name])]


def required_inputs(fields: Fields, names: Iterable[str], framework: Framework) -> list[Part]:
    """The inputs of fields that a stage requires, by name; answers are asked for in the framework's words."""
    labels = {one.name: fields.reader.question(framework, one) for one in framework.questions}
    choose = fields.reader.t("form.hint.choose")
    found: list[Part] = []
    for name in names:
        field = _DEAL[name]
        # "Not known" is no answer to a stage that requires one.
        hint = choose if field.list else fields.reader.t("form.hint.record") if field.to else ""
        found += field_input(fields, field, labels.get(name, ""), hint)
    return found
