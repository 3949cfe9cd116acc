"""Echo on our adapter, behind the whole gate: every turn carries a token that is checked."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator

import uvloop
from aiohttp import web

from bench.watchdog import watch
from bot.adapter import Outbox, TeamsAdapter, open_session
from bot.configuration import BotConfiguration
from bot.inbound import Inbound

ADAPTER = web.AppKey("adapter", TeamsAdapter)


async def echo(inbound: Inbound, outbox: Outbox) -> None:
    """The bot."""
    await outbox.send({"text": f"Echo: {inbound.text}"})


async def answer_messages(request: web.Request) -> web.Response:
    """The bot's endpoint."""
    return await request.app[ADAPTER].process(request, echo)


async def answer_ready(_request: web.Request) -> web.Response:
    """Ready as soon as it listens."""
    return web.Response()


async def run_adapter(app: web.Application) -> AsyncIterator[None]:
    """Opens what the adapter needs for as long as the server runs."""
    session = open_session()
    app[ADAPTER] = TeamsAdapter(_read_configuration(), session)
    await watch()
    # A full collection looks at every object of every imported module, 40 ms each time; those never die.
    gc.collect()
    gc.freeze()
    yield
    await app[ADAPTER].close()
    await session.close()


def create_app() -> web.Application:
    """The server as a whole."""
    app = web.Application()
    app.router.add_post("/api/messages", answer_messages)
    app.router.add_get("/readyz", answer_ready)
    app.cleanup_ctx.append(run_adapter)
    return app


def _read_configuration() -> BotConfiguration:
    """From the environment that the host is started with as well."""
    environment = dict(os.environ)
    return BotConfiguration(
        app_id=environment["MicrosoftAppId"],
        app_password=environment["MicrosoftAppPassword"],
        app_type=environment["MicrosoftAppType"],
        app_tenant_id=environment["MicrosoftAppTenantId"],
        allowed_tenants=frozenset(environment["LEADLINE_TENANTS"].split(",")),
        openid_url=environment["BOT_OPENID_URL"],
        login_url=environment["BOT_LOGIN_URL"],
        service_hosts=frozenset(environment["BOT_SERVICE_HOSTS"].split(",")),
    )


if __name__ == "__main__":
    uvloop.install()
    web.run_app(
        create_app(), host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=lambda *_: None
    )
