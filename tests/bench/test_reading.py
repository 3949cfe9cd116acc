"""The bench of reading fails where a figure is missed."""

from __future__ import annotations

import pytest

import bench.reading.measure as measure_module
from bench.__main__ import main
from bench.reading.goals import judge_readings, percentile
from bench.reading.measure import Growth, Readings
from bench.reading.messages import everyday
from bench.reading.shapes import SHAPES


def test_everyday_messages_are_as_long_as_asked_for_and_differ() -> None:
    for size in (100, 500):
        texts = [text for _, text in everyday(size)]
        assert {len(text) for text in texts} == {size}
        assert len(set(texts)) == len(texts)


def test_each_figure_counts() -> None:
    good = Readings([0.4] * 9, [2.9] * 99, {}, {"a": 49.0}, {"a": Growth(10.0, 25.0), "b": Growth(0.1, 1.9)})
    assert [goal.reached for goal in judge_readings(good)] == [True] * 4
    bad = Readings([0.6] * 9, [*[2.0] * 98, 3.1], {}, {"a": 51.0}, {"a": Growth(10.0, 27.0)})
    assert [goal.reached for goal in judge_readings(bad)] == [False] * 4


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0
    assert percentile(list(map(float, range(200))), 0.99) == 198.0


def test_a_run_tells_its_goals_and_fails_where_one_is_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The figures of each shape are held to by tests/bot/test_bounded.py.
    monkeypatch.setattr(measure_module, "SHAPES", SHAPES[:2])
    code = main(["reading", "--rounds=1"])
    report = capsys.readouterr().out
    assert "## Goals" in report
    assert "not measured" not in report
    assert code == ("**no**" in report)
