"""What lists can be asked for: pages, words, and the fields of each kind by which it is filtered."""

from __future__ import annotations

from enum import StrEnum

from app.domain.activity import ActivityType
from app.domain.event import Kind
from app.domain.fields import FIELDS, Type
from app.domain.fields import Field as Described
from app.domain.lead import LeadStatus
from app.domain.opportunity import OpportunityStatus
from app.domain.own_fields import OWN_KINDS
from tabs.api.fields import FLAG, KEY, OWN, Field, Fields, bounded, digits, one_of

LIMIT = {"limit": bounded(1, 200, "limit_invalid", default=50)}
PAGE: Fields = {**LIMIT, "cursor": digits("cursor_invalid")}
_NUMBER = digits("number_invalid")
LISTED: Fields = {**LIMIT, "cursor": KEY, "q": KEY}


class Scope(StrEnum):
    """Whose history is told: of a record alone, or of all that belongs to a customer."""

    OWN = "own"
    ALL = "all"


WHOLE_TIMELINE: Fields = {
    **LIMIT,
    "cursor": KEY,
    "scope": one_of(Scope),
    "type": one_of(ActivityType),
    "owner": _NUMBER,
}
_STATES: dict[Kind, Fields] = {
    Kind.LEAD: {"status": one_of(LeadStatus), "expired": FLAG},
    Kind.OPPORTUNITY: {"status": one_of(OpportunityStatus), "stage": KEY},
    Kind.ACTIVITY: {"open": FLAG},
}
"""How a record stands is no field that somebody fills in."""


def _filter_of(told: Described) -> Field:
    if told.options is not None:
        return one_of(told.options)
    return _NUMBER if told.type in (Type.RECORD, Type.MEMBER) else KEY


FILTERS: dict[Kind, Fields] = {
    kind: {
        **_STATES.get(kind, {}),
        **{name: _filter_of(told) for name, told in fields.items() if told.filtered},
        **({OWN: KEY} if kind in OWN_KINDS else {}),
    }
    for kind, fields in FIELDS.items()
}
