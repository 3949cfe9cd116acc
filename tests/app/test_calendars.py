"""When people are free, against days that are known."""

from __future__ import annotations

import datetime as dt

import pytest

from app.calendars import holidays_between, workdays_of
from app.domain.member import Workspace
from app.holidays import parts_of, working_days_in

GERMAN = {
    "id": 1,
    "tenant_id": "t",
    "name": "",
    "currency": "EUR",
    "time_zone": "Europe/Berlin",
    "country": "DE",
}


def workspace(**changes: object) -> Workspace:
    return Workspace(**{**GERMAN, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "day", "is_worked"),
    [
        ({}, "2026-12-25", False),
        ({}, "2026-12-24", True),
        ({}, "2026-12-26", False),
        ({"public_holidays": False}, "2026-12-25", True),
        ({}, "2027-01-06", True),
        ({"subdivision": "BY"}, "2027-01-06", False),
        ({"country": "US"}, "2026-11-26", False),
        ({"country": "US"}, "2026-12-25", False),
        ({"country": "GB", "subdivision": "SCT"}, "2026-11-30", False),
        ({"country": "GB", "subdivision": "ENG"}, "2026-11-30", True),
        ({"country": "", "time_zone": "Europe/Zurich", "subdivision": "ZH"}, "2027-05-06", False),
        ({"country": "", "time_zone": "UTC"}, "2026-12-25", True),
        ({"free_days": ("12-24",)}, "2031-12-24", False),
        ({"free_days": ("2026-12-24",)}, "2027-12-24", True),
        ({"working_days": ("mon", "sat")}, "2026-11-28", True),
        ({"working_days": ("mon", "sat")}, "2026-11-27", False),
        ({"subdivision": "nowhere"}, "2026-12-25", False),
    ],
)
def test_nobody_works_on_a_day_that_is_free(settings: dict[str, object], day: str, is_worked: bool) -> None:
    assert workdays_of(workspace(**settings)).has(dt.date.fromisoformat(day)) is is_worked


def test_a_leap_day_is_free_in_the_years_that_have_one() -> None:
    days = workdays_of(workspace(free_days=("02-29",)))
    assert not days.has(dt.date(2028, 2, 29))
    assert days.between(dt.date(2027, 2, 26), dt.date(2027, 3, 1)) == 1


def test_the_days_off_are_named_in_the_readers_language_and_only_those_on_which_one_would_work() -> None:
    found = holidays_between(workspace(free_days=("12-24",)), dt.date(2026, 12, 1), dt.date(2027, 1, 1), "en")
    # The second day of Christmas is a Saturday.
    assert list(found) == [
        (dt.date(2026, 12, 24), ""),
        (dt.date(2026, 12, 25), "Christmas Day"),
        (dt.date(2027, 1, 1), "New Year's Day"),
    ]
    [(_, name)] = holidays_between(workspace(), dt.date(2026, 12, 31), dt.date(2027, 1, 1), "de")
    assert name == "Neujahr"


@pytest.mark.parametrize(
    ("country", "first", "last"),
    [("DE", "mon", "fri"), ("IL", "mon", "sun"), ("SA", "mon", "sun"), ("", "mon", "fri")],
)
def test_the_week_is_that_of_the_country(country: str, first: str, last: str) -> None:
    days = working_days_in(country)
    assert (days[0], days[-1], len(days)) == (first, last, 5)


def test_a_country_may_have_parts() -> None:
    assert parts_of("DE")["BY"] == "Bayern"
    assert parts_of("AT")["9"] == "Wien"
    assert parts_of("XX") == {}
