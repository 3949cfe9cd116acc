"""Working days, Monday to Friday: how many lie between two days, and which lies so many before or after
another."""

from __future__ import annotations

import datetime as dt

_WEEK, _WORKED = 7, 5


def working_days(after: dt.date, until: dt.date) -> int:
    """The working days after one day up to and with a later one; 0 where it is not later."""
    return max(0, _worked(until.toordinal()) - _worked(after.toordinal()))


def day_before(until: dt.date, count: int) -> dt.date:
    """The latest day after which `count` working days have gone by until and with another one."""
    weeks, rest = divmod(_worked(until.toordinal()) - max(count, 0), _WORKED)
    # The last day of a week is its Sunday: day 1 of the calendar was a Monday.
    return dt.date.fromordinal(max(1, weeks * _WEEK + rest))


def working_days_ahead(day: dt.date, count: int) -> dt.date:
    """The working day that lies so many after another day, or before it where `count` is below zero."""
    step = dt.timedelta(days=-1 if count < 0 else 1)
    # From a weekend it is counted as from the working day on its other side.
    while day.weekday() >= _WORKED:
        day -= step if count else -step
    weeks, rest = divmod(abs(count), _WORKED)
    day += step * weeks * _WEEK
    while rest:
        day += step
        rest -= day.weekday() < _WORKED
    return day


def _worked(ordinal: int) -> int:
    """Working days from the first day of the calendar up to and with this one."""
    weeks, rest = divmod(ordinal, _WEEK)
    return weeks * _WORKED + min(rest, _WORKED)
