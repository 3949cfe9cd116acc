"""Times of day as people write them: 2pm, 14 Uhr, halb zehn, at 9:30, afternoon, EOD; and spans of hours."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from bot.parsing.almanac import NUMBERS, WEEKDAY, count_of

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


_MORNING = _Part(dt.time(9), range(0))
_PARTS = {
    **dict.fromkeys("morning morgens morgen frueh".split(), _MORNING),
    **dict.fromkeys("vormittag vormittags forenoon".split(), _Part(dt.time(10), range(0))),
    **dict.fromkeys("noon midday lunchtime mittag mittags".split(), _Part(NOON, range(1, 4))),
    **dict.fromkeys("afternoon nachmittag nachmittags".split(), _Part(dt.time(15), range(1, 12))),
    **dict.fromkeys("evening abend abends tonight".split(), _Part(dt.time(18), range(1, 12))),
    **dict.fromkeys("night nacht nachts".split(), _Part(dt.time(21), range(6, 12))),
}
_FIXED = {
    LAST_MINUTE: r"midnight|mitternacht|24(?::00)? ?uhr|24:00",
    END_OF_WORK: r"eod|cob|end of (?:the )?(?:working |business )?day|(?:close|end) of business|feierabend|"
    r"tagesende|ende des tages|dienstschluss|buero ?schluss",
}
_HOURS = {
    word: number
    for word, number in NUMBERS.items()
    if number <= 12 and word not in "a an ein einem einer einen eine couple".split()
}
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(sorted(_HOURS, key=len, reverse=True))})"
_BEFORE = r"(?:\b(?:at|um|gegen|around|about|ca\.?|circa|@|ab|from|by|bis|before|vor) )?"
_AT = r"(?:\b(?:at|um|gegen|around|circa|ab) |@ ?)"
_UNITS = "tage?n?|days?|weeks?|wochen?|months?|monate?n?|prozent|percent|euro?s?"
# German "am" before a day is no English one: "um 9 am Freitag".
_HALF = rf"(?P<half>a\.?m\b\.?|p\.?m\b\.?)(?! (?:{WEEKDAY}|\d))"
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))? ?{_HALF}",
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?![\d:.])(?: ?(?:uhr|h|o'?clock)\b)?",
        rf"{_BEFORE}(?<![\d.:])(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}}) ?(?:uhr|h)\b",
        rf"{_AT}(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?![\d.])",
        rf"{_BEFORE}(?:halb|(?P<british>half past)) {_HOUR}\b(?: uhr)?",
        rf"{_BEFORE}(?P<quarter>dreiviertel|viertel (?:nach|vor)|(?:a )?quarter (?:past|to)) {_HOUR}\b",
        rf"{_BEFORE}(?<![\d.:]){_HOUR} ?(?:uhr\b|o'?clock\b)(?: (?P<minute>[0-5]\d)\b(?![.:]))?",
        r"\b(?<![\d.:])(?P<hour>\d{1,2})h(?P<minute>\d{2})?\b",
        rf"(?P<bare>{_AT}){_HOUR}\b(?![.:/%]|\d| ?(?:k|mio|{_UNITS})\b)",
    )
)
_FIXED_CLOCKS = tuple(
    (time, re.compile(rf"{_BEFORE}(?:the )?\b(?:{pattern})\b")) for time, pattern in _FIXED.items()
)
_PART = re.compile(
    r"(?:\b(?:in the|in der|am|at|this|diesen|zu|gegen|before|by|bis|vor) )?\b(?P<part>"
    rf"{'|'.join(sorted(_PARTS, key=len, reverse=True))})\b"
)
# Alone or after a preposition "morgen" is tomorrow; behind a day it is its morning.
_MORROW = re.compile(rf"(?:\b(?:heute|gestern|am|{WEEKDAY})|\d\.?)[.,]? \Z")
_COMPOUND = re.compile(rf"\b({WEEKDAY})(frueh|morgen|vormittag|mittag|nachmittag|abend|nacht)s?\b")
_AHEAD = r"(?:in|within|innerhalb(?: von)?|binnen)(?: about| around| etwa| ca\.?| the next| den naechsten)? "
_SPAN = re.compile(
    rf"(?P<ahead>{_AHEAD})?"
    r"(?:(?P<half>half an|(?:einer|ner) halben)|(?P<quarter>a quarter of an|einer viertel)"
    r"|(?P<three>einer dreiviertel)|(?P<whole>an hour and a half)"
    r"|(?P<more>anderthalb|eineinhalb|one and a half)|(?P<count>\d{1,3}(?:[.,]\d{1,2})?|[a-z]+))"
    r" ?(?P<unit>hours?|hrs?|h|stunden?|std\.?|minutes?|mins?|minuten?)?(?P<after> from now| ab jetzt)?\Z"
)
_SHARES = {"half": 0.5, "quarter": 0.25, "three": 0.75, "more": 1.5, "whole": 1.5}


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
        clock = Clock(_PARTS[part["part"]].time, _assumed(part["part"])) if part else None
        return clock, _without(phrase, part) if part else phrase
    named = part["part"] if part else ""
    rest = _without(rest, part) if part else rest
    clock = _read_clock(found.groupdict(), named)
    return (clock, rest) if clock else None


def find_span(phrase: str) -> tuple[dt.timedelta, bool] | None:
    """The hours or minutes that a whole folded phrase says, and whether it says that they lie ahead."""
    found = _SPAN.match(phrase)
    if found is None or not (found["unit"] or found["whole"]):
        return None
    minutes = _minutes_of(found)
    if minutes is None:
        return None
    return dt.timedelta(minutes=minutes), bool(found["ahead"] or found["after"])


def _minutes_of(found: re.Match[str]) -> float | None:
    unit = 1 if (found["unit"] or "h").startswith("m") else 60
    share = next((share for name, share in _SHARES.items() if found[name]), None)
    if share is not None:
        return share * unit
    digits = found["count"].replace(",", ".")
    count = float(digits) if digits[0].isdigit() else count_of(digits)
    return None if count is None else count * unit


def _find_part(phrase: str) -> re.Match[str] | None:
    for found in _PART.finditer(phrase):
        if found["part"] != "morgen" or found.group() != "morgen" or _MORROW.search(phrase[: found.start()]):
            return found
    return None


def _assumed(part: str) -> tuple[Doubt, ...]:
    return () if _PARTS[part].time == NOON else (Doubt.ASSUMED,)


def _without(phrase: str, found: re.Match[str]) -> str:
    # "tonight", "this morning" and "diesen Abend" name today, too.
    today = "today" if re.match(r"tonight|(?:this|diesen) ", found.group()) else ""
    return " ".join(f"{phrase[: found.start()]} {today} {phrase[found.end() :]}".split()).strip(" ,;")


def _read_clock(found: dict[str, str | None], part: str) -> Clock | None:
    written = found["hour"] or ""
    hour, minute = _HOURS[written] if written in _HOURS else int(written), int(found.get("minute") or 0)
    if "british" in found:
        hour, minute = (hour, 30) if found["british"] else (hour - 1, 30)
    quarter = found.get("quarter")
    if quarter:
        hour, minute = (hour, 15) if quarter.endswith(("nach", "past")) else (hour - 1, 45)
    half = (found.get("half") or "").replace(".", "")
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
        if hour == 12 and part.startswith(("nacht", "night")):
            return 0, ()
        return hour + (12 if hour in _PARTS[part].afternoon else 0), ()
    if 1 <= hour <= 6:
        return hour + 12, (Doubt.HALF_DAY,)
    return hour, ()
