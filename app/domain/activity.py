"""Activity: a note, call, email, meeting or task on another record; open until it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.errors import Conflict, InvalidInput
from app.domain.event import Event, Kind
from app.domain.record import LONGEST_LINE, Record


class ActivityType(StrEnum):
    NOTE = "note"
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    TASK = "task"


WORDED = frozenset({ActivityType.NOTE, ActivityType.TASK})
"""Types that say nothing without words; a call is one without any."""


@dataclass(slots=True, kw_only=True)
class Activity(Record):
    """What was or is to be done about a record. `name` is its first line and may be empty, `text` what
    follows; `about` the number of a lead, opportunity, contact or organization, `origin` the one that it was
    about before a conversion or a merge; `owner` a member's id. `due_at` is the moment of the day `due` where
    a time of day was given; without `done_at` it is open. One that was `cancelled` was called off then."""

    kind: ClassVar[Kind] = Kind.ACTIVITY
    long_fields: ClassVar[frozenset[str]] = frozenset({"text"})

    # A call need not be called anything, unlike records of other kinds.
    name: str = ""
    type: ActivityType
    about: int
    text: str = ""
    due: dt.date | None = None
    due_at: dt.datetime | None = None
    done_at: dt.datetime | None = None
    cancelled: bool = False
    owner: int | None = None
    origin: int | None = None

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    @property
    def status(self) -> str:
        """ "open", "done" or "cancelled"."""
        if self.is_open:
            return "open"
        return "cancelled" if self.cancelled else "done"

    @property
    def is_planned(self) -> bool:
        """Whether it is a step ahead: open, and with a day."""
        return self.is_open and self.due is not None

    def is_overdue(self, today: dt.date, now: dt.datetime) -> bool:
        """Whether it should have been done: before today, or earlier today where a time was given."""
        if not self.is_open or self.due is None:
            return False
        return self.due_at < now if self.due_at else self.due < today

    def captured_at(self, today: dt.date, now: dt.datetime) -> Event:
        """The event that it came to be. What is no task and does not lie ahead is done when it is told; a
        task is open until somebody does it. Raises InvalidInput for a note or task without words."""
        if self.type in WORDED and not self.name:
            raise InvalidInput(text="required")
        if self.type is ActivityType.TASK:
            return self.captured("TaskPlanned")
        ahead = self.due_at > now if self.due_at else self.due is not None and self.due >= today
        if ahead:
            return self.captured("ActivityPlanned")
        self.done_at = now
        return self.captured("ActivityLogged")

    def must_keep_words(self, values: Mapping[str, object]) -> None:
        """Raises InvalidInput where a note or a task would be left without words by new values."""
        if values.get("type", self.type) in WORDED and not values.get("name", self.name):
            raise InvalidInput(name="required")

    def do(self, at: dt.datetime, **told: object) -> Event:
        """It is done; `told` are the fields that hold what came of it. Raises Conflict where it was."""
        self._must_be_open()
        return self.change("ActivityDone", done_at=at, **told)

    def with_outcome(self, outcome: str) -> dict[str, object]:
        """The fields that hold what came of it beside what it was for: its words where it had none."""
        if not outcome.strip():
            return {}
        if not self.name:
            name, text = split_subject(outcome)
            return {"name": name, "text": text}
        return {"text": f"{self.text}\n{outcome}".strip()}

    def reopen(self) -> Event:
        """It is to be done after all. Raises Conflict where it is open."""
        if self.is_open:
            raise Conflict("activity_is_open", kind=self.kind, number=self.number, current=self)
        return self.change("ActivityReopened", done_at=None, cancelled=False)

    def cancel(self, at: dt.datetime) -> Event:
        """It is called off: it stays to be seen, and nobody has to do it. Raises Conflict where it is not
        open."""
        self._must_be_open()
        return self.change("ActivityCancelled", done_at=at, cancelled=True)

    def reschedule(self, due: dt.date, due_at: dt.datetime | None = None) -> Event:
        """Another day, and time of day where there is one. Raises Conflict where it is done."""
        self._must_be_open()
        return self.change("ActivityRescheduled", due=due, due_at=due_at)

    def assign(self, owner: int) -> Event:
        """Another colleague does it."""
        return self.change("ActivityAssigned", owner=owner)

    def move(self, about: int) -> Event:
        """It belongs to another record from now on, as that one took the place of the record it was about."""
        return self.change("ActivityMoved", about=about, origin=self.about)

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise Conflict(f"activity_is_{self.status}", kind=self.kind, number=self.number, current=self)


def split_subject(words: str) -> tuple[str, str]:
    """The first line of what somebody wrote, and what follows it. A first line that is too long for one is
    cut between words, and all of it follows."""
    subject, _, rest = words.strip().partition("\n")
    subject = " ".join(subject.split())
    if len(subject) <= LONGEST_LINE:
        return subject, rest.strip()
    short = subject[: LONGEST_LINE - 1].rpartition(" ")[0] or subject[: LONGEST_LINE - 1]
    return f"{short.rstrip(' ,;:–-')}…", words.strip()
