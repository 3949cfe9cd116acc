"""What lists can be asked for: pages, words, and the fields of each kind by which it is filtered."""

from __future__ import annotations

from app.domain.activity import ActivityType
from app.domain.event import Kind
from app.domain.lead import LeadStatus
from app.domain.opportunity import OpportunityStatus
from tabs.api.fields import FLAG, KEY, Fields, bounded, digits, one_of

LIMIT = {"limit": bounded(1, 200, "limit_invalid", default=50)}
PAGE: Fields = {**LIMIT, "cursor": digits("cursor_invalid")}
_NUMBER = digits("number_invalid")
LISTED: Fields = {**LIMIT, "cursor": KEY, "q": KEY}
FILTERS: dict[Kind, Fields] = {
    Kind.LEAD: {
        "status": one_of(LeadStatus),
        "owner": _NUMBER,
        "source": KEY,
        "email": KEY,
        "company": KEY,
        "expired": FLAG,
    },
    Kind.OPPORTUNITY: {
        "status": one_of(OpportunityStatus),
        "owner": _NUMBER,
        "stage": KEY,
        "organization": _NUMBER,
        "contact": _NUMBER,
        "lead": _NUMBER,
    },
    Kind.CONTACT: {"organization": _NUMBER, "email": KEY},
    Kind.ORGANIZATION: {"domain": KEY, "industry": KEY},
    Kind.ACTIVITY: {"about": _NUMBER, "owner": _NUMBER, "type": one_of(ActivityType), "open": FLAG},
}
