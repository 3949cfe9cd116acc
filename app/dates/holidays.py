"""Holidays that people name for a day: "on Boxing Day", "vor Ostern", "zwischen den Jahren"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache, partial

from app.dates.almanac import NEXT, THIS, DateReader, either, words
from app.holidays import find_holiday
from app.languages.dialects import Dialect
from app.languages.words import meanings

_YEARS_AHEAD = range(-1, 10)
"""Years in which the next one is looked for, beginning with one that may still go on."""

_FROM_EASTER = {
    "rose_monday": -48,
    "shrove_tuesday": -47,
    "ash_wednesday": -46,
    "maundy_thursday": -3,
    "good_friday": -2,
    "easter_saturday": -1,
    "easter_sunday": 0,
    "easter_monday": 1,
    "ascension_day": 39,
    "pentecost": 49,
    "pentecost_monday": 50,
    "corpus_christi": 60,
}
_FIXED = {
    "new_years_day": (1, 1),
    "epiphany": (1, 6),
    "valentines_day": (2, 14),
    "saint_patricks_day": (3, 17),
    "first_of_may": (5, 1),
    "reformation_day": (10, 31),
    "halloween": (10, 31),
    "all_saints_day": (11, 1),
    "all_souls_day": (11, 2),
    "saint_nicholas_day": (12, 6),
    "christmas_eve": (12, 24),
    "christmas_day": (12, 25),
    "boxing_day": (12, 26),
    "new_years_eve": (12, 31),
}
# Sundays before Christmas Day, and the Wednesday before the last Sunday of the church's year.
_BEFORE_CHRISTMAS = {
    "fourth_advent": 0,
    "third_advent": 7,
    "second_advent": 14,
    "first_advent": 21,
    "repentance_day": 32,
}
_AFTER_THANKSGIVING = {"black_friday": 1, "cyber_monday": 4}
_MOTHERS_IN_LENT = frozenset({"GB", "IE"})
"""Where Mother's Day is the fourth Sunday of Lent."""
_AT_HOME = {
    "thanksgiving_day": "US",
    "juneteenth_national_independence_day": "US",
    "canada_day": "CA",
    "australia_day": "AU",
    "anzac_day": "AU",
    "german_unity_day": "DE",
}
"""The country whose holiday is meant where people name one that theirs does not have."""
_EVE = {"christmas_day": 1, "boxing_day": 2}
"""How many days before a holiday it has begun: before Christmas is before its eve."""
_GOES_ON = {"new_years_eve": 1, "christmas_eve": 1}
"""How many days a holiday goes on: who says "after New Year's Eve" does not mean New Year's Day."""

_LINGERS = 1
"""Days for which a holiday is still the one that people mean: "after Easter", said on Easter Monday."""

HOLIDAYS = meanings("dates.holidays") | meanings("dates.public_holidays")
"""The keys of holidays by their names, folded."""
_SEASONS = meanings("dates.seasons")
_ARTICLE = words("articles", "prepositions.to_the")
_LED = rf"(?:{words('prepositions.on', 'prepositions.by', 'prepositions.holiday')}|{_ARTICLE}|{NEXT}|{THIS})"
NAME = rf"(?P<holiday>{either(HOLIDAYS)})(?:,? (?P<year>20\d\d))?"
_HOLIDAY = re.compile(rf"(?:{_LED} ){{0,3}}{NAME}\Z")
_BARE = re.compile(rf"(?:{_ARTICLE} )?{NAME}\Z")
_BESIDE = re.compile(rf"(?:{words('prepositions.before')}|{words('prepositions.after')}) ")
_SEASON = re.compile(rf"(?:{_LED} ){{0,2}}(?P<season>{either(_SEASONS)})\Z")


def is_bare_holiday(phrase: str) -> bool:
    """Whether a folded phrase is a holiday without a preposition: that may describe what follows, as in
    "Christmas cards"."""
    return _BARE.match(phrase) is not None


def is_holiday(phrase: str) -> bool:
    """Whether a whole folded phrase names a holiday, or the days beside one."""
    return _HOLIDAY.match(_BESIDE.sub("", phrase)) is not None


def before_holiday(phrase: str, dialect: Dialect, today: dt.date) -> dt.date | None:
    """The last working day before a holiday or a season that a whole folded phrase names."""
    starts = _ends_of(phrase, dialect, today, before=True)
    return None if starts is None else max(today, dialect.workdays.ahead(starts, -1))


def after_holiday(phrase: str, dialect: Dialect, today: dt.date) -> dt.date | None:
    """The first working day behind a holiday or a season that a whole folded phrase names."""
    ends = _ends_of(phrase, dialect, today, before=False)
    return None if ends is None else dialect.workdays.ahead(max(ends, today), 1)


def _ends_of(phrase: str, dialect: Dialect, today: dt.date, *, before: bool) -> dt.date | None:
    """The day on which a holiday or a season begins or the one on which it ends."""
    season = _SEASON.match(phrase)
    if season:
        return _season_ends(_SEASONS[season["season"]], today, before=before)
    found = _HOLIDAY.match(phrase)
    if found is None:
        return None
    name = HOLIDAYS[found["holiday"]]
    away = dt.timedelta(days=-_EVE.get(name, 0) if before else _GOES_ON.get(name, 0))
    # "Before Easter" on Easter Sunday means that of the next year, "after Easter" on Easter Monday this one.
    since = today - away + dt.timedelta(days=1) if before else today - dt.timedelta(days=_LINGERS)
    day = _day_of(found, dialect, since)
    return day + away if day else None


def _holiday(found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    return _day_of(found, dialect, today)


def _day_of(found: re.Match[str], dialect: Dialect, since: dt.date) -> dt.date | None:
    name, year = HOLIDAYS[found["holiday"]], found["year"]
    if year:
        return _in_year(name, dialect.country, int(year))
    return _next(partial(_in_year, name, dialect.country), since)


def _next(day_in: Callable[[int], dt.date | None], since: dt.date) -> dt.date | None:
    """The first day, of those that come once a year, that does not lie before another."""
    years = (since.year + ahead for ahead in _YEARS_AHEAD)
    return next((day for day in map(day_in, years) if day and day >= since), None)


@cache
def _in_year(name: str, country: str, year: int) -> dt.date | None:
    """The day of a holiday in a year; None where the country has none of that name."""
    if name in _FROM_EASTER:
        return _easter(year) + dt.timedelta(days=_FROM_EASTER[name])
    if name in _FIXED:
        return dt.date(year, *_FIXED[name])
    if name in _BEFORE_CHRISTMAS:
        return _sunday_before(dt.date(year, 12, 25)) - dt.timedelta(days=_BEFORE_CHRISTMAS[name])
    if name in _AFTER_THANKSGIVING:
        return _nth(year, 11, 3, 4) + dt.timedelta(days=_AFTER_THANKSGIVING[name])
    if name == "mothers_day":
        lent = country in _MOTHERS_IN_LENT
        return _easter(year) - dt.timedelta(days=21) if lent else _nth(year, 5, 6, 2)
    found = find_holiday(country, name, year) or find_holiday(_AT_HOME.get(name, ""), name, year)
    # Where nobody has a day off for it, May Day is the first of May.
    return found or (dt.date(year, *_FIXED["first_of_may"]) if name == "may_day" else None)


@cache
def _easter(year: int) -> dt.date:
    # Late: few turns name a holiday.
    from dateutil.easter import easter

    found: dt.date = easter(year)
    return found


def _nth(year: int, month: int, weekday: int, number: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _sunday_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday() + 1)


_Span = Callable[[int], tuple[dt.date, dt.date]]
"""From a year to the first and the last of several days."""


def _each_year(month: int, day: int, last: int) -> _Span:
    """Days that begin on the same one of every year, and so many behind it."""
    return lambda year: (dt.date(year, month, day), dt.date(year, month, day) + dt.timedelta(days=last))


def _of_easter(first: int, last: int) -> _Span:
    """Days that lie so many after Easter Sunday."""
    return lambda year: (_easter(year) + dt.timedelta(days=first), _easter(year) + dt.timedelta(days=last))


_SPANS: Mapping[str, _Span] = {
    "between_years": _each_year(12, 27, 4),
    "year_end_holidays": _each_year(12, 24, 8),
    "new_year": _each_year(1, 1, 0),
}
_NEXT_HOLIDAYS = (_of_easter(-2, 1), _of_easter(49, 50), _SPANS["year_end_holidays"])


def _season_ends(season: str, today: dt.date, *, before: bool) -> dt.date | None:
    """The first day of a season that is still to begin, or the last one of what is not over yet."""
    spans = _NEXT_HOLIDAYS if season == "next_holidays" else (_SPANS[season],)
    since = today + dt.timedelta(days=1) if before else today
    return min(filter(None, (_next_end(span, since, before=before) for span in spans)), default=None)


def _next_end(span: _Span, since: dt.date, *, before: bool) -> dt.date | None:
    return _next(lambda year: span(year)[0 if before else 1], since)


def _season(found: re.Match[str], today: dt.date, dialect: Dialect) -> dt.date | None:
    """The first working day of a season that people may do something in, from today on; its last day where
    nobody works in it. What is new about a year begins behind its first day."""
    season = _SEASONS[found["season"]]
    if season == "new_year":
        begins = _next(lambda year: dt.date(year, 1, 1), today + dt.timedelta(days=1))
        return dialect.workdays.ahead(begins, 1) if begins else None
    ends = _season_ends("between_years", today, before=False)
    if ends is None or season == "next_holidays":
        return None
    begins = max(today, dt.date(ends.year, 12, 27))
    return min(ends, dialect.workdays.ahead(begins - dt.timedelta(days=1), 1))


READINGS: tuple[tuple[re.Pattern[str], DateReader], ...] = ((_HOLIDAY, _holiday), (_SEASON, _season))
"""Patterns of folded phrases, and what each of them means seen from a day."""
