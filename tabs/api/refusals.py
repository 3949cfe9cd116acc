"""Refusals: every error as JSON {code, message, fields?, current?, changes?, candidates?} to be read."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from app.crm.conflicts import changes_since
from app.crm.records import show_record
from app.domain.errors import Busy, Conflict, DomainError, Forbidden, InvalidInput, KeyReused, NotFound
from app.domain.event import Kind
from app.languages.reader import Reader
from tabs.api.call import CALL, reader_of
from tabs.api.presenters import present_entry, present_lookalike, present_record
from tabs.api.replies import RequestRefused, respond

BUSY_FOR = "5"
"""Seconds after which a client may ask again for what was too much."""

_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (InvalidInput, 422),
    (Busy, 503),
    (KeyReused, 422),
    (DomainError, 409),
)
_HTTP_CODES = {404: "path_unknown", 405: "method_refused", 413: "body_too_large"}

log = logging.getLogger(__name__)


@web.middleware
async def refuse(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Turns whatever is raised into an answer; a mistake of ours is logged under a short reference."""
    try:
        return await handler(request)
    except RequestRefused as refused:
        return _refusal(request, refused.status, refused.code, refused.headers)
    except DomainError as error:
        return await _domain(request, error)
    except web.HTTPException as error:
        if error.status not in _HTTP_CODES:
            raise
        allowed = {name: error.headers[name] for name in ("Allow",) if name in error.headers}
        return _refusal(request, error.status, _HTTP_CODES[error.status], allowed)
    except Exception:
        if request.transport is None:
            raise
        reference = secrets.token_hex(4)
        log.exception("%s %s failed, reference %s", request.method, request.path, reference)
        return _refusal(request, 500, "crash", {}, reference=reference)


async def _domain(request: web.Request, error: DomainError) -> web.Response:
    reader = reader_of(request)
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    answer: dict[str, Any] = {"code": error.code, "message": _sentence(reader, error.code, error.details)}
    if isinstance(error, InvalidInput):
        answer["fields"] = _fields(request, reader, error)
    if isinstance(error, Conflict):
        answer["current"] = await _current(request, reader, error)
        found: Any = error.details.get("candidates", ())
        if found:
            answer["candidates"] = [present_lookalike(one) for one in found]
        answer["changes"] = await _changes(request, error)
    headers = {"Retry-After": BUSY_FOR} if isinstance(error, Busy) else None
    return respond(answer, status, headers, reader=reader)


def _fields(request: web.Request, reader: Reader, error: InvalidInput) -> dict[str, str]:
    call = request.get(CALL)
    asked_as = call.route.renamed if call is not None else {}
    return {
        asked_as.get(name, name): _sentence(reader, problem.code, problem.details)
        for name, problem in error.fields.items()
    }


async def _current(request: web.Request, reader: Reader, error: Conflict) -> object:
    """The record as it is now, read afresh; null where the conflict is about none or it is gone."""
    number = error.details.get("number")
    call = request.get(CALL)
    if call is None or not isinstance(number, int):
        return None
    try:
        return present_record(await call.read(show_record, number), reader)
    except NotFound:
        return None


async def _changes(request: web.Request, error: Conflict) -> list[object]:
    """What happened to the record since the version that the request assumed, oldest first."""
    number, version = error.details.get("number"), error.details.get("version")
    call = request.get(CALL)
    if call is None or not isinstance(number, int) or not isinstance(version, int):
        return []
    try:
        changes = await call.read(changes_since, number, version)
    except NotFound:
        return []
    return [present_entry(entry) for entry in changes.entries]


def _refusal(
    request: web.Request, status: int, code: str, headers: Mapping[str, str], **details: object
) -> web.Response:
    return respond({"code": code, "message": _sentence(reader_of(request), code, details)}, status, headers)


def _sentence(reader: Reader, code: str, details: Mapping[str, object]) -> str:
    worded = {name: _worded(reader, value) for name, value in details.items()}
    for key in (f"api.{code}", f"error.{code}"):
        if reader.has(key):
            try:
                return reader.t(key, **worded)
            except KeyError:
                break
    return reader.t("error.refused")


def _worded(reader: Reader, value: object) -> object:
    return reader.t(f"tab.kind.{value.value}") if isinstance(value, Kind) else value
