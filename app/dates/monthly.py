"""Days within a month that is named: "the 10th of next month", "first week of March", "am letzten Werktag im
Januar", "in der ersten Märzwoche"; and the next working day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from app.dates.almanac import (
    MONTH,
    MONTHS,
    NEXT,
    ORDINALS,
    THIS,
    WEEKDAY,
    WEEKDAYS,
    DateReader,
    either,
    next_day_of_month,
    words,
)
from app.domain.qualification import months_ahead
from app.languages.dialects import Dialect

_FRIDAY = 4
_ARTICLE = words("articles", "prepositions.to_the")
_IN = words("prepositions.in", "prepositions.in_the")
_LED = rf"(?:(?:{words('prepositions.on', 'prepositions.by')}|{_ARTICLE}|{_IN}) ){{0,3}}"
_OF = rf"(?: (?:{words('prepositions.of')}|{_ARTICLE}|{_IN})){{0,2}}"
_WEEK, _WORKING_DAY = words("periods.week"), words("units.working_day")
_ORDINAL = rf"(?:(?P<ordinal>{either(ORDINALS)})|(?P<number>\d{{1,2}})(?:\.|{words('day_marks')}))"
_THIS_OR_NEXT = rf"(?:(?P<next>{NEXT}) |{THIS} )?{words('periods.month')}"
_MONTH = rf"(?:(?P<month>{MONTH})(?: (?P<year>\d{{4}}))?|{_THIS_OR_NEXT})"

_WORKDAY = re.compile(rf"{_LED}(?:{NEXT}|(?P<second>{words('after_next')})) {_WORKING_DAY}\Z")
_NTH_WORKDAY = re.compile(rf"{_LED}{_ORDINAL} {_WORKING_DAY}{_OF} {_MONTH}\Z")
_NTH_WEEKDAY = re.compile(rf"{_LED}{_ORDINAL} (?P<weekday>{WEEKDAY}){_OF} {_MONTH}\Z")
_NTH_WEEK = re.compile(rf"{_LED}{_ORDINAL} {_WEEK}{_OF} {_MONTH}\Z")
_NTH_WEEK_JOINED = re.compile(rf"{_LED}{_ORDINAL} (?P<month>{MONTH}){words('week_in_month')}\Z")
_DAY_OF_MONTH = re.compile(rf"{_LED}(?P<day>\d{{1,2}})(?:\.|{words('day_marks')}){_OF} {_THIS_OR_NEXT}\Z")


def _workday(found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date:
    return dialect.workdays.ahead(today, 2 if found["second"] else 1)


def _nth_workday(found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    def day_in(first: dt.date) -> dt.date:
        number = _number_in(found)
        start = first - dt.timedelta(days=1) if number > 0 else months_ahead(first, 1)
        return dialect.workdays.ahead(start, number)

    return _in_month(found, today, day_in)


def _nth_week(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date | None:
    """The day of that name; of a week its Friday: the first week of a month is that of its first Friday."""
    name = found.groupdict().get("weekday")
    weekday = WEEKDAYS[name] if name else _FRIDAY

    def day_in(first: dt.date) -> dt.date:
        number = _number_in(found)
        start = first if number > 0 else months_ahead(first, 1)
        weeks = number - 1 if number > 0 else number
        return start + dt.timedelta(days=(weekday - start.weekday()) % 7, weeks=weeks)

    return _in_month(found, today, day_in)


def _number_in(found: re.Match[str]) -> int:
    return ORDINALS[found["ordinal"]] if found["ordinal"] else int(found["number"])


def _day_of_month(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date | None:
    number, first = int(found["day"]), today.replace(day=1)
    if found["next"]:
        return months_ahead(first, 1).replace(day=number)
    return next_day_of_month(today, number)


def _in_month(found: re.Match[str], today: dt.date, day_in: Callable[[dt.date], dt.date]) -> dt.date | None:
    """The day within the month that was found, which the first of it leads to; of a month without a year the
    next that does not lie behind."""
    named = found.groupdict()
    if not named["month"]:
        return day_in(months_ahead(today.replace(day=1), 1 if named.get("next") else 0))
    month = MONTHS[named["month"]]
    if named.get("year"):
        return day_in(dt.date(int(named["year"]), month, 1))
    days = (day_in(dt.date(today.year + ahead, month, 1)) for ahead in (0, 1))
    return next((day for day in days if day >= today), None)


READINGS: tuple[tuple[re.Pattern[str], DateReader], ...] = (
    (_WORKDAY, _workday),
    (_NTH_WORKDAY, _nth_workday),
    (_NTH_WEEK, _nth_week),
    (_NTH_WEEKDAY, _nth_week),
    (_NTH_WEEK_JOINED, _nth_week),
    (_DAY_OF_MONTH, _day_of_month),
)
"""Patterns of folded phrases, and what each of them means seen from a day."""
