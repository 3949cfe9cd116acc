"""How activities and what they are about look in JSON where others mention them."""

from __future__ import annotations

from app.crm.views import Ref
from app.domain.activity import Activity
from tabs.api.answers.mentions import Step, Subject


def present_step(activity: Activity) -> Step:
    """An activity as others mention it."""
    return {
        "number": activity.number,
        "type": activity.type,
        "name": activity.name,
        "due": activity.due,
        "due_at": activity.due_at,
    }


def present_subject(ref: Ref | None) -> Subject | None:
    """A record of any kind that an activity is about."""
    if ref is None or ref.kind is None:
        return None
    return {"number": ref.number, "name": ref.name, "kind": ref.kind}
