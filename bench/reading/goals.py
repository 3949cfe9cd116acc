"""What reading may cost, and whether it does."""

from __future__ import annotations

from collections.abc import Sequence

from bench.figures import Spread
from bench.goals import Goal, at_most
from bench.reading.measure import MIDDLE, SHORT, TIMES_A_DOUBLING, Readings
from bot.bounds import LONGEST_MESSAGE

_SHORT, _MIDDLE, _LONGEST = 0.5, 3.0, 50.0


def judge_readings(found: Readings) -> list[Goal]:
    """Every goal with what was found."""
    p99 = Spread.of([percentile(found.middle, 0.99)])
    return [
        at_most(f"reading {SHORT} characters, p50", Spread.of(found.short), _SHORT, "ms"),
        at_most(f"reading {MIDDLE} characters, p99", p99, _MIDDLE, "ms"),
        at_most(
            f"reading {LONGEST_MESSAGE} characters of the slowest shape",
            Spread.of(found.longest.values()),
            _LONGEST,
            "ms",
            worst=True,
        ),
        at_most(
            "twice the text takes times as long, the worst shape",
            Spread.of(one.times for one in found.growth.values()),
            TIMES_A_DOUBLING,
            "×",
            worst=True,
        ),
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that such a share of them does not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]
