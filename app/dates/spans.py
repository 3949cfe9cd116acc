"""Spans of the calendar: "two weeks", "a month and a half", "drei Werktage"; and the day that far from
another."""

from __future__ import annotations

import datetime as dt
import re

from app.dates.almanac import AND_HALF, COUNT, DAYS_IN, MONTHS_IN, UNITS, amount_of, either, words
from app.domain.qualification import months_ahead
from app.domain.workdays import Workdays
from app.languages.words import forms

HALF_A_MONTH = 15
"""Days."""

_OF = words("prepositions.of")
_PARTS_OF_YEAR = {
    word: months
    for months, key in ((6, "half_year"), (3, "quarter_year"), (9, "three_quarter_year"))
    for word in forms(f"dates.{key}")
}
UNIT = either(word for word, unit in UNITS.items() if unit not in ("minute", "hour"))
SPAN = (
    rf"(?:(?P<part_of_year>{either(_PARTS_OF_YEAR)})|"
    rf"(?:\d{{1,2}} ?[-–] ?)?{COUNT} ?(?:{_OF} )?(?P<unit>{UNIT})(?P<and_half_behind> {AND_HALF})?)"
)
"""A pattern of folded phrases; see after_span."""


def after_span(found: re.Match[str], day: dt.date, workdays: Workdays, sign: int = 1) -> dt.date | None:
    """The day that lies as far from another one as SPAN has found, before it where the sign is below zero;
    None where no number was found. Raises ValueError or OverflowError where the calendar has none."""
    if found["part_of_year"]:
        return months_ahead(day, sign * _PARTS_OF_YEAR[found["part_of_year"]])
    count, unit = amount_of(found), UNITS[found["unit"]]
    return None if count is None else later(day, sign * count, unit, workdays)


def later(day: dt.date, count: float, unit: str, workdays: Workdays) -> dt.date:
    """The day that lies so many units after another one, or before it. Half a month has 15 days."""
    if unit == "working_day":
        return workdays.ahead(day, round(count))
    if unit in DAYS_IN:
        return day + dt.timedelta(days=int(count * DAYS_IN[unit]))
    months = count * MONTHS_IN[unit]
    half = HALF_A_MONTH if months != int(months) else 0
    return months_ahead(day, int(months)) + dt.timedelta(days=half if count > 0 else -half)
