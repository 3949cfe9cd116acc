"""Public holidays of countries."""

from __future__ import annotations

import datetime as dt

import pytest

from app.holidays import days_off, find_holiday
from tests.kit.clocks import workdays_in


@pytest.mark.parametrize(
    ("country", "day", "off"),
    [
        ("US", "2026-11-26", True),  # Thanksgiving
        ("US", "2027-07-05", True),  # the Monday after the Fourth of July
        ("GB", "2026-11-26", False),
        ("GB", "2027-03-29", True),  # Easter Monday: all but Scotland
        ("GB", "2027-01-04", False),  # Scotland alone
        ("DE", "2027-10-31", False),  # the Reformation: half of the states, fewer than half of the people
        ("CH", "2027-03-26", True),  # Good Friday: all cantons but two
        ("XX", "2026-12-25", False),
        ("", "2026-12-25", False),
    ],
)
def test_a_day_is_off_where_most_parts_of_a_country_have_it_off(country: str, day: str, off: bool) -> None:
    date = dt.date.fromisoformat(day)
    assert (date in days_off(country, date.year)) is off
    assert workdays_in(country).has(date) is (not off and date.weekday() < 5)


@pytest.mark.parametrize(
    ("country", "name", "day"),
    [
        ("US", "thanksgiving_day", "2027-11-25"),
        ("CA", "thanksgiving_day", "2027-10-11"),
        ("US", "labor_day", "2027-09-06"),
        ("CA", "labor_day", "2027-09-06"),
        ("DE", "labor_day", "2027-05-01"),
        ("US", "independence_day", "2027-07-04"),  # not the Monday that is off for it
        ("US", "washingtons_birthday", "2027-02-15"),
        ("AT", "national_day", "2027-10-26"),
    ],
)
def test_a_holiday_is_known_by_its_name(country: str, name: str, day: str) -> None:
    assert find_holiday(country, name, 2027) == dt.date.fromisoformat(day)


def test_a_holiday_that_a_country_does_not_have_is_none() -> None:
    assert find_holiday("GB", "labor_day", 2027) is None
    assert find_holiday("", "labor_day", 2027) is None
    assert find_holiday("US", "labor_day", 9999) is None
