"""Delivery: how an answer goes out: made once, told by its tag where the client has it, and packed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable

from aiohttp import web

from app.crm.board import sight, state
from app.domain.member import Member
from app.store.work import Work
from tabs.api.call import Call
from tabs.api.kept import VARY, Answer, in_time, send
from tabs.api.replies import HEADERS, encode
from tabs.encodings import LEAST, best_of

_NEVER_PACKED = "/dev-token"
"""A secret must not be packed beside what others may choose."""


async def answer_once(call: Call) -> web.StreamResponse:
    """The answer to a question that was asked already in this state of the workspace, or a new one."""
    now, who = await call.read(_state_for, call.route.shared)
    key = (call.identity.tenant_id, call.request.path_qs, call.reader.language, who, now)

    async def make() -> bytes:
        return encode(await call.route.answer(call), call.reader)

    return await send(call.request, await call.host.answers.get(key, make), HEADERS)


@web.middleware
async def deliver(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Tags and packs what the handler answers; a stream goes out as it is."""
    response = await handler(request)
    if not isinstance(response, web.Response) or "ETag" in response.headers:
        return response
    body = response.body
    if not isinstance(body, bytes) or request.path.endswith(_NEVER_PACKED):
        return response
    if request.method == "GET" and response.status == 200 and response.content_type == "application/json":
        return await send(request, Answer.of(body), HEADERS)
    encoding = best_of(request.headers.get("Accept-Encoding", ""))
    if encoding and len(body) >= LEAST:
        response.body = await in_time(body, encoding)
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = VARY
    return response


def _state_for(work: Work, actor: Member, shared: bool) -> tuple[Hashable, Hashable]:
    """The state of the workspace, and whose answer it is: that of one member, or of all who see the same."""
    return state(work, actor), sight(actor) if shared else (actor.id, actor.place)
