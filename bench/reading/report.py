"""What the bench of reading found, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from bench.goals import Goal
from bench.reading.measure import MEASURABLE, MIDDLE, Readings
from bench.report import describe_goal, draw
from bot.bounds import LONGEST_MESSAGE

_METHOD = f"""\
Processor time in the process, no database: a text read as a command and as a lead (`bench/reading/stage.py`).
Everyday sentences in both languages, and the shapes of `bench/reading/shapes.py` behind the beginnings of all
commands. Growth is told where the longest text takes more than {MEASURABLE:g} ms."""
_SHOWN = 12


def write_reading_report(found: Readings, goals: Sequence[Goal], plan: str) -> str:
    """The whole report; `plan` says how much was measured."""
    slowest = sorted(found.longest, key=lambda name: -found.longest[name])[:_SHOWN]
    rows = [
        (
            name,
            f"{found.odd_middle[name]:.1f}",
            f"{found.longest[name]:.1f}",
            f"{found.growth[name].times:.1f}×",
        )
        for name in slowest
    ]
    parts = [
        "# Bench of reading",
        plan,
        _METHOD,
        "## The slowest shapes",
        draw(("shape", f"{MIDDLE} characters, ms", f"{LONGEST_MESSAGE}, ms", "twice the text"), rows),
        "## Goals",
        draw(("figure", "target", "found", "reached"), (describe_goal(goal) for goal in goals)),
    ]
    return "\n\n".join(parts) + "\n"
