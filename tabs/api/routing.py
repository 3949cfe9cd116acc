"""Routing: every route behind the gate, within the limits of who asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from app.crm.people.members import me
from tabs.api import workspace
from tabs.api.call import CALL, Call, Route
from tabs.api.delivery import answer_once
from tabs.api.host import API
from tabs.api.replies import RequestRefused, respond
from tabs.api.routes import DOCUMENT, ROUTES


def register(api: web.Application) -> None:
    """Adds all routes to the API's application."""
    for route in ROUTES:
        # Longer numbers name nothing and would not fit a database's integer.
        path = route.path.replace("{number}", "{number:[0-9]{1,18}}").replace("{id}", "{id:[0-9]{1,18}}")
        api.router.add_route(route.method, path, _handler(route))
    api.router.add_get("/openapi.json", _show_document, allow_head=False)
    api.router.add_get("/dev-token", _give_dev_token, allow_head=False)


def _handler(route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        api = request.app[API]
        identity = await api.gate.identify(request)
        if excess := api.limits.take(identity.tenant_id, identity.user_id):
            raise RequestRefused(429, "requests_many", **{"Retry-After": str(excess.wait)})
        call = request[CALL] = Call(request, route, identity)
        if identity.is_guest:
            await call.read(me)  # Refused before anything of theirs is read.
        if route.kept:
            return await answer_once(call)
        answer: Any = await route.answer(call)
        if isinstance(answer, web.StreamResponse):
            return answer
        return respond(answer, call.status, reader=call.reader)

    return handle


async def _show_document(_: web.Request) -> web.Response:
    return respond(DOCUMENT)


async def _give_dev_token(request: web.Request) -> web.Response:
    return respond(await workspace.give_dev_token(request))
