"""What is kept on a person, what erasing one takes, and who looked or did so."""

import datetime as dt
from typing import Annotated, Any, TypedDict

from app.domain.erasure import ErasureState, SubjectKind
from app.domain.event import Kind
from tabs.api.answers.mentions import Person


class Whom(TypedDict):
    """A person, by the number of one of their records or by a member's id."""

    kind: SubjectKind
    number: int


class Finding(TypedDict):
    """Where somebody is spoken of. What is `own` goes in any case; what is not `certain` may mean a
    namesake."""

    id: str
    reason: str
    title: str
    certain: bool
    own: bool
    kind: Kind | None
    number: int | None
    excerpts: list[str]


class ErasurePlan(TypedDict):
    """What erasing a person would take."""

    subject: Whom
    name: str
    second: Annotated[list[Person], "Owners of whom one has to confirm"]
    findings: list[Finding]


class Erasure(TypedDict):
    id: int
    subject: Whom
    findings: Annotated[
        list[str] | None, "The ids of what goes besides the person's own; null for all that is found"
    ]
    state: ErasureState
    asked_by: int | None
    asked_at: dt.datetime
    expires_at: dt.datetime
    decided_by: int | None
    decided_at: dt.datetime | None


class WaitingErasure(Erasure):
    """An erasure that another owner has to confirm, and what it would take now."""

    by: Annotated[Person | None, "Who has asked for it"]
    plan: ErasurePlan


class Erasures(TypedDict):
    items: list[WaitingErasure]


class PersonData(TypedDict):
    """All that is kept on somebody."""

    subject: Whom
    name: str
    at: dt.datetime
    records: list[Any]
    activities: list[Any]
    deals: list[Any]
    events: list[Any]
    mentions: list[Any]
    imports: list[Any]
    words: list[Any]
    conversations: list[Any]
    turns: list[Any]
    lists: list[str]
    member: dict[str, Any]
    counts: dict[str, Any]


class AuditLine(TypedDict):
    """What was set, handed over, erased or refused."""

    id: int
    at: dt.datetime
    name: str
    by: Person | None
    title: str
    details: list[str]
    count: int
