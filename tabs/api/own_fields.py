"""Handlers for the fields that a workspace describes itself: list, define, change, retire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from app.crm import own_fields
from app.domain.errors import AlreadyDone, Problem
from app.domain.member import Member, Workspace
from app.domain.own_fields import ANY_LANGUAGE, OWN_TYPES
from app.languages.reader import Reader
from app.store.work import Work
from tabs.api.answers import fields as told
from tabs.api.call import Call, Route
from tabs.api.fields import BOOLEAN, KEY, NAMES, TEXT, VERSION, Field, Wrong, clean

P = ParamSpec("P")


async def show_own_fields(call: Call) -> told.OwnFields:
    """The fields that the workspace has described itself."""
    call.query()
    return _present(await call.read(own_fields.show_own_fields), call.reader)


async def define_field(call: Call) -> told.OwnFields:
    """A further one; a repeated request gets those of now."""
    return await _change(call, own_fields.define_field, **_named(await call.body()))


async def change_field(call: Call) -> told.OwnFields:
    """Another description of one; a repeated request gets those of now."""
    asked = _named(await call.body())
    return await _change(call, own_fields.change_field, asked.pop("name"), **asked)


def _labels(value: Any) -> dict[str, str]:
    """What a field is called, by language."""
    said = {ANY_LANGUAGE: value} if isinstance(value, str) else value
    if not isinstance(said, dict) or not all(isinstance(label, str) for label in said.values()):
        raise Wrong(Problem("text_expected"))
    return {clean(language): clean(label) for language, label in said.items()}


_LABELS = Field(
    _labels,
    {
        "description": "What it is called, or what it is called in each language",
        "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}],
    },
)
_TYPE = Field(TEXT.read, {"enum": [one.value for one in OWN_TYPES]})
_NAMES = {"label": "labels", "type": "type_"}
_DESCRIBED = {"label": _LABELS, "kinds": NAMES, "entries": NAMES}
ROUTES = (
    Route(
        method="GET",
        path="/workspace/fields",
        answer=show_own_fields,
        summary="The fields that the workspace has described itself",
    ),
    Route(
        method="POST",
        path="/workspace/fields",
        answer=define_field,
        summary="Describe a further field, for owners: records of its kinds have it from now on, at every "
        "door. It can be taken back with /undo, which retires it",
        body={**VERSION, **_DESCRIBED, "type": _TYPE, "key": KEY},
        required=("label", "type", "kinds"),
    ),
    Route(
        method="PATCH",
        path="/workspace/fields",
        answer=change_field,
        summary="Call a field otherwise, give it to further kinds, offer further entries, or retire it, for "
        "owners; what records hold stays as it is",
        body={**VERSION, **_DESCRIBED, "name": KEY, "retired": BOOLEAN},
        required=("name",),
    ),
)


def _named(asked: dict[str, Any]) -> dict[str, Any]:
    """The fields of a body under the names of the core."""
    return {_NAMES.get(name, name): value for name, value in asked.items()}


async def _change(
    call: Call, use_case: Callable[Concatenate[Work, Member, P], Workspace], *args: P.args, **kwargs: P.kwargs
) -> told.OwnFields:
    try:
        changed = await call.write(use_case, *args, **kwargs)
    except AlreadyDone:
        changed = await call.read(own_fields.show_own_fields)
    return _present(changed, call.reader)


def _present(workspace: Workspace, reader: Reader) -> told.OwnFields:
    items: list[told.OwnField] = [
        {**one.plain(), "label": one.label(reader.language)}  # type: ignore[typeddict-item]
        for one in workspace.own_fields.all
    ]
    return {"items": items, "version": workspace.version}
