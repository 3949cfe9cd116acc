"""When a customer wants to decide: "decides in three months", "Entscheidung Ende März", "asap"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.dates.days import months_between, read_date
from app.domain.matching import fold
from app.domain.qualification import Timeline, months_ahead
from app.languages.dialects import Dialect
from app.languages.words import folded_pattern, forms, pattern

LONGEST = 150
"""Characters of the longest text that may say when somebody decides."""

_I = re.IGNORECASE
_DECISION = re.compile(
    rf"(?:(?:{pattern('decisions.leads')})\s+)?"
    rf"(?:{pattern('decisions.verbs')}|\w*(?:{pattern('decisions.compounds')}))"
    rf"(?:\s+(?:{pattern('decisions.fillers')}))?(?:\s*:)?\s+",
    _I,
)
_HINT = re.compile(rf"{pattern('decisions.hints')}|\d", _I)
_NOW = forms("decisions.now")
_OCLOCK = pattern("dates.clock.oclock", "dates.clock.hour_sign")
_CLOCK = re.compile(
    rf"[,\s](?:(?:{pattern('decisions.before_time')}) )?\d{{1,2}}(?:[:.]\d{{2}})?"
    rf"\s?(?:{_OCLOCK}|(?:{pattern('dates.clock.halves.am', 'dates.clock.halves.pm')})\.?)?\Z",
    _I,
)
_FEW = pattern("dates.numbers.counting.1", *(f"dates.numbers.cardinal.{few}" for few in (1, 2, 3)))
_RANGE = re.compile(rf"\b(?:\d+|{_FEW})\s?(?:-|–|{pattern('decisions.range')})\s?(?=\d|[^\W\d_]+ )")
_BEFORE_DAY = re.compile(
    rf"\b(?:{pattern('decisions.before_day')})\s+(?:(?:{pattern('decisions.before_day_too')})\s+)?", _I
)
_MONTH_KEYS = tuple(f"dates.months.{month}" for month in range(1, 13))
_DATED = re.compile(
    rf"[:\d]|\b(?:{pattern(*_MONTH_KEYS)}|{folded_pattern(*_MONTH_KEYS)})\b|"
    rf"{pattern('dates.units.day', *(f'dates.weekdays.{day}' for day in range(1, 8)))}",
    _I,
)


@dataclass(frozen=True, slots=True)
class FoundTimeline:
    """A span, and whether it says all that was written ("in 3 months"), or a day or another number did."""

    timeline: Timeline
    exact: bool


def find_timeline(text: str, dialect: Dialect, today: dt.date) -> FoundTimeline | None:
    """The span that a whole text means, or None."""
    if len(text) > LONGEST:
        return None
    verb = _DECISION.match(text)
    phrase = text[verb.end() :] if verb else text
    if len(phrase) < 30 and fold(phrase).rstrip("!.") in _NOW:
        return FoundTimeline(Timeline.MONTH, exact=True)
    if not verb and not _HINT.match(phrase):
        return None
    day = _read_day(phrase, dialect, today)
    if day is None or day < today:
        return None
    timeline = timeline_until(today, day)
    months = _MONTHS.get(timeline)
    return FoundTimeline(timeline, exact=months is not None and day == months_ahead(today, months))


def timeline_until(today: dt.date, day: dt.date) -> Timeline:
    """The span in which a day lies."""
    months = months_between(today, day)
    return next((timeline for timeline, limit in _MONTHS.items() if months <= limit), Timeline.LATER)


_MONTHS = {Timeline.MONTH: 1, Timeline.QUARTER: 3, Timeline.HALF_YEAR: 6, Timeline.YEAR: 12}


def _read_day(phrase: str, dialect: Dialect, today: dt.date) -> dt.date | None:
    """The day; of "in 2-3 months" the later one, of "Friday 14:00" without the time."""
    phrase = _BEFORE_DAY.sub("", phrase)
    day = read_date(phrase, dialect, today)
    if day is None and _DATED.search(phrase):
        for shorter in (_CLOCK.sub("", phrase).rstrip(", "), _RANGE.sub("", phrase, count=1)):
            if shorter != phrase:
                day = day or read_date(shorter, dialect, today)
    return day
