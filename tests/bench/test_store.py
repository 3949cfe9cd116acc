"""The store bench measures what it says: a tiny run fills every table, and its arithmetic is right."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.figures import Spread
from bench.store.boards import WHAT
from bench.store.databases import SQLITE
from bench.store.figures import BARE, OURS, Case, StoreFindings
from bench.store.goals import judge_store


def test_ratios_are_taken_within_a_round() -> None:
    findings = StoreFindings()
    small, large = Case(WHAT, SQLITE, 10), Case(WHAT, SQLITE, 1000)
    for slower in (1, 10, 3):
        findings.add(small, OURS, [1.0 * slower] * 9)
        findings.add(large, OURS, [1.5 * slower] * 9)
        findings.add(large, BARE, [0.5 * slower] * 9)
    assert findings.ratio(large, small) == Spread(1.5, 1.5, 1.5)
    assert findings.ratio(large, large, OURS, BARE) == Spread(3.0, 3.0, 3.0)
    growth = next(goal for goal in judge_store(findings, [10, 1000]) if "against" in goal.text)
    assert (growth.value, growth.reached) == (1.5, False)


def test_what_was_not_measured_is_not_reached() -> None:
    assert {goal.reached for goal in judge_store(StoreFindings(), [10])} == {None}


@pytest.fixture
def kept() -> Iterator[Path]:
    # Not pytest's own folder: the server runs as somebody else, who must be able to reach it.
    with tempfile.TemporaryDirectory(prefix="leadline-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "kept"


def test_a_tiny_run_fills_every_table(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--quick", "--rounds=1", "--seconds=0.2", "--sizes=60", f"--keep={kept}"]
    main(["store", "writers", "neighbours", *flags])
    report = capsys.readouterr().out
    for title in (
        "Board",
        "Find",
        "Find, by what is asked",
        "Steps",
        "Writers",
        "Seeding",
        "Goals",
    ):
        assert f"## {title}\n" in report
    assert "not measured" not in report
    assert len(list(kept.glob("*.ready"))) == 2, "what was seeded is not kept for the next run"


def test_a_tiny_copy_answers_the_same(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["copy", "--rounds=1", "--records=300", f"--keep={kept}", "--strict"]) == 0
    report = capsys.readouterr().out
    assert "## Copy" in report
    assert "pages | the same |" in report
