"""Puts the tab face into the host's application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import aiohttp
from aiohttp import web

from app.crm.crm import Crm
from app.limits import Limits
from tabs.api.delivery import deliver
from tabs.api.gate import TabGate
from tabs.api.host import API, Api
from tabs.api.kept import Answers
from tabs.api.live import Live
from tabs.api.refusals import refuse
from tabs.api.routing import register
from tabs.configuration import TabConfiguration
from tabs.pages import Pages

PREFIX = "/api/v1"


def mount(
    app: web.Application,
    *,
    crm: Callable[[], Crm],
    session: Callable[[], aiohttp.ClientSession],
    configuration: TabConfiguration,
    live: Live | None = None,
    limits: Limits | None = None,
) -> None:
    """Adds `/tab` and `/api/v1`. `crm` and `session` are asked once, when the application starts; whatever
    opens them must have been added to `app.cleanup_ctx` before. `live` sets other limits for the stream,
    `limits` those for whoever asks: there are none without."""
    stream = live or Live()
    api = web.Application(middlewares=[deliver, refuse])
    register(api)

    async def opened(_: web.Application) -> AsyncIterator[None]:
        core = crm()
        gate = TabGate(configuration, session(), core.refused)
        api[API] = Api(core, gate, stream, limits or Limits(), Answers())
        core.listeners.append(stream.publish)
        watching = asyncio.create_task(stream.watch(core))
        yield
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        core.listeners.remove(stream.publish)

    async def end_streams(_: web.Application) -> None:
        stream.close()

    app.cleanup_ctx.append(opened)
    app.on_shutdown.append(end_streams)
    app.add_subapp(PREFIX, api)
    Pages(configuration).register(app)
