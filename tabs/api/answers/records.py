"""Records of each kind, made from the records themselves; and what qualifying, merging and splitting tell."""

import datetime as dt
import functools
import operator
import typing
from typing import Annotated, Any, Generic, Literal, TypedDict, TypeVar, cast

from app.crm.duplicates.similarity import Reason, Similarity
from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.conversion import Way
from app.domain.event import Kind
from app.domain.framework import ANSWER_KEYS
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.domain.own_fields import OWN_KINDS
from app.domain.record import Record, field_names
from tabs.api.answers.mentions import Money, Page, Participant, Person, Reference, Step, Subject, Target
from tabs.api.answers.settings import Score
from tabs.api.fields import LARGEST, OWN
from tabs.api.shapes import ALL, Bounds, Named, named

T = TypeVar("T")

_MODELS: dict[Kind, type[Record]] = {
    Kind.LEAD: Lead,
    Kind.OPPORTUNITY: Opportunity,
    Kind.CONTACT: Contact,
    Kind.ORGANIZATION: Organization,
    Kind.ACTIVITY: Activity,
}

# Where a closed opportunity or a moved activity came from matters to the core alone.
# Answers are shown by name, as they are sent.
_HIDDEN = frozenset({"name", "left_stage", "answers", "origin"})
SHOWN: dict[Kind, tuple[str, ...]] = {
    kind: tuple(name for name in field_names(record) if name not in _HIDDEN)
    for kind, record in _MODELS.items()
}
"""The fields of each kind besides those that all records have."""

_AROUND: dict[str, Any] = {
    "owner": Person | None,
    "organization": Reference | None,
    "contact": Reference | None,
    "participants": list[Participant],
    "followers": list[Person],
    "about": Subject | None,
}
"""What is told instead of a number, or of numbers."""


OwnValue: Any = Annotated[
    Money | str | Annotated[int, Bounds(minimum=-LARGEST)] | bool | None,
    "What a field holds that the workspace has described itself",
]


class KeptValue(TypedDict):
    """A field in which a record that is used differs from the lead, and keeps its value."""

    kind: Kind
    number: int
    field: str
    lead: Any
    kept: Annotated[Any, "What stays"]


class Conversion(TypedDict, total=False):
    """What qualifying created, used, left out and filled in, and where records that it used differ from the
    lead; empty where the lead is not qualified."""

    created: dict[Target, int]
    used: dict[Target, int]
    skipped: list[Target]
    filled: dict[Target, list[str]]
    kept: list[KeptValue]


def _record(kind: Kind) -> Any:
    hints = typing.get_type_hints(_MODELS[kind])
    told: dict[str, Any] = {
        "number": int,
        "kind": Literal[kind.value],
        "name": str,
        "version": int,
        **dict.fromkeys(("created_at", "updated_at"), dt.datetime),
        **{name: _AROUND.get(name, hints[name]) for name in SHOWN[kind]},
    }
    if kind in (Kind.LEAD, Kind.OPPORTUNITY):
        told |= {**dict.fromkeys(ANSWER_KEYS, str), "score": Score, "next_step": Step | None}
    if kind in OWN_KINDS:
        told[OWN] = OwnValue
    if kind is Kind.LEAD:
        told["conversion"] = Conversion
    if kind is Kind.OPPORTUNITY:
        told |= {"stage": str, "stage_name": str, "probability": int}
    return named(kind.value.capitalize(), told)


RECORDS: dict[Kind, Any] = {kind: _record(kind) for kind in Kind}
"""The answer that a record of each kind is."""

_CONVERTED = named(
    "QualifiedOpportunity", {**RECORDS[Kind.OPPORTUNITY].__annotations__, "conversion": Conversion}
)
Qualified: Any = Annotated[_CONVERTED | RECORDS[Kind.LEAD], Named("Qualified")]
AnyRecord: Any = functools.reduce(operator.or_, RECORDS.values())


class Split(TypedDict, Generic[T]):
    """The record that lives again; who took it in, and what stays there."""

    record: T
    survivor: int | None
    staying: list[Reference]
    kept_fields: list[str]


_PAGE, _SPLIT = cast(Any, Page), cast(Any, Split)
PAGES: dict[Kind, Any] = {kind: _PAGE[record] for kind, record in RECORDS.items()}
SPLITS: dict[Kind, Any] = {kind: _SPLIT[record] for kind, record in RECORDS.items()}


class Candidate(TypedDict):
    """A record that could be used."""

    number: int
    name: str
    why: list[Reason]
    detail: str


class Qualification(TypedDict):
    """What qualifying would do where nobody chooses, and what could be chosen."""

    number: int
    version: int
    opportunity_name: str
    usual: Annotated[dict[Target, int | Way], ALL]
    candidates: Annotated[dict[Target, list[Candidate]], ALL]
    kept: list[KeptValue]


class Lookalike(TypedDict):
    """Somebody who is likely the same, or related, and why."""

    number: int
    kind: Kind
    name: str
    detail: str
    status: str
    owner: Person | None
    likeness: Similarity
    reasons: list[Reason]


class Duplicates(TypedDict):
    items: list[Lookalike]
