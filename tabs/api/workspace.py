"""Handlers for what surrounds the records: the board, the member, colleagues, lists, undo, the sign-in."""

from __future__ import annotations

import contextlib

from aiohttp import web

from app.crm import framework, pipeline
from app.crm import workspace as settings
from app.crm.board import board
from app.crm.people.members import context, me
from app.domain.errors import AlreadyDone
from tabs.api.answers import settings as told
from tabs.api.answers.board import Board
from tabs.api.answers.host import Token
from tabs.api.answers.mentions import Page
from tabs.api.boards import present_board
from tabs.api.call import Call
from tabs.api.host import API
from tabs.api.presenters import (
    present_choices,
    present_me,
    present_member,
)
from tabs.api.reads import colleagues
from tabs.api.settings import (
    present_framework,
    present_pipeline,
    present_places,
    present_stage,
    present_workspace,
)


async def show_me(call: Call) -> told.Me:
    """Who asks, and where."""
    call.query()
    return present_me(await call.read(me))


async def place_me(call: Call) -> told.Me:
    """Where the member is from now on; a repeated request gets what is known now."""
    with contextlib.suppress(AlreadyDone):
        await call.write(settings.place_me, **await call.body())
    return present_me(await call.read(me))


async def show_workspace(call: Call) -> told.Workspace:
    """What is set for the workspace."""
    call.query()
    return present_workspace(await call.read(settings.show_settings), call.reader)


async def change_workspace(call: Call) -> told.Workspace:
    """Changes the settings; a repeated request gets them as they are now."""
    changes = await call.body()
    version = changes.pop("version", None)
    try:
        changed = await call.write(settings.change_settings, changes, version)
    except AlreadyDone:
        changed = await call.read(settings.show_settings)
    return present_workspace(changed, call.reader)


async def list_places(call: Call) -> told.Places:
    """What a workspace may be set to."""
    asked = call.query()
    await call.read(me)
    return present_places(asked.get("country", ""), call.reader)


async def show_board(call: Call) -> Board:
    """The pipeline with its newest opportunities."""
    return present_board(await call.read(board, call.query()["limit"]), call.reader)


async def show_pipeline(call: Call) -> told.Pipeline:
    """The stages with what each requires."""
    call.query()
    return present_pipeline(await call.read(pipeline.show_pipeline), call.reader)


async def change_stage(call: Call) -> told.Stage:
    """Changes a stage; a repeated request gets it as it is now."""
    changes = await call.body()
    version = changes.pop("version", None)
    try:
        changed = await call.write(pipeline.change_stage, call.id, changes, version)
    except AlreadyDone:
        changed = (await call.read(pipeline.show_pipeline)).stage(call.id)
    return present_stage(changed, call.reader)


async def show_framework(call: Call) -> told.Framework:
    """The questions that qualify a lead."""
    call.query()
    return present_framework(await call.read(framework.show_framework), call.reader)


async def choose_framework(call: Call) -> told.Framework:
    """Other questions from now on; a repeated request gets those of now."""
    asked = await call.body()
    with contextlib.suppress(AlreadyDone):
        await call.write(framework.choose_framework, asked["framework"])
    return present_framework(await call.read(framework.show_framework), call.reader)


async def show_choices(call: Call) -> told.Choices:
    """The lists that forms offer."""
    call.query()
    return present_choices(await call.read(context), call.reader)


async def list_members(call: Call) -> Page[told.Member]:
    """The colleagues of the workspace, by id."""
    asked = call.query()
    limit, after = asked["limit"], asked.get("cursor", 0)
    found = [member for member in await call.read(colleagues) if member.id > after]
    following = str(found[limit - 1].id) if len(found) > limit else None
    return {"items": [present_member(member) for member in found[:limit]], "next": following}


async def give_dev_token(request: web.Request) -> Token:
    """The developer's sign-in."""
    return {"token": request.app[API].gate.dev_token(request)}
