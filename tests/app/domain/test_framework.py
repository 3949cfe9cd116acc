"""Scores: pure, explained, and never worse for an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.framework import (
    ANSWER_KEYS,
    BANT,
    FRAMEWORKS,
    Framework,
    answer_of,
    folded,
    is_answered,
    score_of,
)
from app.domain.lead import Lead
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.qualification import Authority, Timeline

every_framework = pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=FRAMEWORKS)

_moneys = st.none() | st.builds(
    lambda amount, currency: Money(Decimal(amount), currency),
    st.integers(0, 100_000),
    st.sampled_from(["EUR", "USD"]),
)
_texts = st.sampled_from(["", "a tool"])
_answers = {
    "need": _texts,
    "budget": _moneys,
    "authority": st.none() | st.sampled_from(Authority),
    "timeline": st.none() | st.sampled_from(Timeline),
    "answers": st.dictionaries(st.sampled_from(ANSWER_KEYS), st.just("said")),
}
_leads = st.builds(Lead, number=st.just(1), name=st.just("Ann"), amount=_moneys, **_answers)
_deals = st.builds(
    Opportunity,
    number=st.just(1),
    name=st.just("Deal"),
    pipeline=st.just(1),
    stage=st.just(1),
    amount=_moneys,
    close_date=st.none() | st.just(dt.date(2030, 1, 31)),
    **_answers,
)
_records = _leads | _deals
_BEST = {
    "need": "a tool",
    "budget": Money(Decimal(12_000), "EUR"),
    "authority": Authority.DECISION_MAKER,
    "timeline": Timeline.MONTH,
    "answers": dict.fromkeys(ANSWER_KEYS, "said"),
}


def lead(**known: object) -> Lead:
    return Lead(number=1, name="Ann", **known)  # type: ignore[arg-type]


@every_framework
def test_the_weights_of_a_framework_add_up_to_100(framework: Framework) -> None:
    assert sum(question.weight for question in framework.questions) == 100
    assert len({question.name for question in framework.questions}) == len(framework.questions)


@every_framework
@given(record=_records)
def test_a_score_is_100_exactly_where_nothing_speaks_against_it(
    framework: Framework, record: Lead | Opportunity
) -> None:
    score = score_of(record, framework)
    assert 0 <= score.points <= 100
    assert (score.points == 100) == (not score.reasons)
    told = {reason.question for reason in score.reasons} | set(score.strengths)
    assert told == {question.name for question in framework.questions}
    assert [reason.costs for reason in score.reasons] == sorted(
        (reason.costs for reason in score.reasons), reverse=True
    )
    assert all(reason.costs > 0 for reason in score.reasons)


@every_framework
@given(record=_records, answers=st.fixed_dictionaries(_answers))
def test_an_answer_to_an_open_question_never_lowers_the_score(
    framework: Framework, record: Lead | Opportunity, answers: dict[str, object]
) -> None:
    before = score_of(record, framework).points
    for question in framework.questions:
        if is_answered(record, question.name):
            continue
        value = answers["answers"].get(question.name, "") if question.name in ANSWER_KEYS else None  # type: ignore[attr-defined]
        given_ = {question.name: value if question.name in ANSWER_KEYS else answers[question.name]}
        answered = replace(record, **folded(given_, record.answers))  # type: ignore[arg-type]
        if record.amount and answered.budget and 2 * answered.budget.amount < record.amount.amount:
            continue
        assert score_of(answered, framework).points >= before, question.name


@every_framework
@given(record=_records)
def test_every_weak_answer_costs_points(framework: Framework, record: Lead | Opportunity) -> None:
    best = replace(record, amount=None, **_BEST)  # type: ignore[arg-type]
    assert score_of(best, framework).points == 100
    for reason in score_of(record, framework).reasons:
        kept = {reason.question: answer_of(record, reason.question)}
        worse = replace(best, amount=record.amount, **folded(kept, best.answers))  # type: ignore[arg-type]
        assert score_of(worse, framework).points < 100, reason


def test_an_amount_is_half_a_budget_until_somebody_asked_for_it() -> None:
    fifty = Money(Decimal(50_000), "EUR")
    unasked, estimated, asked = (
        score_of(lead(**known), BANT) for known in ({}, {"amount": fifty}, _both(fifty))
    )
    assert [one.code for one in unasked.reasons if one.question == "budget"] == ["missing"]
    [reason] = [one for one in estimated.reasons if one.question == "budget"]
    assert (reason.code, reason.costs) == ("estimated", 13)
    assert "budget" in asked.strengths
    assert unasked.points < estimated.points < asked.points
    nothing = score_of(lead(amount=Money(Decimal(0), "EUR")), BANT)
    assert nothing == unasked


def _both(money: Money) -> dict[str, object]:
    return {"amount": money, "budget": money}


def test_the_reasons_name_what_is_missing_or_weak_the_dearest_first() -> None:
    known = lead(budget=Money(Decimal(8_000), "EUR"), amount=Money(Decimal(10_000), "EUR"), need="a tool")
    score = score_of(replace(known, authority=Authority.UNKNOWN, timeline=Timeline.YEAR), BANT)
    assert score.points == (25 * 80 + 25 * 100 + 20 * 35) // 100
    assert [(reason.question, reason.code) for reason in score.reasons] == [
        ("authority", "missing"),
        ("timeline", "year"),
        ("budget", "short"),
    ]
    assert score.reasons[2].details == (("percent", 80),)
    assert score.strengths == ("need",)


def test_sooner_is_more_and_deciding_is_most() -> None:
    times = [score_of(lead(timeline=time), BANT).points for time in Timeline]
    assert times == sorted(times, reverse=True)
    assert len(set(times)) == len(times)
    roles = [score_of(lead(authority=role), BANT).points for role in Authority]
    assert roles == sorted(roles, reverse=True)
    assert roles[-1] == score_of(lead(), BANT).points


def test_a_close_date_without_an_answer_is_a_date_at_least() -> None:
    deal = Opportunity(number=1, name="Deal", pipeline=1, stage=1, close_date=dt.date(2030, 1, 31))
    dated = next(reason for reason in score_of(deal, BANT).reasons if reason.question == "timeline")
    assert dated.code == "dated"
    assert score_of(deal, BANT).points == 10


def test_budgets_in_another_currency_and_of_nothing() -> None:
    dollars = lead(budget=Money(Decimal(5), "USD"), amount=Money(Decimal(10_000), "EUR"))
    assert "budget" in score_of(dollars, BANT).strengths
    nothing = score_of(lead(budget=Money(Decimal(0), "EUR")), BANT)
    assert (nothing.points, nothing.reasons[1].code) == (0, "none")


def test_an_empty_answer_takes_the_answer_away() -> None:
    assert folded({"need": "x", "metrics": ""}, {"metrics": "40 hours", "champion": "Ann"}) == {
        "need": "x",
        "answers": {"champion": "Ann"},
    }
    assert folded({"need": "x"}, {"metrics": "40 hours"}) == {"need": "x"}
