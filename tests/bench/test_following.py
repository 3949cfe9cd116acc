"""The bench of open boards: its arithmetic is right, and what was not measured is not reached."""

from __future__ import annotations

from bench.following.measure import BOARDS, Followings, quantile
from bench.following.report import judge_followings, write_following_report


def test_a_quantile_is_a_value_that_was_found() -> None:
    assert [quantile([5.0, 1.0, 3.0], part) for part in (0.0, 0.5, 0.95, 1.0)] == [1.0, 3.0, 5.0, 5.0]


def test_goals_are_judged_by_the_median_of_the_rounds() -> None:
    found = Followings()
    found.writes["SQLite"] = [[10.0] * 9, [20.0] * 9, [90.0] * 9]
    found.heard["SQLite"] = [[1500.0] * 9] * 3
    found.sizes["SQLite"] = [700.0, 800.0, 900.0]
    found.first_page = {"script": 300 * 1024, "board": 12 * 1024}
    goals = {goal.text: (goal.value, goal.reached) for goal in judge_followings(found, ["SQLite"])}
    assert goals == {
        "writes, p50, SQLite": (20.0, True),
        "writes, p95, SQLite": (20.0, True),
        "a change on every board, p95, SQLite": (1500.0, False),
        "bytes of a change on a board, SQLite": (800.0, True),
        "first page, board of 500": (312.0, True),
    }


def test_what_was_not_measured_is_not_reached_and_what_was_missed_is_told() -> None:
    found = Followings(missed={"SQLite": BOARDS})
    goals = judge_followings(found, ["SQLite"])
    assert {goal.reached for goal in goals} == {None}
    assert f"SQLite: {BOARDS} changes missed a board" in write_following_report(found, goals, "plan")
