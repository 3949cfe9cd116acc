"""Outages: the connector goes away, the host is killed meanwhile, and what becomes of the answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.figures import Spread
from bench.goals import Goal, at_most
from bench.report import draw
from bench.store.databases import KINDS, open_databases
from tests.kit.outage import WAYS, Findings, play_outage

LONGEST_DELAY = 5.0
"""Seconds after the return of the connector in which every answer must be there."""

Case = tuple[str, str]
"""The kind of the database, and how the connector is away."""


def measure_outages(folder: Path, seconds: float) -> dict[Case, Findings]:
    """Every way of being away, on both databases."""
    found = {}
    with open_databases(folder / "outages") as databases:
        for kind in KINDS:
            for way in WAYS:
                url = databases.empty(kind, f"outage_{way}")
                found[kind, way] = asyncio.run(play_outage(url, seconds=seconds, way=way))
    return found


def judge_outages(found: dict[Case, Findings]) -> list[Goal]:
    """Every answer, none twice, soon."""
    missing = Spread.of(one.missing for one in found.values())
    doubled = Spread.of(one.doubled for one in found.values())
    delays = Spread.of(one.delay for one in found.values())
    return [
        at_most("answers that never came", missing, 0, "", worst=True),
        at_most("answers that came again", doubled, 0, "", worst=True),
        at_most("last answer after the return of the connector", delays, LONGEST_DELAY, "s", worst=True),
    ]


def write_outage_report(found: dict[Case, Findings], seconds: float) -> str:
    """What was found as Markdown."""
    rows = [
        (
            kind,
            way,
            str(sum(map(len, one.asked.values()))),
            str(one.missing),
            str(one.doubled),
            "yes" if one.in_order else "no",
            f"{one.delay:.1f}",
        )
        for (kind, way), one in found.items()
    ]
    columns = ("database", "connector", "answers", "missing", "twice", "in order", "last after, s")
    return f"# Outages of {seconds:g} s, the host killed in between\n\n{draw(columns, rows)}\n"
