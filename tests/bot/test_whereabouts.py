"""Where somebody is who writes: what Teams tells, and what it tells oddly."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.place import NOWHERE, Place
from app.territories import is_country, is_zone
from bot.whereabouts import read_place


def activity(zone: Any = None, locale: Any = None, /, **client: Any) -> dict[str, Any]:
    told = {"localTimezone": zone, "locale": locale, "entities": [{"type": "clientInfo", **client}]}
    return {name: value for name, value in told.items() if value is not None}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (
            activity("Europe/London", "en-GB", country="GB", locale="en-GB", timezone="Europe/London"),
            Place(time_zone="Europe/London", country="GB", locale="en-GB"),
        ),
        (
            activity(None, "de-AT", timezone="Europe/Vienna"),
            Place(time_zone="Europe/Vienna", country="AT", locale="de-AT"),
        ),
        (
            activity("America/Chicago", "en", country="us", locale="en-US"),
            Place(time_zone="America/Chicago", country="US", locale="en-US"),
        ),
        (activity("Asia/Kolkata"), Place(time_zone="Asia/Kolkata", country="IN")),
        (activity("UTC"), Place(time_zone="UTC")),
        (activity(None, "en-US", country="DE"), Place(country="DE", locale="en-US")),
        ({"locale": "zh-Hant-TW"}, Place(country="TW", locale="zh-Hant-TW")),
        ({}, NOWHERE),
    ],
)
def test_what_teams_tells_is_read(body: dict[str, Any], place: Place) -> None:
    assert read_place(body) == place


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../../etc/passwd", "Europe", "localtime", "x" * 9999, 3, []]
)
@pytest.mark.parametrize("country", ["XX", "EU", "GBR", "g", "G" * 9999, 7, {"a": 1}])
@pytest.mark.parametrize("locale", ["", "english please", "e" * 99, "../x", "en-GB\n"])
def test_what_it_tells_oddly_counts_as_not_told(zone: Any, country: Any, locale: str) -> None:
    assert read_place(activity(zone, locale, country=country, timezone=zone, locale=locale)) == NOWHERE


@pytest.mark.parametrize("entities", [None, {}, "x", [None, 3, "x"], [{"type": 3}], [{"type": "mention"}]])
def test_entities_of_any_shape(entities: Any) -> None:
    assert read_place({"localTimezone": "Europe/Zurich", "entities": entities}).country == "CH"


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(_JSON, _JSON, _JSON, _JSON)
def test_nothing_is_believed_that_is_not_known(zone: Any, locale: Any, country: Any, other: Any) -> None:
    place = read_place(activity(zone, locale, country=country, timezone=other, locale=other))
    assert not place.time_zone or is_zone(place.time_zone)
    assert not place.country or is_country(place.country)
    assert len(place.locale) <= 35
