"""Places as people call them: countries and their parts, time zones, what is paid with, days of the week."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from babel.dates import format_skeleton

from app.domain.matching import fold
from app.domain.workdays import WEEKDAYS
from app.holidays import parts_of
from app.languages.currencies import find_currency
from app.languages.strings import LANGUAGES, locale_of
from app.languages.words import folded_pattern, forms, forms_of, names_under, words_of
from app.territories import (
    countries,
    currencies,
    is_country,
    is_currency,
    is_zone,
    main_zone,
    older_names,
    windows_zone,
    zones,
)

LONGEST = 80
"""Characters of the longest text that may name a place; keeps odd input cheap."""

_LEAP_YEAR = 2000
_LETTERS = re.compile(r"[^a-z0-9+]+")


def country_name(code: str, language: str) -> str:
    """What a country is called: "Switzerland"."""
    return str(locale_of(language).territories.get(code, code))


def currency_name(code: str, language: str) -> str:
    """What a currency is called: "Swiss Franc"."""
    return str(locale_of(language).currencies.get(code, code))


def zone_name(zone: str, language: str) -> str:
    """What a time zone is called, by its town: "Zürich"."""
    towns = locale_of(language).time_zones
    known = [towns[name].get("city") for name in (zone, *older_names(zone)) if name in towns]
    return str(next(filter(None, known), None) or zone.rpartition("/")[2].replace("_", " "))


def part_name(country: str, code: str, language: str) -> str:
    """What a part of a country is called: "Bavaria"; as it is called there where the language has no word."""
    own = words_of(language, f"places.parts.{country}-{code}")
    return own[0] if own else parts_of(country).get(code, code)


def weekday_names(days: Iterable[str], language: str) -> str:
    """Days of WEEKDAYS: "Mon – Thu" where they follow each other, else "Mon, Wed"."""
    wanted = [day for day in WEEKDAYS if day in days]
    names = [weekday_name(day, language) for day in wanted]
    first, last = WEEKDAYS.index(wanted[0]), WEEKDAYS.index(wanted[-1])
    if len(wanted) > 2 and last - first == len(wanted) - 1:
        return f"{names[0]} – {names[-1]}"
    return ", ".join(names)


def weekday_name(day: str, language: str, width: str = "abbreviated") -> str:
    """What a day of WEEKDAYS is called: "Mon", or "Monday" where it is to be "wide"."""
    return str(locale_of(language).days["stand-alone"][width][WEEKDAYS.index(day)])


def free_day_name(day: str, language: str) -> str:
    """A free day of a workspace: "Dec 24" for one of every year, "Dec 24, 2026" for one of a single year."""
    yearly = len(day) == len("12-24")
    date = dt.date.fromisoformat(f"{_LEAP_YEAR}-{day}" if yearly else day)
    return _written(date, "MMMd" if yearly else "yMMMd", language)


def find_country(text: str) -> str:
    """The ISO code of a country that is called so in any language, or has this code; "" for none."""
    wanted = text.strip()
    if is_country(wanted.upper()) and len(text) <= LONGEST:
        return wanted.upper()
    return _find(text, _countries())


def find_part(country: str, text: str) -> str:
    """The code of a part of a country ("BY", "DE-BY", "Bavaria"); "" for none."""
    code = text.strip().upper().removeprefix(f"{country}-")
    by_code = {each.upper(): each for each in parts_of(country)}
    return by_code.get(code) or _find(text, _parts(country))


def find_zone(text: str) -> str:
    """The time zone that is called so: by its own name, that of Windows, a town or a country; "" for none."""
    wanted = text.strip()
    if len(text) > LONGEST:
        return ""
    # "CET" is a zone as well, but in no country.
    found = _find(text, _zones()) or (wanted if is_zone(wanted) else windows_zone(wanted))
    return found or main_zone(find_country(text))


def find_money(text: str) -> str:
    """The ISO code of a currency that is called so: by code, sign, word or name; "" for none."""
    found = (find_currency(text) if len(text) <= LONGEST else None) or ""
    return found if is_currency(found) else _find(text, _currencies())


def read_weekdays(text: str) -> tuple[str, ...]:
    """The days that a text lists, in their order: "Mon-Thu", "Montag bis Mittwoch und Freitag"; nothing where
    it is about anything else."""
    said = fold(text[:200]).strip(" .!")
    if said in forms("settings.every_day"):
        return WEEKDAYS
    if said in forms("settings.weekdays"):
        return WEEKDAYS[:5]
    days: set[str] = set()
    for piece in re.split(rf"\s*(?:[,;/+&]|\b(?:{folded_pattern('settings.and')})\b)\s*", said):
        ends = [_weekday(one.strip(" .")) for one in _to().split(piece)]
        if not 1 <= len(ends) <= 2 or None in ends:
            return ()
        first, last = (WEEKDAYS.index(str(day)) for day in (ends[0], ends[-1]))
        days |= {WEEKDAYS[(first + ahead) % 7] for ahead in range((last - first) % 7 + 1)}
    return tuple(day for day in WEEKDAYS if day in days)


def _weekday(name: str) -> str | None:
    """ "Mondays" are each Monday."""
    return _weekdays().get(name) or _weekdays().get(name.removesuffix("s"))


@lru_cache(maxsize=1024)
def _written(date: dt.date, skeleton: str, language: str) -> str:
    return format_skeleton(skeleton, date, locale=locale_of(language))


@cache
def _to() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[-–—]|\b(?:{folded_pattern('settings.to')})\b)\s*")


def _find(text: str, names: Mapping[str, str]) -> str:
    return names.get(_key(text), "") if len(text) <= LONGEST else ""


def _key(text: str) -> str:
    return _LETTERS.sub(" ", fold(text)).strip()


def _names(codes: Iterable[str], name: Callable[[str, str], str], words: str) -> dict[str, str]:
    """Codes by what they are called in any language: the words of a key besides the names that are known."""
    found: dict[str, str] = {}
    for language in reversed(LANGUAGES):
        found |= {_key(name(code, language)): code for code in codes}
    for language in reversed(LANGUAGES):
        for code in names_under(language, words):
            found |= {_key(form): code for form in forms_of(language, f"{words}.{code}")}
    return found


@cache
def _countries() -> dict[str, str]:
    return _names(countries(), country_name, "places.countries")


@cache
def _currencies() -> dict[str, str]:
    names = _names(currencies(), currency_name, "currencies")
    # "Swiss francs", "australische Dollar": most plurals end in one letter more.
    return {f"{name}s": code for name, code in names.items()} | names


@cache
def _zones() -> dict[str, str]:
    names = {_key(name): name for name in sorted(zones())}
    return _names(sorted(zones()), zone_name, "places.zones") | names


@cache
def _parts(country: str) -> dict[str, str]:
    codes = parts_of(country)
    names = {_key(name): code for code, name in codes.items()}
    for language in LANGUAGES:
        for code in codes:
            names |= {_key(form): code for form in forms_of(language, f"places.parts.{country}-{code}")}
    return names


@cache
def _weekdays() -> dict[str, str]:
    """The days of WEEKDAYS by all that they are called in any language, folded."""
    return {
        fold(form).strip("."): day
        for number, day in enumerate(WEEKDAYS, start=1)
        for key in (f"dates.weekdays.{number}", f"dates.short_weekdays.{number}")
        for language in LANGUAGES
        for form in (*forms_of(language, key), weekday_name(day, language))
    }
