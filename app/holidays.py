"""Public holidays: the days that a country has off, and the date of one in a year."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from app.domain.matching import fold
from app.domain.workdays import WEEKDAYS
from app.languages.strings import FALLBACK

if TYPE_CHECKING:
    from holidays import HolidayBase

_KNOWN_YEARS = range(1970, 2101)
"""Beyond these nobody knows what will be a holiday."""
_WIDELY = 0.55
"""The share of a country's parts in which a day is off, for it to be off where no part is known: nobody in
London works on Easter Monday, although Scotland does."""
_NAMED_IN = (f"{FALLBACK}_US", FALLBACK)
"""The languages of the names that are known, of the one in which there are most; see find_holiday."""
_APOSTROPHE = re.compile(r"['’]")
_MARK = re.compile(r"\W+")
_MOVED = re.compile(r"\(")
"""In the names of days that are off instead of a holiday."""


@lru_cache(maxsize=512)
def days_off(country: str, year: int, part: str = "") -> frozenset[dt.date]:
    """The public holidays of a country (an ISO 3166 code), or of a part of it, in a year."""
    if part in parts_of(country):
        return frozenset(_calendar(country, year, part))
    parts = [_calendar(country, year, one) for one in _parts(country)]
    often = Counter(day for one in parts for day in one)
    widely = {day for day, parts_off in often.items() if parts_off >= _WIDELY * len(parts)}
    return frozenset(widely.union(_calendar(country, year)))


@lru_cache(maxsize=256)
def names_of_days_off(country: str, year: int, part: str, language: str) -> Mapping[dt.date, str]:
    """The names of these days: in a language, or that of the country where it is not known."""
    known = [part] if part in parts_of(country) else [*_parts(country), None]
    names: dict[dt.date, str] = {}
    for one in known:
        names |= _calendar(country, year, one, language)
    return {day: names[day] for day in sorted(days_off(country, year, part))}


@cache
def parts_of(country: str) -> dict[str, str]:
    """The parts of a country that have holidays of their own: what they are called there, by their code."""
    known = _country(country)
    if known is None:
        return {}
    names: dict[str, str] = {}
    for name, code in known.subdivisions_aliases.items():
        names.setdefault(code, name)
    return {code: names.get(code, code) for code in known.subdivisions}


def working_days_in(country: str) -> tuple[str, ...]:
    """The days of a usual week on which people work in a country, of WEEKDAYS."""
    known = _country(country)
    weekend = known.weekend if known is not None else frozenset({5, 6})
    return tuple(name for day, name in enumerate(WEEKDAYS) if day not in weekend)


def find_holiday(country: str, name: str, year: int) -> dt.date | None:
    """The day of a holiday that a country has, by its English name in the library, folded and joined:
    "thanksgiving_day"; None where it has none."""
    return _days_by_name(country, year).get(name)


@lru_cache(maxsize=512)
def _days_by_name(country: str, year: int) -> Mapping[str, dt.date]:
    off = days_off(country, year)
    every = (*map(partial(_calendar, country, year), _parts(country)), _calendar(country, year))
    return {
        _MARK.sub("_", _APOSTROPHE.sub("", fold(name))).strip("_"): day
        for calendar in every
        for day in off.intersection(calendar)
        for name in calendar[day].split("; ")
        if not _MOVED.search(name)
    }


def _parts(country: str) -> tuple[str, ...]:
    known = _country(country)
    return () if known is None else tuple(known.subdivisions)


def _calendar(
    country: str, year: int, part: str | None = None, language: str = FALLBACK
) -> Mapping[dt.date, str]:
    """The names of the holidays of a country, or of one of its parts, by their days."""
    known = _country(country)
    if known is None or year not in _KNOWN_YEARS:
        return {}
    wanted = _NAMED_IN if language == FALLBACK else (language,)
    spoken = [one for named in wanted for one in known.supported_languages if one.startswith(named)]
    found = type(known)(years=year, subdiv=part, language=spoken[0] if spoken else None, expand=False)
    return {day: str(name) for day, name in found.items() if day.year == year}


@cache
def _country(code: str) -> HolidayBase | None:
    """What knows the holidays of a country; None where nobody does."""
    if not code:
        return None
    # Late: its import takes longer than a turn may; see bot/warming.py.
    from holidays import country_holidays

    try:
        return country_holidays(code)
    except NotImplementedError:
        return None
