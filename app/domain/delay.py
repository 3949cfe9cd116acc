"""Delay and Aim: when something is to happen instead, seen from when it was planned for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.qualification import months_ahead
from app.domain.workdays import Workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How much later something is to happen than it was planned for; below zero it is earlier."""

    months: int = 0
    days: int = 0
    working_days: int = 0
    minutes: int = 0

    def day_after(self, day: dt.date, workdays: Workdays) -> dt.date:
        """The day that lies so much later, minutes left out, as the workspace works. Raises ValueError or
        OverflowError where the calendar has none."""
        day = months_ahead(day, self.months) + dt.timedelta(days=self.days)
        return workdays.ahead(day, self.working_days) if self.working_days else day


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A day or a time of day at the workspace's place, where the other one stays as it was planned; or the
    moment `at`, which says both."""

    day: dt.date | None = None
    time: dt.time | None = None
    at: dt.datetime | None = None
