"""JSON schemas of what is answered about a person's data."""

from __future__ import annotations

from app.domain.erasure import ErasureState, SubjectKind
from app.domain.event import Kind
from tabs.api.fields import Schema
from tabs.api.shapes import COUNT, MOMENT, TEXT, enum_of, list_of, nullable, object_of, ref

_SUBJECT = object_of(kind=enum_of(SubjectKind), number=COUNT)
_ERASURE: dict[str, Schema] = {
    "id": COUNT,
    "subject": _SUBJECT,
    "findings": nullable(list_of(TEXT)),
    "state": enum_of(ErasureState),
    "asked_by": nullable(COUNT),
    "asked_at": MOMENT,
    "expires_at": MOMENT,
    "decided_by": nullable(COUNT),
    "decided_at": nullable(MOMENT),
}
_ANYTHING: Schema = {"type": "array"}
PERSON_SCHEMAS: dict[str, Schema] = {
    "Finding": {
        **object_of(
            id=TEXT,
            reason=TEXT,
            title=TEXT,
            certain={"type": "boolean"},
            own={"type": "boolean"},
            kind=nullable(enum_of(Kind)),
            number=nullable(COUNT),
            excerpts=list_of(TEXT),
        ),
        "description": "Where somebody is spoken of. What is `own` goes in any case; what is not"
        " `certain` may mean a namesake",
    },
    "ErasurePlan": object_of(
        subject=_SUBJECT,
        name=TEXT,
        second={**list_of(ref("Person")), "description": "Owners of whom one has to confirm"},
        findings=list_of(ref("Finding")),
    ),
    "Erasure": object_of(**_ERASURE),
    "Erasures": object_of(
        items=list_of(
            object_of(
                **_ERASURE,
                by={**nullable(ref("Person")), "description": "Who has asked for it"},
                plan=ref("ErasurePlan"),
            )
        )
    ),
    "PersonData": object_of(
        subject=_SUBJECT,
        name=TEXT,
        at=MOMENT,
        **dict.fromkeys(
            ("records", "activities", "deals", "events", "mentions", "imports", "words", "conversations"),
            _ANYTHING,
        ),
        turns=_ANYTHING,
        lists=list_of(TEXT),
        member={"type": "object"},
        counts={"type": "object"},
    ),
    "PersonPage": TEXT,
    "AuditPage": object_of(
        items=list_of(
            object_of(
                id=COUNT,
                at=MOMENT,
                name=TEXT,
                by=nullable(ref("Person")),
                title=TEXT,
                details=list_of(TEXT),
                count=COUNT,
            )
        ),
        next=nullable(TEXT),
    ),
}
