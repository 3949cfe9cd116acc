"""Times of day as people write them: 2pm, 14 Uhr, halb zehn, at 9:30, afternoon, EOD; and spans of hours."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from app.domain.matching import fold
from app.languages.strings import LANGUAGES
from app.languages.words import forms_of, meanings
from bot.parsing.almanac import (
    CARDINALS,
    DAYS,
    NEXT,
    NUMBER,
    SHARE,
    SHARES,
    THIS,
    UNITS,
    WEEKDAY,
    count_of,
    either,
    numbered,
    weekdays_of,
    words,
)

NOON, LAST_MINUTE = dt.time(12), dt.time(23, 59)
END_OF_WORK = dt.time(17)


class Doubt(StrEnum):
    """Why what was understood may not be what was meant: which of two was taken, or that an hour is ours."""

    HALF_DAY = "half_day"
    ASSUMED = "assumed"
    ORDER = "order"
    THIS_WEEK = "this_week"
    PAST = "past"
    SKIPPED = "skipped"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `bare` where nothing but a number after "at" says that it is one."""

    time: dt.time
    doubts: tuple[Doubt, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the day: the hour that stands for it, and the hours of a twelve-hour clock that lie after
    noon in it."""

    time: dt.time
    afternoon: range


_HOURS_OF = {
    "morning": _Part(dt.time(9), range(0)),
    "forenoon": _Part(dt.time(10), range(0)),
    "noon": _Part(NOON, range(1, 4)),
    "afternoon": _Part(dt.time(15), range(1, 12)),
    "evening": _Part(dt.time(18), range(1, 12)),
    "night": _Part(dt.time(21), range(6, 12)),
}
_PARTS = meanings("dates.clock.parts")
_TODAY = next((word for word, ahead in DAYS.items() if ahead == 0), "")
_HALVES = meanings("dates.clock.halves")
_MINUTES = numbered("clock.minutes")
_HOURS = {word: number for word, number in CARDINALS.items() if number <= 12}

_BY = words("prepositions.by", "prepositions.before")
_OCLOCK, _SIGN = words("clock.oclock"), words("clock.hour_sign")
_BEFORE_HOUR = rf"(?:\b{words('clock.before_hour')} |@ ?)"
_BEFORE = rf"(?:\b(?:@|{words('clock.before_hour', 'roughly', 'prepositions.from')}|{_BY}) )?"
_HOUR = rf"(?P<hour>\d{{1,2}}|{either(_HOURS)})"
_NO_HOUR = words("clock.no_hour", "units.day", "units.week", "units.month")


def _no_half(language: str) -> str:
    """What says that a word is no half of the day but leads to a day in a language: German "am" in "um 9 am
    Freitag" and "um 9 am 3.12."."""
    leading = _HALVES.keys() & {fold(form) for form in forms_of(language, "dates.prepositions.on")}
    return rf"(?!(?:{either(leading)}) (?:(?:{either(weekdays_of(language))})\b|\d{{1,2}}(?:\.|\Z)))"


_HALF = rf"{''.join(map(_no_half, LANGUAGES))}(?P<half>{either(_HALVES)})\b\.?"
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))? ?{_HALF}",
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?![\d:.])"
        rf"(?: ?(?:{_OCLOCK}|{_SIGN})\b)?",
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}}) ?(?:{_OCLOCK}|{_SIGN})\b",
        rf"{_BEFORE_HOUR}(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?![\d.])",
        rf"{_BEFORE}\b(?P<minutes>{either(_MINUTES)}) {_HOUR}\b(?: {_OCLOCK}\b)?",
        rf"{_BEFORE}(?<![\d.:]){_HOUR} ?{_OCLOCK}\b(?: (?P<minute>[0-5]\d)\b(?![.:]))?",
        rf"\b(?<![\d.:])(?P<hour>\d{{1,2}}){_SIGN}(?P<minute>\d{{2}})?\b",
        rf"(?P<bare>{_BEFORE_HOUR}){_HOUR}\b(?![.:/%]|\d| ?{_NO_HOUR}\b)",
    )
)
_FIXED_CLOCKS = tuple(
    (time, re.compile(rf"{_BEFORE}(?:{words('articles')} )?\b(?:{pattern})\b"))
    for time, pattern in (
        (LAST_MINUTE, rf"{words('clock.midnight')}|24(?::00)? ?{_OCLOCK}|24:00"),
        (END_OF_WORK, words("clock.end_of_work")),
    )
)
_PART = re.compile(rf"(?:\b(?:{words('clock.before_part')}|{THIS}) )?\b(?P<part>{either(_PARTS)})\b")
_OF_TODAY = re.compile(rf"{words('clock.today_part')}\b|{THIS} ")
# Alone or after "bis" German "morgen" is tomorrow; behind a day, "am" or "diesen" it is a morning.
_BEHIND_DAY = re.compile(
    rf"(?:\b(?:{words('days.0', 'days.-1', 'prepositions.on', 'this')}|{WEEKDAY})|\d\.?)[.,]? \Z"
)
_COMPOUND = re.compile(rf"\b({WEEKDAY})({either(_PARTS)})\b")
_OF = words("prepositions.of")
_ROUGHLY = rf"(?:{words('roughly')}|{words('articles')} {NEXT})"
_AHEAD = (
    rf"(?:\+ ?|{words('prepositions.in', 'prepositions.within')}"
    rf"(?: {_OF})?(?: {_ROUGHLY})? )"
)
_UNIT = either({word: unit for word, unit in UNITS.items() if unit in ("minute", "hour")})
_SPAN = re.compile(
    rf"(?P<ahead>{_AHEAD})?(?:(?P<whole>{words('hour_and_half')})|"
    rf"(?:(?P<share>{SHARE}) ?|(?P<count>\d{{1,3}}(?:[.,]\d{{1,2}})?|{NUMBER}) ?(?:{_OF} )?)"
    rf"(?P<unit>{_UNIT}))"
    rf"(?P<after> {words('from_now')})?\Z"
)


def split_compounds(phrase: str) -> str:
    """A folded phrase in which "freitagnachmittag" is two words."""
    return _COMPOUND.sub(r"\1 \2", phrase)


def take_clock(phrase: str) -> tuple[Clock | None, str] | None:
    """The time of day in a folded phrase and what is left of it; None where it is none, such as 25 Uhr."""
    for time, pattern in _FIXED_CLOCKS:
        found = pattern.search(phrase)
        if found:
            doubts = (Doubt.ASSUMED,) if time == END_OF_WORK else ()
            return Clock(time, doubts), _without(phrase, found)
    found = next(filter(None, (pattern.search(phrase) for pattern in _CLOCKS)), None)
    rest = _without(phrase, found) if found else phrase
    part = _find_part(rest)
    if found is None:
        return (_read_part(_PARTS[part["part"]]), _without(phrase, part)) if part else (None, phrase)
    named = _PARTS[part["part"]] if part else ""
    rest = _without(rest, part) if part else rest
    clock = _read_clock(found.groupdict(), named)
    return (clock, rest) if clock else None


def find_span(phrase: str) -> tuple[dt.timedelta, bool] | None:
    """The hours or minutes that a whole folded phrase says, and whether it says that they lie ahead."""
    found = _SPAN.match(phrase)
    minutes = _minutes_of(found) if found else None
    if found is None or minutes is None:
        return None
    return dt.timedelta(minutes=minutes), bool(found["ahead"] or found["after"])


def _minutes_of(found: re.Match[str]) -> float | None:
    if found["whole"]:
        return 90
    unit = 60 if UNITS[found["unit"]] == "hour" else 1
    if found["share"]:
        return SHARES[found["share"]] * unit
    digits = found["count"].replace(",", ".")
    count = float(digits) if digits[0].isdigit() else count_of(digits)
    return None if count is None else count * unit


def _find_part(phrase: str) -> re.Match[str] | None:
    for found in _PART.finditer(phrase):
        if found["part"] not in DAYS or _BEHIND_DAY.search(phrase[: found.start("part")]):
            return found
    return None


def _read_part(part: str) -> Clock:
    time = _HOURS_OF[part].time
    return Clock(time, () if time == NOON else (Doubt.ASSUMED,))


def _without(phrase: str, found: re.Match[str]) -> str:
    # "tonight", "this morning" and "diesen Abend" name today, too.
    today = _TODAY if _OF_TODAY.match(found.group()) else ""
    return " ".join(f"{phrase[: found.start()]} {today} {phrase[found.end() :]}".split()).strip(" ,;")


def _read_clock(found: dict[str, str | None], part: str) -> Clock | None:
    written = found["hour"] or ""
    hour, minute = _HOURS[written] if written in _HOURS else int(written), int(found.get("minute") or 0)
    if found.get("minutes"):
        named = hour
        hour, minute = divmod(hour * 60 + _MINUTES[found["minutes"] or ""], 60)
        hour = 12 if named == 1 and hour == 0 else hour  # "halb eins" is half past twelve
    half = _HALVES.get(found.get("half") or "", "")
    if hour > 23 or minute > 59 or hour < 0 or (half and not 1 <= hour <= 12):
        return None
    # "03:00" is written by clocks of 24 hours.
    exact = bool(half) or (written.startswith("0") and len(written) > 1)
    hour, doubts = _resolve(hour, half, part) if half or part or not exact else (hour, ())
    return Clock(dt.time(hour, minute), doubts, bare=bool(found.get("bare")))


def _resolve(hour: int, half: str, part: str) -> tuple[int, tuple[Doubt, ...]]:
    """The hour of a clock of 24, from one of 12: by its half of the day, the part of the day, or by what is
    usual at work."""
    if half:
        return hour % 12 + (12 if half == "pm" else 0), ()
    if part:
        if hour == 12 and part == "night":
            return 0, ()
        return hour + (12 if hour in _HOURS_OF[part].afternoon else 0), ()
    if 1 <= hour <= 6:
        return hour + 12, (Doubt.HALF_DAY,)
    return hour, ()
