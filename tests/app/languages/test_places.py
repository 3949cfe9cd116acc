"""Places, currencies and weekdays as people call them, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.workdays import WEEKDAYS
from app.languages.places import (
    country_name,
    currency_name,
    find_country,
    find_money,
    find_part,
    find_zone,
    read_weekdays,
    weekday_names,
    zone_name,
)
from app.territories import countries, currencies, zones


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_shown_is_found_again(language: str) -> None:
    assert {find_country(country_name(code, language)) for code in countries()} == countries()
    assert {find_money(currency_name(code, language)) for code in currencies()} == currencies()
    # A few towns share a name; each zone is found by its own.
    assert {find_zone(name) for name in zones()} == zones()
    missed = [name for name in zones() if not find_zone(zone_name(name, language))]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("America/New_York", "America/New_York"),
        ("new york", "America/New_York"),
        ("EST", "America/New_York"),
        ("Eastern Time", "America/New_York"),
        ("Wien", "Europe/Vienna"),
        ("Vienna", "Europe/Vienna"),
        ("zürich", "Europe/Zurich"),
        ("Zuerich", "Europe/Zurich"),
        ("Lissabon", "Europe/Lisbon"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("MEZ", "Europe/Berlin"),
        ("CET", "Europe/Berlin"),
        ("Schweiz", "Europe/Zurich"),
        ("Kyiv", "Europe/Kyiv"),
        ("Kiew", "Europe/Kyiv"),
        ("Peking", "Asia/Shanghai"),
        ("Tokio", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("Mumbai", "Asia/Kolkata"),
        ("Atlantis", ""),
        ("", ""),
        ("x" * 500, ""),
    ],
)
def test_a_time_zone_is_found_by_town_country_and_its_own_name(text: str, zone: str) -> None:
    assert find_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Schweiz", "CH"),
        ("die Schweiz", "CH"),
        ("switzerland", "CH"),
        ("ch", "CH"),
        ("USA", "US"),
        ("UK", "GB"),
        ("Großbritannien", "GB"),
        ("grossbritannien", "GB"),
        ("Österreich", "AT"),
        ("oesterreich", "AT"),
        ("the Netherlands", "NL"),
        ("Rover", ""),
        ("Atlantis", ""),
        ("XX", ""),
    ],
)
def test_a_country_is_found_by_name_and_code(text: str, country: str) -> None:
    assert find_country(text) == country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("usd", "USD"),
        ("$", "USD"),
        ("dollars", "USD"),
        ("Franken", "CHF"),
        ("Swiss francs", "CHF"),
        ("€", "EUR"),
        ("Schweizer Franken", "CHF"),
        ("british pounds", "GBP"),
        ("Australian dollars", "AUD"),
        ("zł", "PLN"),
        ("kanadischer Dollar", "CAD"),
        ("DM", ""),
        ("XXX", ""),
        ("bitcoin", ""),
    ],
)
def test_a_currency_is_found_by_code_sign_and_name(text: str, code: str) -> None:
    assert find_money(text) == code


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Thu", "mon tue wed thu"),
        ("Mo–Do", "mon tue wed thu"),
        ("Mo. bis Fr.", "mon tue wed thu fri"),
        ("Sunday through Thursday", "mon tue wed thu sun"),
        ("Monday, Wednesday and Friday", "mon wed fri"),
        ("Montag bis Mittwoch und Freitag", "mon tue wed fri"),
        ("Mondays", "mon"),
        ("weekdays", "mon tue wed thu fri"),
        ("jeden Tag", "mon tue wed thu fri sat sun"),
        ("Samstag - Dienstag", "mon tue sat sun"),
        ("", ""),
        ("Mon-", ""),
        ("soon", ""),
        ("Mon to Wed to Fri", ""),
        ("Mon, then", ""),
    ],
)
def test_weekdays_are_read(text: str, days: str) -> None:
    assert read_weekdays(text) == tuple(days.split())


@given(st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.sampled_from(["en", "de"]))
def test_weekdays_that_are_shown_are_read_as_the_same(days: set[str], language: str) -> None:
    assert set(read_weekdays(weekday_names(days, language))) == days


@pytest.mark.parametrize(
    ("country", "text", "part"),
    [
        ("DE", "Bayern", "BY"),
        ("DE", "bavaria", "BY"),
        ("DE", "DE-BY", "BY"),
        ("DE", "by", "BY"),
        ("DE", "NRW", "NW"),
        ("AT", "Wien", "9"),
        ("CH", "Zürich", "ZH"),
        ("US", "Kalifornien", "CA"),
        ("US", "new york", "NY"),
        ("GB", "Schottland", "SCT"),
        ("DE", "Tirol", ""),
        ("", "Bayern", ""),
    ],
)
def test_a_part_of_a_country_is_found(country: str, text: str, part: str) -> None:
    assert find_part(country, text) == part
