"""Handlers for the people around leads and opportunities: participants and followers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.crm.people.followers import add_follower as follow
from app.crm.people.followers import remove_follower as unfollow
from app.crm.people.participants import add_participant as let_in
from app.crm.people.participants import change_role as cast_as
from app.crm.people.participants import remove_participant as let_go
from app.crm.views import RecordView
from app.domain.event import Kind
from app.domain.member import Member
from app.store.work import Work
from tabs.api import reads
from tabs.api.call import Call, Route
from tabs.api.fields import TEXT, VERSION, WHOLE, Fields
from tabs.api.presenters import Json
from tabs.api.records import change

CONTACT: Fields = {**VERSION, "contact": WHOLE}
ROLE: Fields = {**CONTACT, "role": TEXT}
FOLLOWER: Fields = {"member": WHOLE}


def routes_of(kind: Kind) -> tuple[Route, ...]:
    """What can be done to the people around leads or opportunities."""
    routes = (
        ("POST", "participants", add_participant, f"Let a contact take part in one {kind}", ROLE),
        ("PATCH", "participants", change_role, f"Change the role of a participant of one {kind}", ROLE),
        ("DELETE", "participants", remove_participant, f"End a contact's part in one {kind}", CONTACT),
        ("POST", "followers", add_follower, f"Follow one {kind}, or let a member do so", FOLLOWER),
        ("DELETE", "followers", remove_follower, f"Follow one {kind} no longer", FOLLOWER),
    )
    return tuple(
        Route.step(
            kind,
            path,
            answer,
            summary,
            method=method,
            body=body,
            required=("contact",) if "contact" in body else (),
        )
        for method, path, answer, summary, body in routes
    )


async def add_participant(call: Call) -> Json:
    """A contact takes part."""
    asked = await call.body()
    who, role, version = asked["contact"], asked.get("role", ""), asked.get("version")
    return await change(call, reads.of_kind, call.kind, call.number, let_in, who, role, version)


async def change_role(call: Call) -> Json:
    """A participant takes part in another role."""
    asked = await call.body()
    who, role, version = asked["contact"], asked.get("role", ""), asked.get("version")
    return await change(call, reads.of_kind, call.kind, call.number, cast_as, who, role, version)


async def remove_participant(call: Call) -> Json:
    """A contact no longer takes part."""
    asked = await call.body()
    return await change(
        call, reads.of_kind, call.kind, call.number, let_go, asked["contact"], asked.get("version")
    )


async def add_follower(call: Call) -> Json:
    """A colleague, or whoever asks, is told of changes."""
    return await _follow(call, follow)


async def remove_follower(call: Call) -> Json:
    """A colleague, or whoever asks, is told no longer."""
    return await _follow(call, unfollow)


async def _follow(call: Call, use_case: Callable[[Work, Member, int, int], RecordView]) -> Json:
    asked: dict[str, Any] = await call.body()

    def run(work: Work, actor: Member, kind: Kind, number: int) -> RecordView:
        member = asked.get("member")
        return reads.of_kind(work, actor, kind, number, use_case, actor.id if member is None else member)

    return await change(call, run, call.kind, call.number)
