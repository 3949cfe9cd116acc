"""Opportunity: a qualified, potential deal that moves through the stages until won or lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from app.domain.deal import Deal
from app.domain.errors import Conflict, FieldsMissing, InvalidInput
from app.domain.event import Event, Kind
from app.domain.fields import long_fields
from app.domain.money import Money
from app.domain.pipeline import Stage, StageType
from app.domain.qualification import Authority, Timeline


class OpportunityStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(slots=True, kw_only=True)
class Opportunity(Deal):
    """A deal. `stage` and `pipeline` are ids, `organization` and `lead` numbers, `owner` a member's id.
    `left_stage` is the stage that a closed deal came from. The probability is its stage's. `answers` as those
    of a lead."""

    kind: ClassVar[Kind] = Kind.OPPORTUNITY
    long_fields: ClassVar[frozenset[str]] = long_fields(Kind.OPPORTUNITY)

    pipeline: int
    stage: int
    status: OpportunityStatus = OpportunityStatus.OPEN
    organization: int | None = None
    lead: int | None = None
    amount: Money | None = None
    close_date: dt.date | None = None
    owner: int | None = None
    need: str = ""
    budget: Money | None = None
    authority: Authority | None = None
    timeline: Timeline | None = None
    lost_reason: str = ""
    lost_note: str = ""
    left_stage: int | None = None
    closed_at: dt.datetime | None = None
    answers: dict[str, str] = field(default_factory=dict)

    def must_have(self, stage: Stage) -> None:
        """Raises FieldsMissing where it enters the stage without what that requires."""
        missing = stage.missing(self)
        if missing and stage.id != self.stage:
            raise FieldsMissing(missing, number=self.number, stage=stage.key)

    def move(self, stage: Stage) -> Event:
        """Goes to another open stage; raises Conflict where it is closed, FieldsMissing where it lacks what
        the stage requires, InvalidInput on a closing stage."""
        self.must_be_open()
        if stage.type is not StageType.OPEN:
            raise InvalidInput(stage="stage_closes")
        self.must_have(stage)
        return self.change("OpportunityMoved", stage=stage.id)

    def win(self, stage: Stage, at: dt.datetime) -> Event:
        """The deal is won; `stage` is of type won. Raises Conflict where it is closed, FieldsMissing where it
        lacks what the stage requires."""
        self.must_be_open()
        self.must_have(stage)
        return self.change(
            "OpportunityWon",
            stage=stage.id,
            status=OpportunityStatus.WON,
            left_stage=self.stage,
            closed_at=at,
        )

    def lose(self, stage: Stage, reason: str, note: str, at: dt.datetime) -> Event:
        """The deal is gone; `stage` is one of type lost. Raises InvalidInput without a reason, or with
        the reason "other" and no note; Conflict where it is closed."""
        self.must_be_open()
        if not reason:
            raise InvalidInput(reason="required")
        if reason == "other" and not note.strip():
            raise InvalidInput(note="note_for_other")
        return self.change(
            "OpportunityLost",
            stage=stage.id,
            status=OpportunityStatus.LOST,
            left_stage=self.stage,
            lost_reason=reason,
            lost_note=note,
            closed_at=at,
        )

    def reopen(self, stage: Stage) -> Event:
        """A closed deal lives again in an open stage, whatever that requires: it returns to where it was.
        Raises Conflict where it is open."""
        if self.is_open:
            raise Conflict("opportunity_is_open", kind=self.kind, number=self.number, current=self)
        return self.change(
            "OpportunityReopened",
            stage=stage.id,
            status=OpportunityStatus.OPEN,
            left_stage=None,
            lost_reason="",
            lost_note="",
            closed_at=None,
        )

    def assign(self, owner: int) -> Event:
        """Another colleague takes it."""
        return self.change("OpportunityAssigned", owner=owner)

    @property
    def is_open(self) -> bool:
        return self.status is OpportunityStatus.OPEN

    def must_be_open(self) -> None:
        """Raises Conflict where it is won or lost."""
        if not self.is_open:
            raise Conflict(f"opportunity_is_{self.status}", kind=self.kind, number=self.number, current=self)
