"""Days and times of day as people write them, at the place where they are."""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dates.clock import Doubt
from app.dates.moments import explain, read_when, split_when
from app.languages.reader import Reader

BERLIN = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 23, 10, 20, tzinfo=BERLIN)  # a Monday
READERS = {language: Reader(language, "Europe/Berlin") for language in ("en", "de")}

BOTH = {
    "next Friday 2pm": "2026-11-27 14:00",
    "nächsten Freitag 14 Uhr": "2026-11-27 14:00",
    "morgen um 9": "2026-11-24 09:00",
    "tomorrow at 9:30": "2026-11-24 09:30",
    "2pm tomorrow": "2026-11-24 14:00",
    "um 14 Uhr am Freitag": "2026-11-27 14:00",
    "um 9 am Freitag": "2026-11-27 09:00",
    "um 9 am 3.12.": "2026-12-03 09:00",
    "um 9 am 15.": "2026-12-15 09:00",
    "9 am Friday": "2026-11-27 09:00",
    "2pm Friday": "2026-11-27 14:00",
    "2 p.m. Friday": "2026-11-27 14:00",
    "9 pm 3 December": "2026-12-03 21:00",
    "bis morgen 14 Uhr": "2026-11-24 14:00",
    "bis morgen um 14 Uhr": "2026-11-24 14:00",
    "vor morgen Mittag": "2026-11-24 12:00",
    "halb eins": "2026-11-23 12:30",
    "morgen um halb eins": "2026-11-24 12:30",
    "quarter to one tomorrow": "2026-11-24 12:45",
    "halb eins nachts": "2026-11-24 00:30",
    "in 2 hours": "2026-11-23 12:20",
    "in zwei Stunden": "2026-11-23 12:20",
    "2 hours from now": "2026-11-23 12:20",
    "in half an hour": "2026-11-23 10:50",
    "in einer halben Stunde": "2026-11-23 10:50",
    "in anderthalb Stunden": "2026-11-23 11:50",
    "in 1,5 Stunden": "2026-11-23 11:50",
    "in 45 minutes": "2026-11-23 11:05",
    "heute Nachmittag": "2026-11-23 15:00",
    "this afternoon": "2026-11-23 15:00",
    "tonight": "2026-11-23 18:00",
    "tonight at 9": "2026-11-23 21:00",
    "morgen früh": "2026-11-24 09:00",
    "morgen Nachmittag": "2026-11-24 15:00",
    "Montag Morgen": "2026-11-30 09:00",
    "Freitagnachmittag": "2026-11-27 15:00",
    "Friday afternoon at 3": "2026-11-27 15:00",
    "9 Uhr abends": "2026-11-23 21:00",
    "by Friday noon": "2026-11-27 12:00",
    "zwölf Uhr mittags": "2026-11-23 12:00",
    "Mo 14:00": "2026-11-30 14:00",
    "Di 10 Uhr": "2026-11-24 10:00",
    "Mon 9am": "2026-11-30 09:00",
    "halb zehn": "2026-11-24 09:30",
    "morgen um halb zehn": "2026-11-24 09:30",
    "quarter past nine tomorrow": "2026-11-24 09:15",
    "morgen Viertel vor zehn": "2026-11-24 09:45",
    "14 Uhr 30": "2026-11-23 14:30",
    "15h30": "2026-11-23 15:30",
    "tomorrow 9.30 Uhr": "2026-11-24 09:30",
    "noon": "2026-11-23 12:00",
    "Mitternacht": "2026-11-23 23:59",
    "EOD": "2026-11-23 17:00",
    "Feierabend": "2026-11-23 17:00",
    "Friday EOD": "2026-11-27 17:00",
    "um 9": "2026-11-24 09:00",
    "diesen Freitag um 11": "2026-11-27 11:00",
    "this Monday at 11": "2026-11-23 11:00",
    "2026-12-01 14:00": "2026-12-01 14:00",
    "2026-12-01T14:00": "2026-12-01 14:00",
    "Tuesday, 1 December 2026 10:00": "2026-12-01 10:00",
    "1. Dezember 2026 um 8:15": "2026-12-01 08:15",
    "24.12. 10h": "2026-12-24 10:00",
    "Freitag, 27. November, 14 Uhr": "2026-11-27 14:00",
    "Monday": "2026-11-30",
    "Mo": "2026-11-30",
    "Q1": "2027-03-31",
    "Q3 2027": "2027-09-30",
    "2027 Q3": "2027-09-30",
    "1. Quartal": "2027-03-31",
    "im ersten Quartal 2028": "2028-03-31",
    "third quarter": "2027-09-30",
    "end of March": "2027-03-31",
    "Ende März": "2027-03-31",
    "Mitte Mai": "2027-05-15",
    "KW 12": "2027-03-26",
    "week 12": "2027-03-26",
    "Mo KW 12 2027": "2027-03-22",
    "KW 53/2026": "2027-01-01",
    "in three months": "2027-02-23",
    "in 10 Werktagen": "2026-12-07",
    "in 3 business days": "2026-11-26",
    "in a fortnight": "2026-12-07",
    "end of month": "2026-11-30",
    "Monatsende": "2026-11-30",
    "EOW": "2026-11-27",
    "Ende der Woche": "2026-11-27",
    "am Wochenende": "2026-11-28",
    "Anfang nächster Woche": "2026-11-30",
    "end of next month": "2026-12-31",
    "Mitte nächsten Quartals": "2027-02-15",
    "early next year": "2027-01-31",
    "Friday next week": "2026-12-04",
    "nächste Woche Freitag": "2026-12-04",
    "Freitag in einer Woche": "2026-12-04",
    "übernächsten Montag": "2026-12-07",
    "übernächste Woche": "2026-12-07",
    "by the 15th": "2026-12-15",
    "am 15.": "2026-12-15",
    "31.12.": "2026-12-31",
    "12/31": "2026-12-31",
    "29.2.": "2028-02-29",
    "spätestens bis zum 5. Januar": "2027-01-05",
}


def written(text: str, language: str = "en", now: dt.datetime = NOW) -> str:
    """Day and time at the reader's place."""
    when = read_when(text, READERS[language], now)
    if when is None:
        return ""
    return f"{when.date} {when.time:%H:%M}" if when.time else str(when.date)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("text", BOTH)
def test_both_languages_are_read_whatever_the_reader_speaks(text: str, language: str) -> None:
    assert written(text, language) == BOTH[text]


def test_a_moment_is_in_utc_and_a_day_has_none() -> None:
    moment, day = read_when("morgen um 9", READERS["de"], NOW), read_when("morgen", READERS["de"], NOW)
    assert moment is not None
    assert moment.at == dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
    assert moment.at.tzinfo is dt.UTC
    assert day is not None
    assert (day.time, day.at) == (None, None)


def test_today_is_that_of_the_place() -> None:
    """When it is Monday evening in Berlin it is Tuesday in Auckland."""
    late = dt.datetime(2026, 11, 23, 20, tzinfo=BERLIN)
    auckland = read_when("tomorrow at 9", Reader("en", "Pacific/Auckland"), late)
    assert auckland is not None
    assert auckland.date == dt.date(2026, 11, 25)
    assert auckland.at == dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "clock", "utc", "doubt"),
    [
        ("28.03.2027 02:30", "03:30", "01:30", Doubt.SKIPPED),
        ("28.03.2027 03:00", "03:00", "01:00", None),
        ("31.10.2027 02:30", "02:30", "00:30", Doubt.REPEATED),
        ("31.10.2027 03:30", "03:30", "02:30", None),
    ],
)
def test_clocks_that_are_changed(text: str, clock: str, utc: str, doubt: Doubt | None) -> None:
    when = read_when(text, READERS["de"], NOW)
    assert when is not None
    assert when.time is not None
    assert when.at is not None
    assert (f"{when.time:%H:%M}", f"{when.at:%H:%M}") == (clock, utc)
    assert when.doubts == ((doubt,) if doubt else ())


def test_hours_are_counted_across_a_change_of_clocks() -> None:
    before = dt.datetime(2027, 3, 28, 1, 30, tzinfo=BERLIN)
    assert written("in 2 hours", now=before) == "2027-03-28 04:30"


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("um 3", {Doubt.HALF_DAY}),
        ("at 8", set()),
        ("3pm", set()),
        ("heute Abend", {Doubt.ASSUMED}),
        ("EOD", {Doubt.ASSUMED}),
        ("11/12", {Doubt.ORDER}),
        ("11/11", set()),
        ("23/12", set()),
        ("next Friday", {Doubt.THIS_WEEK}),
        ("Friday", set()),
        ("heute um 8", {Doubt.PAST}),
        ("1.3.2020", {Doubt.PAST}),
        ("next Friday at 3", {Doubt.THIS_WEEK, Doubt.HALF_DAY}),
    ],
)
def test_what_is_ambiguous_is_stated(text: str, doubts: set[Doubt]) -> None:
    when = read_when(text, READERS["en"], NOW)
    assert when is not None
    assert set(when.doubts) == doubts
    for reader in READERS.values():
        assert (explain(when, reader) == "") == (not doubts)


def test_the_sentence_names_what_was_taken() -> None:
    when = read_when("nächsten Freitag um 3", READERS["de"], NOW)
    assert when is not None
    assert "27.11.2026, 15:00" in explain(when, READERS["de"])
    assert "Nov 27, 2026, 3:00" in explain(when, READERS["en"])


def test_slashes_are_read_as_the_language_does() -> None:
    assert written("11/12/2027 14:00", "en") == "2027-11-12 14:00"
    assert written("11/12/2027 14:00", "de") == "2027-12-11 14:00"


@pytest.mark.parametrize(
    "text",
    ["", "x", "Sarah", "25 Uhr", "at 99", "13pm", "5", "14.30", "31.02. 10:00", "KW 54", "9:75",
     "hello at nine x", "in many hours", "Tom at Acme", "q5", "9" * 50, "1" * 10_000, "😀", "إدارة 5"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_no_time_is_none(text: str, language: str) -> None:
    assert written(text, language) == ""


@given(
    at=st.integers(946684800, 4102444800).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC)),
    language=st.sampled_from(["en", "de"]),
    place=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"]),
)
def test_what_we_write_we_read(at: dt.datetime, language: str, place: str) -> None:
    reader = Reader(language, place)
    when = read_when(reader.moment(at), reader, NOW)
    assert when is not None
    # Of an hour that comes twice the first is taken, and the clocks that are read say it so.
    assert when.at == at.replace(second=0, microsecond=0) or Doubt.REPEATED in when.doubts
    local = at.astimezone(ZoneInfo(place))
    assert when.time is not None
    assert (when.date, when.time.hour, when.time.minute) == (local.date(), local.hour, local.minute)


SPLIT = {
    "call Sarah by next Friday 2pm": ("call Sarah", "2026-11-27 14:00"),
    "Sarah anrufen bis nächsten Freitag 14 Uhr": ("Sarah anrufen", "2026-11-27 14:00"),
    "Sarah am Freitag um 14 Uhr anrufen": ("Sarah anrufen", "2026-11-27 14:00"),
    "Sarah bis Freitag anrufen": ("Sarah anrufen", "2026-11-27"),
    "Angebot schicken morgen um 9": ("Angebot schicken", "2026-11-24 09:00"),
    "call Sarah 9 am Friday": ("call Sarah", "2026-11-27 09:00"),
    "ruf Sarah bis morgen 14 Uhr an": ("ruf Sarah an", "2026-11-24 14:00"),
    "tomorrow at 9 call Sarah": ("call Sarah", "2026-11-24 09:00"),
    "morgen um 9 Sarah anrufen": ("Sarah anrufen", "2026-11-24 09:00"),
    "tomorrow call Sarah at 9": ("call Sarah", "2026-11-24 09:00"),
    "Freitag Sarah anrufen um 14 Uhr": ("Sarah anrufen", "2026-11-27 14:00"),
    "call Sarah tomorrow at 9:30 about the offer": ("call Sarah about the offer", "2026-11-24 09:30"),
    "call in 2 hours": ("call", "2026-11-23 12:20"),
    "Meier morgen früh anrufen": ("Meier anrufen", "2026-11-24 09:00"),
    "nachfassen in drei Monaten": ("nachfassen", "2027-02-23"),
    "nach 2 Wochen nachfassen": ("nachfassen", "2026-12-07"),
    "send offer by 12/31": ("send offer", "2026-12-31"),
    "Angebot bis 31.12. schicken": ("Angebot schicken", "2026-12-31"),
    "Protokoll, bis Mittwoch": ("Protokoll", "2026-11-25"),
    "Demo Mo 14:00": ("Demo", "2026-11-30 14:00"),
    "review by Q1": ("review", "2027-03-31"),
    "call 030 1234567 tomorrow": ("call 030 1234567", "2026-11-24"),
    "call May by Friday": ("call May", "2026-11-27"),
    "offer EOD": ("offer", "2026-11-23 17:00"),
    "tomorrow": ("", "2026-11-24"),
    "send 50k offer next week": ("send 50k offer", "2026-11-30"),
}
WHOLE = (
    "call Sarah", "", "send report for Q1", "workshop 2 hours", "meet May", "call Mo", "reduce price by 5",
    "prepare 1/2 of the deck", "agenda for Friday", "plan week 12", "call the 3 people", "buy 7 Up",
    "talk to Dr. No at 5 High Street", "visit Friday Harbor", "book room 14 for the workshop", "Do it now",
    "Einladung für morgen verschicken", "An Herrn Sommer denken", "März anrufen", "Call Jan",
    "write to Freya Freitag-Montag", "review the 2027 figures", "50% by design", "discuss in detail",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("text", SPLIT)
def test_the_time_is_found_within_a_sentence(text: str, language: str) -> None:
    rest, when = split_when(text, READERS[language], NOW)
    assert when is not None
    found = f"{when.date} {when.time:%H:%M}" if when.time else str(when.date)
    assert (rest, found) == SPLIT[text]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("text", WHOLE)
def test_what_belongs_to_the_sentence_stays(text: str, language: str) -> None:
    assert split_when(text, READERS[language], NOW) == (text, None)


@given(
    words=st.lists(
        st.sampled_from(
            "call Sarah by Friday at 9 um morgen the 3 Uhr bis Q1 2pm in zwei Wochen 31.12. , (x) at:".split()
        ),
        max_size=14,
    )
)
def test_no_other_word_is_lost(words: list[str]) -> None:
    """What is left are words of the text, in their order, and all of them where no time was found."""
    text = " ".join(words)
    rest, when = split_when(text, READERS["en"], NOW)
    left = iter(words)
    assert all(any(piece in word for word in left) for piece in rest.split())
    if when is None:
        assert rest == text


@pytest.mark.parametrize("text", ["morgen um 9 " * 1000, "am 9 " * 2000, "x" * 50_000, "9:00 " * 3000])
def test_long_texts_take_no_time(text: str) -> None:
    # Of this thread alone: whatever else the machine does meanwhile is not ours.
    before = time.thread_time()
    split_when(text, READERS["de"], NOW)
    assert time.thread_time() - before < 10


@pytest.mark.parametrize(
    ("text", "rest", "day", "time"),
    [
        ("call for Friday 9am", "call", 4, 9),
        ("Anruf für morgen um 9", "Anruf", 2, 9),
        ("for Friday", "", 4, None),
        ("meeting for Tuesday with Ann", "meeting with Ann", 8, None),
        ("report for Friday 9am", "report", 4, 9),
        ("report for Friday", "report for Friday", None, None),
        ("Angebot für März", "Angebot für März", None, None),
        ("notes of Friday 9am", "notes of Friday 9am", None, None),
        ("Notizen von Freitag 9 Uhr", "Notizen von Freitag 9 Uhr", None, None),
    ],
)
def test_behind_for_a_day_says_when_only_where_something_is_planned(
    text: str, rest: str, day: int | None, time: int | None
) -> None:
    night = dt.datetime(2026, 11, 30, 23, 15, tzinfo=dt.UTC)
    left, when = split_when(text, Reader("en", "Europe/Berlin", "EUR"), night)
    assert left == rest
    assert (when and when.date.day, when and when.time and when.time.hour) == (day, time)
