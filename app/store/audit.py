"""The audit of one workspace, and the erasures that were asked for in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypedDict

import sqlalchemy as sa

from app.domain.erasure import DataSubject, Erasure, ErasureState, SubjectKind
from app.domain.event import Plain
from app.store.tables import audit, erasures

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


class Audit:
    """What owners can look up of one workspace."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

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
        last = self._connection.execute(sa.select(sa.func.max(audit.c.id)).where(self._mine)).scalar() or 0
        row = {"workspace_id": self._workspace_id, "id": last + 1, "at": at, "name": name, "actor": actor}
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
        this = (self._mine, audit.c.id == same.id)
        self._connection.execute(sa.update(audit).where(*this).values(count=same.count + times))

    def page(self, limit: int, before: int | None = None) -> list[Note]:
        """Lines, newest first, below the id `before`."""
        wanted = sa.select(audit).where(self._mine)
        if before is not None:
            wanted = wanted.where(audit.c.id < before)
        return self._read(wanted.order_by(audit.c.id.desc()).limit(limit))

    def _named(self, name: str, since: dt.datetime) -> list[Note]:
        return self._read(sa.select(audit).where(self._mine, audit.c.name == name, audit.c.at >= since))

    def _read(self, wanted: sa.Select[Any]) -> list[Note]:
        names = ("id", "at", "name", "actor", "sequence", "count", "details")
        rows = self._connection.execute(wanted).mappings()
        return [Note(**{name: row[name] for name in names}) for row in rows]

    @property
    def _mine(self) -> sa.ColumnElement[bool]:
        return audit.c.workspace_id == self._workspace_id


class Erasures:
    """The erasures of one workspace. They tell nothing of whom they took out."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def add(self, new: Erasure) -> Erasure:
        """Stores a new one; gives it the next id."""
        last = self._connection.execute(sa.select(sa.func.max(erasures.c.id)).where(self._mine)).scalar()
        new = replace(new, id=(last or 0) + 1)
        row = {"workspace_id": self._workspace_id, "id": new.id, **_row(new)}
        self._connection.execute(sa.insert(erasures), row)
        return new

    def save(self, changed: Erasure) -> Erasure:
        """Stores what was decided."""
        this = (self._mine, erasures.c.id == changed.id)
        self._connection.execute(sa.update(erasures).where(*this).values(_row(changed)))
        return changed

    def find(self, id_: int) -> Erasure | None:
        """The erasure with this id."""
        found = self._connection.execute(sa.select(erasures).where(self._mine, erasures.c.id == id_))
        row = found.mappings().first()
        return None if row is None else _revive(row)

    def last_of(self, subject: DataSubject) -> Erasure | None:
        """The newest one of a person."""
        mine = (self._mine, erasures.c.kind == subject.kind.value, erasures.c.subject == subject.number)
        found = self._connection.execute(
            sa.select(erasures).where(*mine).order_by(erasures.c.id.desc()).limit(1)
        )
        row = found.mappings().first()
        return None if row is None else _revive(row)

    def waiting(self) -> list[Erasure]:
        """Those that nobody has decided on, newest first; some of them may have expired."""
        mine = (self._mine, erasures.c.state == ErasureState.WAITING.value)
        found = self._connection.execute(sa.select(erasures).where(*mine).order_by(erasures.c.id.desc()))
        return [_revive(row) for row in found.mappings()]

    @property
    def _mine(self) -> sa.ColumnElement[bool]:
        return erasures.c.workspace_id == self._workspace_id


def _row(one: Erasure) -> dict[str, Any]:
    return {
        "kind": one.subject.kind.value,
        "subject": one.subject.number,
        "findings": None if one.findings is None else list(one.findings),
        "asked_by": one.asked_by,
        "asked_at": one.asked_at,
        "expires_at": one.expires_at,
        "state": one.state.value,
        "decided_by": one.decided_by,
        "decided_at": one.decided_at,
    }


def _revive(row: Any) -> Erasure:
    return Erasure(
        id=row["id"],
        subject=DataSubject(SubjectKind(row["kind"]), row["subject"]),
        findings=None if row["findings"] is None else tuple(row["findings"]),
        state=ErasureState(row["state"]),
        **{name: row[name] for name in ("asked_by", "asked_at", "decided_by", "decided_at")},
    )
