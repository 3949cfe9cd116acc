"""Days and spans in the past, as people tell when something took place: "3 days ago", "letzten Freitag", "on
Nov 20". A day that comes every year is the last one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.dates import periods
from app.dates.almanac import (
    DAYS,
    DAYS_IN,
    MONTHS_IN,
    NEXT,
    NUMBER,
    SHORT_WEEKDAY,
    SHORT_WEEKDAYS,
    UNITS,
    WEEKDAY,
    count_of,
    either,
    next_weekday,
    words,
)
from app.dates.clock import find_span
from app.dates.days import find_day
from app.domain.qualification import months_ahead
from app.languages.dialects import Dialect
from app.languages.words import folded_pattern, forms, meanings

_AGAIN = (8, 31, 62, 366, 1461, 2922)
"""Days after which a weekday, a day of a month and a day of a year has come again, leap days included. Who
names today's weekday does not mean today, as of what is planned."""


def _said(*keys: str) -> str:
    return f"(?:{folded_pattern(*(f'past.{key}' for key in keys))})"


_NAMED = {word: int(day) for word, day in meanings("past.days").items()}
_UNIT = either({word: unit for word, unit in UNITS.items() if unit not in ("minute", "hour")})
_ON = rf"(?:(?:{words('prepositions.on', 'prepositions.in', 'prepositions.in_the', 'articles')}) ){{0,2}}"
_WEEK = words("periods.week")
_COUNTED = re.compile(rf"(?P<count>\d{{1,3}}|{NUMBER}) ?(?P<unit>{_UNIT})\Z")
_BEFORE, _BEHIND = re.compile(rf"{_said('before')} (?=\S)"), re.compile(rf" {_said('behind')}\Z")
_LAST_DAY = re.compile(rf"{_ON}{_said('last')} (?P<day>{WEEKDAY}|{SHORT_WEEKDAY})\Z")
_DAY_OF_LAST = re.compile(rf"{_ON}(?P<day>{WEEKDAY}) {_ON}{_said('last')} {_WEEK}\Z")
_LAST_OF_DAY = re.compile(rf"{_ON}{_said('last')} {_WEEK},? {_ON}(?P<day>{WEEKDAY})\Z")
_LAST_UNIT = re.compile(rf"{_ON}{_said('last')} (?P<unit>{_UNIT})\Z")
_LEADING = re.compile(rf"(?:(?:{words('articles', 'prepositions.on', 'prepositions.from')}) )+")
# Whenever it is said, this lies ahead: "next Friday", "in 3 days", "by Friday".
_AHEAD = re.compile(
    rf"\b(?:{NEXT}|{words('a_week_later', 'from_now', 'prepositions.by', 'prepositions.due')})\b"
    rf"|(?:\d|\b(?:{NUMBER})) ?(?:{_UNIT})\b"
)
ENDS = frozenset(
    phrase.split()[-1] for key in ("behind", "now", "today") for phrase in forms(f"past.{key}")
) | {phrase.split()[-1] for phrase in _NAMED}
"""Words with which a day or a moment that lies behind may end, besides those of any day."""
STARTS = frozenset(
    word.split()[0]
    for word in (
        *forms("past.before"),
        *forms("past.last"),
        *forms("past.now"),
        *forms("past.today"),
        *_NAMED,
        *(word for word, day in DAYS.items() if day < 0),
    )
)
"""Words with which a day or a moment that lies behind may begin, besides those of any day."""


@dataclass(frozen=True, slots=True)
class PastDay:
    """A day that is not ahead. `certain` where the words can mean no other: "Friday" may be a plan, "last
    Friday" may not."""

    day: dt.date
    certain: bool = False


def find_past_day(phrase: str, dialect: Dialect, today: dt.date) -> PastDay | None:
    """The day that a folded phrase means where something done is told by it, seen from today."""
    try:
        day = _counted_back(phrase, today)
        return PastDay(day, certain=True) if day else _last_of(phrase, dialect, today)
    except (ValueError, OverflowError):
        return None


def find_past_span(phrase: str) -> dt.timedelta | None:
    """How long ago a folded phrase says that something was, in hours or minutes; none at all for "just
    now"."""
    if phrase in forms("past.now"):
        return dt.timedelta()
    behind, before = _BEHIND.search(phrase), _BEFORE.match(phrase)
    inner = phrase[: behind.start()] if behind else phrase[before.end() :] if before else ""
    span = find_span(inner) if inner else None
    return span[0] if span and not span[1] else None


def _counted_back(phrase: str, today: dt.date) -> dt.date | None:
    if phrase in _NAMED:
        return today + dt.timedelta(days=_NAMED[phrase])
    if phrase in forms("past.today"):
        return today
    last = _LAST_DAY.match(phrase)
    if last:
        return next_weekday(today - dt.timedelta(days=8), last["day"])
    monday = today - dt.timedelta(days=today.weekday() + 7)
    of_week = _DAY_OF_LAST.match(phrase) or _LAST_OF_DAY.match(phrase)
    if of_week:
        return next_weekday(monday - dt.timedelta(days=1), of_week["day"])
    return _units_back(phrase, today)


def _units_back(phrase: str, today: dt.date) -> dt.date | None:
    """ "3 weeks ago"; none where only the week, month or year is known."""
    behind, before = _BEHIND.search(phrase), _BEFORE.match(phrase)
    inner = phrase[: behind.start()] if behind else phrase[before.end() :] if before else ""
    found = _COUNTED.match(inner)
    count = count_of(found["count"]) if found else None
    if found is None or count is None:
        return None
    unit = UNITS[found["unit"]]
    if unit in MONTHS_IN:
        return months_ahead(today, -count * MONTHS_IN[unit])
    return today - dt.timedelta(days=count * DAYS_IN[unit]) if unit in DAYS_IN else None


def _last_of(phrase: str, dialect: Dialect, today: dt.date) -> PastDay | None:
    """The last day, not after today, of which somebody would have said this before it came."""
    first = find_day(phrase, dialect, today)
    if first is None and phrase in SHORT_WEEKDAYS:
        return PastDay(next_weekday(today - dt.timedelta(days=8), phrase))
    if first is None or _is_span(phrase):
        return None
    if first <= today:
        return PastDay(first, certain=first < today)
    day = dt.timedelta(days=1)
    if _AHEAD.search(phrase) or find_day(phrase, dialect, today - day) == first - day:
        return None
    earlier = (find_day(phrase, dialect, today - dt.timedelta(days=days)) for days in _AGAIN)
    return next((PastDay(one) for one in earlier if one is not None and one <= today), None)


def _is_span(phrase: str) -> bool:
    """Whether a phrase names days of which it is not known which one: "in October", "Q3", "this week"."""
    lead = _LEADING.match(phrase)
    parts = (phrase, phrase[lead.end() :] if lead else "")
    return _LAST_UNIT.match(phrase) is not None or any(
        pattern.match(part) for pattern, _ in periods.READINGS for part in parts if part
    )
