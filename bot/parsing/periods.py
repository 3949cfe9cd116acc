"""Spans of the calendar that people name for a day: weeks, parts of a month, quarters, halves, years. A span
means its last day, a week its last working day."""

from __future__ import annotations

import datetime as dt
import re

from app.domain.qualification import months_ahead
from app.languages.words import meanings
from bot.parsing.almanac import (
    ANY_WEEKDAY,
    MONTH,
    MONTHS,
    MONTHS_IN,
    NEXT,
    THIS,
    WEEKDAY,
    Reading,
    clamped,
    either,
    full_year,
    next_weekday,
    numbered,
    weekday_of,
    words,
    year_ahead,
)

_PERIODS = meanings("dates.periods")
_PERIOD_ENDS = {
    word: period
    for word, period in (_PERIODS | meanings("dates.period_ends")).items()
    if period != "week"  # has an end of its own, a working day
}
_PARTS = meanings("dates.parts")
_ORDINALS = numbered("ordinals")

_ARTICLE = words("articles", "prepositions.to_the")
_ON, _BY, _OF = words("prepositions.on"), words("prepositions.by"), words("prepositions.of")
_AT, _IN_THE = words("prepositions.at"), words("prepositions.in_the")
_IN = words("prepositions.in", "prepositions.in_the")
_BY_OR_IN = rf"(?:{_IN}|{_BY})"
_UNTIL = rf"(?:(?:{_BY_OR_IN}|{words('prepositions.before')}) )?(?:{_ARTICLE} )?"
_PART = rf"(?P<part>{either(_PARTS)})"
_FROM_PART = rf"(?:[ -](?:{_OF}|{words('articles')}))*[ -]"
_END = rf"{words('parts.end')}(?: (?:{_OF}|{words('articles')}|{THIS}))*"
_Q, _H = words("signs.quarter"), words("signs.half")
_WEEK, _QUARTER_NOUN = words("periods.week"), words("periods.quarter")
_PERIOD = rf"(?P<period>{either(_PERIODS)})"
_ANY_DAY = rf"(?P<weekday>{ANY_WEEKDAY})"
_YEAR = r"(?:,? ?[ /'](?P<year>20\d{2}|\d{2}))?"
_FULL_YEAR = r"(?: (?P<year>\d{4}))?"

_PART_OF_MONTH = re.compile(rf"{_UNTIL}{_PART}{_FROM_PART}(?P<month>{MONTH}){_FULL_YEAR}\Z")
_WHOLE_MONTH = re.compile(rf"(?:{_BY_OR_IN} )?(?P<month>{MONTH}){_FULL_YEAR}\Z")
_QUARTER = re.compile(rf"{_UNTIL}(?:{_END} )?{_Q} ?(?P<quarter>[1-4]){_YEAR}\Z")
_NAMED_QUARTER = re.compile(
    rf"{_UNTIL}(?:{_END} )?"
    rf"(?:(?P<quarter>[1-4])(?:\.|{words('day_marks')})?|(?P<ordinal>{either(_ORDINALS)})) "
    rf"{_QUARTER_NOUN}(?: {_OF})?{_YEAR}\Z"
)
_YEAR_FIRST = re.compile(rf"{_UNTIL}(?P<year>20\d{{2}})[ /-]?{_Q}(?P<quarter>[1-4])\Z")
_HALF = re.compile(rf"(?:{_BY_OR_IN} )?{_H} ?(?P<half>[12])(?:[ /](?P<year>\d{{4}}))?\Z")
_YEAR_PART = re.compile(
    rf"{_UNTIL}(?:{_PART}(?: {_OF})? )?(?:{words('periods.year')} )?(?P<year>20\d{{2}})\Z"
)
_SAID_BEFORE = words(
    "still", "this", "articles",
    *(f"prepositions.{name}" for name in ("in", "in_the", "to_the", "by", "before")),
)  # fmt: skip
_THIS = rf"(?:{_SAID_BEFORE} )*"
_PERIOD_END = re.compile(
    rf"{_THIS}(?:{words('parts.end')} (?:{_OF} )?{_THIS})?(?P<period>{either(_PERIOD_ENDS)})\Z"
)
_NEXT_PERIOD = re.compile(rf"(?:{_IN} )?(?:{words('articles')} )?{NEXT} {_PERIOD}\Z")
_PART_OF_NEXT = re.compile(rf"{_UNTIL}{_PART}{_FROM_PART}{NEXT} {_PERIOD}\Z")
_WEEK_END = re.compile(rf"{_UNTIL}(?:{_END} {_WEEK}|{words('period_ends.week')}|{THIS} {_WEEK})\Z")
_WEEKEND = re.compile(
    rf"(?:(?:{_ON}|{_AT}|{_BY}|{words('prepositions.over')}) )?(?:{_ARTICLE} )?(?:{THIS} )?"
    rf"{words('weekend')}\Z"
)
_WEEK_NUMBER = re.compile(
    rf"{_UNTIL}(?:(?:{_ON} )?{_ANY_DAY}[.,]? (?:(?:{_IN}|{_OF}) )?)?"
    rf"{words('week_number')}\.? ?(?P<week>\d{{1,2}}){_YEAR}\Z"
)
_DAY_OF_NEXT_WEEK = re.compile(
    rf"(?:(?:{_ON}|{_BY}) )?{_ANY_DAY}[.,]? (?:(?:{_OF}|{_IN_THE}) )?{NEXT} {_WEEK}\Z"
)
_NEXT_WEEK_ON = re.compile(rf"{NEXT} {_WEEK}(?: {_ON}|,)? {_ANY_DAY}\Z")
_AFTER_NEXT = re.compile(
    rf"(?:(?:{_ON}|{_BY}) )?{words('after_next')} (?:{_PERIOD}|(?P<weekday>{WEEKDAY}))\Z"
)


def _part_of_month(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    month, day = MONTHS[found["month"]], _day_of(_PARTS[found["part"]])
    year = int(found["year"]) if found["year"] else year_ahead(today, month, day)
    return clamped(year, month, day)


def _whole_month(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _end_of(MONTHS[found["month"]], found["year"], today)


def _quarter(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    named = found.re is _NAMED_QUARTER and found["ordinal"]
    number = _ORDINALS[named] if named else int(found["quarter"])
    return _end_of(number * 3, found["year"], today)


def _half(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _end_of(int(found["half"]) * 6, found["year"], today)


def _year_part(found: re.Match[str], _today: dt.date, _language: str) -> dt.date:
    part = _PARTS[found["part"]] if found["part"] else "end"
    return clamped(int(found["year"]), _month_of(part), 31)


def _period_end(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    ends = {"year": 12, "quarter": (today.month + 2) // 3 * 3, "month": today.month}
    month = ends[_PERIOD_ENDS[found["period"]]]
    return clamped(today.year, month, 31)


def _next_period(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _periods_ahead(today, _PERIODS[found["period"]], 1)


def _part_of_next(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
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


def _week_end(_found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    friday = _monday(today) + dt.timedelta(days=4)
    return friday if friday >= today else friday + dt.timedelta(days=7)


def _weekend(_found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return max(today, _monday(today) + dt.timedelta(days=5))


def _week_number(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    day = weekday_of(found["weekday"]) if found["weekday"] else 4
    week = int(found["week"])
    if found["year"]:
        return dt.date.fromisocalendar(full_year(found["year"]), week, day + 1)
    this_year = today.isocalendar().year
    date = dt.date.fromisocalendar(this_year, week, day + 1)
    return date if date >= today else dt.date.fromisocalendar(this_year + 1, week, day + 1)


def _day_of_next_week(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _monday(today) + dt.timedelta(days=7 + weekday_of(found["weekday"]))


def _after_next(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    if found["weekday"]:
        return next_weekday(today, found["weekday"]) + dt.timedelta(weeks=1)
    return _periods_ahead(today, _PERIODS[found["period"]], 2)


def _periods_ahead(today: dt.date, period: str, count: int) -> dt.date:
    if period == "week":
        return today + dt.timedelta(weeks=count)
    return months_ahead(today, count * MONTHS_IN[period])


def _end_of(month: int, year: str | None, today: dt.date) -> dt.date:
    return clamped(full_year(year) if year else year_ahead(today, month, 31), month, 31)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _day_of(part: str) -> int:
    return _share_of(part, 1, 15, 31)


def _month_of(part: str) -> int:
    return _share_of(part, 1, 6, 12)


def _share_of(part: str, beginning: int, middle: int, end: int) -> int:
    return {"beginning": beginning, "middle": middle}.get(part, end)


READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_PART_OF_MONTH, _part_of_month),
    (_QUARTER, _quarter),
    (_NAMED_QUARTER, _quarter),
    (_YEAR_FIRST, _quarter),
    (_HALF, _half),
    (_YEAR_PART, _year_part),
    (_NEXT_PERIOD, _next_period),
    (_PART_OF_NEXT, _part_of_next),
    (_WHOLE_MONTH, _whole_month),
    (_PERIOD_END, _period_end),
    (_WEEK_END, _week_end),
    (_WEEKEND, _weekend),
    (_WEEK_NUMBER, _week_number),
    (_DAY_OF_NEXT_WEEK, _day_of_next_week),
    (_NEXT_WEEK_ON, _day_of_next_week),
    (_AFTER_NEXT, _after_next),
)
"""Patterns of folded phrases, and what each of them means seen from a day."""
