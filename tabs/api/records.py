"""Handlers for records of all kinds: list, show, capture, edit, and what leads and opportunities can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec

from app.crm.activities.activities import capture_activity
from app.crm.contacts import capture_contact
from app.crm.conversion import preview
from app.crm.conversion.conversion import qualify_lead
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.opportunities import capture_opportunity, move_opportunity
from app.crm.organizations import capture_organization
from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.conversion import TARGETS, Targets
from app.domain.errors import AlreadyDone
from app.domain.event import Kind
from app.domain.framework import folded
from app.domain.member import Member
from app.domain.qualification import Qualification
from app.store.work import Work
from tabs.api import reads
from tabs.api.answers.history import Entry
from tabs.api.answers.mentions import Page
from tabs.api.answers.records import Qualification as Offered
from tabs.api.call import Call
from tabs.api.presenters import (
    Json,
    present_entry,
    present_page,
    present_preview,
    present_qualified,
    present_record,
)

P = ParamSpec("P")

_CAPTURES: dict[Kind, Callable[[Work, Member, dict[str, Any]], RecordView]] = {
    Kind.LEAD: lambda work, actor, fields: _capture_lead(work, actor, **fields),
    Kind.OPPORTUNITY: capture_opportunity,
    Kind.CONTACT: capture_contact,
    Kind.ORGANIZATION: capture_organization,
    Kind.ACTIVITY: capture_activity,
}


async def list_records(call: Call) -> Page[Json]:
    """Records of one kind, newest first."""
    asked = call.query()
    limit, cursor, text = asked.pop("limit"), asked.pop("cursor", None), asked.pop("q", "")
    views, following = await call.read(reads.page, call.kind, text, limit, cursor, asked)
    return present_page(views, following, call.reader)


async def show_one(call: Call) -> Json:
    """One record."""
    call.query()
    return present_record(await call.read(reads.show, call.kind, call.number), call.reader)


async def show_timeline(call: Call) -> Page[Entry]:
    """What happened to a record, newest first; one entry more than asked tells whether there are more."""
    asked = call.query()
    return await timeline_page(call, asked["limit"], asked.get("cursor"))


async def timeline_page(call: Call, limit: int, before: int | None) -> Page[Entry]:
    """What happened to a record below the sequence `before`."""
    entries = await call.read(reads.history, call.kind, call.number, limit + 1, before)
    following = str(entries[limit - 1].recorded.sequence) if len(entries) > limit else None
    return {"items": [present_entry(entry) for entry in entries[:limit]], "next": following}


async def capture(call: Call) -> Json:
    """Keeps a new record."""
    return await change(call, _CAPTURES[call.kind], await call.body())


async def edit(call: Call) -> Json:
    """Changes fields of a record."""
    changes = await call.body()
    version = changes.pop("version", None)
    return await change(call, reads.edit, call.kind, call.number, changes, version)


async def offer_qualification(call: Call) -> Offered:
    """What qualifying a lead would do, and what could be chosen instead."""
    call.query()
    return present_preview(await call.read(preview.preview_qualification, call.number), call.reader)


async def qualify(call: Call) -> Json:
    """Turns a lead into an opportunity, which is the answer, or the lead where none was wanted."""
    asked = await call.body()
    version = asked.pop("version", None)
    targets = Targets(**{kind.value: asked.pop(kind.value, None) for kind in TARGETS})
    answers = Qualification(**_folded(asked))
    view = await _changed(call, qualify_lead, call.number, answers, version, targets)
    if view.conversion is None:
        # It was carried out before: the lead remembers what was done.
        view = replace(view, conversion=(await call.read(show_record, call.number)).conversion)
    return present_qualified(view, call.reader)


async def disqualify(call: Call) -> Json:
    """The lead does not fit."""
    asked = await call.body()
    return await change(
        call, disqualify_lead, call.number, asked["reason"], asked.get("note", ""), asked.get("version")
    )


async def reopen(call: Call) -> Json:
    """Opens a disqualified lead, a closed opportunity or a done activity again."""
    asked = await call.body()
    return await change(call, reads.reopen, call.kind, call.number, asked.get("version"))


async def complete(call: Call) -> Json:
    """An activity is done."""
    asked = await call.body()
    return await change(call, reads.complete, call.number, asked.get("version"), asked.get("done_at"))


async def assign(call: Call) -> Json:
    """Gives a lead, an opportunity or an activity to a colleague."""
    asked = await call.body()
    return await change(call, reads.assign_to, call.kind, call.number, asked["owner"], asked.get("version"))


async def move(call: Call) -> Json:
    """Moves an opportunity to another stage; by the stage's type it is won or lost there."""
    asked = await call.body()
    return await change(
        call,
        move_opportunity,
        call.number,
        asked["stage"],
        asked.get("version"),
        asked.get("reason", ""),
        asked.get("note", ""),
        asked.get("fields"),
    )


def _capture_lead(work: Work, actor: Member, *, unless_duplicate: bool = False, **fields: Any) -> RecordView:
    return capture_lead(work, actor, LeadDraft(**fields), unless_duplicate=unless_duplicate)


def _folded(fields: dict[str, Any]) -> dict[str, Any]:
    return folded(fields, {})


async def change(
    call: Call,
    use_case: Callable[Concatenate[Work, Member, P], RecordView],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Json:
    """The record after a change, as the API shows it."""
    return present_record(await _changed(call, use_case, *args, **kwargs), call.reader)


async def _changed(
    call: Call,
    use_case: Callable[Concatenate[Work, Member, P], RecordView],
    *args: P.args,
    **kwargs: P.kwargs,
) -> RecordView:
    """The record after a change. A request that was carried out before changes nothing: it gets the record
    that it led to, as it is now."""
    try:
        return await call.write(use_case, *args, **kwargs)
    except AlreadyDone as done:
        number = done.details.get("number")
        if not isinstance(number, int):
            raise
        call.status = 200
        return await call.read(show_record, number)
