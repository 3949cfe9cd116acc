"""Questions: the inputs of a qualification framework, for every form that asks them."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.framework import ANSWER_KEYS, FRAMEWORKS, LONGEST_ANSWER, Framework
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from app.domain.qualification import Authority, Timeline
from app.languages.reader import Reader
from bot.cards.elements import Part
from bot.cards.form import Fields

QUESTION_NAMES = frozenset(one.name for asked in FRAMEWORKS.values() for one in asked.questions)
"""The names of the inputs of all frameworks."""


def question_inputs(fields: Fields, framework: Framework) -> list[Part]:
    """The inputs of a framework's questions in their order. What is sent for them is read by their names: a
    field of the record, or one of ANSWER_KEYS."""
    return [
        part
        for question in framework.questions
        for part in answer_input(fields, question.name, fields.reader.question(framework, question))
    ]


def further_inputs(fields: Fields, framework: Framework) -> list[Part]:
    """The inputs of those questions that have no field of their own, for forms that offer the fields."""
    own = (question for question in framework.questions if question.name in ANSWER_KEYS)
    return [part for question in own for part in answer_input(fields, question.name)]


def required_inputs(fields: Fields, names: Iterable[str], framework: Framework) -> list[Part]:
    """The inputs of fields that a stage requires, by name; answers are asked for in the framework's words."""
    labels = {one.name: fields.reader.question(framework, one) for one in framework.questions}
    found: list[Part] = []
    for name in names:
        if name == "close_date":
            found += fields.date(name)
        elif name == "amount":
            found += fields.line(name, fields.reader.t("form.hint.amount"))
        elif name in ("contact", "organization"):
            found += fields.reference(name, fields.reader.t("form.hint.record"))
        else:
            found += answer_input(fields, name, labels.get(name, ""), fields.reader.t("form.hint.choose"))
    return found


def answer_input(fields: Fields, name: str, label: str = "", none: str = "") -> list[Part]:
    """The input that takes an answer, by the question's name. `none` is what a list shows before anything is
    chosen."""
    reader = fields.reader
    unknown = none or reader.t("form.hint.unknown")
    if name == "budget":
        return fields.line(name, reader.t("form.hint.amount"), label=label)
    if name == "authority":
        roles = [(role.value, reader.t(f"authority.{role.value}")) for role in Authority]
        return fields.choice(name, roles, unknown, label)
    if name == "timeline":
        times = [(time.value, reader.t(f"timeline.{time.value}")) for time in Timeline]
        return fields.choice(name, times, unknown, label)
    if name in ANSWER_KEYS:
        return fields.text(name, reader.t(f"form.hint.{name}"), label, LONGEST_ANSWER)
    return fields.text(name, reader.t("form.hint.need"), label)


def stored_answers(reader: Reader, record: Lead | Opportunity) -> dict[str, str]:
    """What a record answers already, as the inputs show it."""
    return {
        "need": record.need,
        "budget": reader.money(record.budget),
        "authority": record.authority.value if record.authority else "",
        "timeline": record.timeline.value if record.timeline else "",
        **record.answers,
    }
