"""Dates as people write them: in three months, Ende März, next Friday, KW 12, 23.11.2026, 2026-11-23."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from functools import cache

from app.domain.qualification import months_ahead
from app.domain.workdays import working_days_ahead
from app.languages.strings import LANGUAGES
from app.languages.words import words_of
from bot.parsing import periods
from bot.parsing.almanac import (
    ANY_WEEKDAY,
    DAYS,
    DAYS_IN,
    MONTH,
    MONTHS,
    MONTHS_IN,
    NEXT,
    NUMBER,
    SHORT_WEEKDAY,
    THIS,
    UNITS,
    WEEKDAY,
    Reading,
    clamped,
    count_of,
    either,
    full_year,
    next_weekday,
    phrase_of,
    words,
    year_ahead,
)

LONGEST = 60
"""Characters of the longest text that may be a date."""
MOST_NUMBERS, MOST_WORDS = 5, 8
"""Numbers and words of an odd date: "Thursday, the 3rd of February 2027, 14:00"."""

_ARTICLE, _OF = words("articles"), words("prepositions.of")
_ON, _BY = words("prepositions.on"), words("prepositions.by")
_IN = words("prepositions.in", "prepositions.within", "prepositions.after")
_WITHIN = rf"(?:\+ ?|{_IN}(?: {_ARTICLE})?(?: (?:{NEXT}|{_OF}))? )"
_LEAD = words("articles", *(f"prepositions.{name}" for name in "by due on before from for to_the".split()))
_LEADING = re.compile(rf"(?:{_LEAD} ){{1,3}}(?=\S)")
_MARK = words("day_marks")
_YEAR = r"(?: (?P<year>\d{4}))?"
# A unit that is counted in whole ones, by days of the calendar.
_UNIT = either({word: unit for word, unit in UNITS.items() if unit not in ("minute", "hour")})

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\Z")
_AHEAD = re.compile(
    rf"(?P<within>{_WITHIN})?(?P<count>\d{{1,3}}|{NUMBER}) ?(?:{_OF} )?"
    rf"(?P<unit>{_UNIT})(?: {words('from_now')})?\Z"
)
_HALF_YEAR = re.compile(rf"{_WITHIN}?{words('half_year')}\Z")
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})(?:\.|{_MARK})? ?(?:{_OF} )?(?P<month>{MONTH})\.?,?{_YEAR}\Z")
_MONTH_FIRST = re.compile(rf"(?P<month>{MONTH})\.? (?P<day>\d{{1,2}}){_MARK}?,?{_YEAR}\Z")
_DAY_ONLY = re.compile(
    rf"(?:(?:{_ON}|{_BY}|{_ARTICLE}) )*(?P<marked>\d{{1,2}}){_MARK}\Z"
    rf"|(?:{_BY} )?{words('day_led')} (?P<day>\d{{1,2}})\Z"
)
_LED = rf"(?:{_ON}|{_BY}|{NEXT}|{THIS})"
_WEEKDAY = re.compile(rf"(?:{_LED} ){{0,3}}(?P<weekday>{WEEKDAY})(?P<away> {words('a_week_later')})?\Z")
_SHORT_WEEKDAY = re.compile(rf"{_LED} (?P<weekday>{SHORT_WEEKDAY})\Z")
# "Friday, 27 November": the date decides, the weekday is said besides.
_NAMED = re.compile(rf"(?:(?:{_ON}|{_BY}) )?(?:{ANY_WEEKDAY})[.,]* (?:{_ARTICLE} )?(?=\d|{MONTH})")
# Only a number beside a month, a weekday or another number may be a date that the patterns do not know.
_NUMBER = re.compile(r"\d")
_NUMBERS = re.compile(r"\d+")
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
    if day or not (_NUMBER.search(phrase) and _SUSPECT.search(phrase)) or _says_too_much(phrase):
        return day
    return _ask_dateparser(text, language, today)


def _says_too_much(phrase: str) -> bool:
    """Whether a text is no date for all its numbers and words: to find that out takes the library long."""
    return len(_NUMBERS.findall(phrase)) > MOST_NUMBERS or phrase.count(" ") >= MOST_WORDS


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
    if phrase in DAYS:
        return today + dt.timedelta(days=DAYS[phrase])
    for pattern, reading in _READINGS:
        found = pattern.match(phrase)
        day = reading(found, today, language) if found else None
        if day:
            return day
    leading = _NAMED.match(phrase) or _LEADING.match(phrase)
    return _find(phrase[leading.end() :], language, today) if leading else None


def _ask_dateparser(text: str, language: str, today: dt.date) -> dt.date | None:
    languages = _known_to_dateparser(language)
    if not languages:
        return None
    # Its import takes longer than a turn may: it is only asked about what looks like a date.
    from dateparser import parse

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = parse(
            text,
            languages=list(languages),
            settings={
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": dt.datetime.combine(today, dt.time()),
                "REQUIRE_PARTS": ["day", "month"],
                "DATE_ORDER": "MDY" if _is_month_first(language) else "DMY",
            },
        )
    return found.date() if found else None


@cache
def _known_to_dateparser(language: str) -> tuple[str, ...]:
    """The languages of the product that the library knows, that of a dialect first."""
    from dateparser.data.languages_info import language_order

    spoken = language.partition("-")[0]
    return tuple(each for each in dict.fromkeys((spoken, *LANGUAGES)) if each in language_order)


def _is_month_first(language: str) -> bool:
    """Whether 11/12 is in November; a dialect is one that puts the day first."""
    spoken, _, dialect = language.partition("-")
    return not dialect and words_of(spoken, "dates.order") == ("month_first",)


def _iso(found: re.Match[str], _today: dt.date, _language: str) -> dt.date:
    return dt.date(int(found[1]), int(found[2]), int(found[3]))


def _dotted(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _dated(today, int(found[1]), int(found[2]), found[3])


def _slashed(found: re.Match[str], today: dt.date, language: str) -> dt.date:
    first, second = int(found[1]), int(found[2])
    month_first = (first <= 12 and _is_month_first(language)) or second > 12
    day, month = (second, first) if month_first else (first, second)
    return _dated(today, day, month, found[3])


def _ahead(found: re.Match[str], today: dt.date, _language: str) -> dt.date | None:
    count, unit = count_of(found["count"]), UNITS[found["unit"]]
    if count is None:
        return None
    if unit == "working_day":
        return working_days_ahead(today, count)
    if unit in MONTHS_IN:
        return months_ahead(today, count * MONTHS_IN[unit])
    return today + dt.timedelta(days=count * DAYS_IN[unit])


def _half_year(_found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return months_ahead(today, 6)


def _named_day(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    return _dated(today, int(found["day"]), MONTHS[found["month"]], found["year"])


def _day_only(found: re.Match[str], today: dt.date, _language: str) -> dt.date:
    """ "by the 15th": of this month, else of the next that has such a day."""
    day, first = int(found["day"] or found["marked"]), today.replace(day=1)
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
