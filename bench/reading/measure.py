"""Processor time of reading, and how it grows with the length of the text."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.languages.reader import Reader
from bench.reading.messages import everyday
from bench.reading.shapes import CLOSINGS, OPENINGS, SHAPES, shape
from bench.reading.stage import read_message
from bot.bounds import LONGEST_MESSAGE
from bot.warming import warm_up

SHORT, MIDDLE = 100, 500
"""Characters of a usual message and of a long one."""
MEASURABLE = 2.0
"""Milliseconds below which growth says nothing: the clock and other processes change it too much."""
TIMES_A_DOUBLING = 2.6
"""Twice the text may take twice the time, and what chance adds."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds that half a text and the whole took."""

    half: float
    whole: float

    @property
    def times(self) -> float:
        """How many times as long the whole took; 1 where it is too quick to tell."""
        return self.whole / self.half if self.whole > MEASURABLE and self.half else 1.0


@dataclass(slots=True)
class Readings:
    """What was found, in milliseconds: of everyday messages, and by shape of odd ones."""

    short: list[float]
    middle: list[float]
    odd_middle: dict[str, float]
    longest: dict[str, float]
    growth: dict[str, Growth]


def measure_readings(rounds: int) -> Readings:
    """Reads messages of every length and shape, each so often."""
    warm_up()
    # As the host does: else the collector's look at all that is loaded falls on whatever is read just then.
    gc.collect()
    gc.freeze()
    readers = {language: Reader(language) for language in ("en", "de")}

    def cpu(text: str, language: str = "en") -> float:
        return cpu_of(lambda: read_message(text, readers[language]), rounds)

    return Readings(
        short=[cpu(text, language) for language, text in everyday(SHORT)],
        middle=[cpu(text, language) for language, text in everyday(MIDDLE)],
        odd_middle={name: cpu(shape(name, MIDDLE)) for name in SHAPES},
        longest={name: max(map(cpu, spoiled(name, LONGEST_MESSAGE))) for name in SHAPES},
        growth={name: growth_of(cpu, name, LONGEST_MESSAGE) for name in SHAPES},
    )


def cpu_of(work: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time that something takes: the median, after once for the caches."""
    work()
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return statistics.median(found) * 1000


def growth_of(cpu: Callable[[str], float], name: str, size: int, tries: int = 3) -> Growth:
    """How the time for a shape grows when it doubles up to `size` characters; where it seems to grow too much
    it is measured again, since other processes only ever add to it."""
    found = Growth(cpu(shape(name, size // 2)), cpu(shape(name, size)))
    if found.times <= TIMES_A_DOUBLING or tries <= 1:
        return found
    return growth_of(cpu, name, size, tries - 1)


def spoiled(name: str, size: int) -> Iterator[str]:
    """Messages of one shape and so many characters: each beginning once, and each end."""
    for place, opening in enumerate(OPENINGS):
        closing = CLOSINGS[place % len(CLOSINGS)]
        yield opening + shape(name, size - len(opening) - len(closing)) + closing
