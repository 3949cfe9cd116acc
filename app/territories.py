"""Countries and time zones of the world: which there are, and what is paid with where."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global
from babel.numbers import get_territory_currencies

_ZONE = re.compile(r"(?:[A-Z][A-Za-z]*(?:/[A-Za-z0-9_+\-]+){1,2}|UTC|GMT)\Z")
_LONGEST_ZONE = 64
# Babel also knows countries of the past, unions and places without people; nobody has a telephone there.
_NO_COUNTRIES = frozenset("AQ BU BV CP CS DD DG EA EU GS HM IC PN SU TF TP UM YD YU ZR ZZ".split())
_MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
"""Where most people of a country with several time zones live."""


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether this machine knows a time zone of this name."""
    if len(name) > _LONGEST_ZONE or not _ZONE.match(name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def is_currency(code: str) -> bool:
    """Whether this is the ISO 4217 code, in capitals, of what is paid with in some country today."""
    return code in currencies()


def is_country(code: str) -> bool:
    """Whether this is the ISO 3166 code, in capitals, of a country where people telephone."""
    return code in countries()


def currency_of(country: str) -> str:
    """What is paid with in a country today, as an ISO 4217 code; "" where nobody knows."""
    return next(iter(get_territory_currencies(country)), "") if is_country(country) else ""


def country_of(time_zone: str) -> str:
    """The country in which a time zone is, "" for one that is in none, such as UTC."""
    country = _zone_countries().get(time_zone, "")
    return country if is_country(country) else ""


def main_zone(country: str) -> str:
    """The time zone of most people in a country; "" where it is not known."""
    zones = get_global("territory_zones").get(country, [])
    return _MAIN_ZONES.get(country) or (zones[0] if len(zones) == 1 and is_zone(zones[0]) else "")


@cache
def currencies() -> frozenset[str]:
    """What is paid with in the countries of the world."""
    return frozenset(code for country in countries() for code in get_territory_currencies(country))


@cache
def zones() -> frozenset[str]:
    """The time zones of the countries of the world, each by one name."""
    return frozenset(name for name in get_global("zone_territories") if country_of(name) and is_zone(name))


@cache
def older_names(zone: str) -> tuple[str, ...]:
    """Names that a time zone had before: "Europe/Kiev" of "Europe/Kyiv"."""
    return tuple(old for old, name in get_global("zone_aliases").items() if name == zone)


def windows_zone(name: str) -> str:
    """The time zone that Windows calls so ("W. Europe Standard Time"); "" where it calls none so."""
    return str(get_global("windows_zone_mapping").get(name, ""))


@cache
def _zone_countries() -> dict[str, str]:
    """Countries by time zone, whichever of the names of a zone Babel goes by."""
    countries: dict[str, str] = dict(get_global("zone_territories"))
    for name, other in get_global("zone_aliases").items():
        for one, same in ((name, other), (other, name)):
            if same in countries:
                countries.setdefault(one, countries[same])
    return countries


@cache
def countries() -> frozenset[str]:
    """The countries where people telephone, by their ISO 3166 codes."""
    return frozenset(get_global("territory_currencies")) - _NO_COUNTRIES
