"""Lead: somebody who showed interest; not yet known whether it is worth pursuing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from app.domain.deal import Deal, besides
from app.domain.errors import Conflict, InvalidInput
from app.domain.event import Event, Kind
from app.domain.fields import long_fields, personal_fields
from app.domain.money import Money
from app.domain.qualification import Authority, Qualification, Timeline


class LeadStatus(StrEnum):
    OPEN = "open"
    QUALIFIED = "qualified"
    DISQUALIFIED = "disqualified"


@dataclass(slots=True, kw_only=True)
class Lead(Deal):
    """A lead. `name` is the person's, or the company's where nobody is named yet; `source` and
    `disqualify_reason` are keys of the workspace's choices; the numbers `organization`, `contact` and
    `opportunity` are set when it is qualified, as far as there is any. `answers` are those to the questions
    of a qualification framework by key, `conversion` is the log of what qualifying created, used and kept
    (app.domain.conversion.Log), `merged_into` the number of the lead that this one went up in, `absorbed`
    those that went up in this one."""

    kind: ClassVar[Kind] = Kind.LEAD
    long_fields: ClassVar[frozenset[str]] = long_fields(Kind.LEAD)
    personal_fields: ClassVar[frozenset[str]] = personal_fields(Kind.LEAD) | {"conversion"}

    job_title: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    source: str = ""
    need: str = ""
    note: str = ""
    amount: Money | None = None
    budget: Money | None = None
    authority: Authority | None = None
    timeline: Timeline | None = None
    owner: int | None = None
    status: LeadStatus = LeadStatus.OPEN
    disqualify_reason: str = ""
    disqualify_note: str = ""
    organization: int | None = None
    opportunity: int | None = None
    closed_at: dt.datetime | None = None
    answers: dict[str, str] = field(default_factory=dict)
    conversion: dict[str, Any] = field(default_factory=dict)
    merged_into: int | None = None
    absorbed: tuple[int, ...] = ()

    @property
    def names_a_person(self) -> bool:
        return self.name.casefold() != self.company.casefold()

    def qualify(
        self,
        answers: Qualification,
        at: dt.datetime,
        *,
        opportunity: int | None,
        organization: int | None,
        contact: int | None,
        conversion: dict[str, Any],
    ) -> Event:
        """The lead fits; keeps the answers, what it became and the log of that. Raises Conflict unless it is
        open."""
        self.must_be_open()
        return self.change(
            "LeadQualified",
            status=LeadStatus.QUALIFIED,
            budget=answers.budget,
            authority=answers.authority,
            timeline=answers.timeline,
            need=answers.need,
            answers=dict(answers.answers),
            opportunity=opportunity,
            organization=organization,
            contact=contact,
            participants=besides(self.participants, contact),
            conversion=conversion,
            closed_at=at,
        )

    def disqualify(self, reason: str, note: str, at: dt.datetime) -> Event:
        """The lead does not fit. Raises InvalidInput without a reason, Conflict unless it is open."""
        self.must_be_open()
        if not reason:
            raise InvalidInput(reason="required")
        return self.change(
            "LeadDisqualified",
            status=LeadStatus.DISQUALIFIED,
            disqualify_reason=reason,
            disqualify_note=note,
            closed_at=at,
        )

    def reopen(self) -> Event:
        """A disqualified lead is worth another look. Raises Conflict in any other state."""
        self._must_be(LeadStatus.DISQUALIFIED)
        return self.change(
            "LeadReopened", status=LeadStatus.OPEN, disqualify_reason="", disqualify_note="", closed_at=None
        )

    def assign(self, owner: int) -> Event:
        """Another colleague takes it."""
        return self.change("LeadAssigned", owner=owner)

    @property
    def is_open(self) -> bool:
        return self.status is LeadStatus.OPEN

    def must_be_open(self) -> None:
        """Raises Conflict where the lead is qualified or disqualified."""
        self._must_be(LeadStatus.OPEN)

    def _must_be(self, status: LeadStatus) -> None:
        if self.status is not status:
            raise Conflict(f"lead_is_{self.status}", kind=self.kind, number=self.number, current=self)
