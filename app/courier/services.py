"""Services: the addresses to which things leave, and which of them are out of order.

While a service is away, one delivery after the other is tried instead of all of them; when one has arrived,
all may leave.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

FIRST_WAIT = 0.5
LONGEST_WAIT = 2.0
"""Seconds between two tries of a service that is away, at first and later: people are to have their answers
within five seconds of its return."""
JITTER = 0.2
TRUSTED_FOR = 10.0
"""Seconds for which a service that has taken something is held to be in order."""


@dataclass(slots=True)
class _Absence:
    try_at: float
    wait: float


class Services:
    """Which services are away, and when the next try is due."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, chance: Callable[[], float] = random.random
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._away: dict[str, _Absence] = {}
        self._took_at: dict[str, float] = {}

    @property
    def away(self) -> list[str]:
        """Those to which nothing leaves but tries."""
        return list(self._away)

    def is_away(self, url: str) -> bool:
        """Whether nothing but tries leaves there."""
        return url in self._away

    def takes_others(self, url: str) -> bool:
        """Whether the service took another delivery not long ago. If so, a delivery that it refuses is itself
        to blame."""
        return self._clock() - self._took_at.get(url, -TRUSTED_FOR) < TRUSTED_FOR

    def to_try(self) -> list[str]:
        """Those that are to be tried now."""
        now = self._clock()
        return [url for url, absence in self._away.items() if absence.try_at <= now]

    def next_try(self) -> float | None:
        """Seconds until one is to be tried, None where none is away."""
        if not self._away:
            return None
        return max(0.0, min(absence.try_at for absence in self._away.values()) - self._clock())

    def forget(self, url: str) -> None:
        """Nothing waits for it any more, so nobody will find out; who comes next is to try for themselves."""
        self._away.pop(url, None)

    def note_try(self, url: str) -> None:
        """One is being tried. The next try is due even if this one has not ended by then: a service that says
        nothing would else be known to be back only once somebody has lost patience."""
        absence = self._away.get(url)
        if absence is not None:
            absence.wait = min(absence.wait * 2.0, LONGEST_WAIT)
            absence.try_at = self._clock() + self._by_chance(absence.wait)

    def note_absence(self, url: str, retry_after: float | None) -> None:
        """Something did not arrive there, and nothing else would."""
        absence = self._away.get(url)
        if absence is None:
            self._took_at.pop(url, None)
            wait = self._by_chance(FIRST_WAIT)
            absence = self._away[url] = _Absence(self._clock() + wait, FIRST_WAIT)
        if retry_after is not None:
            absence.try_at = max(absence.try_at, self._clock() + retry_after)

    def note_taken(self, url: str) -> None:
        """Something has arrived there."""
        self._away.pop(url, None)
        self._took_at[url] = self._clock()

    def _by_chance(self, wait: float) -> float:
        return wait * (1.0 + JITTER * (2.0 * self._chance() - 1.0))
