"""The settings of a workspace as its people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.calendars import country_at
from app.domain.event import Event
from app.domain.member import SETTINGS, Workspace
from app.domain.workdays import WEEKDAYS
from app.languages.places import (
    country_name,
    currency_name,
    free_day_name,
    part_name,
    weekday_name,
    weekday_names,
    zone_name,
)
from app.languages.reader import Reader
from app.languages.values import say_described


def say_settings(reader: Reader, workspace: Workspace) -> dict[str, str]:
    """All SETTINGS in words, by name."""
    country = country_at(workspace)
    return {name: say_setting(reader, name, getattr(workspace, name), country) for name in SETTINGS}


def how_to_own(reader: Reader, tenant: str, user: str) -> str:
    """How a person becomes the owner of a workspace that has none; both ids are those of the directory."""
    return reader.t("error.nobody_owns", tenant=tenant, user=user)


def say_setting(reader: Reader, name: str, value: Any, country: str = "") -> str:
    """The value of one of SETTINGS in words, as a workspace or an event holds it; parts are those of a
    `country`."""
    if name in _SAID:
        return _SAID[name](reader, value, country)
    if not value:
        return reader.t("setting.unknown")
    called = {"currency": currency_name, "country": country_name, "time_zone": zone_name}[name](
        value, reader.language
    )
    return called if name == "country" or called == value else f"{called} ({value})"


def _holidays(reader: Reader, value: Any, _country: str) -> str:
    return reader.t(f"setting.holidays_{'on' if value else 'off'}")


def _guests(reader: Reader, value: Any, _country: str) -> str:
    return reader.t(f"setting.guests_{'on' if value else 'off'}")


def _part(reader: Reader, value: Any, country: str) -> str:
    return part_name(country, value, reader.language) if value else reader.t("setting.everywhere")


def _weekdays(reader: Reader, value: Any, _country: str) -> str:
    return weekday_names(value, reader.language) if value else reader.t("setting.unknown")


def _free_days(reader: Reader, value: Any, _country: str) -> str:
    return " · ".join(say_free_day(reader, day) for day in value) or reader.t("setting.none")


def _months(reader: Reader, value: Any, _country: str) -> str:
    return reader.t("setting.months", count=value) if value else reader.t("setting.never")


_SAID: Mapping[str, Callable[[Reader, Any, str], str]] = {
    "public_holidays": _holidays,
    "guests": _guests,
    "subdivision": _part,
    "working_days": _weekdays,
    "free_days": _free_days,
    "retention_months": _months,
}


def say_own_fields(reader: Reader, event: Event) -> list[str]:
    """What an event tells of the fields that the workspace describes itself: those that are other ones than
    before, as they were called and as they are."""
    sides = (event.before, event.after)
    listed: list[Any] = [side.get("own_fields") or [] for side in sides]
    before, after = ({one["name"]: one for one in side} for side in listed)
    told = []
    for name in before | after:
        if before.get(name) != after.get(name):
            was, is_ = (say_described(reader, side[name]) if name in side else "" for side in (before, after))
            told.append(_change(reader, was, is_))
    return told


def _change(reader: Reader, before: str, after: str) -> str:
    return reader.t("card.change", before=before, after=after) if before not in ("", after) else after


def say_free_day(reader: Reader, day: str) -> str:
    """A free day of a workspace, and whether it is one every year."""
    said = free_day_name(day, reader.language)
    return said if len(day) > len("12-24") else reader.t("setting.every_year", day=said)


def effects(reader: Reader, before: Workspace, after: Workspace) -> Mapping[str, str]:
    """What changes and what stays where one workspace becomes another, by the name of each of SETTINGS that
    differs."""
    said = say_settings(reader, after)
    return {
        name: reader.t(f"setting.effect.{name}", after=said[name])
        for name in SETTINGS
        if getattr(before, name) != getattr(after, name)
    }


def weekday_options(reader: Reader) -> list[tuple[str, str]]:
    """The days of a week with their names."""
    return [(day, weekday_name(day, reader.language, "wide")) for day in WEEKDAYS]
