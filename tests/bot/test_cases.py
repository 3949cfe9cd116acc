"""Conversations as sellers have them, each judged by what its last step changed and answered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.kit.cases import FILES, play, read_cases
from tests.kit.judgement import Case, Outcome, Record, judge, matches

# Kinds that are still open: how values are read, found and counted, and whose colleague is meant. Whoever
# closes one takes it out here.
OPEN_KINDS = (
    "next step",
    "questions",
)
CLOSED_KINDS = {
    "add anything",
    "addresses",
    "corrections",
    "facts behind a command",
    "findable",
    "greetings and paging",
    "mentions",
    "number or amount",
    "past and future",
    "pasted contact data",
    "place and money",
    "several people",
    "stays right",
    "title and names",
    "told or asked",
    "two wishes",
    "unconfirmed guess",
    "unknown name",
    "weak match",
}
CASES = read_cases(*FILES)


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] not in OPEN_KINDS]
)
async def test_case(case: Case, sqlite_template: Path, tmp_path: Path) -> None:
    result = await play(case, sqlite_template, tmp_path / "case.db")
    assert not result.problems, f"{case['why']}\nanswered: {result.said}"


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_kind_is_tried_in_both_languages(language: str) -> None:
    own = [file for file in FILES if file.stem.endswith(language)]
    assert {case["kind"] for case in read_cases(*own)} - {*OPEN_KINDS} == CLOSED_KINDS


def test_no_two_cases_have_the_same_id() -> None:
    ids = [case["id"] for case in CASES]
    assert len(set(ids)) == len(ids)


ANN: Record = {"kind": "lead", "number": 1, "name": "Ann Hall", "version": 1, "company": "Ruby Ltd"}
NOTE: Record = {"kind": "activity", "number": 2, "name": "likes tea", "version": 1, "about": {"name": "Ann"}}


def outcome_of(*after: Record, said: str = "Kept.") -> Outcome:
    """What is left where Ann was there before."""
    records = {(one["kind"], one["number"]): one for one in after}
    return Outcome({("lead", 1): ANN}, records, records, said)


@pytest.mark.parametrize(
    ("expect", "outcome", "problem"),
    [
        ({"new": {}}, outcome_of(ANN, NOTE), "made activity #2 'likes tea'; wanted nothing"),
        ({"new": {"activity": 1}}, outcome_of(ANN), "made nothing; wanted {'activity': 1}"),
        ({"changed": []}, outcome_of({**ANN, "version": 2}), "changed ['Ann Hall']"),
        ({"changed": []}, outcome_of(), "changed ['Ann Hall is gone']"),
        ({"changed": ["Ann Hall"]}, outcome_of(ANN), "did not change ['Ann Hall']"),
        (
            {"fields": [{"kind": "lead", "name": "Ann Hall", "is": {"company": "Ruby"}}]},
            outcome_of(ANN),
            "lead.company is 'Ruby Ltd'; wanted 'Ruby'",
        ),
        (
            {"fields": [{"kind": "activity", "newest": True, "is": {"about": "Ann Hall"}}]},
            outcome_of(ANN, NOTE),
            "activity.about is {'name': 'Ann'}; wanted 'Ann Hall'",
        ),
        ({"fields": [{"kind": "lead", "newest": True, "is": {}}]}, outcome_of(ANN), "no lead 'made'"),
        ({"answer": {"has": ["Ann"]}}, outcome_of(ANN), "the answer lacks 'Ann'"),
        ({"answer": {"has_not": ["KEPT"]}}, outcome_of(ANN), "the answer says 'KEPT'"),
        ({"answer": {"any": ["tea", "ann"]}}, outcome_of(ANN), "the answer has none of ['tea', 'ann']"),
        ({"answer": {"most": 3}}, outcome_of(ANN), "the answer has 5 characters; at most 3"),
    ],
)
def test_what_went_wrong_is_told(expect: Case, outcome: Outcome, problem: str) -> None:
    assert judge({"expect": expect}, outcome) == [problem]
    assert judge({"expect": [expect, {"answer": {"has": ["kept"]}}]}, outcome) == []


@pytest.mark.parametrize(
    ("wanted", "value", "right"),
    [
        ("", None, True),
        ("Ann", "Ann", True),
        ("ann", "Ann", False),
        ("digits:442079460123", "+44 20 7946 0123", True),
        ("digits:442079460123", "020 7946 0123", False),
        ("has:TEA", "likes tea", True),
        ("not:tea", "likes tea", False),
        ("oneof:|720 EUR", None, True),
        ("oneof:has:-11-20|has:-11-19T23", "2026-11-19T23:30:00Z", True),
        ("60000 USD", {"amount": "60000.00", "currency": "USD"}, True),
        ("60000 USD", {"amount": "60000.00", "currency": "EUR"}, False),
        ("", {"amount": None, "currency": "EUR"}, True),
        ("Ann", {"number": 1, "name": "Ann"}, True),
        ("2031-02-28", "2031-02-27T23:30:00Z", True),
        ("2031-02-27", "2031-02-27T23:30:00Z", False),
        ("day:+1", "2031-02-27", False),
        ("local:+1 10:00", "2031-02-27T09:00:00Z", False),
        ("local:+1 10:00", None, False),
    ],
)
def test_fields_are_compared_as_the_case_asks(wanted: str, value: object, right: bool) -> None:
    assert matches(wanted, value, {"timezone": "Europe/Berlin"}) is right


def test_days_and_times_are_counted_from_now_in_the_time_zone_of_the_case() -> None:
    case = {"timezone": "Asia/Kolkata"}
    tomorrow = dt.datetime.now(ZoneInfo("Asia/Kolkata")).date() + dt.timedelta(days=1)
    ten = f"{tomorrow}T04:30:00Z"
    assert matches("day:+1", str(tomorrow), case)
    assert matches("day:+1", ten, case)
    assert matches("local:+1 10:00", ten, case)
    assert not matches("local:+1 10:30", ten, case)
    assert not matches("day:+0", ten, case)
