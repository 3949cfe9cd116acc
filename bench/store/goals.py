"""What the store has to reach, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator

from bench.figures import Spread
from bench.goals import Goal, at_least, at_most
from bench.store import boards, finds, neighbours, steps, writers
from bench.store.databases import KINDS, POSTGRES, SQLITE
from bench.store.figures import Case, StoreFindings

_BOARD_MS = {SQLITE: 2.0, POSTGRES: 3.0}
_GROWTH = 1.3
_FIND_P50, _FIND_P99 = 10.0, 30.0
_QUALIFY = 1.7
_WRITERS = 1.2
_NEIGHBOUR_MS = 200.0
_SEED_S = {SQLITE: 240.0, POSTGRES: 360.0}


def judge_store(findings: StoreFindings, sizes: list[int]) -> list[Goal]:
    """Every goal with what was found."""
    return [
        *_judge_boards(findings, sizes),
        *_judge_finds(findings, max(sizes)),
        *_judge_steps(findings),
        *_judge_seeding(findings, max(sizes)),
    ]


def judge_writers(findings: StoreFindings) -> list[Goal]:
    """The goal of several hosts: writes as the product makes them, in the chat."""
    name = writers.ratio(writers.BY_CHAT)
    ratios = findings.ratios.get(name)
    return [at_least(name, Spread.of(ratios) if ratios else None, _WRITERS)]


def judge_neighbours(findings: StoreFindings) -> list[Goal]:
    """The goal of tenants that share hosts and a database."""
    return [
        at_most(f"{what}, p99", findings.p99(Case(what, POSTGRES, 0)), _NEIGHBOUR_MS, "ms")
        for what in (neighbours.SAME, neighbours.OTHER)
    ]


def _judge_boards(findings: StoreFindings, sizes: list[int]) -> Iterator[Goal]:
    for kind in KINDS:
        cases = [Case(boards.WHAT, kind, size) for size in sizes]
        for case in cases:
            yield at_most(f"board, p50, {kind}, {case.size}", findings.p50(case), _BOARD_MS[kind], "ms")
        growth = findings.ratio(cases[-1], cases[0])
        yield at_most(f"board, {cases[-1].size} against {cases[0].size}, {kind}", growth, _GROWTH, "×")


def _judge_finds(findings: StoreFindings, largest: int) -> Iterator[Goal]:
    for kind in KINDS:
        case = Case(finds.WHAT, kind, largest)
        yield at_most(f"find, p50, {kind}, {largest}", findings.p50(case), _FIND_P50, "ms")
        yield at_most(f"find, p99, {kind}, {largest}", findings.p99(case), _FIND_P99, "ms")


def _judge_steps(findings: StoreFindings) -> Iterator[Goal]:
    for kind in KINDS:
        for way in ("", steps.OVER_HTTP):
            found = findings.ratio(Case(steps.QUALIFY + way, kind, 0), Case(steps.CREATE + way, kind, 0))
            yield at_most(f"qualify against create{way}, {kind}", found, _QUALIFY, "×")


def _judge_seeding(findings: StoreFindings, largest: int) -> Iterator[Goal]:
    """Only a million was promised in minutes; what was kept from an earlier run was not measured."""
    for kind in KINDS:
        seconds = findings.seeding.get((kind, largest))
        if largest == 1_000_000 and seconds is not None:
            yield at_most(f"seed of {largest}, {kind}", Spread.of([seconds]), _SEED_S[kind], "s")
