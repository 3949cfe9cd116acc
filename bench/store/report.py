"""What the store bench found, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.figures import Spread
from bench.goals import Goal
from bench.report import describe, describe_goal, draw
from bench.store import boards, finds, steps
from bench.store.databases import KINDS
from bench.store.figures import BARE, OURS, Case, StoreFindings

_METHOD = """\
Databases are filled by `python -m app seed`, beside three small workspaces. The board is asked from the host
over HTTP, with a signed token, on a connection that is kept; beside it the driver's cursor runs hand-written
statements that read the same rows. `find_records` runs as `Crm.read` runs it, on one connection that asks
thousands of times; the bare statement looks through the records of the first word for the others. Sides take
turns within a round. Milliseconds are medians of the rounds, with smallest and largest in brackets."""


def write_store_report(findings: StoreFindings, goals: Sequence[Goal], plan: str) -> str:
    """The whole report; `plan` says how much was measured."""
    parts = [
        "# Bench of the store",
        plan,
        _METHOD,
        *_tables(findings),
        "## Goals",
        draw(("figure", "target", "found", "reached"), (describe_goal(goal) for goal in goals)),
        *(f"Note: {note}" for note in findings.notes),
    ]
    return "\n\n".join(parts) + "\n"


def _tables(findings: StoreFindings) -> Iterator[str]:
    sides = ("database", "opportunities", "p50 ms", "p99 ms", "bare p50 ms", "bare p99 ms", "ours / bare")
    for what, title in ((boards.WHAT, "Board"), (finds.WHAT, "Find")):
        if cases := findings.cases(what):
            yield f"## {title}"
            yield draw(sides, (_describe_sides(findings, case) for case in cases))
    if rows := [
        _describe_group(findings, case) for what in finds.QUESTIONS for case in _grouped(findings, what)
    ]:
        yield "## Find, by what is asked"
        yield draw(("question", "database", "opportunities", "p50 ms", "p99 ms"), rows)
    if rows := [
        _describe_step(findings, what, kind)
        for kind in KINDS
        for what in _STEPS
        if _has(findings, what, kind)
    ]:
        yield "## Steps"
        yield draw(("database", "step", "p50 ms", "p99 ms", "against create"), rows)
    if findings.ratios:
        yield "## Writers"
        yield draw(
            ("figure", "found"), [(name, describe(Spread.of(all_))) for name, all_ in findings.ratios.items()]
        )
    if findings.facts:
        yield draw(("fact", "found"), list(findings.facts.items()))
    if findings.seeding:
        rows = [(kind, str(size), f"{seconds:.1f}") for (kind, size), seconds in findings.seeding.items()]
        yield "## Seeding"
        yield draw(("database", "opportunities", "seconds"), rows)


_STEPS = tuple(
    what + way for way in ("", steps.OVER_HTTP) for what in (steps.CREATE, steps.QUALIFY, steps.MOVE)
)


def _grouped(findings: StoreFindings, question: str) -> list[Case]:
    return findings.cases(f"{finds.WHAT}: {question}")


def _has(findings: StoreFindings, what: str, kind: str) -> bool:
    return (Case(what, kind, 0), OURS) in findings.rounds


def _describe_sides(findings: StoreFindings, case: Case) -> tuple[str, ...]:
    return (
        case.database,
        str(case.size),
        _of(findings.p50(case)),
        _of(findings.p99(case)),
        _of(findings.p50(case, BARE)),
        _of(findings.p99(case, BARE)),
        _of(findings.ratio(case, case, OURS, BARE)),
    )


def _describe_group(findings: StoreFindings, case: Case) -> tuple[str, ...]:
    question = case.what.removeprefix(f"{finds.WHAT}: ")
    return question, case.database, str(case.size), _of(findings.p50(case)), _of(findings.p99(case))


def _describe_step(findings: StoreFindings, what: str, kind: str) -> tuple[str, ...]:
    case = Case(what, kind, 0)
    way = steps.OVER_HTTP if what.endswith(steps.OVER_HTTP) else ""
    ratio = findings.ratio(case, Case(steps.CREATE + way, kind, 0))
    return kind, what, _of(findings.p50(case)), _of(findings.p99(case)), _of(ratio)


def _of(found: Spread | None) -> str:
    return describe(found) if found else "–"
