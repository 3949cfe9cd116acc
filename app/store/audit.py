"""The audit of one workspace, and the erasures that were asked for in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypedDict

import sqlalchemy as sa

from app.domain.erasure import DataSubject, Erasure, ErasureState, SubjectKind
from app.domain.event import Plain
from app.store.tables import audit, erasures
from app.store.workspace_rows import WorkspaceRows

NoteName = Literal[
    "FrameworkChosen",
    "PersonErased",
    "PersonErasureAsked",
    "PersonErasureWithdrawn",
    "PersonExported",
    "RoleChanged",
    "SettingsChanged",
    "SignInRefused",
    "StageChanged",
    "WorkspaceExported",
]
"""What lines of the audit tell of; each has words in the catalogs."""


class Details(TypedDict, total=False):
    """What a line tells besides; each has words in the catalogs, some by their values. Somebody is told of by
    `kind` and `number` of the subject; `member` and `stage` are ids."""

    kind: str
    number: int
    findings: int
    events: int
    framework: str
    stage: int
    fields: list[str]
    member: int
    role: str
    reason: str
    user_id: str
    door: Door


Door = Literal["chat", "tab", ""]
"""Where somebody was not let in; "" for many together."""
REFUSED: Final = "SignInRefused"
MOST_REFUSED = 20
"""Kinds of refusals that are told of an hour; more are counted together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line of the audit. `actor` is a member's id, None for who runs the host and for strangers;
    `sequence` that of the event of a setting; `count` how often it happened within an hour."""

    id: int
    at: dt.datetime
    name: str
    actor: int | None
    sequence: int | None = None
    count: int = 1
    details: Plain = field(default_factory=dict)


class Audit(WorkspaceRows):
    """What owners can look up of one workspace."""

    def note(
        self,
        name: NoteName,
        at: dt.datetime,
        actor: int | None,
        details: Details | None = None,
        *,
        sequence: int | None = None,
        count: int = 1,
    ) -> None:
        """Adds a line. The workspace is locked, so nobody else takes its id."""
        id_ = self._next_id(audit)
        row = {"workspace_id": self._workspace_id, "id": id_, "at": at, "name": name, "actor": actor}
        more = {"sequence": sequence, "count": count, "details": dict(details or {})}
        self._connection.execute(sa.insert(audit), row | more)

    def refuse(self, reason: str, user_id: str, door: Door, times: int, now: dt.datetime) -> None:
        """Adds that somebody was not let in, by the id of the directory where that is proven. The same within
        an hour is one line; beyond MOST_REFUSED lines an hour all others are one together."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        told = self._named(REFUSED, hour)
        details: Details = {"reason": reason, "user_id": user_id, "door": door}
        same = next((note for note in told if note.details == details), None)
        if same is None and len(told) >= MOST_REFUSED:
            details = {"reason": "many", "user_id": "", "door": ""}
            same = next((note for note in told if note.details == details), None)
        if same is None:
            self.note(REFUSED, now, None, details, count=times)
            return
        this = (self._mine(audit), audit.c.id == same.id)
        self._connection.execute(sa.update(audit).where(*this).values(count=same.count + times))

    def page(self, limit: int, before: int | None = None) -> list[Note]:
        """Lines, newest first, below the id `before`."""
        wanted = sa.select(audit).where(self._mine(audit))
        if before is not None:
            wanted = wanted.where(audit.c.id < before)
        return self._read(wanted.order_by(audit.c.id.desc()).limit(limit))

    def _named(self, name: str, since: dt.datetime) -> list[Note]:
        return self._read(
            sa.select(audit).where(self._mine(audit), audit.c.name == name, audit.c.at >= since)
        )

    def _read(self, wanted: sa.Select[Any]) -> list[Note]:
        names = ("id", "at", "name", "actor", "sequence", "count", "details")
        rows = self._connection.execute(wanted).mappings()
        return [Note(**{name: row[name] for name in names}) for row in rows]


class Erasures(WorkspaceRows):
    """The erasures of one workspace. They tell nothing of whom they took out."""

    def add(self, new: Erasure) -> Erasure:
        """Stores a new one; gives it the next id."""
        new = replace(new, id=self._next_id(erasures))
        row = {"workspace_id": self._workspace_id, "id": new.id, **_row(new)}
        self._connection.execute(sa.insert(erasures), row)
        return new

    def save(self, changed: Erasure) -> Erasure:
        """Stores what was decided."""
        this = (self._mine(erasures), erasures.c.id == changed.id)
        self._connection.execute(sa.update(erasures).where(*this).values(_row(changed)))
        return changed

    def find(self, id_: int) -> Erasure | None:
        """The erasure with this id."""
        found = self._connection.execute(
            sa.select(erasures).where(self._mine(erasures), erasures.c.id == id_)
        )
        row = found.mappings().first()
        return None if row is None else _revive(row)

    def last_of(self, subject: DataSubject) -> Erasure | None:
        """The newest one of a person."""
        mine = (
            self._mine(erasures),
            erasures.c.kind == subject.kind.value,
            erasures.c.subject == subject.number,
        )
        found = self._connection.execute(
            sa.select(erasures).where(*mine).order_by(erasures.c.id.desc()).limit(1)
        )
        row = found.mappings().first()
        return None if row is None else _revive(row)

    def waiting(self) -> list[Erasure]:
        """Those that nobody has decided on, newest first; some of them may have expired."""
        mine = (self._mine(erasures), erasures.c.state == ErasureState.WAITING.value)
        found = self._connection.execute(sa.select(erasures).where(*mine).order_by(erasures.c.id.desc()))
        return [_revive(row) for row in found.mappings()]


_DECIDING = ("asked_by", "asked_at", "decided_by", "decided_at")


def _row(one: Erasure) -> dict[str, Any]:
    return {
        "kind": one.subject.kind.value,
        "subject": one.subject.number,
        "findings": None if one.findings is None else list(one.findings),
        "expires_at": one.expires_at,
        "state": one.state.value,
        **{name: getattr(one, name) for name in _DECIDING},
    }


def _revive(row: Any) -> Erasure:
    return Erasure(
        id=row["id"],
        subject=DataSubject(SubjectKind(row["kind"]), row["subject"]),
        findings=None if row["findings"] is None else tuple(row["findings"]),
        state=ErasureState(row["state"]),
        **{name: row[name] for name in _DECIDING},
    )
