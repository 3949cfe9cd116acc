"""Days told by another day: "a week on Monday", "the Tuesday after Easter", "before Christmas", "Freitag in
zwei Wochen", "am Tag nach Ostermontag"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import partial

from app.dates import holidays, periods
from app.dates.almanac import (
    ANY_WEEKDAY,
    DAYS,
    NEXT,
    THIS,
    UNITS,
    WEEKDAY,
    DateReader,
    either,
    next_weekday,
    weekday_of,
    words,
)
from app.dates.spans import SPAN, UNIT, after_span
from app.languages.dialects import Dialect

Finding = Callable[[str, Dialect, dt.date], dt.date | None]
"""From a whole folded phrase to the day that it means, seen from a day."""

_ARTICLE = words("articles", "prepositions.to_the")
_ON, _BY, _OF = words("prepositions.on"), words("prepositions.by"), words("prepositions.of")
_IN = words("prepositions.in", "prepositions.in_the", "prepositions.within")
_LED = rf"(?:(?:{_ON}|{_BY}|{_ARTICLE}|{_IN}|{NEXT}|{THIS}) ){{0,3}}"
_SIDE = rf"(?:(?P<before>{words('prepositions.before')})|{words('prepositions.after')})"
_ANCHOR = r"(?P<anchor>\S.*)\Z"
_DAY = either(DAYS)
_ROOM = rf"(?:{words('room', 'still')} ){{0,2}}"

_SPAN_BESIDE = re.compile(rf"{_LED}{SPAN} (?:{_SIDE}|{words('prepositions.from_day')}) {_ANCHOR}")
_UNIT_BESIDE = re.compile(
    rf"{_LED}(?:{words('ordinals.-1', 'ordinals.1')} )?(?P<unit>{UNIT}) {_SIDE} {_ANCHOR}"
)
_SPAN_AND_DAY = re.compile(rf"{SPAN} (?P<anchor>{_DAY}|{WEEKDAY})\Z")
_WEEK_LATER = re.compile(rf"{_LED}(?P<anchor>{_DAY}|{WEEKDAY}) {words('a_week_later')}\Z")
_DAY_IN_SPAN = re.compile(rf"{_LED}(?P<anchor>{_DAY}|{ANY_WEEKDAY}),? {_IN} {SPAN}\Z")
_WEEKDAY_BESIDE = re.compile(rf"{_LED}(?P<weekday>{ANY_WEEKDAY}) {_SIDE} {_ANCHOR}")
_BESIDE = re.compile(rf"{_ROOM}{_SIDE} {_ANCHOR}")
_WEEK_OF = re.compile(rf"{_LED}{words('week_of')} {_ANCHOR}")
_BARE_SPAN = re.compile(rf"{SPAN}\Z")


def readings(find: Finding) -> tuple[tuple[re.Pattern[str], DateReader], ...]:
    """Patterns of folded phrases, and what each of them means; `find` reads the other day."""
    every: tuple[tuple[re.Pattern[str], Callable[..., dt.date | None]], ...] = (
        (_SPAN_BESIDE, _span_beside),
        (_UNIT_BESIDE, _unit_beside),
        (_SPAN_AND_DAY, _span_beside),
        (_WEEK_LATER, _week_later),
        (_DAY_IN_SPAN, _day_in_span),
        (_WEEKDAY_BESIDE, _weekday_beside),
        (_WEEK_OF, _week_of),
        (_BESIDE, _beside),
    )
    return tuple((pattern, partial(reading, find)) for pattern, reading in every)


def _span_beside(find: Finding, found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    day = find(found["anchor"], dialect, today)
    return after_span(found, day, dialect.workdays, -1 if _is_before(found) else 1) if day else None


def _unit_beside(find: Finding, found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    """ "The day before Christmas", "the week after Easter": a week means its last working day."""
    day, unit = find(found["anchor"], dialect, today), UNITS[found["unit"]]
    if day is None or unit not in ("day", "working_day", "week"):
        return None
    sign = -1 if _is_before(found) else 1
    if unit == "week":
        return periods.friday_of(day + sign * dt.timedelta(weeks=1))
    return dialect.workdays.ahead(day, sign) if unit == "working_day" else day + sign * dt.timedelta(days=1)


def _week_later(find: Finding, found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    day = find(found["anchor"], dialect, today)
    return day + dt.timedelta(weeks=1) if day else None


def _day_in_span(find: Finding, found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    """ "Friday in two weeks" is a Friday: of "in 8 days" and "in 14 days" only the weeks count."""
    anchor = found["anchor"]
    if anchor in DAYS:
        return after_span(found, today + dt.timedelta(days=DAYS[anchor]), dialect.workdays)
    day = next_weekday(today, anchor)
    there = after_span(found, day, dialect.workdays)
    return day + dt.timedelta(weeks=round((there - day).days / 7)) if there else None


def _weekday_beside(find: Finding, found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    day = find(found["anchor"], dialect, today)
    if day is None:
        return None
    ahead = (weekday_of(found["weekday"]) - day.weekday()) % 7 or 7
    return day + dt.timedelta(days=ahead - 7 if _is_before(found) and ahead < 7 else ahead * _sign(found))


def _week_of(find: Finding, found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    day = find(found["anchor"], dialect, today)
    return periods.friday_of(day) if day else None


def _beside(find: Finding, found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    """The last working day before a day, or the first one after it. A span of the calendar that has to be
    over or must not have begun is one as well, but "before the end of March" is by then."""
    anchor = found["anchor"]
    if _BARE_SPAN.match(anchor):
        return None
    if not _is_before(found):
        day = holidays.after_holiday(anchor, dialect, today)
        anchored = None if day else find(anchor, dialect, today)
        return dialect.workdays.ahead(anchored, 1) if anchored else day
    day = holidays.before_holiday(anchor, dialect, today) or periods.before_period(anchor, today)
    if day:
        return day
    day = find(anchor, dialect, today)
    if day is None or periods.is_period(anchor):
        return day
    return max(today, dialect.workdays.ahead(day, -1))


def _is_before(found: re.Match[str]) -> bool:
    return bool(found.groupdict().get("before"))


def _sign(found: re.Match[str]) -> int:
    return -1 if _is_before(found) else 1
