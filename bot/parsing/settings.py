"""What people say of the settings of a workspace: "Swiss francs", "Mon-Thu", "Bavaria", "Dec 24; Dec 31"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import NoReturn

from app.calendars import country_at
from app.dates.days import read_date
from app.domain.errors import InvalidInput, Problem
from app.domain.matching import fold
from app.domain.member import Workspace
from app.languages.places import find_country, find_money, find_part, find_zone, read_weekdays
from app.languages.reader import Reader
from app.languages.words import folded_pattern, forms, pattern

Changes = dict[str, object]

LONGEST = 2000
"""Characters of the longest list of days that is read."""
_LED = re.compile(rf"(?:(?:[:=]|->|→|(?:{pattern('settings.becomes')})(?!\w))\s*)+", re.IGNORECASE)
_BETWEEN = re.compile(r"[;\n]|,(?!\s*\d{4}\s*(?:[;,\n]|\Z))")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SHORT_YEAR = re.compile(r"\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2}\Z|\d{1,2}/\d{1,2}/\d{2}\Z")


def read_setting(name: str, text: str, reader: Reader, workspace: Workspace) -> Changes:
    """The settings that a text gives: `name` is one of READERS. Raises InvalidInput for `name`."""
    return READERS[name](_value(text)[:LONGEST], reader, workspace)


def _value(text: str) -> str:
    """What a setting is to be, without the words that lead to it."""
    led = _LED.match(text.strip())
    said = (text.strip()[led.end() :] if led else text.strip()).rstrip(" .!")
    # "On" leads to a day, and is what a switch is to be.
    return said or text.strip(" :=.!")


def _currency(text: str, _reader: Reader, _workspace: Workspace) -> Changes:
    return {"currency": find_money(text) or _unread("currency", "currency_unknown")}


def _time_zone(text: str, _reader: Reader, _workspace: Workspace) -> Changes:
    return {"time_zone": find_zone(text) or _unread("time_zone", "time_zone_unknown")}


def _country(text: str, _reader: Reader, _workspace: Workspace) -> Changes:
    return {"country": find_country(text) or _unread("country", "country_unknown")}


def _working_days(text: str, _reader: Reader, _workspace: Workspace) -> Changes:
    return {"working_days": read_weekdays(text) or _unread("working_days", "weekdays_needed")}


def _holidays(text: str, _reader: Reader, workspace: Workspace) -> Changes:
    """On, off, or those of a part of the country."""
    said, country = fold(text), country_at(workspace)
    if said in forms("settings.off"):
        return {"public_holidays": False}
    if said in forms("settings.on"):
        return {"public_holidays": True}
    if find_country(text) == country and not find_part(country, text):
        return {"public_holidays": True, "subdivision": ""}
    part = find_part(country, text) or _unread("subdivision", "subdivision_unknown")
    return {"public_holidays": True, "subdivision": part}


def is_switch(text: str) -> bool:
    """Whether a text says on or off, and nothing else."""
    return fold(_value(text)) in forms("settings.on") | forms("settings.off")


def _guests(text: str, _reader: Reader, _workspace: Workspace) -> Changes:
    """On or off."""
    if not is_switch(text):
        _unread("guests", "on_or_off_needed")
    return {"guests": fold(_value(text)) in forms("settings.on")}


def _free_days(text: str, reader: Reader, _workspace: Workspace) -> Changes:
    """Days with a year for one year, all others for every year."""
    if fold(text) in forms("settings.nothing"):
        return {"free_days": ()}
    pieces = [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]
    return {"free_days": tuple(_free_day(piece, reader) for piece in pieces)}


def _free_day(text: str, reader: Reader) -> str:
    # Seen from the first of January of a leap year, so that 29 February is a day of every year.
    has_year = bool(_YEAR.search(text) or _SHORT_YEAR.match(text))
    day = read_date(text, reader.dialect, reader.today() if has_year else _FIRST)
    if day is None:
        _unread("free_days", Problem("free_day_unknown", {"text": text[:40]}))
    return day.isoformat() if has_year else f"{day:%m-%d}"


def _retention(text: str, _reader: Reader, _workspace: Workspace) -> Changes:
    """Months or years, or for good. In days or weeks nothing is kept."""
    said = fold(text)
    if said in forms("settings.off") | forms("settings.nothing") | forms("settings.forever"):
        return {"retention_months": 0}
    found = _SPAN.fullmatch(said)
    if found is None:
        _unread("retention_months", "months_needed")
    count = int(found["count"])
    return {"retention_months": count * 12 if _YEARS.match(found["unit"] or "") else count}


def _unread(name: str, problem: Problem | str) -> NoReturn:
    raise InvalidInput(**{name: problem})


_FIRST = dt.date(2024, 1, 1)
_UNIT = folded_pattern("settings.years", "settings.months")
_SPAN = re.compile(
    rf"(?:(?:{folded_pattern('settings.after')})\s+)?(?P<count>[0-9]{{1,3}})\s*(?P<unit>{_UNIT})?"
)
_YEARS = re.compile(rf"(?:{folded_pattern('settings.years')})\Z")
READERS: Mapping[str, Callable[[str, Reader, Workspace], Changes]] = {
    "currency": _currency,
    "time_zone": _time_zone,
    "country": _country,
    "working_days": _working_days,
    "holidays": _holidays,
    "free_days": _free_days,
    "guests": _guests,
    "retention": _retention,
}
"""What reads each setting that a text may give."""
