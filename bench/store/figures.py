"""What the store bench found: latencies by what, side, database and size, in rounds, and what follows."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.figures import Spread

OURS, BARE = "ours", "bare SQL"


class Times(NamedTuple):
    """One round, in milliseconds."""

    p50: float
    p99: float
    turns: int

    @classmethod
    def of(cls, latencies: Sequence[float]) -> Times:
        """Of at least one latency."""
        held = sorted(latencies)
        return cls(statistics.median(held), held[min(len(held) - 1, int(0.99 * len(held)))], len(held))


class Case(NamedTuple):
    """What was measured: `what` on one `database` that holds `size` opportunities."""

    what: str
    database: str
    size: int


@dataclass(slots=True)
class StoreFindings:
    """Rounds by case and side; single ratios (of one round each) and other facts by name."""

    rounds: dict[tuple[Case, str], list[Times]] = field(default_factory=lambda: defaultdict(list))
    ratios: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, str] = field(default_factory=dict)
    seeding: dict[tuple[str, int], float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, case: Case, side: str, latencies: Sequence[float]) -> None:
        """Takes in one round."""
        self.rounds[case, side].append(Times.of(latencies))

    def cases(self, what: str) -> list[Case]:
        """The cases of one thing that our side was measured in."""
        return [case for case, side in self.rounds if case.what == what and side == OURS]

    def p50(self, case: Case, side: str = OURS) -> Spread | None:
        """The medians of the rounds."""
        return _spread(times.p50 for times in self.rounds.get((case, side), ()))

    def p99(self, case: Case, side: str = OURS) -> Spread | None:
        """The 99th percentiles of the rounds."""
        return _spread(times.p99 for times in self.rounds.get((case, side), ()))

    def ratio(self, case: Case, other: Case, side: str = OURS, other_side: str = OURS) -> Spread | None:
        """How many times as long the medians of a case are, each round by itself: both had the same
        minute."""
        ones, others = self.rounds.get((case, side), []), self.rounds.get((other, other_side), [])
        return _spread(one.p50 / another.p50 for one, another in zip(ones, others, strict=False))


def _spread(values: Iterable[float]) -> Spread | None:
    held = list(values)
    return Spread.of(held) if held else None
