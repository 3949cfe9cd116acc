"""Delays as people write them: "by a week", "um zwei Tage", "an hour later", "einen Tag früher"."""

from __future__ import annotations

import re

from app.dates.almanac import (
    AND_HALF,
    COUNT,
    DAYS_IN,
    HOUR_PARTS,
    MONTHS_IN,
    SHARE,
    SHARES,
    UNITS,
    amount_of,
    either,
    phrase_of,
    words,
)
from app.domain.delay import Delay
from app.languages.words import folded_pattern

MOST_WORDS = 8
"""Words of the longest delay."""
LONGEST = 60

_BACK, _FORWARD = folded_pattern("delays.back"), folded_pattern("delays.forward")
_MORE, _LATER, _EARLIER = (folded_pattern(f"delays.{name}") for name in ("more", "later", "earlier"))
_LED = (
    rf"(?:(?:(?P<forward>{_FORWARD})|{_BACK}) )?(?:(?:{folded_pattern('delays.by')}|{words('roughly')}) )*"
    rf"(?:(?:{_MORE}) )?"
)
_DELAY = re.compile(
    rf"(?:[+] ?|{_LED})(?:(?P<whole>{either(HOUR_PARTS)})|"
    rf"(?:(?P<share>{SHARE}) ?|(?:{COUNT}|(?P<one>{_MORE})) ?"
    rf"(?:{words('prepositions.of')} )?)(?P<unit>{either(UNITS)})(?P<and_half_behind> {AND_HALF})?)"
    rf"(?: (?:(?P<earlier>{_EARLIER})|{_LATER}))?\Z"
)
_AT = re.compile(rf"{words('prepositions.at')} \d{{1,2}}{words('clock.hour_sign')}\Z")
"""That is a time of day, as "um 14h"."""
_MINUTES_IN = {"minute": 1, "hour": 60}


def read_delay(text: str) -> Delay | None:
    """How much later (or earlier) a whole text means; None where it says no such thing. "In two weeks" is
    none: it counts from now."""
    if not 3 <= len(text) <= LONGEST:
        return None
    phrase = phrase_of(text)
    found = _DELAY.match(phrase)
    if found is None or _AT.match(phrase):
        return None
    sign = -1 if found["forward"] or found["earlier"] else 1
    if found["whole"]:
        return Delay(minutes=HOUR_PARTS[found["whole"]] * sign)
    count = _count_of(found)
    return _delay(count * sign, UNITS[found["unit"]]) if count else None


def split_delay(text: str) -> tuple[str, str] | None:
    """A text and the delay at its end, as written: "the call with 4 | by a week"."""
    gaps = [gap.start() for gap in re.finditer(r"\s+", text)][-MOST_WORDS:]
    for gap in gaps:
        if read_delay(text[gap:].strip()):
            return text[:gap].strip(), text[gap:].strip()
    return None


def _count_of(found: re.Match[str]) -> float | None:
    if found["share"]:
        return SHARES[found["share"]]
    return 1 if found["one"] else amount_of(found)


def _delay(count: float, unit: str) -> Delay | None:
    if unit in _MINUTES_IN:
        return Delay(minutes=round(count * _MINUTES_IN[unit]))
    if unit == "year":
        count, unit = count * 12, "month"
    if count != int(count):
        return None
    whole = int(count)
    if unit == "working_day":
        return Delay(working_days=whole)
    if unit in DAYS_IN:
        return Delay(days=whole * DAYS_IN[unit])
    return Delay(months=whole * MONTHS_IN[unit])
