"""The findings as Markdown."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.figures import SETTINGS, Findings, Sample, Spread
from bench.goals import AGENTS, ECHO, LEAD, STOCK, Goal

_TITLES = {
    STOCK: "stock CloudAdapter, echo",
    AGENTS: "Microsoft 365 Agents SDK, echo",
    ECHO: "our adapter, echo, tokens checked",
    LEAD: "our host, a lead created, tokens checked",
}
_SETTING = "connector, conversations"
_TURN_COLUMNS = (
    _SETTING,
    "variant",
    "turns/s",
    "p50 ms",
    "p95 ms",
    "CPU ms/turn",
    "longest stall ms",
    "load",
    "disturbed",
)
_BUSY = 0.1
_PACKAGES = ("aiohttp", "uvloop", "botbuilder-core", "sqlalchemy", "orjson")

_METHOD = """\
One process a server on one core, the Teams side on the other; variants take turns within every round. A
conversation is a tenant of its own with one turn under way; a turn ends when its POST was answered and the
connector has the reply. The echoes of the vendors check no tokens and have no store. Ours check a token in
every turn (one signed token a conversation, as Teams renews them hourly); the lead turn commits to a SQLite
file and posts a card. All trust the same bundle: the public authorities and one of this run. Ratios are taken
within a round; below 1.3 they mean nothing. Values are medians of the rounds, with smallest and largest in
brackets; the longest stall is that of all rounds, without what others took; "load" is the Teams side's
part of its core, "disturbed" the part of the time in which other processes kept the server from its core."""


def write_report(findings: Findings, goals: Sequence[Goal], plan: str) -> str:
    """The whole report; `plan` says how much was measured."""
    parts = [
        "# Bench of turns",
        f"{describe_machine()}\n{plan}",
        _METHOD,
        "## Turns",
        draw(_TURN_COLUMNS, _list_turns(findings)),
        *_describe_disturbance(findings),
        "## Ratios of turns/s",
        draw((_SETTING, *(title for _, _, title in _RATIOS)), _list_ratios(findings)),
        "## Ratios of CPU per turn, theirs to ours",
        draw((_SETTING, *(title for _, _, title in _RATIOS)), _list_savings(findings)),
        "## Goals",
        draw(("figure", "target", "found", "reached"), (describe_goal(goal) for goal in goals)),
        *_describe_leads(findings),
        *(f"Note: {note}" for note in findings.notes),
    ]
    return "\n\n".join(parts) + "\n"


_RATIOS = (
    (ECHO, STOCK, "our echo / stock echo"),
    (ECHO, AGENTS, "our echo / Agents SDK echo"),
    (LEAD, STOCK, "lead turn / stock echo"),
    (LEAD, AGENTS, "lead turn / Agents SDK echo"),
)


def _list_turns(findings: Findings) -> Iterator[tuple[str, ...]]:
    for setting in SETTINGS:
        for variant, title in _TITLES.items():
            if samples := findings.samples.get((variant, setting)):
                yield (str(setting), title, *_describe_samples(list(samples.values())))


def _describe_samples(samples: Sequence[Sample]) -> tuple[str, ...]:
    rate = Spread.of(sample.rate for sample in samples)
    return (
        f"{rate.median:.0f} ({rate.low:.0f}–{rate.high:.0f})",
        f"{Spread.of(sample.p50 for sample in samples).median:.2f}",
        f"{Spread.of(sample.p95 for sample in samples).median:.2f}",
        describe(Spread.of(sample.cpu for sample in samples)),
        f"{max(sample.stall for sample in samples):.1f}",
        f"{Spread.of(sample.load_share for sample in samples).median:.0%}",
        f"{Spread.of(sample.disturbed for sample in samples).median:.0%}",
    )


def _list_ratios(findings: Findings) -> Iterator[tuple[str, ...]]:
    for setting in SETTINGS:
        ratios = (findings.ratio(ours, theirs, setting) for ours, theirs, _ in _RATIOS)
        yield (str(setting), *map(_describe_ratio, ratios))


def _list_savings(findings: Findings) -> Iterator[tuple[str, ...]]:
    """How many of our turns the CPU time of one of theirs pays for; a busy machine changes it little."""
    for setting in SETTINGS:
        ratios = (findings.ratio(theirs, ours, setting, _pick_cpu) for ours, theirs, _ in _RATIOS)
        yield (str(setting), *map(_describe_ratio, ratios))


def _pick_cpu(sample: Sample) -> float:
    return sample.cpu


def _describe_ratio(found: Spread | None) -> str:
    return f"{found.median:.1f}× ({found.low:.1f}–{found.high:.1f})" if found else "–"


def describe_goal(goal: Goal) -> tuple[str, str, str, str]:
    """A goal as a row."""
    if goal.value is None or goal.found is None:
        return goal.text, goal.target, "not measured", "–"
    spread = f"({goal.found.low:.2f}–{goal.found.high:.2f})"
    return (
        goal.text,
        goal.target,
        f"{goal.value:.2f}{goal.unit} {spread}",
        "yes" if goal.reached else "**no**",
    )


def _describe_disturbance(findings: Findings) -> Iterator[str]:
    """Rates of a quick server suffer most from a busy machine: it sleeps and wakes with every turn."""
    if findings.disturbance() > _BUSY:
        yield (
            f"**Other processes held the core of a measured server for up to {findings.disturbance():.0%} of "
            "the time: the rates are too low for the quick variants. Measure again on a quiet machine.**"
        )


def _describe_leads(findings: Findings) -> Iterator[str]:
    """A lead turn counts as one only if the lead is in the store."""
    if findings.lead_turns:
        turns, stored = findings.lead_turns, findings.leads_stored
        agree = "as many" if stored == turns else "**not as many**"
        yield (
            f"{turns} lead turns were answered, and {agree} leads stored: {stored}; each "
            f"workspace held {findings.leads_held} before."
        )


def describe(found: Spread) -> str:
    """A median with its spread."""
    return f"{found.median:.2f} ({found.low:.2f}–{found.high:.2f})"


def describe_machine() -> str:
    """Processor and versions."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    lock = (Path(__file__).parent / "agents.lock").read_text()
    agents = next(
        line.split()[0] for line in lock.splitlines() if line.startswith("microsoft-agents-hosting-aio")
    )
    machine = f"{_name_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    return f"{machine}; {python}, {packages}, {agents.replace('==', ' ')}, SQLite {sqlite3.sqlite_version}"


def _name_processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def draw(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns also line up in a terminal."""
    cells = [head, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
