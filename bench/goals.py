"""What the figures have to reach, and whether they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.figures import SETTINGS, Findings, Spread

AGENTS, ECHO, LEAD, STOCK = "agents", "echo", "lead", "stock"
_ECHO_TIMES = {"http": 15.0, "https": 30.0}
_ECHO_CPU = {"http": 0.8, "https": 1.3}
_LEAD_TIMES = {"http": 6.0, "https": 15.0}
_LEAD_CPU = 2.0
_STALL = 50.0
_START = 2.0


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure beside its target; `found` is None where nothing was measured."""

    text: str
    target: str
    found: Spread | None
    value: float | None
    reached: bool | None
    unit: str


def judge(findings: Findings) -> list[Goal]:
    """Every goal with what was found."""
    return [*_judge_ratios(findings), *_judge_cpu(findings), *_judge_stalls(findings), _judge_start(findings)]


def _judge_ratios(findings: Findings) -> Iterator[Goal]:
    for ours, theirs, text, times in (
        (ECHO, STOCK, "echo against the stock echo", _ECHO_TIMES),
        (LEAD, STOCK, "lead turn against the stock echo", _LEAD_TIMES),
        (ECHO, AGENTS, "echo against the Agents SDK echo", {"http": 1.0, "https": 1.0}),
        (LEAD, AGENTS, "lead turn against the Agents SDK echo", {"http": 1.0, "https": 1.0}),
    ):
        for setting in SETTINGS:
            found = findings.ratio(ours, theirs, setting)
            yield at_least(f"{text}, {setting}", found, times[setting.scheme])


def _judge_cpu(findings: Findings) -> Iterator[Goal]:
    for setting in SETTINGS:
        found = findings.spread(ECHO, setting, lambda sample: sample.cpu)
        yield at_most(f"processor time of an echo turn, {setting}", found, _ECHO_CPU[setting.scheme], "ms")
    for setting in SETTINGS:
        found = findings.spread(LEAD, setting, lambda sample: sample.cpu)
        yield at_most(f"processor time of a lead turn, {setting}", found, _LEAD_CPU, "ms")


def _judge_stalls(findings: Findings) -> Iterator[Goal]:
    """The worst of all rounds counts: a user feels the longest stall, not the usual one."""
    for variant, text in ((ECHO, "echo"), (LEAD, "lead turns")):
        stalls = [
            sample.stall
            for (measured, _), samples in findings.samples.items()
            for sample in samples.values()
            if measured == variant
        ]
        found = Spread.of(stalls) if stalls else None
        goal = at_most(f"longest stall of the event loop, {text}", found, _STALL, "ms", worst=True)
        yield goal


def _judge_start(findings: Findings) -> Goal:
    found = Spread.of(findings.starts) if findings.starts else None
    return at_most("start of the host until it is ready", found, _START, "s")


def at_least(text: str, found: Spread | None, target: float) -> Goal:
    """A goal that wants the median to be as large as the target."""
    value = found.median if found else None
    reached = None if value is None else value >= target
    return Goal(text, f"≥ {target:g}×", found, value, reached, "×")


def at_most(text: str, found: Spread | None, target: float, unit: str, *, worst: bool = False) -> Goal:
    """A goal that wants the median, or the worst, to be no more than the target."""
    value = None if found is None else found.high if worst else found.median
    reached = None if value is None else value <= target
    return Goal(text, f"≤ {target:g} {unit}", found, value, reached, f" {unit}")
