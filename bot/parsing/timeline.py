"""When they want to decide: "decides in three months", "Entscheidung Ende März", "asap"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.domain.qualification import Timeline, months_ahead
from bot.parsing.almanac import MONTH
from bot.parsing.dates import months_between, read_date

_DECISION = re.compile(
    r"(?:(?:wants? to |would like to |möchte |will |sie |they |soll )?(?:decides?|decision|deciding|"
    r"buys?|purchase|order|"
    r"starts?|go-?live|rollout|entscheidet|entscheiden|\w*entscheidung|kauft|kauf|kaufen|bestellt|"
    r"\w*start|\w*beginn|"
    r"timeline|zeitrahmen|zeitpunkt|wann|deadline|einführung)"
    r"(?:\s+(?:sich|is|ist|expected|erwartet|fällt|soll))?\s*:?\s+)",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"(?:in|im|within|innerhalb|binnen|bis|by|until|before|vor|end|ende|anfang|mitte|early|mid|late|"
    r"beginning|next|"
    r"nächste\w*|kommende\w*|this|noch|diese\w*|q[1-4]|h[12]|jahresende|quartalsende|monatsende|tomorrow|"
    r"morgen|"
    r"heute|today|on|am|ab|from|spätestens|\d)",
    re.IGNORECASE,
)
_NOW = frozenset(
    "asap;as soon as possible;immediately;right away;now;sofort;umgehend;kurzfristig;so bald wie möglich;"
    "schnellstmöglich;baldmöglichst;dringend;urgent".split(";")
)
_CLOCK = re.compile(
    r"[,\s]+(?:at |um |gegen )?\d{1,2}(?:[:.]\d{2})?\s?(?:uhr|[ap]\.?m\.?|h)?\Z", re.IGNORECASE
)
_RANGE = re.compile(
    r"\b(?:\d+|an?|one|two|three|ein|eine[mnr]?|zwei|drei)\s?(?:-|–|to|bis|or|oder)\s?(?=\d|[a-zäöü]+ )"
)
_BEFORE_DAY = re.compile(
    r"(?:by|bis|until|before|vor|on|am|ab|from|spätestens|zum)\s+(?:zum\s+|am\s+)?", re.IGNORECASE
)
_DATED = re.compile(rf"[:\d]|\b(?:{MONTH})\b|day|tag\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundTimeline:
    """A span, and whether it says all that was written ("in 3 months"), or a day or another number did."""

    timeline: Timeline
    exact: bool


def find_timeline(text: str, language: str, today: dt.date) -> FoundTimeline | None:
    """The span that a whole text means, or None."""
    verb = _DECISION.match(text)
    phrase = text[verb.end() :] if verb else text
    if len(phrase) < 30 and phrase.casefold().rstrip("!.") in _NOW:
        return FoundTimeline(Timeline.MONTH, exact=True)
    if not verb and not _HINT.match(phrase):
        return None
    day = _read_day(phrase, language, today)
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


def _read_day(phrase: str, language: str, today: dt.date) -> dt.date | None:
    """The day; of "in 2-3 months" the later one, of "Friday 14:00" without the time."""
    phrase = _BEFORE_DAY.sub("", phrase)
    day = read_date(phrase, language, today)
    if day is None and _DATED.search(phrase):
        for shorter in (_CLOCK.sub("", phrase), _RANGE.sub("", phrase, count=1)):
            if shorter != phrase:
                day = day or read_date(shorter, language, today)
    return day
