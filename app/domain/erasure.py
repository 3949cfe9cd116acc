"""Erasure: a person is taken out of what is kept; a second owner confirms it where there is one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.errors import Conflict, Forbidden

EXPIRES_AFTER = dt.timedelta(days=7)
"""Nobody confirms an erasure later than this."""


class SubjectKind(StrEnum):
    """Whom an erasure is about: the person of a lead or a contact, or a colleague."""

    RECORD = "record"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class DataSubject:
    """A person, by the number of one of their records or by a member's id."""

    kind: SubjectKind
    number: int


class ErasureState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A wish to erase somebody. `findings` are ids of what goes besides the person's own, None for all;
    `asked_by` and `decided_by` are members, None for whoever runs the host. It tells nothing of them."""

    id: int = 0
    subject: DataSubject
    findings: tuple[str, ...] | None
    asked_by: int | None
    asked_at: dt.datetime
    state: ErasureState = ErasureState.WAITING
    decided_by: int | None = None
    decided_at: dt.datetime | None = None

    @property
    def expires_at(self) -> dt.datetime:
        return self.asked_at + EXPIRES_AFTER

    def is_waiting(self, now: dt.datetime) -> bool:
        """Whether it can still be confirmed."""
        return self.state is ErasureState.WAITING and now < self.expires_at

    def stands(self, now: dt.datetime) -> ErasureState:
        """How it stands: one that waited too long has expired."""
        late = self.state is ErasureState.WAITING and now >= self.expires_at
        return ErasureState.EXPIRED if late else self.state

    def confirm(self, by: int, now: dt.datetime) -> Erasure:
        """It is done. Raises Conflict where it no longer waits, Forbidden for who has asked for it."""
        if not self.is_waiting(now):
            raise Conflict("erasure_decided", id=self.id)
        if by == self.asked_by:
            raise Forbidden("erasure_own")
        return self.decide(ErasureState.DONE, by, now)

    def withdraw(self, by: int, now: dt.datetime) -> Erasure:
        """It is not wanted. Raises Conflict where it no longer waits."""
        if not self.is_waiting(now):
            raise Conflict("erasure_decided", id=self.id)
        return self.decide(ErasureState.WITHDRAWN, by, now)

    def decide(self, state: ErasureState, by: int | None, now: dt.datetime) -> Erasure:
        """Somebody has decided on it."""
        return replace(self, state=state, decided_by=by, decided_at=now)
