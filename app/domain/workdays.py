"""Working days: on which days people work, how many lie between two days, and which day lies a number of them
away."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import lru_cache

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The keys of the days of a week, in order."""
MOST_AHEAD = 100_000
"""Working days that are counted ahead at most: centuries."""

FreeDays = Callable[[int], Set[dt.date]]
"""The days of a year that are free, such as public holidays."""


def _none(_year: int) -> Set[dt.date]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Workdays:
    """The days on which people work: those on one of the `weekdays`, but for those that are `free`, which is
    asked for a year at a time and has to answer the same again."""

    weekdays: frozenset[str] = frozenset(WEEKDAYS[:5])
    free: FreeDays = _none

    def has(self, day: dt.date) -> bool:
        """Whether is worked on a day."""
        return WEEKDAYS[day.weekday()] in self.weekdays and day not in self.free(day.year)

    def between(self, after: dt.date, until: dt.date) -> int:
        """The working days after one day up to and with a later one; 0 where it is not later."""
        if until <= after:
            return 0
        whole = sum(len(_days_of(self, year)) for year in range(after.year, until.year))
        last = bisect_right(_days_of(self, until.year), until)
        return whole + last - bisect_right(_days_of(self, after.year), after)

    def before(self, until: dt.date, count: int) -> dt.date:
        """The latest day after which `count` working days have gone by until and with another one."""
        if count <= 0:
            return until
        first = self._back(until + dt.timedelta(days=1), count)
        return first - dt.timedelta(days=1) if first > dt.date.min else first

    def ahead(self, day: dt.date, count: int) -> dt.date:
        """The working day `count` working days after a day, or before it where `count` is negative. For
        zero it is the day itself, or the next working day. Raises OverflowError or ValueError beyond the
        calendar."""
        if abs(count) > MOST_AHEAD:
            raise OverflowError
        if count < 0:
            return self._back(day, -count)
        return self._on(day, count) if count else self._on(day - dt.timedelta(days=1), 1)

    def _on(self, day: dt.date, count: int) -> dt.date:
        year, days = day.year, _days_of(self, day.year)
        place = bisect_right(days, day) + count - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = _days_of(self, year)
        return days[place]

    def _back(self, day: dt.date, count: int) -> dt.date:
        year = day.year
        days = _days_of(self, year)[: bisect_left(_days_of(self, year), day)]
        while count > len(days):
            count -= len(days)
            year -= 1
            if year < dt.MINYEAR:
                return dt.date.min
            days = _days_of(self, year)
        return days[-count]


MONDAY_TO_FRIDAY = Workdays()
"""The working days of whom nothing else is known."""


@lru_cache(maxsize=1024)
def _days_of(workdays: Workdays, year: int) -> tuple[dt.date, ...]:
    """The working days of a year, in order."""
    # A year beyond the calendar raises here.
    first = dt.date(year, 1, 1).toordinal()
    days = map(dt.date.fromordinal, range(first, dt.date(year, 12, 31).toordinal() + 1))
    return tuple(day for day in days if workdays.has(day))
