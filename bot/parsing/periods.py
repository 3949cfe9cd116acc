"""Spans of the calendar that people name for a day: weeks, parts of a month, quarters, halves, years. A span
means its last day, a week its last working day."""

from __future__ import annotations

import datetime as dt
import re

from app.domain.qualification import months_ahead
from bot.parsing.almanac import (
    ANY_WEEKDAY,
    BEGINNING,
    MONTH,
    MONTHS,
    NEXT,
    THIS,
    WEEKDAY,
    WEEKDAYS,
    Reading,
    clamped,
    full_year,
    next_weekday,
    weekday_of,
    year_ahead,
)

_UNTIL = r"(?:(?:by|bis|until|till|in|im|before|vor) )?(?:(?:the|zum|zur|der|den|dem) )?"
_PART = r"(?P<part>end|beginning|start|early|mid|middle|late|ende|anfang|mitte)"
_OF = r"(?:[ -](?:of|des|der|the|von))*[ -]"
_YEAR = r"(?:,? ?[ /'](?P<year>20\d{2}|\d{2}))?"
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first erste[sn]? 1st", "second zweite[sn]? 2nd", "third dritte[sn]? 3rd", "fourth vierte[sn]? 4th"),
        start=1,
    )
    for word in words.split()
}
_ORDINAL = "|".join(_ORDINALS)

_PART_OF_MONTH = re.compile(rf"{_UNTIL}{_PART}{_OF}(?P<month>{MONTH})(?: (?P<year>\d{{4}}))?\Z")
_WHOLE_MONTH = re.compile(rf"(?:in |im |by |bis |until )?(?P<month>{MONTH})(?: (?P<year>\d{{4}}))?\Z")
_QUARTER = re.compile(rf"{_UNTIL}(?:end of |ende )?q ?(?P<quarter>[1-4]){_YEAR}\Z")
_NAMED_QUARTER = re.compile(
    rf"{_UNTIL}(?:(?:end of|ende)(?: the| des)? )?(?:(?P<quarter>[1-4])\.? |(?P<ordinal>{_ORDINAL}) )"
    rf"(?:quartals?|quarter)(?: of| von)?{_YEAR}\Z"
)
_YEAR_FIRST = re.compile(rf"{_UNTIL}(?P<year>20\d{{2}})[ /-]?q(?P<quarter>[1-4])\Z")
_HALF = re.compile(r"(?:in |im |by |bis )?h ?(?P<half>[12])(?:[ /](?P<year>\d{4}))?\Z")
_YEAR_PART = re.compile(rf"{_UNTIL}(?:{_PART}(?: of| des jahres| des)? )?(?:jahr )?(?P<year>20\d{{2}})\Z")
_THIS = r"(?:noch |later |this |the |in |im |des |dieses |diesen |diesem |zum |by |bis |before |vor |until )*"
_PERIOD_END = re.compile(
    rf"{_THIS}(?:end of |ende )?{_THIS}(?P<period>monats?ende|quartalsende|jahresende|"
    r"(?:year|month|quarter)[- ]?end|eom|eoq|eoy|year|jahr(?:es)?|quarter|quartals?|month|monats?)\Z"
)
_NEXT_PERIOD = re.compile(
    rf"(?:in |im )?(?:the )?{NEXT} (?P<period>week|woche|month|monat|quarter|quartal|year|jahr)\Z"
)
_PART_OF_NEXT = re.compile(
    rf"{_UNTIL}{_PART}{_OF}{NEXT} (?P<period>week|woche|month|monats?|quarter|quartals?|year|jahr(?:es)?)\Z"
)
_WEEK_END = re.compile(
    rf"{_UNTIL}(?:(?:end of|ende)(?: (?:the|der|{THIS}))* (?:week|woche)|eow|{THIS} (?:week|woche))\Z"
)
_WEEKEND = re.compile(
    rf"(?:on |am |at |by |bis |over )?(?:the |zum |das )?(?:{THIS} )?(?:weekend|wochenende)\Z"
)
_WEEK_NUMBER = re.compile(
    rf"{_UNTIL}(?:(?:on |am )?(?P<weekday>{ANY_WEEKDAY})[.,]? (?:in |of |der )?)?"
    rf"(?:kw|kalenderwoche|(?:calendar )?week|cw|wk)\.? ?(?P<week>\d{{1,2}}){_YEAR}\Z"
)
_DAY_OF_NEXT_WEEK = re.compile(
    rf"(?:on |am |by |bis )?(?P<weekday>{ANY_WEEKDAY})[.,]? (?:of |der |in der )?{NEXT} (?:week|woche)\Z"
)
_NEXT_WEEK_ON = re.compile(rf"{NEXT} (?:week|woche)(?: on| am|,)? (?P<weekday>{ANY_WEEKDAY})\Z")
_AFTER_NEXT = re.compile(rf"(?:on |am |bis )?uebernaechste[rnms]? (?P<what>woche|monat|jahr|{WEEKDAY})\Z")


def _part_of_month(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    month, day = MONTHS[found["month"]], _day_of(found["part"])
    year = int(found["year"]) if found["year"] else year_ahead(today, month, day)
    return clamped(year, month, day)


def _whole_month(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _end_of(MONTHS[found["month"]], found["year"], today)


def _quarter(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    named = found.re is _NAMED_QUARTER and found["ordinal"]
    number = _ordinal(named) if named else int(found["quarter"])
    return _end_of(number * 3, found["year"], today)


def _half(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _end_of(int(found["half"]) * 6, found["year"], today)


def _year_part(found: re.Match[str], _today: dt.date, _language: str) -> dt.date:
    return clamped(int(found["year"]), _month_of(found["part"] or "end"), 31)


def _period_end(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    first = found["period"].removeprefix("eo")[0]
    month = 12 if first in "yj" else (today.month + 2) // 3 * 3 if first == "q" else today.month
    return clamped(today.year, month, 31)


def _next_period(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    first = found["period"][0]
    if first == "w":
        return today + dt.timedelta(days=7)
    return months_ahead(today, {"m": 1, "q": 3}.get(first, 12))


def _part_of_next(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    first, part = found["period"][0], found["part"]
    if first == "w":
        days = 0 if part in BEGINNING else 2 if part.startswith("mi") else 4
        return _monday(today) + dt.timedelta(days=7 + days)
    if first == "m":
        month = months_ahead(today.replace(day=1), 1)
        return clamped(month.year, month.month, _day_of(part))
    if first == "q":
        quarter = months_ahead(dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3)
        ahead = 0 if part in BEGINNING else 1 if part.startswith("mi") else 2
        month = months_ahead(quarter, ahead)
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
    what = found["what"]
    if what in WEEKDAYS:
        return next_weekday(today, what) + dt.timedelta(weeks=1)
    if what == "woche":
        return today + dt.timedelta(days=14)
    return months_ahead(today, 2 if what == "monat" else 24)


def _end_of(month: int, year: str | None, today: dt.date) -> dt.date:
    return clamped(full_year(year) if year else year_ahead(today, month, 31), month, 31)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _day_of(part: str) -> int:
    return 1 if part in BEGINNING else 15 if part.startswith("mi") else 31


def _month_of(part: str) -> int:
    return 1 if part in BEGINNING else 6 if part.startswith("mi") else 12


def _ordinal(word: str) -> int:
    return next(number for pattern, number in _ORDINALS.items() if re.fullmatch(pattern, word))


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
