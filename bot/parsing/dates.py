"""Dates as people write them: in three months, Ende März, next Friday, 23.11.2026, 2026-11-23."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import warnings
from collections.abc import Callable

from app.domain.matching import fold
from app.domain.qualification import months_ahead

LONGEST = 60
"""Characters of the longest text that may be a date."""

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "a an one ein eine einem einer einen eins",
            "two zwei couple",
            "three drei",
            "four vier",
            "five fuenf",
            "six sechs",
            "seven sieben",
            "eight acht",
            "nine neun",
            "ten zehn",
            "eleven elf",
            "twelve zwoelf",
        ),
        start=1,
    )
    for word in words.split()
}
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january jan januar jaenner",
            "february feb februar feber",
            "march mar maerz mrz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: day
    for day, names in enumerate(
        (
            "monday mon montag",
            "tuesday tue dienstag",
            "wednesday wed mittwoch",
            "thursday thu donnerstag",
            "friday fri freitag",
            "saturday sat samstag sonnabend",
            "sunday sun sonntag",
        )
    )
    for name in names.split()
}
_DAYS = {"today": 0, "heute": 0, "tomorrow": 1, "morgen": 1, "day after tomorrow": 2, "uebermorgen": 2}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
MONTH_NAMES = rf"\b(?:{_MONTH})\b"
"""A pattern of the months' names in both languages, folded."""
_WITHIN = r"(?:(?:in|within|innerhalb|binnen|after|nach)(?: the| den| der)?(?: next| naechsten| von)? )"

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\Z")
_AHEAD = re.compile(
    rf"{_WITHIN}?(?:a |ein )?(?P<count>\d{{1,3}}|[a-z]+) ?(?:of )?"
    r"(?P<unit>days?|tage?n?|weeks?|wochen?|months?|monate?n?s?|quarters?|quartale?n?s?|years?|jahre?n?s?)\Z"
)
_HALF_YEAR = re.compile(rf"{_WITHIN}?(?:half a year|einem halben jahr|eines halben jahres|ein halbes jahr)\Z")
_PART = re.compile(
    r"(?:by |bis |until )?(?:the |zum )?"
    r"(?P<part>end|beginning|start|early|mid|middle|late|ende|anfang|mitte)"
    rf"(?: of| des| der)?(?: the)? (?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?\Z"
)
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\.?,?(?: (?P<year>\d{{4}}))?\Z"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?(?: (?P<year>\d{{4}}))?\Z"
)
_WHOLE_MONTH = re.compile(rf"(?:in |im |by |bis )?(?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?\Z")
_QUARTER = re.compile(
    r"(?:in |im |by |bis )?(?:the )?(?:end of |ende )?q ?(?P<quarter>[1-4])(?:[ /](?P<year>\d{4}))?\Z"
)
_WEEKDAY = re.compile(
    rf"(?:(?:on|by|am|bis|next|this|coming|naechste[rnms]?|kommende[rnms]?|diese[rnms]?) ){{0,2}}"
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)})\Z"
)
_THIS = r"(?:noch |later |this |the |in |im |des |dieses |diesen |diesem |zum |by |bis |before |vor )*"
_PERIOD_END = re.compile(
    rf"{_THIS}(?:end of |ende )?{_THIS}(?P<period>monats?ende|quartalsende|jahresende|year-?end|"
    r"year|jahr(?:es)?|quarter|quartals?|month|monats?)\Z"
)
_NEXT_PERIOD = re.compile(
    r"(?:in )?(?:the )?(?:next|naechste[rnms]?|kommende[rnms]?) "
    r"(?P<period>week|woche|month|monat|quarter|quartal|year|jahr)\Z"
)
# Only a number beside a month, a weekday or another number may be a date that the patterns do not know.
_NUMBER = re.compile(r"\d")
_SUSPECT = re.compile(rf"\b(?:{_MONTH}|{'|'.join(_WEEKDAYS)})\b|\d[./\-]\s?\d")
_YEAR_PART = re.compile(
    r"(?:by |bis |until |in |im )?(?:the |zum )?(?:(?P<part>end|beginning|start|early|mid|middle|late|"
    r"ende|anfang|mitte)"
    r"(?: of| des jahres| des)? )?(?:jahr )?(?P<year>20\d{2})\Z"
)
_HALF = re.compile(r"(?:in |im |by |bis )?h ?(?P<half>[12])(?:[ /](?P<year>\d{4}))?\Z")

Reading = Callable[[re.Match[str], dt.date, str], dt.date | None]


def read_date(text: str, language: str, today: dt.date) -> dt.date | None:
    """The day that a whole text means, seen from `today`; None where it means none. What lacks a year lies
    ahead. "11/12" is read as the language does."""
    if not 2 <= len(text) <= LONGEST:
        return None
    phrase = " ".join(fold(text).replace(",", ", ").split()).replace(" ,", ",").strip(" .!,") or ""
    if text.rstrip().endswith(".") and re.fullmatch(r"\d{1,2}\.\s?\d{1,2}", phrase):
        phrase += "."
    if phrase in _DAYS:
        return today + dt.timedelta(days=_DAYS[phrase])
    for pattern, reading in _READINGS:
        found = pattern.match(phrase)
        if found:
            try:
                day = reading(found, today, language)
            except (ValueError, OverflowError):
                return None
            if day:
                return day
    suspected = _NUMBER.search(phrase) and _SUSPECT.search(phrase)
    return _ask_dateparser(text, language, today) if suspected else None


def months_between(today: dt.date, day: dt.date) -> int:
    """Full months from one day to a later one, a started month counting as one."""
    months = (day.year - today.year) * 12 + day.month - today.month
    return months + (day > months_ahead(today, months) if months >= 0 else 0)


def _ask_dateparser(text: str, language: str, today: dt.date) -> dt.date | None:
    # Its import takes longer than a turn may: it is only asked about what looks like a date.
    from dateparser import parse

    other = "de" if language == "en" else "en"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = parse(
            text,
            languages=[language, other],
            settings={
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": dt.datetime.combine(today, dt.time()),
                "REQUIRE_PARTS": ["day", "month"],
                "DATE_ORDER": "MDY" if language == "en" else "DMY",
            },
        )
    return found.date() if found else None


def _iso(found: re.Match[str], _today: dt.date, _language: str) -> dt.date:
    return dt.date(int(found[1]), int(found[2]), int(found[3]))


def _dotted(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _dated(today, int(found[1]), int(found[2]), found[3])


def _slashed(found: re.Match[str], today: dt.date, language: str) -> dt.date:
    first, second = int(found[1]), int(found[2])
    month_first = (language == "en" and first <= 12) or second > 12
    day, month = (second, first) if month_first else (first, second)
    return _dated(today, day, month, found[3])


def _ahead(found: re.Match[str], today: dt.date, _language: str) -> dt.date | None:
    word = found["count"]
    count = int(word) if word.isdigit() else _NUMBERS.get(word)
    unit = found["unit"]
    if count is None:
        return None
    if unit[0] in "dt":
        return today + dt.timedelta(days=count)
    if unit[0] == "w":
        return today + dt.timedelta(weeks=count)
    return months_ahead(today, count * {"m": 1, "q": 3, "y": 12, "j": 12}[unit[0]])


def _half_year(_found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return months_ahead(today, 6)


def _part(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    month = _MONTHS[found["month"]]
    part = found["part"]
    day = 1 if part in ("beginning", "start", "early", "anfang") else 15 if part.startswith("mi") else 31
    year = int(found["year"]) if found["year"] else _year_ahead(today, month, day)
    return _clamped(year, month, day)


def _named_day(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _dated(today, int(found["day"]), _MONTHS[found["month"]], found["year"])


def _whole_month(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    month = _MONTHS[found["month"]]
    return _clamped(int(found["year"]) if found["year"] else _year_ahead(today, month, 31), month, 31)


def _quarter(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    month = int(found["quarter"]) * 3
    return _clamped(int(found["year"]) if found["year"] else _year_ahead(today, month, 31), month, 31)


def _year_part(found: re.Match[str], _today: dt.date, _language: str) -> dt.date:
    part = found["part"] or "end"
    month = 1 if part in ("beginning", "start", "early", "anfang") else 6 if part.startswith("mi") else 12
    return _clamped(int(found["year"]), month, 31)


def _half(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    month = int(found["half"]) * 6
    return _clamped(int(found["year"]) if found["year"] else _year_ahead(today, month, 31), month, 31)


def _weekday(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    days = (_WEEKDAYS[found["weekday"]] - today.weekday()) % 7
    return today + dt.timedelta(days=days or 7)


def _period_end(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    first = found["period"][0]
    month = 12 if first in "yj" else (today.month + 2) // 3 * 3 if first == "q" else today.month
    return _clamped(today.year, month, 31)


def _next_period(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    first = found["period"][0]
    if first == "w":
        return today + dt.timedelta(days=7)
    return months_ahead(today, {"m": 1, "q": 3}.get(first, 12))


def _dated(today: dt.date, day: int, month: int, year: str | None) -> dt.date:
    if year is None:
        return dt.date(_year_ahead(today, month, day), month, day)
    return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _year_ahead(today: dt.date, month: int, day: int) -> int:
    return today.year + ((month, day) < (today.month, today.day))


def _clamped(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


_READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_ISO, _iso),
    (_DOTTED, _dotted),
    (_SLASHED, _slashed),
    (_HALF_YEAR, _half_year),
    (_AHEAD, _ahead),
    (_PART, _part),
    (_DAY_FIRST, _named_day),
    (_MONTH_FIRST, _named_day),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_YEAR_PART, _year_part),
    (_WEEKDAY, _weekday),
    (_NEXT_PERIOD, _next_period),
    (_WHOLE_MONTH, _whole_month),
    (_PERIOD_END, _period_end),
)
