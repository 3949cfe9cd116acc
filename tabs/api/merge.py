"""Handlers that make one record of two and two of one, and tell who is likely the same."""

from __future__ import annotations

from typing import Any

from app.crm.duplicates.duplicates import duplicates_of
from app.crm.merge.merging import merge_records
from app.crm.merge.splitting import split_record
from app.crm.merge.views import Split
from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.errors import AlreadyDone, Problem
from app.domain.event import Kind
from app.domain.member import Member
from app.domain.merge import Side
from app.store.work import Work
from tabs.api import reads
from tabs.api.answers import records as told
from tabs.api.call import Call, Route
from tabs.api.fields import VERSION, WHOLE, Field, Fields, Wrong
from tabs.api.presenters import Json, present_lookalike, present_record
from tabs.api.records import change


def _sides(value: Any) -> dict[str, str]:
    texts = isinstance(value, dict) and all(isinstance(side, str) for side in value.values())
    if not texts:
        raise Wrong(Problem("choice_unknown"))
    return dict(value)


_SIDES = Field(_sides, {"type": "object", "additionalProperties": {"enum": [side.value for side in Side]}})
_MERGE: Fields = {**VERSION, "with": WHOLE, "with_version": WHOLE, "fields": _SIDES}


def routes_of(kind: Kind) -> tuple[Route, ...]:
    """How two records of a kind become one, and two again."""
    return (
        Route.step(
            kind,
            "merge",
            merge,
            f"Let another {kind} go up in one, which is the answer; `fields` names the side whose "
            "value a field gets, and the old number means the survivor from then on",
            body=_MERGE,
            required=("with",),
        ),
        Route.step(
            kind,
            "split",
            split,
            f"Take a merge back, by the old number or by that of the {kind} that it is in",
            result=told.SPLITS[kind],
        ),
    )


async def merge(call: Call) -> Json:
    """Makes one record of two."""
    asked = await call.body()
    number, sides = asked["with"], asked.get("fields", {})
    seen, other_seen = asked.get("version"), asked.get("with_version")
    return await change(call, reads.of_kind, call.kind, call.number, _merge, number, sides, seen, other_seen)


async def split(call: Call) -> told.Split[Json]:
    """Makes two records of one. A request that was carried out before gets the record that lives again."""
    asked = await call.body()
    try:
        done = await call.write(_split, call.kind, call.number, asked.get("version"))
    except AlreadyDone as repeated:
        number = repeated.details.get("number")
        if not isinstance(number, int):
            raise
        return _present_split(call, await call.read(show_record, number))
    return _present_split(call, done.view, done)


async def show_duplicates(call: Call) -> told.Duplicates:
    """Who is likely the same as a lead."""
    call.query()
    found = await call.read(duplicates_of, call.number)
    return {"items": [present_lookalike(one) for one in found]}


DUPLICATES = Route(
    method="GET",
    path="/leads/{number}/duplicates",
    answer=show_duplicates,
    summary="Leads and contacts that are likely the same as a lead, then those that are related",
    kind=Kind.LEAD,
)


def _merge(
    work: Work,
    actor: Member,
    number: int,
    other: int,
    sides: dict[str, str],
    version: int | None,
    other_version: int | None,
) -> RecordView:
    return merge_records(work, actor, number, other, sides, version, other_version).view


def _split(work: Work, actor: Member, kind: Kind, number: int, version: int | None) -> Split:
    reads.show(work, actor, kind, number)
    return split_record(work, actor, number, version)


def _present_split(call: Call, view: RecordView, done: Split | None = None) -> told.Split[Json]:
    return {
        "record": present_record(view, call.reader),
        "survivor": done.survivor.record.number if done else None,
        "staying": [{"number": ref.number, "name": ref.name} for ref in done.staying] if done else [],
        "kept_fields": list(done.kept_fields) if done else [],
    }
