"""The workspace: its place, its currency and its working days, which its owners change. And the place of a
member, as far as Teams does not tell it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.calendars import country_at
from app.crm.history import entries_of
from app.crm.ownership import must_own, owners_of
from app.crm.views import Colleague, Entry
from app.domain.errors import InvalidInput, Problem
from app.domain.member import SETTINGS, Member, Workspace
from app.domain.workdays import WEEKDAYS
from app.holidays import parts_of
from app.store.work import Work
from app.territories import is_country, is_currency, is_zone

CHANGED = "WorkspaceChanged"
MOST_FREE_DAYS = 50
MOST_MONTHS = 120
"""Months of the longest retention."""
_MOST_ENTRIES = 3
_FREE_DAY = re.compile(r"(?:\d{4}-)?\d{2}-\d{2}")
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is set for a workspace, who may change it, and what was changed last, newest first. `asked_by` is
    whom an administrator could make its owner where it has none."""

    workspace: Workspace
    asked_by: Member
    owners: tuple[Colleague, ...]
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The workspace as it is, and as it would be."""

    now: Workspace
    then: Workspace

    @property
    def changes(self) -> tuple[str, ...]:
        """The SETTINGS that would be others."""
        return tuple(name for name in SETTINGS if getattr(self.now, name) != getattr(self.then, name))


def show_settings(work: Work, actor: Member) -> Settings:
    """What is set for the workspace."""
    return Settings(
        workspace=work.workspace,
        asked_by=actor,
        owners=owners_of(work),
        entries=tuple(entries_of(work, work.events.of_settings(_MOST_ENTRIES))),
    )


def propose_settings(work: Work, actor: Member, changes: Mapping[str, object]) -> Proposal:
    """What changes of SETTINGS would make of the workspace. Raises Forbidden, InvalidInput."""
    must_own(work, actor)
    values = _checked(work.workspace, changes)
    return Proposal(now=work.workspace, then=work.workspace.change(CHANGED, values)[0])


def change_settings(
    work: Work, actor: Member, changes: Mapping[str, object], version: int | None = None
) -> Settings:
    """Changes SETTINGS of the workspace: an event that can be taken back. No record is changed: what is
    stored keeps its currency and its moment. Raises Forbidden, InvalidInput, and Conflict where the settings
    are no longer those of `version`."""
    must_own(work, actor)
    work.workspace.expect(version)
    values = _checked(work.workspace, changes)
    work.record(work.change_workspace(CHANGED, values), actor)
    return show_settings(work, actor)


def place_me(
    work: Work, actor: Member, *, time_zone: str | None = None, country: str | None = None
) -> Member:
    """Where the actor is from now on, until Teams tells it otherwise; "" is where the workspace is. Raises
    InvalidInput."""
    problems = {}
    if time_zone and not is_zone(time_zone):
        problems["time_zone"] = "time_zone_unknown"
    if country and not is_country(country):
        problems["country"] = "country_unknown"
    if problems:
        raise InvalidInput(**problems)
    place = actor.place
    zone, code = (
        (place.time_zone if time_zone is None else time_zone),
        (place.country if country is None else country),
    )
    return work.members.save(replace(actor, place=replace(place, time_zone=zone, country=code)))


def _checked(workspace: Workspace, changes: Mapping[str, object]) -> dict[str, object]:
    values: dict[str, object] = {}
    problems: dict[str, Problem | str] = {}
    for name, value in changes.items():
        try:
            if name not in _CHECKS:
                raise InvalidInput(**{name: "field_unknown"})
            values[name] = _CHECKS[name](value)
        except InvalidInput as refused:
            problems |= refused.fields
    if problems:
        raise InvalidInput(**problems)
    return _with_part(workspace, values)


def _with_part(workspace: Workspace, values: dict[str, object]) -> dict[str, object]:
    """The values with a part of the country that it has: another country has other parts."""
    country = str(values.get("country") or country_at(workspace))
    part = str(values.get("subdivision", workspace.subdivision))
    if not part or part in parts_of(country):
        return values
    if values.get("subdivision"):
        raise InvalidInput(subdivision="subdivision_unknown")
    return {**values, "subdivision": ""}


def _currency(value: Any) -> str:
    if not isinstance(value, str) or not is_currency(value):
        raise InvalidInput(currency="currency_unknown")
    return value


def _time_zone(value: Any) -> str:
    if not isinstance(value, str) or not is_zone(value):
        raise InvalidInput(time_zone="time_zone_unknown")
    return value


def _country(value: Any) -> str:
    if not isinstance(value, str) or not is_country(value):
        raise InvalidInput(country="country_unknown")
    return value


def _working_days(value: Any) -> tuple[str, ...]:
    """In the order of the week, each once."""
    given = value if isinstance(value, list | tuple) else ()
    if not given or any(day not in WEEKDAYS for day in given):
        raise InvalidInput(working_days="weekdays_needed")
    return tuple(day for day in WEEKDAYS if day in given)


def _public_holidays(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput(public_holidays="choice_unknown")
    return value


def _guests(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput(guests="choice_unknown")
    return value


def _subdivision(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise InvalidInput(subdivision="subdivision_unknown")
    return value or ""


def _free_days(value: Any) -> tuple[str, ...]:
    """In order, each once: those of every year first."""
    given = value if isinstance(value, list | tuple) else (None,)
    if len(given) > MOST_FREE_DAYS:
        raise InvalidInput(free_days=Problem("free_days_many", {"limit": MOST_FREE_DAYS}))
    if not all(isinstance(day, str) and _is_day(day) for day in given):
        raise InvalidInput(free_days="free_day_invalid")
    return tuple(sorted(set(given), key=lambda day: (len(day), day)))


def _retention_months(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST_MONTHS:
        raise InvalidInput(retention_months=Problem("number_bounded", {"least": 0, "most": MOST_MONTHS}))
    return value


def _is_day(text: str) -> bool:
    if not _FREE_DAY.fullmatch(text) or not text.isascii():
        return False
    try:
        dt.date.fromisoformat(text if len(text) > len("12-24") else f"{_LEAP_YEAR}-{text}")
    except ValueError:
        return False
    return True


_CHECKS: dict[str, Callable[[Any], object]] = {
    "currency": _currency,
    "time_zone": _time_zone,
    "country": _country,
    "working_days": _working_days,
    "public_holidays": _public_holidays,
    "subdivision": _subdivision,
    "free_days": _free_days,
    "guests": _guests,
    "retention_months": _retention_months,
}
