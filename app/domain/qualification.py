"""Qualification: what is answered before a lead becomes an opportunity."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.money import Money


class Authority(StrEnum):
    """What the person may decide."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    USER = "user"
    UNKNOWN = "unknown"


class Timeline(StrEnum):
    """When they want to decide."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    LATER = "later"


_MONTHS = {Timeline.MONTH: 1, Timeline.QUARTER: 3, Timeline.HALF_YEAR: 6, Timeline.YEAR: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """The answers. Budget, authority, need and timeline have fields of their own, `answers` holds those to
    the other questions of a framework by name. Name, amount and close date are those of the opportunity, each
    derived where left out: the name from company and person, the amount from the lead's or else the budget,
    the date from the timeline."""

    budget: Money | None = None
    authority: Authority | None = None
    need: str = ""
    timeline: Timeline | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    opportunity_name: str = ""
    amount: Money | None = None
    close_date: dt.date | None = None

    def expected_close(self, today: dt.date) -> dt.date | None:
        """The close date given, else the end of the timeline counted from today."""
        if self.close_date or self.timeline not in _MONTHS:
            return self.close_date
        return months_ahead(today, _MONTHS[self.timeline])


def months_ahead(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
