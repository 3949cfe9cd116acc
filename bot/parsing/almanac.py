"""What months, weekdays, numbers and parts of a calendar are called in both languages, folded."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

from app.domain.matching import fold

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "a an one ein eine einem einer einen eins",
            "two zwei couple",
            "three drei",
            "four vier",
            "five fuenf",
            "six sechs",
            "seven sieben",
            "eight acht",
            "nine neun",
            "ten zehn",
            "eleven elf",
            "twelve zwoelf",
        ),
        start=1,
    )
    for word in words.split()
} | {"fourteen": 14, "vierzehn": 14, "fifteen": 15, "twenty": 20, "zwanzig": 20, "thirty": 30, "dreissig": 30}

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january jan januar jaenner",
            "february feb februar feber",
            "march mar maerz mrz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: day
    for day, names in enumerate(
        (
            "monday mon montag",
            "tuesday tues tue dienstag",
            "wednesday wed mittwoch",
            "thursday thurs thur thu donnerstag",
            "friday fri freitag",
            "saturday sat samstag sonnabend",
            "sunday sun sonntag",
        )
    )
    for name in names.split()
}
SHORT_WEEKDAYS = {name: day for day, name in enumerate("mo di mi do fr sa so".split())}
"""Words of their own in running text: they count only where nothing else can be meant."""

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
ANY_WEEKDAY = f"{WEEKDAY}|{'|'.join(SHORT_WEEKDAYS)}"
NEXT = r"(?:next|coming|following|naechste[rnms]?|kommende[rnms]?|folgende[rnms]?)"
THIS = r"(?:this|diese[rnms]?)"
BEGINNING = ("beginning", "start", "early", "anfang")

Reading = Callable[[re.Match[str], dt.date, str], dt.date | None]
"""From what a pattern has found, today and the language to the day that is meant."""


def phrase_of(text: str) -> str:
    """A text as the patterns of this room know it: folded, single spaces, no full stop at its end."""
    folded = fold(text)
    if "," in folded:
        folded = _COMMA.sub(", ", folded)
    return " ".join(folded.split()).strip(" .!?,;")


# But for that of "1,5 hours" a comma is no part of a word.
_COMMA = re.compile(r"\s*,(?!\d{1,2}\b)")


def count_of(word: str) -> int | None:
    """The number that digits or a word say."""
    return int(word) if word.isascii() and word.isdigit() else NUMBERS.get(word)


def clamped(year: int, month: int, day: int) -> dt.date:
    """The day of a month, or its last one where it is shorter."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def year_ahead(today: dt.date, month: int, day: int) -> int:
    """The year in which a day without a year lies ahead."""
    return today.year + ((month, day) < (today.month, today.day))


def weekday_of(name: str) -> int:
    """The number of a weekday, Monday being 0."""
    return WEEKDAYS[name] if name in WEEKDAYS else SHORT_WEEKDAYS[name]


def next_weekday(today: dt.date, name: str) -> dt.date:
    """The next day of that name after `today`."""
    return today + dt.timedelta(days=(weekday_of(name) - today.weekday()) % 7 or 7)


def full_year(digits: str) -> int:
    """ "27" is 2027."""
    return int(digits) + (2000 if len(digits) == 2 else 0)
