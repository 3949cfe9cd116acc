"""Calendars: on which days a workspace works, and when it is free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set
from functools import lru_cache

from app.domain.member import Workspace
from app.domain.workdays import Workdays
from app.holidays import days_off, names_of_days_off
from app.territories import country_of


def workdays_of(workspace: Workspace) -> Workdays:
    """The days on which a workspace works."""
    country = country_at(workspace) if workspace.public_holidays else ""
    return _workdays(workspace.working_days, country, workspace.subdivision, workspace.free_days)


def country_at(workspace: Workspace) -> str:
    """The country whose holidays a workspace keeps: the one that is set, else that of its time zone; "" where
    neither is in one."""
    return workspace.country or country_of(workspace.time_zone)


def holidays_between(
    workspace: Workspace, after: dt.date, until: dt.date, language: str
) -> Iterator[tuple[dt.date, str]]:
    """The days after one and up to another on which a workspace is free, in order, by name where they are
    public holidays. A holiday on a day on which nobody works anyway is left out."""
    week = Workdays(frozenset(workspace.working_days))
    country = country_at(workspace) if workspace.public_holidays else ""
    for year in range(after.year, until.year + 1):
        own = dict.fromkeys(_own_days(workspace.free_days, year), "")
        named = own | dict(names_of_days_off(country, year, workspace.subdivision, language))
        for day in sorted(named):
            if after < day <= until and week.has(day):
                yield day, named[day]


@lru_cache(maxsize=1024)
def _workdays(weekdays: tuple[str, ...], country: str, part: str, own: tuple[str, ...]) -> Workdays:
    # The same for the same settings: what is worked out for its years is kept by it.
    def free(year: int) -> Set[dt.date]:
        return days_off(country, year, part) | _own_days(own, year)

    return Workdays(frozenset(weekdays), free)


def _own_days(own: tuple[str, ...], year: int) -> frozenset[dt.date]:
    """The days of a year among own ones: "2026-12-24", or "12-24" for every year that has one."""
    found = set()
    for text in own:
        written = text if len(text) > len("12-24") else f"{year:04}-{text}"
        try:
            found.add(dt.date.fromisoformat(written))
        except ValueError:
            continue  # there is no 29 February this year
    return frozenset(day for day in found if day.year == year)
