"""Handlers for what surrounds the records: the board, the member, colleagues, lists, undo, the sign-in."""

from __future__ import annotations

import contextlib

from aiohttp import web

from app.crm import framework, pipeline
from app.crm.board import board
from app.crm.history import undo_last
from app.crm.members import context, me
from app.domain.errors import AlreadyDone
from tabs.api.call import Call
from tabs.api.host import API
from tabs.api.presenters import (
    Json,
    present_board,
    present_choices,
    present_me,
    present_member,
    present_undone,
)
from tabs.api.reads import colleagues
from tabs.api.settings import present_framework, present_pipeline, present_stage


async def show_me(call: Call) -> Json:
    """Who asks, and where."""
    call.query()
    return present_me(await call.read(me))


async def show_board(call: Call) -> Json:
    """The pipeline with its newest opportunities."""
    return present_board(await call.read(board, call.query()["limit"]), call.reader)


async def show_pipeline(call: Call) -> Json:
    """The stages with what each requires."""
    call.query()
    return present_pipeline(await call.read(pipeline.show_pipeline), call.reader)


async def change_stage(call: Call) -> Json:
    """Changes a stage; a repeated request gets it as it is now."""
    changes = await call.body()
    version = changes.pop("version", None)
    try:
        changed = await call.write(pipeline.change_stage, call.id, changes, version)
    except AlreadyDone:
        changed = (await call.read(pipeline.show_pipeline)).stage(call.id)
    return present_stage(changed, call.reader)


async def show_framework(call: Call) -> Json:
    """The questions that qualify a lead."""
    call.query()
    return present_framework(await call.read(framework.show_framework), call.reader)


async def choose_framework(call: Call) -> Json:
    """Other questions from now on; a repeated request gets those of now."""
    asked = await call.body()
    with contextlib.suppress(AlreadyDone):
        await call.write(framework.choose_framework, asked["framework"])
    return present_framework(await call.read(framework.show_framework), call.reader)


async def show_choices(call: Call) -> Json:
    """The lists that forms offer."""
    call.query()
    return present_choices(await call.read(context), call.reader)


async def list_members(call: Call) -> Json:
    """The colleagues of the workspace, by id."""
    asked = call.query()
    limit, after = asked["limit"], asked.get("cursor", 0)
    found = [member for member in await call.read(colleagues) if member.id > after]
    following = str(found[limit - 1].id) if len(found) > limit else None
    return {"items": [present_member(member) for member in found[:limit]], "next": following}


async def undo(call: Call) -> Json:
    """Takes back the member's last change."""
    await call.body()
    try:
        return present_undone(await call.write(undo_last))
    except AlreadyDone:
        # Repeated: whatever it took back is back already.
        return {"undone": []}


async def give_dev_token(request: web.Request) -> Json:
    """The developer's sign-in."""
    return {"token": request.app[API].gate.dev_token(request)}
