"""Days and moments as people say them, said on ten days of the year in four time zones. What is right is told
beside each phrase in a small language of its own, and worked out without the reader:

    +3d +2w +1m +1y +3bd   so much later than what stands before it, else than today; bd are working days
    fri, this-fri, >tue    the next Friday; today, if it is one; the next Tuesday after what stands before it
    12-25, 15., a|b        the next 25 December, the next 15th, the first of two
    nth:11/thu/4           the next fourth Thursday of a November; /-1 is the last one
    easter+39, advent3     the next of these; ">" before it: today does not count
    monday, month, year    the first day of that week, month, year; month-end the last one; week-end a Friday;
                           fri< the Friday before a weekend, weekfri that of the week
    week12, week12.1       Friday or Monday of that week
    @15:30, now+90         a time of day, the next one where no day is said; minutes from now
    ask                    cannot be read, and is told
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.dates.moments import When, read_when, split_when
from app.languages.reader import Reader
from bot.parsing.dates.unclear import find_unread
from tests.kit.clocks import workdays_in

SAID_ON = {
    "2026-11-23": "10:20",  # a Monday
    "2027-03-14": "00:30",  # a Sunday: clocks are put forward in America
    "2027-03-28": "00:30",  # Easter Sunday: clocks are put forward in Europe
    "2027-05-06": "10:20",  # a Thursday, Ascension Day
    "2027-07-14": "10:20",  # a Wednesday
    "2027-10-31": "00:30",  # a Sunday: clocks are put back in Europe
    "2027-11-07": "00:30",  # a Sunday: clocks are put back in America
    "2027-12-31": "10:20",  # a Friday
    "2028-02-29": "10:20",  # a Tuesday
    "2028-09-02": "10:20",  # a Saturday
}
PLACES = {
    "America/New_York": "US",
    "Europe/London": "GB",
    "Europe/Zurich": "CH",
    "America/Los_Angeles": "US",
}
OPENINGS = {"en": "call Sarah", "de": "Sarah anrufen"}
PHRASES = {
    language: [
        json.loads(line)
        for line in Path(__file__).with_name(f"days_{language}.jsonl").read_text("utf-8").splitlines()
    ]
    for language in OPENINGS
}

WEEKDAYS = "mon tue wed thu fri sat sun".split()
EASTER = [dt.date(*day) for day in ((2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2029, 4, 1), (2030, 4, 21))]
ADVENT = [dt.date(*day) for day in ((2026, 11, 29), (2027, 11, 28), (2028, 12, 3), (2029, 12, 2))]
DAYS_OFF = {
    "US": """
        2026-11-26 2026-12-25
        2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-10-11 2027-11-11
        2027-11-25 2027-12-24 2027-12-31
        2028-01-17 2028-02-21 2028-05-29 2028-06-19 2028-07-04 2028-09-04 2028-10-09 2028-11-10 2028-11-23
        2028-12-25
        2029-01-01 2029-01-15 2029-02-19 2029-05-28 2029-06-19 2029-07-04 2029-09-03""",
    "GB": """
        2026-12-25 2026-12-28
        2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
        2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
        2029-01-01 2029-03-30 2029-04-02 2029-05-07 2029-05-28 2029-08-27""",
    "CH": """
        2026-12-25 2026-12-26
        2027-01-01 2027-03-26 2027-03-29 2027-05-06 2027-05-17 2027-08-01 2027-12-25 2027-12-26
        2028-01-01 2028-04-14 2028-04-17 2028-05-25 2028-06-05 2028-08-01 2028-12-25
        2029-01-01 2029-03-30 2029-04-02 2029-05-10 2029-05-21 2029-08-01""",
}


@pytest.mark.parametrize("day", SAID_ON)
@pytest.mark.parametrize("language", PHRASES)
def test_a_phrase_means_a_day_or_moment(language: str, day: str) -> None:
    wrong = []
    for zone, country in PLACES.items():
        now = _now(day, zone)
        reader = _reader(language, zone, country)
        for line in PHRASES[language]:
            right = _right(line["is"], country, now)
            read = _written(read_when(line["text"], reader, now))
            if read != right:
                wrong.append((zone, line["text"], right, read))
    assert wrong == []


@pytest.mark.parametrize("language", PHRASES)
def test_a_sentence_says_what_its_phrase_says_and_nothing_is_dropped(language: str) -> None:
    wrong = []
    now = _now("2026-11-23", "Europe/London")
    reader = _reader(language, "Europe/London", "GB")
    for text in (line["text"] for line in PHRASES[language]):
        sentence = f"{OPENINGS[language]} {text}"
        rest, found = split_when(sentence, reader, now)
        alone = read_when(text, reader, now)
        is_told = found is None and find_unread(sentence)
        if not is_told and (found != alone or rest != OPENINGS[language]):
            wrong.append((text, rest, _written(found), _written(alone)))
    assert wrong == []


def _now(day: str, zone: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day} {SAID_ON[day]}").replace(tzinfo=ZoneInfo(zone))


def _reader(language: str, zone: str, country: str) -> Reader:
    day_first = language == "en" and country != "US"
    return Reader(language, zone, country=country, day_first=day_first, workdays=workdays_in(country))


def _written(when: When | None) -> str:
    if when is None:
        return "ask"
    return f"{when.date} {when.time:%H:%M}" if when.time else str(when.date)


def _right(told: str | dict[str, str], country: str, now: dt.datetime) -> str:
    """What a phrase means, from what is told beside it."""
    if isinstance(told, dict):
        told = told.get(country) or told["else"]
    if told == "ask":
        return "ask"
    if told.startswith("now+"):
        later = now.astimezone(dt.UTC) + dt.timedelta(minutes=int(told[4:]))
        return f"{later.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
    steps, _, clock = told.partition("@")
    day = now.date()
    for step in steps.split():
        day = _step(day, step, country)
    if not steps and now.strftime("%H:%M") >= clock:
        day += dt.timedelta(days=1)
    return f"{day} {clock}" if clock else str(day)


@cache
def _step(day: dt.date, step: str, country: str) -> dt.date:
    """The day to which one step leads."""
    if "|" in step:
        return min(_step(day, one, country) for one in step.split("|"))
    if step[0] in "+-":
        return _ahead(day, int(step.rstrip("bdwmy")), step.lstrip("+-0123456789"), country)
    if step[:2] == "20":
        return dt.date.fromisoformat(step)
    if step in _NAMED:
        return _NAMED[step](day)
    if step == "between-years":
        days = [day.replace(month=12, day=number) for number in range(27, 32)]
        return next((one for one in days if one >= day and _is_worked(one, country)), days[-1])
    strictly = step.startswith(">") or step in WEEKDAYS
    return _first(day + dt.timedelta(days=strictly), _test_of(step.removeprefix(">")))


def _ahead(day: dt.date, number: int, unit: str, country: str) -> dt.date:
    if unit == "bd":
        sign = 1 if number > 0 else -1
        for _ in range(abs(number)):
            day = _first(day + dt.timedelta(days=sign), lambda one: _is_worked(one, country), sign)
        return day
    if unit in ("m", "y"):
        year, month = divmod(day.year * 12 + day.month - 1 + number * (12 if unit == "y" else 1), 12)
        return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return day + dt.timedelta(days=number * (7 if unit == "w" else 1))


def _is_worked(day: dt.date, country: str) -> bool:
    return day.weekday() < 5 and str(day) not in DAYS_OFF[country]


def _first(start: dt.date, fits: Callable[[dt.date], bool], sign: int = 1) -> dt.date:
    return next(day for day in (start + dt.timedelta(days=n * sign) for n in count()) if fits(day))


def _test_of(name: str) -> Callable[[dt.date], bool]:  # noqa: PLR0911 - a line for each form
    """What is true of the day that a name means."""
    bare = name.removeprefix("this-")
    if bare in WEEKDAYS:
        return lambda day: day.weekday() == WEEKDAYS.index(bare)
    if name.endswith("."):
        return lambda day: day.day == int(name[:-1])
    if name.startswith("easter"):
        return lambda day: day - dt.timedelta(days=int(name[6:] or 0)) in EASTER
    if name.startswith("advent"):
        return lambda day: day - dt.timedelta(weeks=int(name[6:]) - 1) in ADVENT
    if name.startswith("week"):
        week, _, weekday = name[4:].partition(".")
        return lambda day: day.isocalendar()[1:] == (int(week), int(weekday or 5))
    if name.startswith("nth:"):
        month, weekday, number = name[4:].split("/")
        return lambda day: _is_nth(day, int(month), WEEKDAYS.index(weekday), int(number))
    if name == "02-last":
        return lambda day: day.month == 2 and day == _month_end(day)
    return lambda day: f"{day:%m-%d}" == name


def _is_nth(day: dt.date, month: int, weekday: int, number: int) -> bool:
    away = dt.timedelta(weeks=number)
    before = dt.timedelta(weeks=number - 1)
    if number < 0:
        return day.month == month != (day - away).month and day.weekday() == weekday
    return day.month == month == (day - before).month != (day - away).month and day.weekday() == weekday


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _days_after(days: int, month: int, weekday: str, number: int) -> Callable[[dt.date], dt.date]:
    """The next day that lies so many after such a weekday of a month."""
    return lambda start: _first(
        start,
        lambda day: _is_nth(day - dt.timedelta(days=days), month, WEEKDAYS.index(weekday), number),
    )


_NAMED: dict[str, Callable[[dt.date], dt.date]] = {
    "today": lambda day: day,
    "monday": lambda day: day - dt.timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
    "week-end": lambda day: _first(day, lambda one: one.weekday() == 4),
    "weekend": lambda day: _first(day, lambda one: one.weekday() > 4),
    "month-end": _month_end,
    "quarter-end": lambda day: _month_end(day.replace(month=(day.month + 2) // 3 * 3, day=1)),
    "year-end": lambda day: day.replace(month=12, day=31),
    "fri<": lambda day: _first(day, lambda one: one.weekday() < 5, -1),
    "weekfri": lambda day: day + dt.timedelta(days=4 - day.weekday()),
    "black-friday": _days_after(1, 11, "thu", 4),
    "cyber-monday": _days_after(4, 11, "thu", 4),
}
