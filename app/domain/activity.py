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


_DONE = ("done_at", "done_on")

WORDED = frozenset({ActivityType.NOTE, ActivityType.TASK})
"""Types that say nothing without words; a call is one without any."""


@dataclass(slots=True, kw_only=True)
class Activity(Record):
    """What was or is to be done about a record. `name` is its first line and may be empty, `text` what
    follows; `about` the number of a lead, opportunity, contact or organization. `origin` is the one that it
    was about before a conversion or a merge, or whom it is with where it counts for their opportunity;
    `owner` a member's id. `due_at` is the moment of the day `due` where a time of day was given. `done_at` is
    when it took place, whenever that was told; without it, it is open. Where only the day of that is known it
    is `done_on`, and the time of `done_at` is but a place in the order of things. One that was `cancelled`
    was called off then."""

    kind: ClassVar[Kind] = Kind.ACTIVITY
    long_fields: ClassVar[frozenset[str]] = frozenset({"text"})
    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "text"})

    # A call need not be called anything, unlike records of other kinds.
    name: str = ""
    type: ActivityType
    about: int
    text: str = ""
    due: dt.date | None = None
    due_at: dt.datetime | None = None
    done_at: dt.datetime | None = None
    done_on: dt.date | None = None
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
        """The event that it came to be. What is no task and does not lie ahead is done when it is told, where
        nobody says when it was; a task is open until somebody does it. Raises InvalidInput for a note or task
        without words."""
        if self.type in WORDED and not self.name:
            raise InvalidInput(text="required")
        if self.done_at is not None:
            return self.captured("ActivityLogged")
        if self.type is ActivityType.TASK:
            return self.captured("TaskPlanned")
        ahead = self.due_at > now if self.due_at else self.due is not None and self.due >= today
        if ahead:
            return self.captured("ActivityPlanned")
        self.done_at = now
        return self.captured("ActivityLogged")

    def correct(self, values: Mapping[str, object]) -> Event:
        """Sets fields anew; what is open is done once it is told when it took place. Raises InvalidInput
        where a note or a task would be left without words, Conflict where what was called off is to have
        taken place."""
        if values.get("type", self.type) in WORDED and not values.get("name", self.name):
            raise InvalidInput(name="required")
        if "done_at" not in values or self._was_done(values):
            kept = {name: value for name, value in values.items() if name not in _DONE}
            return self.change("ActivityEdited", **kept)
        if self.cancelled:
            self._must_be_open()
        return self.change("ActivityDone" if self.is_open else "ActivityEdited", **values)

    def _was_done(self, values: Mapping[str, object]) -> bool:
        """Whether it took place then as far as is known: forms tell a moment to the minute, or the day
        alone."""
        done_at, done_on = values.get("done_at"), values.get("done_on")
        if self.done_at is None or self.done_on != done_on:
            return False
        return done_on is not None or _minute(done_at) == _minute(self.done_at)

    def do(self, done_at: object, **told: object) -> Event:
        """It is done; `told` are the fields that hold what came of it. Raises Conflict where it was."""
        self._must_be_open()
        return self.change("ActivityDone", done_at=done_at, **told)

    def with_outcome(self, outcome: str) -> dict[str, object]:
        """Fields that keep the outcome beside the purpose. Where there was no purpose, the outcome is the
        text."""
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
        return self.change("ActivityReopened", done_at=None, done_on=None, cancelled=False)

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


def _minute(at: object) -> dt.datetime:
    assert isinstance(at, dt.datetime)  # noqa: S101 - as it was checked
    return at.replace(second=0, microsecond=0)


def split_subject(words: str) -> tuple[str, str]:
    """The first line of what somebody wrote, and what follows it. A first line that is too long for one is
    cut between words, and all of it follows."""
    subject, _, rest = words.strip().partition("\n")
    subject = " ".join(subject.split())
    if len(subject) <= LONGEST_LINE:
        return subject, rest.strip()
    short = subject[: LONGEST_LINE - 1].rpartition(" ")[0] or subject[: LONGEST_LINE - 1]
    return f"{short.rstrip(' ,;:–-')}…", words.strip()
