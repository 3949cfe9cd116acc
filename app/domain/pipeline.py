"""Pipeline and stages. Decisions are taken by a stage's type, never by its name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from app.domain.errors import Conflict, InvalidInput
from app.domain.framework import ANSWER_KEYS, Answered, is_answered
from app.domain.workdays import Workdays

REQUIRABLE = (
    *("amount", "close_date", "contact", "organization", "need", "budget", "authority", "timeline"),
    *ANSWER_KEYS,
)
"""What a stage may require of an opportunity: fields, and answers that have no field of their own."""


class StageType(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


def setting(default: int, *, most: int) -> Any:
    """A field that owners may set: a whole number of at most so much."""
    return field(default=default, metadata={"most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step of a pipeline. `key` is stable and names the translated default; `name` is set once an
    administrator renames the stage and then shown in every language; probability in percent. `required` are
    the fields (of REQUIRABLE) without which an opportunity may not enter; nothing is required until an owner
    says so, and what is in the stage already stays there. After `stale_after` working days without activity
    it is stale there, never where that is 0. `version` grows with every change of these settings."""

    id: int
    pipeline: int
    key: str
    name: str = ""
    type: StageType
    probability: int
    required: tuple[str, ...] = ()
    stale_after: int = setting(0, most=365)
    version: int = 1

    def expect(self, version: int | None) -> None:
        """Raises Conflict where the caller saw other settings than these; `None` checks nothing."""
        if version is not None and version != self.version:
            raise Conflict("stage_changed_meanwhile", stage=self.id, version=version)

    def missing(self, opportunity: Answered) -> tuple[str, ...]:
        """The required fields that an opportunity does not have, in the order in which they are required. A
        lost deal need not have anything."""
        if self.type is StageType.LOST:
            return ()
        return tuple(name for name in self.required if not is_answered(opportunity, name))

    def stale_since(self, today: dt.date, workdays: Workdays) -> dt.date | None:
        """The latest day on which something may have happened to an opportunity that is stale here today, by
        the working days of its workspace; None where none ever is."""
        if self.type is not StageType.OPEN or self.stale_after <= 0:
            return None
        return workdays.before(today, self.stale_after + 1)


SETTINGS: dict[str, int] = {one.name: one.metadata["most"] for one in fields(Stage) if "most" in one.metadata}
"""The settings of a stage that need no rule of their own, and what each is at most. The check, the API and
its description follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """An ordered list of stages."""

    id: int
    name: str
    stages: tuple[Stage, ...]

    def stage(self, id_: int) -> Stage:
        """The stage with this id; raises InvalidInput where another pipeline has it or none."""
        for stage in self.stages:
            if stage.id == id_:
                return stage
        raise InvalidInput(stage="stage_unknown")

    def keyed(self, key: str) -> Stage:
        """The stage with this key; raises InvalidInput where there is none."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise InvalidInput(stage="stage_unknown")

    def next_open(self, id_: int) -> Stage | None:
        """The open stage that follows the one with this id; None behind the last one, or where another
        pipeline has it."""
        ids = [stage.id for stage in self.stages]
        later = self.stages[ids.index(id_) + 1 :] if id_ in ids else ()
        return next((stage for stage in later if stage.type is StageType.OPEN), None)

    def first(self, type_: StageType) -> Stage:
        """The first stage of a type; raises InvalidInput where the pipeline has none."""
        for stage in self.stages:
            if stage.type is type_:
                return stage
        raise InvalidInput(stage="stage_unknown")


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list that a workspace may change: lead sources, reasons. `name` overrides the
    translated default of `key`."""

    list: str
    key: str
    name: str = ""


DEFAULT_STAGES = (
    ("qualified", StageType.OPEN, 20, 10),
    ("meeting", StageType.OPEN, 40, 10),
    ("proposal", StageType.OPEN, 60, 7),
    ("negotiation", StageType.OPEN, 80, 5),
    ("won", StageType.WON, 100, 0),
    ("lost", StageType.LOST, 0, 0),
)
"""Key, type, probability and working days until stale of the stages of a new workspace's pipeline."""

DEFAULT_CHOICES = {
    "lead_source": ("fair", "website", "referral", "phone", "email", "campaign", "partner", "other"),
    "lost_reason": (
        "price",
        "competitor",
        "no_budget",
        "features",
        "timing",
        "no_decision_maker",
        "silent",
        "other",
    ),
    "disqualify_reason": ("no_need", "no_budget", "no_authority", "bad_fit", "silent", "junk", "other"),
}
"""The lists of a new workspace."""
