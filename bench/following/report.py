"""What open boards cost: goals, and the report in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.figures import Spread
from bench.following.measure import A_SECOND, BOARDS, FIRST_PAGE, Followings, quantiles
from bench.goals import Goal, at_most
from bench.report import describe_goal, draw

_METHOD = f"""\
{BOARDS} streams of 60 people, read to the byte by one process; {A_SECOND} moves a second, each begun on time
however long those before it take. A write is measured from the moment it is wanted to its answer, a change to
the moment at which a board hears of it, on every board. Host and client share all cores of the machine."""


def judge_followings(found: Followings, kinds: Sequence[str]) -> list[Goal]:
    """Every goal with what was found."""
    return [*(goal for kind in kinds for goal in _judge(found, kind)), _judge_first_page(found)]


def write_following_report(found: Followings, goals: Sequence[Goal], plan: str) -> str:
    """The whole report; `plan` says how much was measured."""
    parts = [
        "# Bench of open boards",
        plan,
        _METHOD,
        "## First page",
        draw(("part", "bytes"), [(name, str(size)) for name, size in found.first_page.items()]),
        "## Goals",
        draw(("figure", "target", "found", "reached"), (describe_goal(goal) for goal in goals)),
        *(
            f"Note: {kind}: {missed} changes missed a board"
            for kind, missed in found.missed.items()
            if missed
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _judge(found: Followings, kind: str) -> Iterator[Goal]:
    writes, heard = found.writes.get(kind, []), found.heard.get(kind, [])
    yield at_most(f"writes, p50, {kind}", _spread(quantiles(writes, 0.5)), 30, "ms")
    yield at_most(f"writes, p95, {kind}", _spread(quantiles(writes, 0.95)), 200, "ms")
    yield at_most(f"a change on every board, p95, {kind}", _spread(quantiles(heard, 0.95)), 1000, "ms")
    yield at_most(f"bytes of a change on a board, {kind}", _spread(found.sizes.get(kind, [])), 2048, "B")


def _judge_first_page(found: Followings) -> Goal:
    size = [sum(found.first_page.values()) / 1024] if found.first_page else []
    return at_most(f"first page, board of {FIRST_PAGE}", _spread(size), 350, "KB")


def _spread(values: Iterator[float] | list[float]) -> Spread | None:
    held = list(values)
    return Spread.of(held) if held else None
