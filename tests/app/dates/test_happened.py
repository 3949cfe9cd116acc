"""When something took place, as people tell it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dates.happened import find_happened, read_happened, tells_no_time, without_past
from app.languages.reader import Reader

NOW = dt.datetime(2026, 11, 30, 19, 11, tzinfo=dt.UTC)
"""A Monday, ten past eight in the evening in Berlin."""
BERLIN = Reader("de", time_zone="Europe/Berlin")


def shown(text: str, reader: Reader = BERLIN) -> tuple[str, str] | None:
    """The moment that is found, and the words that say it."""
    found = find_happened(text, reader, NOW)
    if found is None:
        return None
    time = f" {found.when.time:%H:%M}" if found.when.time else ""
    return f"{found.when.date:%m-%d}{time}", found.words


@pytest.mark.parametrize(
    ("text", "when", "words"),
    [
        ("meeting with Sarah yesterday: demo of the tool", "11-29", "yesterday"),
        ("Gestern mit Ludger telefoniert: will ein Angebot", "11-29", "Gestern"),
        ("vorgestern Otto die Unterlagen gemailt", "11-28", "vorgestern"),
        ("met Ann the day before yesterday", "11-28", "the day before yesterday"),
        ("meeting with Arjun 3 days ago at his office", "11-27", "3 days ago"),
        ("Termin mit Otto vor zwei Wochen: Werksführung", "11-16", "vor zwei Wochen"),
        ("called Ann on Nov 20 about the price", "11-20", "on Nov 20"),
        ("Anruf mit Otto am 20.11.: Preise besprochen", "11-20", "am 20.11."),
        ("met Ann on Friday, she signs on Monday", "11-27", "on Friday"),
        ("am Montag Otto angerufen", "11-23", "am Montag"),
        ("met Ann last Friday", "11-27", "last Friday"),
        ("letzte Woche Dienstag bei Otto", "11-24", "letzte Woche Dienstag"),
        ("am 15. Otto besucht", "11-15", "am 15."),
        ("called Ann yesterday at 3pm", "11-29 15:00", "yesterday at 3pm"),
        ("mit Otto gestern um 16 Uhr gesprochen", "11-29 16:00", "gestern um 16 Uhr"),
        ("called Ann at 10", "11-30 10:00", "at 10"),
        ("called Ann at 11pm", "11-29 23:00", "at 11pm"),
        ("called Ann 2 hours ago", "11-30 18:11", "2 hours ago"),
        ("vor einer halben Stunde mit Otto telefoniert", "11-30 19:41", "vor einer halben Stunde"),
        ("gestern Abend mit Otto gegessen", "11-29", "gestern Abend"),
        ("Termin Otto, 20.11., Preise besprochen", "11-20", "20.11."),
        ("today called Ann", "11-30", "today"),
    ],
)
def test_what_is_told_of_the_past_is_dated(text: str, when: str, words: str) -> None:
    assert shown(text) == (when, words)


@pytest.mark.parametrize(("hour", "day"), [(6, "11-30"), (5, None)])
def test_a_part_of_today_has_begun_before_the_hour_that_stands_for_it(hour: int, day: str | None) -> None:
    """ "This morning" stands for nine o'clock, but at seven somebody may have met Ann already."""
    found = find_happened("met Ann this morning", BERLIN, NOW.replace(hour=hour - 1, minute=59))
    assert (found and f"{found.when.date:%m-%d}") == day
    assert found is None or not (found.certain or found.when.time)


@pytest.mark.parametrize(
    "text",
    [
        "call Ann tomorrow",
        "call Ann next Friday",
        "called Ann about the plan by Friday",
        "called Ann in October",
        "Termin mit Otto in 3 Tagen",
        "Termin mit Otto am 20.11.2027",
        "called Ann about last month",
        "called Ann since yesterday",
        "called Ann, she signed yesterday",
        "Otto angerufen: er war gestern krank",
    ],
)
def test_days_ahead_spans_and_the_days_of_others_date_nothing(text: str) -> None:
    assert shown(text) is None


def test_only_words_that_can_mean_no_plan_are_certain() -> None:
    certain = {
        text: found.certain
        for text in (
            "yesterday",
            "last Friday",
            "20.11.2026",
            "today at 9:00",
            "on Friday",
            "on Nov 20",
            "today",
        )
        if (found := read_happened(text, BERLIN, NOW))
    }
    assert [text for text, is_certain in certain.items() if not is_certain] == [
        "on Friday",
        "on Nov 20",
        "today",
    ]


@given(
    days=st.integers(0, 2500),
    minutes=st.integers(0, 1439),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"]),
    said=st.sampled_from(
        "on Friday|am Dienstag|on Nov 20|am 29.2.|am 31.|yesterday|at 10|gestern um 23 Uhr|last Monday|"
        "vor 3 Tagen|2 months ago|heute früh|today at 9|am 1.1. um 0:30".split("|")
    ),
)
def test_what_took_place_never_lies_ahead_nor_longer_ago_than_was_said(
    days: int, minutes: int, zone: str, said: str
) -> None:
    now = NOW + dt.timedelta(days=days, minutes=minutes)
    found = read_happened(said, Reader("de", time_zone=zone), now)
    if found is None:
        assert said.startswith(("today at", "heute")), "only of today may it be too early"
        return
    today = now.astimezone(dt.timezone(dt.timedelta(hours=14))).date()
    assert found.when.date <= today
    assert found.when.at is None or found.when.at <= now
    assert today - found.when.date <= dt.timedelta(days=366 * 8)


def test_words_are_left_out_to_find_the_command_and_what_nobody_can_date_is_known() -> None:
    assert without_past("ich habe gestern mit Otto telefoniert") == "ich habe mit Otto telefoniert"
    assert without_past("neulich mit Otto gesprochen") == "mit Otto gesprochen"
    assert tells_no_time("vor ein paar Tagen bei Otto")
    assert not tells_no_time("vor drei Tagen bei Otto")
