"""Spans of the calendar that people name for a day: weeks, parts of a month, quarters, halves, years. A span
means its last day, a week its last working day."""

from __future__ import annotations

import datetime as dt
import re

from app.dates.almanac import (
    ANY_WEEKDAY,
    MONTH,
    MONTHS,
    MONTHS_IN,
    NEXT,
    ORDINALS,
    THIS,
    WEEKDAY,
    DateReader,
    clamped,
    either,
    full_year,
    next_weekday,
    weekday_of,
    words,
    year_ahead,
)
from app.domain.qualification import months_ahead
from app.languages.dialects import Dialect
from app.languages.words import meanings

_FRIDAY = 4
_PERIODS = meanings("dates.periods")
_PERIOD_ENDS = {
    word: period
    for word, period in (_PERIODS | meanings("dates.period_ends")).items()
    if period != "week"  # has an end of its own, a working day
}
_PARTS = meanings("dates.parts")
_ORDINALS = {word: number for word, number in ORDINALS.items() if number > 0}

_ARTICLE = words("articles", "prepositions.to_the")
_ON, _BY, _OF = words("prepositions.on"), words("prepositions.by"), words("prepositions.of")
_AT, _IN_THE = words("prepositions.at"), words("prepositions.in_the")
_IN = words("prepositions.in", "prepositions.in_the")
_BY_OR_IN = rf"(?:{_IN}|{_BY})"
_UNTIL = rf"(?:(?:{_BY_OR_IN}|{_AT}|{words('prepositions.before')}) )?(?:{_ARTICLE} )?"
_PART = rf"(?P<part>{either(_PARTS)})"
_FROM_PART = rf"(?:[ -](?:{_OF}|{words('articles')}|{_IN}))*[ -]"
_PART_BEFORE = rf"(?:{_PART}{_FROM_PART})?"
_END = rf"{words('parts.end')}(?: (?:{_OF}|{words('articles')}|{THIS}))*"
_Q, _H = words("signs.quarter"), words("signs.half")
_WEEK, _QUARTER_NOUN = words("periods.week"), words("periods.quarter")
_PERIOD = rf"(?P<period>{either(_PERIODS)})"
_ANY_DAY = rf"(?P<weekday>{ANY_WEEKDAY})"
_YEAR = r"(?:,? ?[ /'](?P<year>20\d{2}|\d{2}))?"
_FULL_YEAR = r"(?: (?P<year>\d{4}))?"
_NUMBERED = rf"(?:(?P<number>[1-4])(?:\.|{words('day_marks')})?|(?P<ordinal>{either(_ORDINALS)}))"

_PART_OF_MONTH = re.compile(rf"{_UNTIL}{_PART}{_FROM_PART}(?P<month>{MONTH}){_FULL_YEAR}\Z")
_WHOLE_MONTH = re.compile(rf"(?:{_BY_OR_IN} )?(?:{NEXT} )?(?P<month>{MONTH}){_FULL_YEAR}\Z")
_QUARTER = re.compile(rf"{_UNTIL}{_PART_BEFORE}{_Q} ?(?P<number>[1-4]){_YEAR}\Z")
_NAMED_QUARTER = re.compile(rf"{_UNTIL}{_PART_BEFORE}{_NUMBERED} {_QUARTER_NOUN}(?: {_OF})?{_YEAR}\Z")
_YEAR_FIRST = re.compile(rf"{_UNTIL}(?P<year>20\d{{2}})[ /-]?{_Q}(?P<number>[1-4])\Z")
_HALF = re.compile(rf"{_UNTIL}{_PART_BEFORE}{_H} ?(?P<number>[12])(?:[ /](?P<year>\d{{4}}))?\Z")
_NAMED_HALF = re.compile(
    rf"{_UNTIL}{_PART_BEFORE}{_NUMBERED} {words('half_of_year')}(?: {_OF})?{_FULL_YEAR}\Z"
)
_YEAR_PART = re.compile(
    rf"{_UNTIL}(?:{_PART}(?: {_OF})?[ -])?(?:{words('periods.year')} )?(?P<year>20\d{{2}})\Z"
)
_SAID_BEFORE = words(
    "still", "this", "articles",
    "during",
    *(f"prepositions.{name}" for name in ("in", "in_the", "to_the", "by", "before")),
)  # fmt: skip
_THIS = rf"(?:{_SAID_BEFORE} )*"
_PERIOD_END = re.compile(
    rf"{_THIS}(?:{words('parts.end')} (?:{_OF} )?{_THIS})?(?P<period>{either(_PERIOD_ENDS)})\Z"
)
_NEXT_PERIOD = re.compile(rf"(?:{_IN} )?(?:{words('articles')} )?{NEXT} {_PERIOD}\Z")
_PART_OF_NEXT = re.compile(rf"{_UNTIL}{_PART}{_FROM_PART}{NEXT} {_PERIOD}\Z")
_WEEK_END = re.compile(
    rf"{_UNTIL}(?:{_END} {_WEEK}|{words('period_ends.week')}|"
    rf"(?:{words('still')} )?{THIS} {_WEEK}|{words('during')}(?: (?:{_ARTICLE}|{THIS}))? {_WEEK})\Z"
)
_WEEKEND = re.compile(
    rf"(?:(?:{_ON}|{_AT}|{_BY}|{words('prepositions.over')}) )?(?:{_ARTICLE} )?(?:{THIS} |(?P<next>{NEXT}) )?"
    rf"{words('weekend')}\Z"
)
_MIDWEEK = re.compile(rf"{_UNTIL}{words('midweek')}(?P<next> {NEXT} {_WEEK})?\Z")
_WEEK_NUMBER = re.compile(
    rf"{_UNTIL}(?:{_END} )?(?:(?:{_ON} )?{_ANY_DAY}[.,]? (?:(?:{_IN}|{_OF}) )?)?"
    rf"{words('week_number')}\.? ?(?P<week>\d{{1,2}}){_YEAR}\Z"
)
_WEEK_COUNTED = re.compile(
    rf"{_UNTIL}(?:{_END} )?(?:(?:{_ON} )?{_ANY_DAY}[.,]? (?:{_IN}|{_OF}) )?"
    rf"(?P<week>\d{{1,2}})\. {words('week_counted')}{_YEAR}\Z"
)
_DAY_OF_NEXT_WEEK = re.compile(
    rf"(?:(?:{_ON}|{_BY}) )?{_ANY_DAY}[.,]? (?:(?:{_OF}|{_IN_THE}) )?{NEXT} {_WEEK}\Z"
)
_NEXT_WEEK_ON = re.compile(rf"{NEXT} {_WEEK}(?: {_ON}|,)? {_ANY_DAY}\Z")
_PERIOD_OR_DAY = rf"(?:{_PERIOD}|(?P<weekday>{WEEKDAY}))"
_LED = rf"(?:(?:{_ON}|{_BY}|{_ARTICLE}|{_IN}) ){{0,2}}"
_AFTER_NEXT = re.compile(rf"{_LED}{words('after_next')} {_PERIOD_OR_DAY}\Z")
_AFTER_NEXT_BEHIND = re.compile(rf"{_LED}{_PERIOD_OR_DAY} {words('after_next_behind')}\Z")
_WEEK_AFTER_NEXT = rf"(?:{words('after_next')} {_WEEK}|{_WEEK} {words('after_next_behind')})"
_DAY_OF_WEEK_AFTER_NEXT = re.compile(
    rf"(?:{_LED}{_ANY_DAY}[.,]? (?:(?:{_IN}|{_OF}|{_ARTICLE}) ){{0,2}}{_WEEK_AFTER_NEXT}|"
    rf"{_LED}{_WEEK_AFTER_NEXT}(?: {_ON}|,)? (?P<day_behind>{ANY_WEEKDAY}))\Z"
)


def _part_of_month(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    month, day = MONTHS[found["month"]], _day_of(_PARTS[found["part"]])
    year = int(found["year"]) if found["year"] else year_ahead(today, month, day)
    return clamped(year, month, day)


def _whole_month(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    return _ahead_in(today, MONTHS[found["month"]], 31, found["year"])


def _quarter(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    number, part = _number_in(found), _part_in(found)
    month = number * 3 - _share_of(part, 2, 1, 0)
    return _ahead_in(today, month, _day_of(part), found["year"])


def _half(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    number, part = _number_in(found), _part_in(found)
    month = number * 6 - _share_of(part, 5, 3, 0)
    return _ahead_in(today, month, 1 if part == "beginning" else 31, found["year"])


def _number_in(found: re.Match[str]) -> int:
    ordinal = found.groupdict().get("ordinal")
    return _ORDINALS[ordinal] if ordinal else int(found["number"])


def _part_in(found: re.Match[str]) -> str:
    part = found.groupdict().get("part")
    return _PARTS[part] if part else "end"


def _ahead_in(today: dt.date, month: int, day: int, year: str | None) -> dt.date:
    """The day of a month, or its last one: of a year, else of the next in which it does not lie behind."""
    return clamped(full_year(year) if year else year_ahead(today, month, day), month, day)


def _year_part(found: re.Match[str], _today: dt.date, _dialect: Dialect) -> dt.date:
    part = _PARTS[found["part"]] if found["part"] else "end"
    return clamped(int(found["year"]), _month_of(part), 31)


def _period_end(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    ends = {"year": 12, "quarter": (today.month + 2) // 3 * 3, "month": today.month}
    month = ends[_PERIOD_ENDS[found["period"]]]
    return clamped(today.year, month, 31)


def _next_period(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    return _periods_ahead(today, _PERIODS[found["period"]], 1)


def _part_of_next(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    period, part = _PERIODS[found["period"]], _PARTS[found["part"]]
    if period == "week":
        return _monday(today) + dt.timedelta(days=7 + _share_of(part, 0, 2, 4))
    if period == "month":
        month = months_ahead(today.replace(day=1), 1)
        return clamped(month.year, month.month, _day_of(part))
    if period == "quarter":
        quarter = months_ahead(dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3)
        month = months_ahead(quarter, _share_of(part, 0, 1, 2))
        return clamped(month.year, month.month, _day_of(part))
    return clamped(today.year + 1, _month_of(part), 31)


def _week_end(_found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    friday = _monday(today) + dt.timedelta(days=4)
    return friday if friday >= today else friday + dt.timedelta(days=7)


def _weekend(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    saturday = _monday(today) + dt.timedelta(days=5)
    return saturday + dt.timedelta(weeks=1) if found["next"] else max(today, saturday)


def _midweek(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    wednesday = _monday(today) + dt.timedelta(days=2)
    is_next = found["next"] or wednesday < today
    return wednesday + dt.timedelta(weeks=1) if is_next else wednesday


def _week_number(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    day = weekday_of(found["weekday"]) if found["weekday"] else _FRIDAY
    week = int(found["week"])
    if found["year"]:
        return dt.date.fromisocalendar(full_year(found["year"]), week, day + 1)
    this_year = today.isocalendar().year
    date = dt.date.fromisocalendar(this_year, week, day + 1)
    return date if date >= today else dt.date.fromisocalendar(this_year + 1, week, day + 1)


def _day_of_next_week(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    return _monday(today) + dt.timedelta(days=7 + weekday_of(found["weekday"]))


def _day_of_week_after_next(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    name = found["weekday"] or found["day_behind"]
    return _monday(today) + dt.timedelta(days=14 + weekday_of(name))


def _after_next(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    if found["weekday"]:
        return next_weekday(today, found["weekday"]) + dt.timedelta(weeks=1)
    return _periods_ahead(today, _PERIODS[found["period"]], 2)


def _periods_ahead(today: dt.date, period: str, count: int) -> dt.date:
    if period == "week":
        # Said on a weekend it means the working days of that week.
        day = today + dt.timedelta(weeks=count)
        return min(day, friday_of(day))
    return months_ahead(today, count * MONTHS_IN[period])


def friday_of(day: dt.date) -> dt.date:
    """The Friday of a day's week, which begins on a Monday."""
    return _monday(day) + dt.timedelta(days=_FRIDAY)


def is_period(phrase: str) -> bool:
    """Whether a whole folded phrase names a span of the calendar."""
    return any(pattern.match(phrase) for pattern, _ in READINGS if pattern is not _WEEKEND)


def before_period(phrase: str, today: dt.date) -> dt.date | None:
    """The last day before a month, quarter or half that a whole folded phrase names as such; None where it
    names none, or a part of one."""
    month, quarter, half = (pattern.match(phrase) for pattern in (_WHOLE_MONTH, _QUARTER, _HALF))
    found = month or quarter or half
    if found is None or found.groupdict().get("part"):
        return None
    months = 3 if quarter else 6
    first = MONTHS[month["month"]] if month else (int(found["number"]) - 1) * months + 1
    year = full_year(found["year"]) if found["year"] else year_ahead(today + dt.timedelta(days=1), first, 1)
    return dt.date(year, first, 1) - dt.timedelta(days=1)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _day_of(part: str) -> int:
    return _share_of(part, 1, 15, 31)


def _month_of(part: str) -> int:
    return _share_of(part, 1, 6, 12)


def _share_of(part: str, beginning: int, middle: int, end: int) -> int:
    return {"beginning": beginning, "middle": middle}.get(part, end)


READINGS: tuple[tuple[re.Pattern[str], DateReader], ...] = (
    (_PART_OF_MONTH, _part_of_month),
    (_QUARTER, _quarter),
    (_NAMED_QUARTER, _quarter),
    (_YEAR_FIRST, _quarter),
    (_HALF, _half),
    (_NAMED_HALF, _half),
    (_YEAR_PART, _year_part),
    (_NEXT_PERIOD, _next_period),
    (_PART_OF_NEXT, _part_of_next),
    (_WHOLE_MONTH, _whole_month),
    (_PERIOD_END, _period_end),
    (_WEEK_END, _week_end),
    (_WEEKEND, _weekend),
    (_MIDWEEK, _midweek),
    (_WEEK_NUMBER, _week_number),
    (_WEEK_COUNTED, _week_number),
    (_DAY_OF_NEXT_WEEK, _day_of_next_week),
    (_NEXT_WEEK_ON, _day_of_next_week),
    (_AFTER_NEXT, _after_next),
    (_AFTER_NEXT_BEHIND, _after_next),
    (_DAY_OF_WEEK_AFTER_NEXT, _day_of_week_after_next),
)
"""Patterns of folded phrases, and what each of them means seen from a day."""
