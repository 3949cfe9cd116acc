"""Duties: what reads answer of activities, of what a member has to do, and of what nobody looks after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from app.crm.views import Hit, RecordView, Ref
from app.domain.activity import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """An activity that was done; `needs_step` is the open opportunity that it leaves without a next step."""

    done: RecordView
    needs_step: RecordView | None = None

    @property
    def record(self) -> Activity:
        """What a repeated turn shows again."""
        return cast("Activity", self.done.record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An open activity and the record it is about."""

    activity: Activity
    about: Ref | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neglected:
    """An open opportunity that lacks something: a next step, or any sign of life for `days` working days
    (0 where it is not that which it lacks)."""

    hit: Hit
    days: int = 0
    has_step: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWork:
    """What a member has to do on a day. `cut` names the lists that hold more than is told here."""

    today: dt.date
    overdue: tuple[Duty, ...]
    due_today: tuple[Duty, ...]
    upcoming: tuple[Duty, ...]
    without_step: tuple[Neglected, ...]
    stale: tuple[Neglected, ...]
    cut: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.overdue or self.due_today or self.upcoming or self.without_step or self.stale)
