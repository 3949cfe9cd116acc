"""Dates as people write them: in three months, Ende März, next Friday, KW 12, 23.11.2026, 2026-11-23."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from functools import cache

from app.dates import holidays, monthly, periods, relative
from app.dates.almanac import (
    ANY_WEEKDAY,
    DAYS,
    MONTH,
    MONTHS,
    NEXT,
    SHORT_WEEKDAY,
    THIS,
    WEEKDAY,
    DateReader,
    clamped,
    full_year,
    next_day_of_month,
    next_weekday,
    phrase_of,
    weekday_of,
    words,
    year_ahead,
)
from app.dates.sentences import may_end
from app.dates.spans import SPAN, after_span
from app.domain.qualification import months_ahead
from app.languages.dialects import Dialect
from app.languages.strings import LANGUAGES
from app.languages.words import any_of, forms

LONGEST = 60
"""Characters of the longest text that may be a date."""
MOST_NUMBERS, MOST_WORDS = 5, 8
"""Numbers and words of an odd date: "Thursday, the 3rd of February 2027, 14:00"."""

_ARTICLE, _OF = words("articles"), words("prepositions.of")
_ON, _BY = words("prepositions.on"), words("prepositions.by")
_IN = words("prepositions.in", "prepositions.within", "prepositions.after")
_WITHIN = rf"(?:\+ ?|{_IN}(?: {_ARTICLE})?(?: (?:{NEXT}|{_OF}|{words('roughly')})){{0,2}} )"
_LEAD = words(
    *("articles", "room", "still"), *(f"prepositions.{name}" for name in "by due on from for to_the".split())
)
_LEADING = re.compile(rf"(?:{_LEAD} ){{1,3}}(?=\S)")
_URGENT = forms("dates.urgent")
_MARK = words("day_marks")
_YEAR = r"(?: (?:(?P<year>\d{4})|'(?P<short_year>\d{2})))?"
# Two digits without an apostrophe are a year only where they are no hour: "3 Apr 28".
_YEAR_BEHIND = r"(?:[ -](?:(?P<year>\d{4})|'?(?P<short_year>(?<=')\d{2}|2[5-9]|[3-9]\d)))?"

_ISO = re.compile(r"(\d{4})(?:-(?=\d+-)|/(?=\d+/))(\d{1,2})[-/](\d{1,2})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\Z|(\d{1,2})-(\d{1,2})-(\d{4})\Z")
_AHEAD = re.compile(rf"{_WITHIN}?{SPAN}(?: {words('from_now')})?\Z")
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\.|{_MARK})?[ -]?(?:{_OF} )?(?P<month>{MONTH})\.?,?{_YEAR_BEHIND}\Z"
)
_MONTH_FIRST = re.compile(rf"(?P<month>{MONTH})\.? (?P<day>\d{{1,2}}){_MARK}?,?{_YEAR}\Z")
_DAY_ONLY = re.compile(
    rf"(?:(?:{_ON}|{_BY}|{_ARTICLE}) )*(?P<marked>\d{{1,2}}){_MARK}\Z"
    rf"|(?:{_BY} )?{words('day_led')} (?P<day>\d{{1,2}})\Z"
)
_LED = rf"(?:{_ON}|{_BY}|{NEXT}|{THIS})"
_WEEKDAY = re.compile(rf"(?:{_LED} ){{0,3}}(?P<weekday>{WEEKDAY})\Z")
_SHORT_WEEKDAY = re.compile(rf"{_LED} (?P<weekday>{SHORT_WEEKDAY})\Z")
_OF_THIS = re.compile(rf"{THIS} (?:{ANY_WEEKDAY})\Z")
# "Friday, 27 November": the date decides, the weekday is said besides.
_NAMED = re.compile(rf"(?:(?:{_ON}|{_BY}) )?(?:{ANY_WEEKDAY})[.,]* (?:{_ARTICLE} )?(?=\d|{MONTH})")
# Only a number beside a month, a weekday or another number may be a date that the patterns do not know.
_NUMBER = re.compile(r"\d")
_NUMBERS = re.compile(r"\d+")
# "1.2m" is an amount, and "1.5h" a time that something takes.
_MEASURED = re.compile(rf"\d(?!{_MARK}(?!\w))[^\W\d]")
_SUSPECT = re.compile(rf"\b(?:{MONTH}|{WEEKDAY})\b|\d[./\-]\s?\d")


def read_date(text: str, dialect: Dialect, today: dt.date) -> dt.date | None:
    """The day that a whole text means, seen from `today`; None where it means none. What lacks a year lies
    ahead; a span of days means its last one. The dialect decides about "11/12", holidays and working days."""
    if not 2 <= len(text) <= LONGEST:
        return None
    phrase = phrase_of(text)
    if text.rstrip().endswith(".") and re.fullmatch(r"\d{1,2}\.\s?\d{1,2}", phrase):
        phrase += "."
    try:
        day = _find(phrase, dialect, today)
    except (ValueError, OverflowError):
        return None
    if day or not (_NUMBER.search(phrase) and _SUSPECT.search(phrase)) or _cannot_be_date(phrase):
        return day
    return _ask_dateparser(text, dialect, today)


def _cannot_be_date(phrase: str) -> bool:
    """Whether a text is no date for all its numbers and words: to find that out takes the library long."""
    too_many = len(_NUMBERS.findall(phrase)) > MOST_NUMBERS or phrase.count(" ") >= MOST_WORDS
    return too_many or _MEASURED.search(phrase) is not None


def find_day(phrase: str, dialect: Dialect, today: dt.date) -> dt.date | None:
    """The day that a folded phrase means by our own rules; see read_date."""
    try:
        return _find(phrase, dialect, today)
    except (ValueError, OverflowError):
        return None


def months_between(today: dt.date, day: dt.date) -> int:
    """Full months from one day to a later one, a started month counting as one."""
    months = (day.year - today.year) * 12 + day.month - today.month
    return months + (day > months_ahead(today, months) if months >= 0 else 0)


def _find(phrase: str, dialect: Dialect, today: dt.date) -> dt.date | None:
    """Raises ValueError or OverflowError for a day that no calendar has, such as February 31."""
    if phrase in DAYS:
        return today + dt.timedelta(days=DAYS[phrase])
    if phrase in _URGENT:
        return today
    # With which words a day may end is soon known, and most texts end otherwise.
    if not may_end(phrase.rpartition(" ")[2]):
        return None
    for pattern, reading in _READINGS if _ANY_READING.match(phrase) else ():
        found = pattern.match(phrase)
        day = reading(found, today, dialect) if found else None
        if day:
            return day
    leading = _NAMED.match(phrase) or _LEADING.match(phrase)
    return _find(phrase[leading.end() :], dialect, today) if leading else None


def _ask_dateparser(text: str, dialect: Dialect, today: dt.date) -> dt.date | None:
    languages = _known_to_dateparser(dialect.language)
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
                # Else "1.2m" is now, less a minute.
                "PARSERS": ["custom-formats", "absolute-time"],
                "DATE_ORDER": "MDY" if dialect.is_month_first else "DMY",
            },
        )
    return found.date() if found else None


@cache
def _known_to_dateparser(language: str) -> tuple[str, ...]:
    """The languages of the product that the library knows, this one first."""
    from dateparser.data.languages_info import language_order

    return tuple(each for each in dict.fromkeys((language, *LANGUAGES)) if each in language_order)


def _iso(found: re.Match[str], _today: dt.date, _dialect: Dialect) -> dt.date:
    return dt.date(int(found[1]), int(found[2]), int(found[3]))


def _dotted(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    return _dated(today, int(found[1]), int(found[2]), found[3])


def _slashed(found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date:
    first, second = int(found[1] or found[4]), int(found[2] or found[5])
    month_first = (first <= 12 and dialect.is_month_first) or second > 12
    day, month = (second, first) if month_first else (first, second)
    return _dated(today, day, month, found[3] or found[6])


def _ahead(found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    return after_span(found, today, dialect.workdays)


def _named_day(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    return _dated(today, int(found["day"]), MONTHS[found["month"]], found["year"] or found["short_year"])


def _day_only(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date | None:
    """ "By the 15th": of this month, else of the next that has such a day."""
    day = int(found["day"] or found["marked"])
    return next_day_of_month(today, day) if 1 <= day <= 31 else None


def _weekday(found: re.Match[str], today: dt.date, _dialect: Dialect) -> dt.date:
    """The next one; "this Friday" may be today."""
    day = next_weekday(today, found["weekday"])
    is_today = _OF_THIS.search(found.group()) and weekday_of(found["weekday"]) == today.weekday()
    return today if is_today else day


def _dated(today: dt.date, day: int, month: int, year: str | None) -> dt.date:
    if year is None:
        # A leap day without a year is that of the next leap year.
        years = range(year_ahead(today, month, day), today.year + 9)
        fits = (each for each in years if clamped(each, month, day).day == day)
        return dt.date(next(fits, today.year), month, day)
    return dt.date(full_year(year), month, day)


_READINGS: tuple[tuple[re.Pattern[str], DateReader], ...] = (
    (_ISO, _iso),
    (_DOTTED, _dotted),
    (_SLASHED, _slashed),
    (_AHEAD, _ahead),
    (_DAY_FIRST, _named_day),
    (_MONTH_FIRST, _named_day),
    (_DAY_ONLY, _day_only),
    (_WEEKDAY, _weekday),
    (_SHORT_WEEKDAY, _weekday),
    *relative.readings(_find),
    *periods.READINGS,
    *monthly.READINGS,
    *holidays.READINGS,
)
_ANY_READING = any_of(pattern for pattern, _ in _READINGS)
