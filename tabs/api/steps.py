"""How activities and what they are about look in JSON where others mention them."""

from __future__ import annotations

from typing import Any

from app.crm.views import Ref
from app.domain.activity import Activity


def present_step(activity: Activity) -> dict[str, Any]:
    """An activity as others mention it."""
    return {
        "number": activity.number,
        "type": activity.type.value,
        "name": activity.name,
        "due": activity.due,
        "due_at": activity.due_at,
    }


def present_subject(ref: Ref | None) -> dict[str, Any] | None:
    """A record of any kind that an activity is about."""
    if ref is None:
        return None
    return {"number": ref.number, "name": ref.name, "kind": ref.kind.value if ref.kind else None}
