"""What was measured, and what follows from it: medians, spreads and ratios of the same round."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Setting(NamedTuple):
    """How the turns ran: over which connector, and with how many conversations at once."""

    scheme: str
    conversations: int

    def __str__(self) -> str:
        return f"{self.scheme.upper()}, {self.conversations}"


SETTINGS = tuple(Setting(scheme, count) for scheme in ("http", "https") for count in (1, 16))


@dataclass(frozen=True, slots=True)
class Sample:
    """One variant in one round. Times in milliseconds; `load_share` is the load's part of its core, and
    `disturbed` the part of the time in which other processes kept the server from its core.
    """

    rate: float
    p50: float
    p95: float
    cpu: float
    stall: float
    load_share: float
    disturbed: float

    @classmethod
    def of(cls, heard: dict[str, Any], observed: dict[str, float]) -> Sample:
        """From what the load and the watchdog of the server say about one round."""
        turns, latencies = heard["turns"], sorted(heard["latencies_ms"])
        return cls(
            rate=turns / heard["seconds"],
            p50=statistics.median(latencies),
            p95=latencies[int(0.95 * (turns - 1))],
            cpu=observed["cpu_s"] * 1000 / turns,
            stall=observed["stall_ms"],
            load_share=heard["cpu_s"] / heard["seconds"],
            disturbed=observed["disturbed_s"] / heard["seconds"],
        )


class Spread(NamedTuple):
    """Median, smallest and largest of the rounds."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Of at least one value."""
        held = sorted(values)
        return cls(statistics.median(held), held[0], held[-1])


@dataclass(slots=True)
class Findings:
    """All samples of a run by variant and setting, then by round, and why others are missing.

    `lead_turns` counts answered lead turns, warm-up included; `leads_stored` is how many more the store holds
    then. Each workspace held `leads_held` before.
    """

    samples: dict[tuple[str, Setting], dict[int, Sample]] = field(default_factory=lambda: defaultdict(dict))
    starts: Sequence[float] = ()
    lead_turns: int = 0
    leads_stored: int | None = None
    leads_held: int = 0
    notes: list[str] = field(default_factory=list)

    def spread(self, variant: str, setting: Setting, pick: Callable[[Sample], float]) -> Spread | None:
        """One figure over the rounds; None where the variant was not measured."""
        samples = self.samples.get((variant, setting))
        return Spread.of(pick(sample) for sample in samples.values()) if samples else None

    def ratio(
        self, ours: str, theirs: str, setting: Setting, pick: Callable[[Sample], float] = lambda one: one.rate
    ) -> Spread | None:
        """How many times as much we have of a figure (turns/s unless told), each round by itself: both sides
        had the same minute."""
        ones, others = self.samples.get((ours, setting), {}), self.samples.get((theirs, setting), {})
        ratios = [pick(one) / pick(others[number]) for number, one in ones.items() if number in others]
        return Spread.of(ratios) if ratios else None

    def disturbance(self) -> float:
        """The worst median part of the time that a variant was kept from its core; 0 is a quiet machine."""
        medians = (
            Spread.of(sample.disturbed for sample in samples.values()).median
            for samples in self.samples.values()
        )
        return max(medians, default=0.0)
