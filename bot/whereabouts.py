"""Whereabouts: where the sender of a message is, as Teams tells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from app.domain.place import Place, region_of
from app.territories import country_of, is_country, is_zone

_MOST_ENTITIES = 500
_LONGEST_LOCALE = 35
_LOCALE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def read_place(body: dict[str, Any]) -> Place:
    """Where an activity says that its sender is: the zone of the message before the client's, the client's
    country before the region of its language. What is told oddly counts as not told: nobody is refused for
    it."""
    client = _client(body.get("entities"))
    zone = _first(is_zone, (body.get("localTimezone"), client.get("timezone")))
    locales = [one for one in map(_locale, (body.get("locale"), client.get("locale"))) if one]
    # "en-GB" of the client says more than the "en" in which the message was written.
    locale = next((one for one in locales if region_of(one)), locales[0] if locales else "")
    told = client.get("country")
    countries = (told.upper() if isinstance(told, str) else "", region_of(locale), country_of(zone))
    return Place(time_zone=zone, country=_first(is_country, countries), locale=locale)


def _client(entities: object) -> dict[str, Any]:
    told = entities[:_MOST_ENTITIES] if isinstance(entities, list) else []
    return next((one for one in told if isinstance(one, dict) and one.get("type") == "clientInfo"), {})


def _first(is_known: Callable[[str], bool], told: Iterable[object]) -> str:
    return next((one for one in told if isinstance(one, str) and is_known(one)), "")


def _locale(told: object) -> str:
    fits = isinstance(told, str) and len(told) <= _LONGEST_LOCALE and _LOCALE.fullmatch(told)
    return str(told) if fits else ""
