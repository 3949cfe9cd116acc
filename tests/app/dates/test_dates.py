"""Dates as people write them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dates.days import months_between, read_date
from app.languages.dialects import Dialect
from app.languages.reader import Reader

TODAY = dt.date(2026, 11, 23)  # a Monday
BRITISH = Dialect("en", day_first=True)

BOTH = {
    "2026-12-01": "2026-12-01",
    "23.11.2026": "2026-11-23",
    "1.3.27": "2027-03-01",
    "1.3.": "2027-03-01",
    "24.11.": "2026-11-24",
    "today": "2026-11-23",
    "heute": "2026-11-23",
    "tomorrow": "2026-11-24",
    "morgen": "2026-11-24",
    "übermorgen": "2026-11-25",
    "in 10 days": "2026-12-03",
    "in a week": "2026-11-30",
    "in zwei Wochen": "2026-12-07",
    "within the next two weeks": "2026-12-07",
    "in three months": "2027-02-23",
    "in 3 Monaten": "2027-02-23",
    "innerhalb von drei Monaten": "2027-02-23",
    "in einem halben Jahr": "2027-05-23",
    "half a year": "2027-05-23",
    "in zwölf Monaten": "2027-11-23",
    "in einem Jahr": "2027-11-23",
    "next quarter": "2027-02-23",
    "nächsten Monat": "2026-12-23",
    "next year": "2027-11-23",
    "next Friday": "2026-11-27",
    "nächsten Freitag": "2026-11-27",
    "am Montag": "2026-11-30",
    "on Monday": "2026-11-30",
    "Ende März": "2027-03-31",
    "end of March": "2027-03-31",
    "bis Ende April 2028": "2028-04-30",
    "Mitte Januar": "2027-01-15",
    "beginning of June": "2027-06-01",
    "Anfang Dezember": "2026-12-01",
    "March": "2027-03-31",
    "im Mai": "2027-05-31",
    "Q1": "2027-03-31",
    "Q4 2027": "2027-12-31",
    "end of the year": "2026-12-31",
    "Jahresende": "2026-12-31",
    "Ende des Quartals": "2026-12-31",
    "end of the month": "2026-11-30",
    "March 3rd": "2027-03-03",
    "3. März 2027": "2027-03-03",
    "3rd of March 2027": "2027-03-03",
    "Nov 30, 2026": "2026-11-30",
    "29.2.2028": "2028-02-29",
}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("text", BOTH)
def test_both_languages_are_read_whatever_the_reader_speaks(text: str, language: str) -> None:
    assert read_date(text, Dialect(language), TODAY) == dt.date.fromisoformat(BOTH[text])


def test_slashes_are_read_as_the_language_does() -> None:
    assert read_date("11/12/2026", Dialect("en"), TODAY) == dt.date(2026, 11, 12)
    assert read_date("11/12/2026", Dialect("de"), TODAY) == dt.date(2026, 12, 11)
    assert read_date("11/12/2026", BRITISH, TODAY) == dt.date(2026, 12, 11)
    assert read_date("11-12-2026", BRITISH, TODAY) == dt.date(2026, 12, 11)
    assert read_date("12/23/2026", BRITISH, TODAY) == dt.date(2026, 12, 23)
    assert read_date("23/12/2026", Dialect("en"), TODAY) == dt.date(2026, 12, 23)


def test_rarer_forms_are_read_too() -> None:
    assert read_date("Tuesday, 1 December 2026", Dialect("en"), TODAY) == dt.date(2026, 12, 1)
    assert read_date("Dienstag, 1. Dezember 2026", Dialect("de"), TODAY) == dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "31.02.2026",
        "2026-13-01",
        "hello",
        "12",
        "5 apples",
        "Sarah Meier",
        "in 999 years from now or so",
        "in many months",
        "9" * 50,
        "1" * 10_000,
        "IT manager 2",
        "😀",
        "إدارة 5",
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_no_date_is_none(text: str, language: str) -> None:
    assert read_date(text, Dialect(language), TODAY) is None


@given(day=st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31)), language=st.sampled_from(["en", "de"]))
def test_what_we_write_we_read(day: dt.date, language: str) -> None:
    assert read_date(Reader(language).date(day), Dialect(language), TODAY) == day
    assert read_date(day.isoformat(), Dialect(language), TODAY) == day


@given(months=st.integers(0, 40), days=st.integers(0, 27))
def test_a_started_month_counts(months: int, days: int) -> None:
    start = dt.date(2026, 1, 1)
    year, month = divmod(months, 12)
    day = dt.date(2026 + year, month + 1, days + 1)
    assert months_between(start, day) == months + (days > 0)


def test_the_slow_parser_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, bot.commands; sys.exit('dateparser' in sys.modules or 'phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
