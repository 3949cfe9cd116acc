"""The corpus of postponing: what people write, what they name by it, and when it is to be instead."""

from __future__ import annotations

import datetime as dt
import time
import timeit

import pytest

from app.dates.moments import When
from app.domain.activity import ActivityType
from app.domain.delay import Delay
from app.languages.reader import Reader
from bot.parsing.dates.delays import read_delay
from bot.parsing.dates.postponing import Named, find_named, read_shift, split_shift

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
READERS = {language: Reader(language, "Europe/Berlin", "EUR") for language in ("en", "de")}
CALL, MEETING, EMAIL, TASK = ActivityType.CALL, ActivityType.MEETING, ActivityType.EMAIL, ActivityType.TASK

DELAYS = {
    "by a week": Delay(days=7),
    "a week": Delay(days=7),
    "two days": Delay(days=2),
    "back two days": Delay(days=2),
    "by an hour": Delay(minutes=60),
    "by 90 minutes": Delay(minutes=90),
    "half an hour": Delay(minutes=30),
    "an hour and a half": Delay(minutes=90),
    "+2 weeks": Delay(days=14),
    "a couple of days": Delay(days=2),
    "for 3 working days": Delay(working_days=3),
    "another week": Delay(days=7),
    "by a month": Delay(months=1),
    "by a quarter": Delay(months=3),
    "by a year": Delay(months=12),
    "two days later": Delay(days=2),
    "two days earlier": Delay(days=-2),
    "an hour sooner": Delay(minutes=-60),
    "forward two days": Delay(days=-2),
    "um eine Woche": Delay(days=7),
    "um zwei Tage": Delay(days=2),
    "um eine Stunde": Delay(minutes=60),
    "um eine halbe Stunde": Delay(minutes=30),
    "um anderthalb Stunden": Delay(minutes=90),
    "um eine dreiviertel Stunde": Delay(minutes=45),
    "um 20 Minuten": Delay(minutes=20),
    "um einen Monat": Delay(months=1),
    "um ein halbes Jahr": Delay(months=6),
    "um ein Quartal": Delay(months=3),
    "um zwei Werktage": Delay(working_days=2),
    "noch eine Woche": Delay(days=7),
    "um weitere zwei Tage": Delay(days=2),
    "eine Woche später": Delay(days=7),
    "um 3 Wochen nach hinten": Delay(days=21),
    "einen Tag früher": Delay(days=-1),
    "um einen Tag nach vorne": Delay(days=-1),
    "um einen Tag vor": Delay(days=-1),
}
NO_DELAYS = (
    "in two weeks", "two days from now", "in zwei Tagen", "next week", "nächste Woche", "by Friday",
    "um 14 Uhr",
    "um 14h", "um 9", "by two", "4", "half a week", "soonish", "the week", "a", "",
)  # fmt: skip
LINES = {
    "en": {
        "by a week": ("", "by a week"),
        "to Friday": ("", "to Friday"),
        "tomorrow": ("", "tomorrow"),
        "4 to Friday": ("4", "to Friday"),
        "117 tomorrow": ("117", "tomorrow"),
        "it back two days": ("it", "back two days"),
        "it to 3pm": ("it", "to 3pm"),
        "the call with 4 to Friday": ("the call with 4", "to Friday"),
        "the call with 4 to Friday 3pm, please": ("the call with 4", "to Friday 3pm"),
        "the meeting to Friday 3pm": ("the meeting", "to Friday 3pm"),
        "Müller's call to next week": ("Müller's call", "to next week"),
        "the Müller call by 2 hours": ("the Müller call", "by 2 hours"),
        "the demo with Tech Innovators until March 3": ("the demo with Tech Innovators", "until March 3"),
        "the call with 4 from Thursday to Monday": ("the call with 4", "to Monday"),
        '"the call with 4" Friday': ("the call with 4", "Friday"),
        "the call with Day by Day Ltd to Friday": ("the call with Day by Day Ltd", "to Friday"),
        "the call with 4": None,
        "it to nirvana": None,
    },
    "de": {
        "um eine Woche": ("", "um eine Woche"),
        "auf Freitag": ("", "auf Freitag"),
        "übermorgen": ("", "übermorgen"),
        "den Anruf mit #4 auf Freitag": ("den Anruf mit #4", "auf Freitag"),
        "den Anruf mit Müller um zwei Tage": ("den Anruf mit Müller", "um zwei Tage"),
        "ihn auf Freitag 14 Uhr": ("ihn", "auf Freitag 14 Uhr"),
        "den Termin am Freitag auf Montag": ("den Termin", "auf Montag"),
        "Müllers Termin auf übermorgen": ("Müllers Termin", "auf übermorgen"),
        "meinen nächsten Termin um eine Woche": ("meinen nächsten Termin", "um eine Woche"),
        "den Müller-Anruf auf 14 Uhr": ("den Müller-Anruf", "auf 14 Uhr"),
        "4 um drei Tage nach hinten": ("4", "um drei Tage nach hinten"),
        "den Termin bei Nordwind bis Ende März": ("den Termin bei Nordwind", "bis Ende März"),
        "den Anruf mit 4 auf nächste Woche Dienstag": ("den Anruf mit 4", "auf nächste Woche Dienstag"),
        "4 auf Angebot": None,
        "es irgendwann": None,
    },
}
MOMENTS = {
    "to Friday": (dt.date(2026, 11, 27), None, False),
    "auf Freitag 14 Uhr": (dt.date(2026, 11, 27), dt.time(14), False),
    "auf Freitag vor": (dt.date(2026, 11, 27), None, False),
    "to 3pm": (dt.date(2026, 11, 24), dt.time(15), True),
    "auf 9 Uhr": (dt.date(2026, 11, 25), dt.time(9), True),
    "in two days": (dt.date(2026, 11, 26), None, False),
    "to next week": (dt.date(2026, 12, 1), None, False),
    "in 2 hours": (dt.date(2026, 11, 24), dt.time(13), False),
}
NAMED = {
    "the call": Named(CALL, ""),
    "den Anruf": Named(CALL, ""),
    "my next meeting": Named(MEETING, ""),
    "meinen nächsten Termin": Named(MEETING, ""),
    "the next step": Named(None, ""),
    "den nächsten Schritt": Named(None, ""),
    "the call with 4": Named(CALL, "4"),
    "call 4": Named(CALL, "4"),
    "the phone call with the Müller GmbH": Named(CALL, "Müller GmbH"),
    "den Anruf mit Müller": Named(CALL, "Müller"),
    "Müllers Anruf": Named(CALL, "Müller"),
    "Müller's call": Named(CALL, "Müller"),
    "the Müller call": Named(CALL, "Müller"),
    "den Müller-Anruf": Named(CALL, "Müller"),
    "die Demo bei Nordwind": Named(MEETING, "Nordwind"),
    "die Aufgabe zu 4": Named(TASK, "4"),
    "the follow-up with Sarah": Named(TASK, "Sarah"),
    "die E-Mail an Sarah": Named(EMAIL, "Sarah"),
    "the due date of 4": Named(None, "4"),
    "it": None,
    "4": None,
    "Müller GmbH": None,
    "Callisto AG": None,
    "Termina GmbH": None,
    "send the offer": None,
}


@pytest.mark.parametrize("text", DELAYS)
def test_so_much_later(text: str) -> None:
    assert read_delay(text) == DELAYS[text]


@pytest.mark.parametrize("text", NO_DELAYS)
def test_what_counts_from_now_or_is_a_moment_is_no_delay(text: str) -> None:
    assert read_delay(text) is None


@pytest.mark.parametrize(("language", "text"), [(one, text) for one in LINES for text in LINES[one]])
def test_a_line_is_what_it_names_and_when_that_is_to_be(language: str, text: str) -> None:
    assert split_shift(text, READERS[language], NOW) == LINES[language][text]


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_says_a_day_a_time_or_both(text: str) -> None:
    language = "de" if text.startswith("auf") else "en"
    when = read_shift(text, READERS[language], NOW)
    assert isinstance(when, When)
    assert (when.date, when.time, when.any_day) == MOMENTS[text]


@pytest.mark.parametrize("text", NAMED)
def test_an_activity_is_named_by_its_kind(text: str) -> None:
    assert find_named(text) == NAMED[text]


@pytest.mark.parametrize("piece", [" ", ", ", "- ", "\n", "on x ", "to ", "the ", "am ", "s ", "!", "back "])
def test_what_a_long_text_costs_grows_with_it_and_no_faster(piece: str) -> None:
    def cost(length: int) -> float:
        text = f"x{(piece * length)[:length]}x"
        return min(
            timeit.repeat(
                lambda: (split_shift(text, READERS["de"], NOW), find_named(text)),
                number=1,
                repeat=5,
                timer=time.process_time,
            )
        )

    # Eight times as long: 64 times the cost where each place is searched from each place.
    assert cost(8000) < 24 * max(cost(1000), 0.0005)
