"""Views of activities: what a member has to do, what became of it, and what nobody looks after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from app.crm.views import Hit, RecordView, Ref
from app.domain.activity import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """An activity that was done or called off; `needs_step` is the open opportunity that it leaves without a
    next step."""

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

    @property
    def position(self) -> str:
        """Where it stands among what is to be done, as text."""
        due, due_at = self.activity.due, self.activity.due_at
        days = (one.isoformat() if one else "" for one in (due, due_at))
        return APART.join((*days, str(self.activity.number)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Neglected:
    """An open opportunity that lacks something: a next step, or any sign of life for `days` working days
    (0 where it is not that which it lacks). One without a next step `is_stale` where it lacks both."""

    hit: Hit
    days: int = 0
    has_step: bool = False
    is_stale: bool = False

    @property
    def position(self) -> str:
        """Where it stands among such, as text."""
        return str(self.hit.number)


PARTS = ("overdue", "due_today", "without_step", "stale", "upcoming")
"""The lists of what a member has to do, the most urgent first."""
APART = "~"
"""Stands between the parts of a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWork:
    """What a member has to do on a day. `cut` names the lists that hold more than is told here."""

    today: dt.date
    overdue: tuple[Duty, ...] = ()
    due_today: tuple[Duty, ...] = ()
    upcoming: tuple[Duty, ...] = ()
    without_step: tuple[Neglected, ...] = ()
    stale: tuple[Neglected, ...] = ()
    cut: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.overdue or self.due_today or self.upcoming or self.without_step or self.stale)

    @property
    def lacking(self) -> tuple[Neglected, ...]:
        """What has no next step, but for what is stale as well: that is told once."""
        return tuple(one for one in self.without_step if not one.is_stale)

    def rest(self, shown: Mapping[str, int]) -> dict[str, str]:
        """Those of the parts that were shown of which there is more than so many lines, each with the
        position of the last of these, "" for none."""
        found = {}
        for part in filter(shown.__contains__, PARTS):
            lines = self.lacking if part == "without_step" else getattr(self, part)
            if shown[part] < len(lines) or part in self.cut:
                found[part] = lines[shown[part] - 1].position if shown[part] else ""
        return found
