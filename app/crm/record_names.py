"""Names of records: what to call a record of any kind that another one points to."""

from __future__ import annotations

from collections.abc import Collection

from app.crm.views import Ref
from app.domain.activity import Activity
from app.domain.event import Kind
from app.store.work import Work


def refs_to(work: Work, numbers: Collection[int]) -> dict[int, Ref]:
    """Number, name and kind of records of any kind, by number."""
    found = work.queries.kinds(numbers)
    names = {
        kind: work.queries.names(kind, [n for n in numbers if found.get(n) is kind])
        for kind in set(found.values())
    }
    return {n: Ref(number=n, name=names[kind].get(n, ""), kind=kind) for n, kind in found.items()}


def beside(work: Work, activity: Activity) -> Ref | None:
    """Whom an activity is with that is told of their opportunity."""
    if activity.origin is None:
        return None
    found = refs_to(work, [activity.origin]).get(activity.origin)
    return found if found and found.kind in (Kind.CONTACT, Kind.ORGANIZATION) else None
