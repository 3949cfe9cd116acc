"""Countries and time zones, against what others know of them."""

from __future__ import annotations

import zoneinfo

import phonenumbers
import pytest

from app.territories import country_of, currency_of, is_country, is_zone, main_zone


def test_countries_are_those_where_people_telephone() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    known = {first + second for first in letters for second in letters if is_country(first + second)}
    assert known == set(phonenumbers.SUPPORTED_REGIONS)


@pytest.mark.parametrize("country", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_each_country_pays_with_something(country: str) -> None:
    assert len(currency_of(country)) == 3
    zone = main_zone(country)
    assert not zone or (is_zone(zone) and country_of(zone) == country)


@pytest.mark.parametrize(
    ("country", "currency", "zone"),
    [
        ("GB", "GBP", "Europe/London"),
        ("CH", "CHF", "Europe/Zurich"),
        ("AT", "EUR", "Europe/Vienna"),
        ("DE", "EUR", "Europe/Berlin"),
        ("US", "USD", "America/New_York"),
        ("AU", "AUD", "Australia/Sydney"),
        ("IN", "INR", "Asia/Kolkata"),
    ],
)
def test_what_is_paid_and_what_the_clocks_say(country: str, currency: str, zone: str) -> None:
    assert currency_of(country) == currency
    assert country_of(zone) == country
    assert main_zone(country) in {zone, "Asia/Calcutta"}


def test_zones_with_a_place_are_known() -> None:
    placed = {name for name in zoneinfo.available_timezones() if "/" in name}
    assert all(map(is_zone, placed))


@pytest.mark.parametrize(
    "name", ["", "Europe", "Europe/Berlin\n", "/etc/localtime", "Factory", "Europe/../Asia"]
)
def test_what_is_no_zone(name: str) -> None:
    assert not is_zone(name)
    assert not country_of(name)
    assert not currency_of(name)
