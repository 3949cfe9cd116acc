"""Times of day as people write them: 2pm, 14 Uhr, halb zehn, at 9:30, afternoon, EOD; and spans of hours."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from app.dates.almanac import (
    AND_HALF,
    CARDINALS,
    COUNT,
    DAYS,
    HOUR_PARTS,
    NEXT,
    SHARE,
    SHARES,
    THIS,
    UNITS,
    WEEKDAY,
    amount_of,
    either,
    numbered,
    weekdays_of,
    words,
)
from app.domain.matching import fold
from app.languages.strings import LANGUAGES
from app.languages.words import forms_of, meanings

NOON, LAST_MINUTE = dt.time(12), dt.time(23, 59)
START_OF_WORK, END_OF_WORK, AFTER_LUNCH = dt.time(9), dt.time(17), dt.time(14)


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
_MINUTE_NUMBERS = {word: number for word, number in CARDINALS.items() if number % 5 == 0 and number < 30}

_BY = words("prepositions.by", "prepositions.before", "prepositions.after")
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
_PAST, _TO = words("clock.beside.after"), words("clock.beside.before")
_AFTER = re.compile(_PAST)
_MINUTES_BESIDE = (
    rf"(?:(?P<beside>{either(_MINUTE_NUMBERS)}) (?P<side>{_PAST}|{_TO})|"
    rf"(?P<beside_digits>\d{{1,2}}) (?P<side_of_digits>{_PAST}))"
)
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEFORE}\b{_MINUTES_BESIDE} (?:(?P<minutes>{words('clock.minutes.-30')}) )?{_HOUR}\b"
        rf"(?: {_OCLOCK}\b)?(?! ?{_NO_HOUR}\b)",
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))? ?{_HALF}",
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?![\d:.])"
        rf"(?: ?(?:{_OCLOCK}|{_SIGN})\b)?",
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}}) ?(?:{_OCLOCK}|{_SIGN})\b",
        rf"{_BEFORE_HOUR}(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?![\d.])",
        rf"{_BEFORE}\b(?P<minutes>{either(_MINUTES)}) {_HOUR}\b(?: {_OCLOCK}\b)?",
        rf"{_BEFORE}(?<![\d.:]){_HOUR} ?{_OCLOCK}\b(?: (?P<minute>[0-5]\d)\b(?![.:]))?",
        rf"\b(?<![\d.:])(?P<hour>\d{{1,2}}){_SIGN}(?P<minute>\d{{2}})?\b",
        rf"{_BEFORE_HOUR}(?P<hour>0\d)(?P<minute>[0-5]\d)\b",
        rf"(?P<bare>{_BEFORE_HOUR}){_HOUR}\b(?![.:/%]|\d| ?{_NO_HOUR}\b)",
    )
)
_FIXED_CLOCKS = tuple(
    (time, re.compile(rf"{_BEFORE}(?:{words('articles')} )?\b(?:{pattern})\b"))
    for time, pattern in (
        (LAST_MINUTE, rf"{words('clock.midnight')}|24(?::00)? ?{_OCLOCK}|24:00"),
        (END_OF_WORK, words("clock.end_of_work")),
        (START_OF_WORK, words("clock.first_thing")),
        (AFTER_LUNCH, words("clock.after_lunch")),
    )
)
# "Tomorrow am": half of a day that is named stands for its morning or its afternoon.
_HALF_OF_DAY = re.compile(rf"(?<=\w )(?P<half>{either(_HALVES)})\.?\Z")
_PARTS_OF_HALVES = {"am": "morning", "pm": "afternoon"}
# An appointment from 2 to 3pm begins at 2pm.
_TIME = r"\d{1,2}(?:[:.]\d{2})?"
_FROM_TO = re.compile(
    rf"(?<![\d.:/-])(?:{words('clock.between')} )?(?P<begins>{_TIME}) ?(?P<its_half>{either(_HALVES)})?"
    rf" ?(?:[-–]|{words('clock.to')}) ?(?P<ends>{_TIME})(?: ?(?:(?P<half>{either(_HALVES)})\b\.?|"
    rf"(?P<sign>{_OCLOCK}|{_SIGN})\b))?(?![\w.:/-])"
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
    rf"(?P<ahead>{_AHEAD})?(?:(?P<whole>{either(HOUR_PARTS)})|"
    rf"(?:(?P<share>{SHARE}) ?|{COUNT} ?(?:{_OF} )?)"
    rf"(?P<unit>{_UNIT})(?P<and_half_behind> {AND_HALF})?)"
    rf"(?P<after> {words('from_now')})?\Z"
)


def simplified(phrase: str) -> str:
    """A folded phrase in which "freitagnachmittag" is two words and "2-3pm" only its beginning."""
    return _FROM_TO.sub(_beginning, _COMPOUND.sub(r"\1 \2", phrase))


def _beginning(found: re.Match[str]) -> str:
    begins, half = found["begins"], found["its_half"] or found["half"]
    if not half and not found["sign"] and not (":" in begins and ":" in found["ends"]):
        return found.group()
    later = [float(found[name].replace(":", ".")) % 12 for name in ("begins", "ends")]
    if half and not found["its_half"] and later[0] > later[1]:
        # "11-1pm" begins in the morning.
        half = next(word for word, name in _HALVES.items() if name != _HALVES[half])
    sign = half or ("" if ":" in begins else found["sign"])
    return f"{begins} {sign}".rstrip()


def take_clock(phrase: str) -> tuple[Clock | None, str] | None:
    """The time of day in a folded phrase and what is left of it; None where it is none, such as 25 Uhr."""
    for time, pattern in _FIXED_CLOCKS:
        found = pattern.search(phrase)
        if found:
            rest = _without(phrase, found)
            part = _find_part(rest) if time == START_OF_WORK else None
            doubts = () if time == LAST_MINUTE else (Doubt.ASSUMED,)
            return Clock(time, doubts), _without(rest, part) if part else rest
    found = next(filter(None, (pattern.search(phrase) for pattern in _CLOCKS)), None)
    rest = _without(phrase, found) if found else phrase
    part = _find_part(rest)
    if found is None and part is None and (half := _HALF_OF_DAY.search(phrase)):
        return _read_part(_PARTS_OF_HALVES[_HALVES[half["half"]]]), phrase[: half.start()].strip(" ,;")
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
        return HOUR_PARTS[found["whole"]]
    unit = 60 if UNITS[found["unit"]] == "hour" else 1
    if found["share"]:
        return SHARES[found["share"]] * unit
    count = amount_of(found)
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
    hour, minute = _moved(hour, minute, found)
    half = _HALVES.get(found.get("half") or "", "")
    if hour > 23 or minute > 59 or hour < 0 or (half and not 1 <= hour <= 12):
        return None
    # "03:00" is written by clocks of 24 hours.
    exact = bool(half) or (written.startswith("0") and len(written) > 1)
    hour, doubts = _resolve(hour, half, part) if half or part or not exact else (hour, ())
    return Clock(dt.time(hour, minute), doubts, bare=bool(found.get("bare")))


def _moved(hour: int, minute: int, found: dict[str, str | None]) -> tuple[int, int]:
    """The time with the minutes beside it: "ten past three", "fünf vor halb drei"."""
    said = found.get("beside") or found.get("beside_digits")
    if not said:
        return hour, minute
    side = found.get("side") or found.get("side_of_digits") or ""
    minutes = int(said) if said.isdecimal() else _MINUTE_NUMBERS[said]
    total = hour * 60 + minute + (minutes if _AFTER.fullmatch(side) else -minutes)
    return divmod(total + 12 * 60 if total < 60 else total, 60)


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
