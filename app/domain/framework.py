"""Frameworks: which questions qualify a lead, what each answer is worth, and the score with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from app.domain.money import Money
from app.domain.own import value_of
from app.domain.qualification import Authority, Timeline

LONGEST_ANSWER = 500
"""Characters of an answer that has no field of its own."""


class Answered(Protocol):
    """What a lead and an opportunity have in common."""

    need: str
    amount: Money | None
    budget: Money | None
    authority: Authority | None
    timeline: Timeline | None
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Grade:
    """How good an answer is, in percent; `code` says why it is not better, "" where nothing could be, and
    `details` are the numbers that belong to it, by name."""

    percent: int
    code: str = ""
    details: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """One question. `name` is that of its input: a field of the record where one holds the answer, else the
    key of `answers`. The weights of a framework add up to 100."""

    key: str
    name: str
    weight: int

    def grade(self, record: Answered) -> Grade:
        """What the record's answer is worth."""
        return _GRADES.get(self.name, _text)(record, self.name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Framework:
    """A way to qualify: its questions in the order in which they are asked."""

    key: str
    questions: tuple[Question, ...]


def _framework(key: str, *questions: tuple[str, str, int]) -> Framework:
    asked = tuple(Question(key=one, name=name, weight=weight) for one, name, weight in questions)
    return Framework(key=key, questions=asked)


BANT = _framework(
    "bant",
    ("budget", "budget", 25),
    ("authority", "authority", 30),
    ("need", "need", 25),
    ("timeline", "timeline", 20),
)
CHAMP = _framework(
    "champ",
    ("challenges", "need", 35),
    ("authority", "authority", 25),
    ("money", "budget", 20),
    # How urgent it is shows in when they want it solved: kept as the timeline, and so gives the close date.
    ("prioritization", "timeline", 20),
)
MEDDIC = _framework(
    "meddic",
    ("metrics", "metrics", 15),
    ("economic_buyer", "economic_buyer", 20),
    ("decision_criteria", "decision_criteria", 15),
    ("decision_process", "decision_process", 15),
    ("pain", "need", 20),
    ("champion", "champion", 15),
)
FRAMEWORKS = {framework.key: framework for framework in (BANT, CHAMP, MEDDIC)}
"""All frameworks by key; a workspace chooses one."""

_FIELDS = frozenset({"need", "budget", "authority", "timeline"})
ANSWER_KEYS = tuple(
    question.name
    for framework in FRAMEWORKS.values()
    for question in framework.questions
    if question.name not in _FIELDS
)
"""Names of the answers that have no field of their own; they are kept in `answers`."""


def framework_of(key: str) -> Framework:
    """The framework with this key, BANT where there is none (any more)."""
    return FRAMEWORKS.get(key, BANT)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a score is not higher: the question's name, the code of what is wrong with its answer, and how
    many points a better one would bring."""

    question: str
    code: str
    details: tuple[tuple[str, int], ...]
    costs: int


@dataclass(frozen=True, slots=True)
class Score:
    """How well a record is qualified, of 100. `reasons` tell what is missing or weak, the dearest first;
    `strengths` name the questions whose answers could not be better."""

    points: int
    reasons: tuple[Reason, ...]
    strengths: tuple[str, ...]


def score_of(record: Answered, framework: Framework) -> Score:
    """The score of a lead or an opportunity. It is 100 exactly where there is no reason against it. An answer
    to an open question never lowers it, but for a budget of less than half the amount."""
    return _score(framework, tuple([question.grade(record) for question in framework.questions]))


@lru_cache(maxsize=1024)
def _score(framework: Framework, grades: tuple[Grade, ...]) -> Score:
    """Kept: every card of a lead shows one, and there are few different ones."""
    graded = list(zip(framework.questions, grades, strict=True))
    reasons = [
        Reason(question.name, grade.code, grade.details, _points(question.weight * (100 - grade.percent)))
        for question, grade in graded
        if grade.percent < 100
    ]
    return Score(
        points=sum(question.weight * grade.percent for question, grade in graded) // 100,
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.costs)),
        strengths=tuple(question.name for question, grade in graded if grade.percent == 100),
    )


def answer_of(record: Any, name: str) -> object:
    """The value of a field of any record, or the answer that is kept under this name."""
    return record.answers.get(name, "") if name in ANSWER_KEYS else value_of(record, name)


def is_answered(record: Answered, name: str) -> bool:
    """Whether a field holds something; that the authority is not known says nothing."""
    return answer_of(record, name) not in (None, "", Authority.UNKNOWN)


def folded(values: Mapping[str, object], kept: Mapping[str, str]) -> dict[str, object]:
    """The values with those that have no field of their own gathered in `answers`, on top of the answers
    `kept` so far; an empty one takes the answer away."""
    given = {name: value for name, value in values.items() if name in ANSWER_KEYS}
    if not given:
        return dict(values)
    rest = {name: value for name, value in values.items() if name not in given}
    return rest | {"answers": {name: str(value) for name, value in {**kept, **given}.items() if value}}


def unfolded(values: Mapping[str, object]) -> dict[str, object]:
    """The values of an event with the answers that are kept together told one by one."""
    answers = values.get("answers")
    told = {name: value for name, value in values.items() if name != "answers"}
    return told | answers if isinstance(answers, dict) else told


def _points(hundredths: int) -> int:
    # At least one: a reason that costs nothing would be none.
    return max(1, -(-hundredths // 100))


def _text(record: Answered, name: str) -> Grade:
    return _FULL if is_answered(record, name) else _MISSING


def _budget(record: Answered, _: str) -> Grade:
    """Full where it covers the amount; where the two cannot be compared, naming one is enough. An amount
    without an answer is a figure at least: somebody spoke of money."""
    budget, amount = record.budget, record.amount
    if budget is None:
        return _ESTIMATED if amount and amount.amount else _MISSING
    if not budget.amount:
        return Grade(0, "none")
    if amount is None or amount.currency != budget.currency or budget.amount >= amount.amount:
        return _FULL
    percent = int(budget.amount * 100 / amount.amount)
    return Grade(percent, "short", (("percent", percent),))


def _authority(record: Answered, _: str) -> Grade:
    return _AUTHORITY.get(record.authority or Authority.UNKNOWN, _MISSING)


def _timeline(record: Answered, _: str) -> Grade:
    """The sooner the better. A close date without an answer is a date at least."""
    answered = _TIMELINE[record.timeline] if record.timeline else _MISSING
    dated = getattr(record, "close_date", None) is not None
    return _DATED if dated and answered.percent < _DATED.percent else answered


_FULL = Grade(100)
_MISSING = Grade(0, "missing")
_AUTHORITY = {
    Authority.DECISION_MAKER: _FULL,
    Authority.INFLUENCER: Grade(60, "influencer"),
    Authority.USER: Grade(30, "user"),
}
_TIMELINE = {
    Timeline.MONTH: _FULL,
    Timeline.QUARTER: Grade(85, "quarter"),
    Timeline.HALF_YEAR: Grade(60, "half_year"),
    Timeline.YEAR: Grade(35, "year"),
    Timeline.LATER: Grade(10, "later"),
}
_DATED = Grade(50, "dated")
_ESTIMATED = Grade(50, "estimated")
_GRADES: dict[str, Callable[[Answered, str], Grade]] = {
    "budget": _budget,
    "authority": _authority,
    "timeline": _timeline,
}
