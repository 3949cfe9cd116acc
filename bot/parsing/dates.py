"""Dates as people write them: in three months, Ende März, next Friday, KW 12, 23.11.2026, 2026-11-23."""

from __future__ import annotations

import datetime as dt
import re
import warnings

from app.domain.qualification import months_ahead
from app.domain.workdays import working_days_ahead
from bot.parsing import periods
from bot.parsing.almanac import (
    ANY_WEEKDAY,
    MONTH,
    MONTHS,
    NEXT,
    SHORT_WEEKDAYS,
    THIS,
    WEEKDAY,
    Reading,
    clamped,
    count_of,
    full_year,
    next_weekday,
    phrase_of,
    year_ahead,
)

LONGEST = 60
"""Characters of the longest text that may be a date."""

_DAYS = {
    "today": 0,
    "heute": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "morgen": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "uebermorgen": 2,
    "yesterday": -1,
    "gestern": -1,
}
MONTH_NAMES = rf"\b(?:{MONTH})\b"
"""A pattern of the months' names in both languages, folded."""
_WITHIN = r"(?:(?:in|within|innerhalb|binnen|after|nach)(?: the| den| der)?(?: next| naechsten| von)? )"
_DUE = (
    r"(?:by|bis|until|till|due|faellig|on|am|before|vor|ab|from|spaetestens|no later than|for|fuer|zum|"
    r"the|den|dem|der)"
)
_LEADING = re.compile(rf"(?:{_DUE} ){{1,3}}(?=\S)")

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\Z")
_AHEAD = re.compile(
    rf"(?P<within>{_WITHIN})?(?:a |ein )?(?P<count>\d{{1,3}}|[a-z]+) ?(?:of )?"
    r"(?P<unit>days?|tage?n?|weeks?|wochen?|fortnights?|months?|monate?n?s?|quarters?|quartale?n?s?|"
    r"years?|jahre?n?s?|(?:work(?:ing)?|business) ?days?|(?:werk|arbeits)tage?n?)"
    r"(?: from (?:now|today)| ab heute)?\Z"
)
_HALF_YEAR = re.compile(rf"{_WITHIN}?(?:half a year|einem halben jahr|eines halben jahres|ein halbes jahr)\Z")
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)? ?(?:of )?(?P<month>{MONTH})\.?,?(?: (?P<year>\d{{4}}))?\Z"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?(?: (?P<year>\d{{4}}))?\Z"
)
_DAY_ONLY = re.compile(
    r"(?:(?:on|by|until|the) )*(?P<english>\d{1,2})(?:st|nd|rd|th)\Z"
    r"|(?:bis )?(?:am|zum|den) (?P<day>\d{1,2})\Z"
)
_WEEKDAY = re.compile(
    rf"(?:(?:on|by|am|bis|until|{NEXT}|{THIS}) ){{0,3}}(?P<weekday>{WEEKDAY})"
    r"(?P<away>(?: a week| week| in einer woche| in a week)?)\Z"
)
_SHORT_WEEKDAY = re.compile(
    rf"(?:on|by|am|bis|until|{NEXT}|{THIS}) (?P<weekday>{'|'.join(SHORT_WEEKDAYS)})\Z"
)
# "Friday, 27 November": the date decides, the weekday is said besides.
_NAMED = re.compile(rf"(?:(?:on|am|by|bis) )?(?:{ANY_WEEKDAY})[.,]* (?:the |den |dem )?(?=\d|{MONTH})")
# Only a number beside a month, a weekday or another number may be a date that the patterns do not know.
_NUMBER = re.compile(r"\d")
_SUSPECT = re.compile(rf"\b(?:{MONTH}|{WEEKDAY})\b|\d[./\-]\s?\d")


def read_date(text: str, language: str, today: dt.date) -> dt.date | None:
    """The day that a whole text means, seen from `today`; None where it means none. What lacks a year lies
    ahead; a span of days means its last one. The language ("en", "de"; "en-GB" with the day first) decides
    about "11/12"."""
    if not 2 <= len(text) <= LONGEST:
        return None
    phrase = phrase_of(text)
    if text.rstrip().endswith(".") and re.fullmatch(r"\d{1,2}\.\s?\d{1,2}", phrase):
        phrase += "."
    try:
        day = _find(phrase, language, today)
    except (ValueError, OverflowError):
        return None
    if day or not (_NUMBER.search(phrase) and _SUSPECT.search(phrase)):
        return day
    return _ask_dateparser(text, language, today)


def find_day(phrase: str, language: str, today: dt.date) -> dt.date | None:
    """The day that a folded phrase means by our own rules; see read_date."""
    try:
        return _find(phrase, language, today)
    except (ValueError, OverflowError):
        return None


def months_between(today: dt.date, day: dt.date) -> int:
    """Full months from one day to a later one, a started month counting as one."""
    months = (day.year - today.year) * 12 + day.month - today.month
    return months + (day > months_ahead(today, months) if months >= 0 else 0)


def _find(phrase: str, language: str, today: dt.date) -> dt.date | None:
    """Raises ValueError or OverflowError for a day that no calendar has, such as February 31."""
    if phrase in _DAYS:
        return today + dt.timedelta(days=_DAYS[phrase])
    for pattern, reading in _READINGS:
        found = pattern.match(phrase)
        day = reading(found, today, language) if found else None
        if day:
            return day
    leading = _NAMED.match(phrase) or _LEADING.match(phrase)
    return _find(phrase[leading.end() :], language, today) if leading else None


def _ask_dateparser(text: str, language: str, today: dt.date) -> dt.date | None:
    # Its import takes longer than a turn may: it is only asked about what looks like a date.
    from dateparser import parse

    spoken, other = ("en", "de") if language.startswith("en") else ("de", "en")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = parse(
            text,
            languages=[spoken, other],
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
    count = count_of(found["count"])
    unit = found["unit"]
    if count is None:
        return None
    if unit.startswith(("work", "business", "werk", "arbeits")):
        return working_days_ahead(today, count)
    if unit[0] in "dt":
        return today + dt.timedelta(days=count)
    if unit[0] in "wf":
        return today + dt.timedelta(weeks=count * (2 if unit[0] == "f" else 1))
    return months_ahead(today, count * {"m": 1, "q": 3, "y": 12, "j": 12}[unit[0]])


def _half_year(_found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return months_ahead(today, 6)


def _named_day(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _dated(today, int(found["day"]), MONTHS[found["month"]], found["year"])


def _day_only(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    """ "by the 15th": of this month, else of the next that has such a day."""
    day, first = int(found["day"] or found["english"]), today.replace(day=1)
    months = (months_ahead(first, ahead) for ahead in range(13))
    dates = (clamped(month.year, month.month, day) for month in months)
    return next(date for date in dates if date.day == day and date >= today)


def _weekday(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    away = found.re is _WEEKDAY and found["away"]
    return next_weekday(today, found["weekday"]) + dt.timedelta(weeks=1 if away else 0)


def _dated(today: dt.date, day: int, month: int, year: str | None) -> dt.date:
    if year is None:
        # A leap day without a year is that of the next leap year.
        years = range(year_ahead(today, month, day), today.year + 9)
        fits = (each for each in years if clamped(each, month, day).day == day)
        return dt.date(next(fits, today.year), month, day)
    return dt.date(full_year(year), month, day)


_READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_ISO, _iso),
    (_DOTTED, _dotted),
    (_SLASHED, _slashed),
    (_HALF_YEAR, _half_year),
    (_AHEAD, _ahead),
    (_DAY_FIRST, _named_day),
    (_MONTH_FIRST, _named_day),
    (_DAY_ONLY, _day_only),
    (_WEEKDAY, _weekday),
    (_SHORT_WEEKDAY, _weekday),
    *periods.READINGS,
)
