"""The description of the API in OpenAPI 3.1, made from the table of routes, so that it cannot drift."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.own import HELD
from app.version import VERSION
from tabs.api.answers.history import Change
from tabs.api.answers.host import Document, Error, EventStream, PersonPage, Token
from tabs.api.answers.mentions import INSTEAD
from tabs.api.answers.privacy import ErasurePlan
from tabs.api.answers.records import Qualification
from tabs.api.call import Route
from tabs.api.fields import OWN, Field, Fields, Schema, object_of
from tabs.api.shapes import Shapes

_REFUSALS = {
    "400": "The request is malformed",
    "401": "The token is missing or refused",
    "403": "The tenant or the member's role does not allow this",
    "404": "There is no such record",
    "409": "The record is not in the state that the change assumed; `current` is how it stands, "
    "`changes` what happened since the version that was sent",
    "413": "The body is too large",
    "415": "The body is no JSON, or no file of a type that is read",
    "422": "Fields or parameters cannot be taken; `fields` says why. Or, with the code key_reused, the "
    "Idempotency-Key belongs to another request of yours",
    "429": "Too many requests, or too many streams, of this person or tenant; Retry-After says in how many "
    "seconds to come again",
    "500": "A mistake of the host; the message has a reference",
    "503": "The host cannot answer at the moment",
}
_MEDIA = {EventStream: "text/event-stream", PersonPage: "text/html"}
"""The types of answers that are no JSON, and have no tag."""
_OF_A_STATE = (ErasurePlan, Qualification)
"""Answers to questions that make no sense of a record in every state."""
_ALWAYS = ("401", "403", "422", "429", "500", "503")
_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A repeated request with the same key changes nothing and gets the same record. A key "
    "belongs to a person, a route and a body: with another of these two it is refused with 422. It is kept "
    "for seven days",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "description": "The language of names and messages; without it, the one the member chose",
    "schema": {"type": "string"},
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of an answer that the client has; without a change it is answered with 304",
    "schema": {"type": "string"},
}
_UNCHANGED = {"description": "The client has this answer already"}
_LAST_EVENT = {
    "name": "Last-Event-ID",
    "in": "header",
    "description": "The sequence after which to go on",
    "schema": {"type": "string", "pattern": "^[0-9]{1,15}$"},
}
_NUMBER = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 0},
}


def describe(routes: Iterable[Route]) -> Schema:
    """The whole document."""
    shapes = Shapes(INSTEAD)
    shapes.of(Change)  # No answer mentions what the stream tells.
    refusals = {code: _refusal(text, shapes) for code, text in _REFUSALS.items()}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, shapes)
    paths |= _open_paths(shapes)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Leadline", "version": VERSION},
        "servers": [{"url": "/api/v1"}],
        "security": [{"teams": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"teams": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": dict(sorted(shapes.named.items())),
            "responses": refusals,
        },
    }


def _operation(route: Route, shapes: Shapes) -> Schema:
    success = _answer(route.told, route.summary, shapes)
    operation: Schema = {
        "operationId": _name(route),
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": {str(route.status): success, **_refusals(route)},
    }
    if _is_tagged(route):
        operation["responses"]["304"] = _UNCHANGED
    if route.status == 201:
        operation["responses"]["200"] = {
            **success,
            "description": "The record that an earlier request led to",
        }
    if route.body is not None:
        operation["requestBody"] = _body(route.body, route.required)
    if route.media:
        file = {"schema": {"type": "string", "contentEncoding": "binary"}}
        operation["requestBody"] = {"required": True, "content": dict.fromkeys(route.media, file)}
    return operation


def _is_tagged(route: Route) -> bool:
    """Whether an answer has an ETag by which the client may ask again."""
    return not route.writes and route.told not in _MEDIA


def _name(route: Route) -> str:
    kind = f"_{route.kind}" if route.kind else ""
    return f"{route.answer.__name__}{kind}"


def _parameters(route: Route) -> list[Schema]:
    parameters: list[Schema] = [_LANGUAGE]
    parameters += [{**_NUMBER, "name": name} for name in ("number", "id") if f"{{{name}}}" in route.path]
    if route.writes:
        parameters.append(_IDEMPOTENCY)
    if _is_tagged(route):
        parameters.append(_IF_NONE_MATCH)
    if route.told == EventStream:
        parameters.append(_LAST_EVENT)
    return parameters + [_parameter(name, field) for name, field in route.query.items()]


def _parameter(name: str, field: Field) -> Schema:
    if name == OWN:
        described = "Fields that the workspace has described itself, each by its own name"
        schema = object_of({OWN: field.schema})
        shape = {"style": "form", "explode": True}
        return {"name": HELD, "in": "query", "description": described, "schema": schema, **shape}
    return {"name": name, "in": "query", "schema": field.schema}


def _body(fields: Fields, required: tuple[str, ...]) -> Schema:
    schema = object_of({name: field.schema for name, field in fields.items()})
    if required:
        schema["required"] = list(required)
    return {"required": bool(required), "content": {"application/json": {"schema": schema}}}


def _answer(told: Any, description: str, shapes: Shapes) -> Schema:
    media = _MEDIA.get(told, "application/json")
    return {"description": description, "content": {media: {"schema": shapes.of(told)}}}


def _refusals(route: Route) -> dict[str, Schema]:
    codes = set(_ALWAYS)
    if "{" in route.path:
        codes.add("404")
    if route.told in _OF_A_STATE:
        codes.add("409")
    if route.writes:
        codes |= {"400", "409", "413", "415"}
    return {code: {"$ref": f"#/components/responses/{code}"} for code in sorted(codes)}


def _refusal(description: str, shapes: Shapes) -> Schema:
    return _answer(Error, description, shapes)


def _open_paths(shapes: Shapes) -> dict[str, Schema]:
    """What asks for no token."""
    document = _answer(Document, "This description", shapes)
    token = _answer(Token, "The developer's sign-in, on a developer's machine only", shapes)
    return {
        "/openapi.json": {"get": _tagged(_open("show_document", document))},
        "/dev-token": {"get": _open("give_dev_token", token)},
    }


def _tagged(operation: Schema) -> Schema:
    responses = {**operation["responses"], "304": _UNCHANGED}
    return {**operation, "parameters": [_IF_NONE_MATCH], "responses": responses}


def _open(name: str, answer: Schema) -> Schema:
    absent = {"$ref": "#/components/responses/404"}
    return {
        "operationId": name,
        "summary": answer["description"],
        "security": [],
        "responses": {"200": answer, "404": absent},
    }
