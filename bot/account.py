"""Account: what became of a turn, counted and told in one line of the log, without a word that was said."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass, field
from enum import StrEnum

from app import logs
from app.meters import TURN_SECONDS, TURNS

log = logging.getLogger(logs.TURNS)
_CRASHES = logging.getLogger("bot.chat")


class Outcome(StrEnum):
    """What became of a turn. The first that fits of failed, undelivered, late, refused and answered."""

    ANSWERED = "answered"
    """Its answer has arrived."""
    REFUSED = "refused"
    """A rule forbids what was asked for, and the answer says so."""
    LATE = "late"
    """Its answer came after the time that Teams waits."""
    UNDELIVERED = "undelivered"
    """Its answer did not arrive at once: it waits to be delivered, or nothing arrives there."""
    FAILED = "failed"
    """It broke; the person was told a reference."""
    REPEATED = "repeated"
    """It was answered before: Teams has sent it again."""


@dataclass(slots=True)
class Account:
    """A turn as it goes. `reference` is what the person is told where it breaks."""

    tenant_id: str
    command: str
    reference: str = field(default_factory=lambda: secrets.token_hex(4))
    began: float = field(default_factory=time.monotonic)
    is_refused: bool = False
    is_late: bool = False
    is_answering: bool = False
    is_repeated: bool = False
    has_failed: bool = False
    error: str = ""
    """What broke and where: the trace in the log has the same."""
    has_arrived: bool = True

    @property
    def outcome(self) -> Outcome:
        """What became of it so far."""
        found = (
            (self.has_failed, Outcome.FAILED),
            (not self.has_arrived, Outcome.UNDELIVERED),
            (self.is_repeated, Outcome.REPEATED),
            (self.is_late, Outcome.LATE),
            (self.is_refused, Outcome.REFUSED),
        )
        return next((outcome for is_so, outcome in found if is_so), Outcome.ANSWERED)

    def close(self) -> None:
        """Counts the turn and tells of it."""
        seconds, outcome = time.monotonic() - self.began, self.outcome
        TURNS.labels(self.command, outcome.value).inc()
        TURN_SECONDS.labels(outcome.value).observe(seconds)
        has_worked = outcome not in (Outcome.FAILED, Outcome.UNDELIVERED)
        told: dict[str, object] = {
            "tenant": self.tenant_id,
            "reference": self.reference,
            "command": self.command,
            "outcome": outcome.value,
            "ms": round(seconds * 1000, 1),
        }
        if self.error:
            told["error"] = self.error
        log.log(logging.INFO if has_worked else logging.WARNING, "turn", extra=told)

    def fail(self, error: BaseException) -> None:
        """Notes that it broke."""
        self.has_failed, self.error = True, logs.place_of(error)


def log_crash(error: Exception, account: Account) -> str:
    """Tells the log why a turn broke; returns the reference that the person is told."""
    account.fail(error)
    _CRASHES.error("a turn failed, reference %s", account.reference, exc_info=error)
    return account.reference
