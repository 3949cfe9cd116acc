"""Fields: what a record of each kind holds, told once. The checks, the forms and what is read from them, the
cards, the API with its filters, imports, merging, conversion and the tab follow from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.activity import ActivityType
from app.domain.event import Kind
from app.domain.framework import ANSWER_KEYS
from app.domain.own import HELD
from app.domain.qualification import Authority, Timeline

Options = type[StrEnum]


class Type(StrEnum):
    """What a field holds: a `NAME` is what a record is called and never empty, a `TITLE` may be. A `TEXT` has
    several lines, as has an `ANSWER`, which is kept among the record's answers. `PAST` is when something took
    place, a `CHOICE` the key of an entry of a list that the workspace sets, an `OPTION` one of a fixed set. A
    `RECORD` is the number of another record, a `MEMBER` the id of a colleague, a `FLAG` yes or no."""

    NAME = "name"
    TITLE = "title"
    LINE = "line"
    TEXT = "text"
    ANSWER = "answer"
    EMAIL = "email"
    PHONE = "phone"
    MONEY = "money"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    PAST = "past"
    CHOICE = "choice"
    OPTION = "option"
    RECORD = "record"
    MEMBER = "member"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `list` names the entries of a choice or an option in the catalogs, `options` are those of an
    option, `entries` those of a choice that is kept as it is called; `to` is the kind of record to which it
    points, None for any but an activity. People fill in what is `editable`; forms offer what is `asked`
    besides, where `group` names the heading above it. What is `personal` goes with the person whom it tells
    of. A card shows what is in its `head` below the name, all else among the facts. Lists are `filtered` by
    it; who is new is `compared` by it with those who are there. The tab shows it `behind` another one where
    it reads better there. A conversion fills the field of that name in the kinds that it `fills`."""

    name: str
    type: Type
    list: str = ""
    options: Options | None = None
    to: Kind | None = None
    required: bool = False
    editable: bool = True
    asked: bool = True
    group: str = ""
    personal: bool = False
    head: bool = False
    filtered: bool = False
    compared: bool = False
    behind: str = ""
    fills: tuple[Kind, ...] = ()
    entries: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether it may have several lines."""
        return self.type in (Type.TEXT, Type.ANSWER)


Fields = Mapping[str, Field]


def _fields(*fields: Field) -> Fields:
    return {field.name: field for field in fields}


def _answers(*, personal: bool = False) -> Iterable[Field]:
    """Answers to questions of a framework; forms ask those of the one that is chosen."""
    return (Field(name, Type.ANSWER, asked=False, personal=personal) for name in ANSWER_KEYS)


_AUTHORITY = Field("authority", Type.OPTION, "authority", Authority)
_TIMELINE = Field("timeline", Type.OPTION, "timeline", Timeline)

_CONTACT = (Kind.CONTACT,)

FIELDS: Mapping[Kind, Fields] = {
    Kind.LEAD: _fields(
        Field("name", Type.NAME, personal=True, head=True, compared=True),
        Field("company", Type.LINE, head=True, filtered=True, compared=True),
        Field("job_title", Type.LINE, personal=True, head=True, fills=_CONTACT),
        Field("email", Type.EMAIL, personal=True, head=True, filtered=True, compared=True, fills=_CONTACT),
        Field("phone", Type.PHONE, personal=True, head=True, compared=True, fills=_CONTACT),
        Field("owner", Type.MEMBER, editable=False, filtered=True),
        Field("organization", Type.RECORD, to=Kind.ORGANIZATION, editable=False),
        Field("contact", Type.RECORD, to=Kind.CONTACT, editable=False),
        Field("opportunity", Type.RECORD, to=Kind.OPPORTUNITY, editable=False),
        Field("need", Type.TEXT, personal=True, group="interest"),
        Field("amount", Type.MONEY, behind="owner"),
        Field("budget", Type.MONEY, asked=False),
        _AUTHORITY,
        _TIMELINE,
        *_answers(personal=True),
        Field("source", Type.CHOICE, "lead_source", filtered=True, behind="phone"),
        Field("note", Type.TEXT, personal=True),
        Field("disqualify_reason", Type.CHOICE, "disqualify_reason", editable=False),
        Field("disqualify_note", Type.TEXT, personal=True, editable=False),
    ),
    Kind.OPPORTUNITY: _fields(
        Field("name", Type.NAME, head=True),
        Field("organization", Type.RECORD, to=Kind.ORGANIZATION, head=True, filtered=True, behind="owner"),
        Field("contact", Type.RECORD, to=Kind.CONTACT, head=True, filtered=True, behind="organization"),
        Field("amount", Type.MONEY),
        Field("close_date", Type.DAY),
        Field("owner", Type.MEMBER, editable=False, filtered=True),
        Field("lead", Type.RECORD, to=Kind.LEAD, editable=False, filtered=True),
        Field("need", Type.TEXT),
        Field("budget", Type.MONEY),
        _AUTHORITY,
        _TIMELINE,
        *_answers(),
        Field("lost_reason", Type.CHOICE, "lost_reason", editable=False),
        Field("lost_note", Type.TEXT, editable=False),
    ),
    Kind.CONTACT: _fields(
        Field("name", Type.NAME, personal=True, head=True),
        Field("job_title", Type.LINE, personal=True, head=True),
        Field("organization", Type.RECORD, to=Kind.ORGANIZATION, head=True, filtered=True),
        Field("email", Type.EMAIL, personal=True, head=True, filtered=True),
        Field("phone", Type.PHONE, personal=True, head=True),
    ),
    Kind.ORGANIZATION: _fields(
        Field("name", Type.NAME, head=True),
        Field("domain", Type.LINE, head=True, filtered=True),
        Field("website", Type.LINE, head=True),
        Field("phone", Type.PHONE, head=True),
        Field("industry", Type.LINE, head=True, filtered=True),
        Field("size", Type.NUMBER),
    ),
    Kind.ACTIVITY: _fields(
        Field("type", Type.OPTION, "activity", ActivityType, required=True, filtered=True),
        Field("about", Type.RECORD, filtered=True),
        Field("name", Type.TITLE, personal=True),
        Field("text", Type.TEXT, personal=True),
        Field("due", Type.DAY),
        Field("due_at", Type.MOMENT),
        Field("done_at", Type.PAST),
        Field("owner", Type.MEMBER, editable=False, filtered=True),
    ),
}
"""The fields of each kind by name, in the order in which forms ask for them and cards show them. A name means
the same in every kind."""

EDITABLE: Mapping[Kind, Fields] = {
    kind: {name: field for name, field in fields.items() if field.editable} for kind, fields in FIELDS.items()
}
"""Those that people fill in."""

ASKED: Mapping[Kind, Fields] = {
    kind: {name: field for name, field in fields.items() if field.asked} for kind, fields in EDITABLE.items()
}
"""Those that the form of a record offers whatever it is qualified by."""

LISTS: Mapping[str, str] = {
    name: field.list for fields in FIELDS.values() for name, field in fields.items() if field.list
}
"""Fields that hold a key, with the section of the catalogs that names it."""

COMPARED = tuple(name for name, field in FIELDS[Kind.LEAD].items() if field.compared)
"""The fields of a lead by which somebody is recognised: how they are called, then how they are reached."""


def names_of(kind: Kind, *types: Type) -> tuple[str, ...]:
    """The fields of a kind that hold one of these."""
    return tuple(name for name, field in FIELDS[kind].items() if field.type in types)


def long_fields(kind: Kind) -> frozenset[str]:
    """The fields of several lines that a record has itself."""
    return frozenset(names_of(kind, Type.TEXT))


def personal_fields(kind: Kind) -> frozenset[str]:
    """The fields that go with the person; the answers are one field of the record, as is what its workspace
    wants to know of people."""
    own = (field for field in FIELDS[kind].values() if field.personal)
    found = frozenset("answers" if field.type is Type.ANSWER else field.name for field in own)
    return found | {HELD} if "name" in found else found
