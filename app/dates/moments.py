"""Days and times of day as people write them, at the place of the reader: "next Friday 2pm", "morgen um 9",
"in zwei Stunden", "bis Ende März"; alone or within a sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from app.dates.almanac import NEXT, SHORT_WEEKDAYS, THIS, WEEKDAY, next_weekday, phrase_of, words
from app.dates.clock import Doubt, find_span, simplified, take_clock
from app.dates.days import LONGEST, find_day, read_date
from app.dates.holidays import is_bare_holiday
from app.dates.sentences import (
    is_meant_for,
    is_name_after,
    is_planned_for,
    is_weak,
    sentence_word,
    windows,
)
from app.languages.dialects import Dialect
from app.languages.reader import Reader, zone
from app.languages.words import forms

_GAP = " ,;:–—-"
_DOTTED_DAY = re.compile(r"\d{1,2}\.\d{1,2}\Z")
_LEADS = ("by", "due", "on", "at", "before", "from", "to_the")
_CONNECTING = re.compile(
    rf"(?:{words('and', 'articles', *(f'prepositions.{name}' for name in _LEADS))} )+(?=\S)"
)
_BEFORE = re.compile(rf"{words('prepositions.before')} ")
_OPEN = ("open", "clock.before_hour", *(f"prepositions.{name}" for name in ("at", "on", "by", "from", "in")))
_TRAILING = re.compile(rf"(?: {words('clock.oclock', *_OPEN)})+\Z")
_LEADING_ON = frozenset().union(*(forms(f"dates.{key}") for key in _OPEN))
"""Words that belong to what follows them: "at 10 in Munich"."""
_STAMP = re.compile(r"(?<=\d-\d\d)t(?=\d\d:)")
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})\b")
_NEXT_WEEKDAY = re.compile(rf"{NEXT} (?:{WEEKDAY})\b")
_THIS_WEEKDAY = re.compile(rf"{THIS} (?P<weekday>{WEEKDAY})\b")


@dataclass(frozen=True, slots=True)
class When:
    """A day, and where a time of day was said that too. `date` and `time` are those of the clocks at the
    reader's place, `at` is the same moment in UTC. `doubts` say why another one may have been meant (see
    explain); `any_day` where only a time of day was said, whose next day was taken."""

    date: dt.date
    time: dt.time | None = None
    at: dt.datetime | None = None
    doubts: tuple[Doubt, ...] = ()
    any_day: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Said:
    """What a phrase says before it is put on a calendar: a day, a time, or a moment counted from now. `past`
    where the words can mean none that lies ahead."""

    day: dt.date | None
    time: dt.time | None = None
    span: dt.timedelta | None = None
    doubts: tuple[Doubt, ...] = ()
    past: bool = False


FindDay = Callable[[str, Dialect, dt.datetime, dt.time | None], Said | None]
"""The day that a folded phrase means in a dialect, seen from a moment, where a time of day is said or
not."""


def read_when(text: str, reader: Reader, now: dt.datetime) -> When | None:
    """The day or moment that a whole text means, seen from `now` (an aware moment) at the reader's place;
    None where it means none. A time without a day is the next one; a time that a change of clocks leaves out
    is moved ahead by it, of one that comes twice the first is taken."""
    if not 1 < len(text) <= LONGEST:
        return None
    local = now.astimezone(zone(reader.time_zone))
    phrase = _STAMP.sub(" ", phrase_of(text))
    said = _read(phrase, reader.dialect, local)
    if said is None and text.rstrip().endswith(".") and _DOTTED_DAY.search(phrase):
        said = _read(f"{phrase}.", reader.dialect, local)
    if said is None:
        day = read_date(text, reader.dialect, local.date())
        said = Said(day) if day else None
    return _put(said, local) if said else None


def split_when(text: str, reader: Reader, now: dt.datetime) -> tuple[str, When | None]:
    """What is left of a sentence without the day or time in it, and that: "call Sarah | by Friday 2pm". One
    at the end goes before one at the beginning, and that before one inside; a day at one place and a time at
    another are one. What may as well be a part of the sentence ("report for Q1", "workshop 2 hours") stays
    there."""
    local = now.astimezone(zone(reader.time_zone))
    rest, said = _cut(text.strip(), reader.dialect, local)
    if said is None:
        return rest, None
    if said.span is None and (said.day is None or said.time is None):
        shorter, other = _cut(rest, reader.dialect, local)
        if (
            other
            and other.span is None
            and (other.day, said.day).count(None)
            == 1
            == (
                other.time,
                said.time,
            ).count(None)
        ):
            doubts = said.doubts + other.doubts
            return shorter, _put(Said(said.day or other.day, said.time or other.time, None, doubts), local)
    return rest, _put(said, local)


def explain(when: When, reader: Reader) -> str:
    """The sentences that say which of several days or times was taken; "" where nothing is in doubt."""
    moment = reader.moment(when.at) if when.at else reader.date(when.date)
    return " ".join(reader.t(f"when.{doubt}", moment=moment) for doubt in when.doubts)


def _cut(text: str, dialect: Dialect, local: dt.datetime) -> tuple[str, Said | None]:
    words = list(re.finditer(r"\S+", text))
    phrases = [sentence_word(word.group()) for word in words]
    for start, end in windows(phrases):
        said = _read_inside(phrases[start:end], dialect, local)
        if said is None or (end < len(words) and goes_on(phrases[start:end], words[end].group())):
            continue
        behind_for = is_meant_for(phrases, start)
        if not behind_for or _is_for_when(said) or is_planned_for(phrases, start):
            first = start - 1 if behind_for else start
            return rest_of(text, words[first].start(), words[end - 1].end()), said
    return text, None


def _is_for_when(said: Said) -> bool:
    """Whether what is said behind "for" can only be when: a day with its time."""
    return said.day is not None and said.time is not None


def goes_on(phrases: Sequence[str], following: str) -> bool:
    """Whether words that may name a day or a time belong to what follows them: "at 10 in", "Friday Harbor",
    "Christmas cards"."""
    phrase = " ".join(phrases)
    return phrases[-1] in _LEADING_ON or is_name_after(phrase, following) or is_bare_holiday(phrase)


def inside_phrase(phrases: Sequence[str]) -> str:
    """Words of a sentence as one phrase; "" where they need more beside them to name a day or a time."""
    phrase = _STAMP.sub(" ", " ".join(phrases).strip(" .,;:!?"))
    if len(phrase) > LONGEST or is_weak(phrase):
        return ""
    return f"{phrase}." if phrases[-1].endswith(".") and _DOTTED_DAY.search(phrase) else phrase


def _read_inside(phrases: list[str], dialect: Dialect, local: dt.datetime) -> Said | None:
    phrase = inside_phrase(phrases)
    if not phrase:
        return None
    span = find_span(phrase)
    if span:
        return Said(None, span=span[0]) if span[1] else None
    return read_calendar(phrase, dialect, local)


def rest_of(text: str, start: int, end: int) -> str:
    before, after = text[:start].rstrip(_GAP), text[end:].lstrip(_GAP)
    return f"{before} {after}".strip()


def _read(phrase: str, dialect: Dialect, local: dt.datetime) -> Said | None:
    """What a whole folded phrase says."""
    span = find_span(phrase)
    return Said(None, span=span[0]) if span else read_calendar(phrase, dialect, local)


def _find_day(phrase: str, dialect: Dialect, local: dt.datetime, time: dt.time | None) -> Said | None:
    today = local.date()
    day = find_day(phrase, dialect, today)
    if day is None and phrase in SHORT_WEEKDAYS:
        day = next_weekday(today, phrase)
    if day is None:
        return None
    doubts = order_doubts(phrase)
    if _NEXT_WEEKDAY.search(phrase) and day.isocalendar()[:2] == today.isocalendar()[:2]:
        doubts += (Doubt.THIS_WEEK,)
    if _THIS_WEEKDAY.search(phrase) and time and day - today == dt.timedelta(days=7) and time > local.time():
        day = today
    return Said(day, doubts=doubts)


def order_doubts(phrase: str) -> tuple[Doubt, ...]:
    """The doubt whether "11/12" is a day in November."""
    slashed = _SLASHED.search(phrase)
    is_open = slashed and slashed[1] != slashed[2] and max(int(slashed[1]), int(slashed[2])) <= 12
    return (Doubt.ORDER,) if is_open else ()


def read_calendar(
    phrase: str, dialect: Dialect, local: dt.datetime, find: FindDay = _find_day
) -> Said | None:
    """The day or the time of day that a whole folded phrase says."""
    # A day may look like a time ("am 9.12."), and hold none at all: it goes first.
    day = find(phrase, dialect, local, None)
    if day:
        return day
    clock, rest = take_clock(simplified(phrase)) or (None, "")
    if clock is None:
        return None
    rest = _TRAILING.sub("", f" {rest}").strip(" ,;")
    bare = _CONNECTING.sub("", f"{rest} ", count=1).strip()
    if not bare:
        return Said(None, clock.time, doubts=clock.doubts)
    # "Before Friday 2pm" is on Friday, "am 3. um 10" on the third.
    days = (find(day, dialect, local, clock.time) for day in _days_beside(rest, bare))
    said = next(filter(None, days), None)
    return replace(said, time=clock.time, doubts=clock.doubts + said.doubts) if said else None


def _days_beside(rest: str, bare: str) -> tuple[str, ...]:
    """What is left beside a time of day, in the order in which it may be the day."""
    return (bare, rest) if _BEFORE.match(rest) else (rest, rest.rstrip("."), bare)


def _put(said: Said, local: dt.datetime) -> When:
    """Puts what was said on the calendar of the place."""
    if said.span is not None:
        at = (local.astimezone(dt.UTC) + said.span).replace(second=0, microsecond=0)
        there = at.astimezone(local.tzinfo)
        return When(there.date(), there.time(), at, said.doubts)
    if said.time is None:
        day = said.day or local.date()
        return When(day, doubts=said.doubts + ((Doubt.PAST,) if day < local.date() else ()))
    moment, doubts = at_place(said.day or local.date(), said.time, local)
    if said.day is None and moment <= local:
        moment, doubts = at_place(local.date() + dt.timedelta(days=1), said.time, local)
    doubts = (*said.doubts, *doubts, *((Doubt.PAST,) if moment < local else ()))
    return When(moment.date(), moment.time(), moment.astimezone(dt.UTC), doubts, any_day=said.day is None)


def at_place(day: dt.date, time: dt.time, local: dt.datetime) -> tuple[dt.datetime, tuple[Doubt, ...]]:
    """A day's time at a place, where clocks may be changed that day."""
    moment = dt.datetime.combine(day, time, local.tzinfo)
    there = moment.astimezone(dt.UTC).astimezone(local.tzinfo)
    if there.replace(tzinfo=None) != moment.replace(tzinfo=None):
        return there, (Doubt.SKIPPED,)
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        return moment, (Doubt.REPEATED,)
    return moment, ()
