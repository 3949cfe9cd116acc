"""The composition root: wires store, core and both faces into one aiohttp application."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial

import aiohttp
from aiohttp import web

from app.courier import Courier
from app.crm.crm import Crm
from app.faults import Code
from app.host import metrics, pages
from app.host.configuration import PLAYGROUND_NAME, PLAYGROUND_TENANT, PLAYGROUND_USER, Configuration
from app.host.gauges import HostGauges
from app.host.readiness import READINESS, Readiness, tell_alive, tell_ready
from app.limits import Limits
from app.meters import GAUGES
from app.store.database import Database
from app.store.schema import standing
from bot.adapter import Downloads, Middleware, Roster, TeamsAdapter, open_session
from bot.carrier import carrier
from bot.chat import Chat
from bot.configuration import FILE_HOSTS, SERVICE_HOSTS, BotConfiguration
from bot.warming import warm_up
from tabs import TabConfiguration, mount

CRM = web.AppKey("crm", Crm)
DATABASE = web.AppKey("database", Database)
SESSION = web.AppKey("session", aiohttp.ClientSession)
ADAPTER = web.AppKey("adapter", TeamsAdapter)
COURIER = web.AppKey("courier", Courier)
CHAT = web.AppKey("chat", Chat)
LIMITS = web.AppKey("limits", Limits)

WARMING_AFTER = 1.0
"""Seconds after its start in which a host is to be ready and not busy with anything else."""

_ONLY_HTTPS = "max-age=31536000"
"""A year in seconds, for this host alone: its neighbours may speak something else."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ConfigurationRefused(Exception):
    """The host must not start with this configuration; `problems` are codes, all of them at once."""

    def __init__(self, problems: list[Code]) -> None:
        self.problems = problems
        super().__init__(", ".join(problems))


def create_app(configuration: Configuration, middleware: Sequence[Middleware] = ()) -> web.Application:
    """The host, with parts of others that are written against the Bot Framework SDK: each turn passes them in
    their order. Raises ConfigurationRefused before anything is opened."""
    problems = bot_configuration(configuration).problems(configuration.host) + configuration.problems()
    if problems:
        raise ConfigurationRefused(problems)
    app = web.Application(middlewares=[metrics.observe], client_max_size=1024 * 1024)
    app.cleanup_ctx.append(_open_core(configuration))
    app.cleanup_ctx.append(_open_session)
    app.cleanup_ctx.append(_open_bot(configuration, middleware))
    limits = Limits(configuration.rate_limit_person, configuration.rate_limit_tenant)
    app[LIMITS] = limits
    mount(
        app,
        crm=lambda: app[CRM],
        session=lambda: app[SESSION],
        configuration=tab_configuration(configuration),
        limits=limits,
    )
    app.router.add_post("/api/messages", _messages)
    app.router.add_get("/", _home)
    app.router.add_get("/privacy", pages.privacy)
    app.router.add_get("/terms", pages.terms)
    app.router.add_get("/healthz", tell_alive)
    app.router.add_get("/readyz", tell_ready)
    if configuration.public_url.startswith("https://"):
        app.on_response_prepare.append(_only_https)
    return app


def bot_configuration(configuration: Configuration) -> BotConfiguration:
    """The part that the chat face needs."""
    return BotConfiguration(
        app_id=configuration.app_id,
        app_password=configuration.app_password,
        app_type=configuration.app_type,
        app_tenant_id=configuration.app_tenant_id,
        allowed_tenants=configuration.tenants,
        dev=configuration.is_dev,
        openid_url=configuration.bot_openid_url,
        login_url=configuration.bot_login_url,
        service_hosts=configuration.bot_service_hosts or SERVICE_HOSTS,
        file_hosts=configuration.bot_file_hosts or FILE_HOSTS,
    )


def tab_configuration(configuration: Configuration) -> TabConfiguration:
    """The part that the tab face needs."""
    return TabConfiguration(
        app_id=configuration.app_id,
        public_url=configuration.public_url,
        client_ids=configuration.client_ids,
        allowed_tenants=configuration.allowed_tenants,
        keys_url=configuration.tab_keys_url,
        dev=configuration.is_dev,
        static_dir=configuration.static_dir,
        dev_tenant_id=PLAYGROUND_TENANT,
        dev_user_id=PLAYGROUND_USER,
        dev_user_name=PLAYGROUND_NAME,
    )


def _open_core(configuration: Configuration) -> Callable[[web.Application], AsyncIterator[None]]:
    async def core(app: web.Application) -> AsyncIterator[None]:
        app[DATABASE] = database = Database(configuration.database_url)
        app[CRM] = Crm(database, configuration.entrance)
        app[READINESS] = Readiness(partial(asyncio.to_thread, standing, database))
        yield
        await app[CRM].close()

    return core


async def _open_session(app: web.Application) -> AsyncIterator[None]:
    app[SESSION] = open_session()
    yield
    await app[SESSION].close()


def _open_bot(
    configuration: Configuration, middleware: Sequence[Middleware]
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def bot(app: web.Application) -> AsyncIterator[None]:
        app[ADAPTER] = TeamsAdapter(bot_configuration(configuration), app[SESSION], refuse=app[CRM].refused)
        for part in middleware:
            app[ADAPTER].use(part)
        downloads = Downloads(app[SESSION], bot_configuration(configuration))
        roster = Roster(app[ADAPTER].connector)
        courier = app[COURIER] = Courier(app[CRM].errands, carrier(app[ADAPTER].deliver))
        app[CHAT] = Chat(
            app[CRM], fetch=downloads.fetch, roster=roster.find, limits=app[LIMITS], courier=courier
        )
        await courier.start()
        gauges = HostGauges(app[CRM], app[DATABASE], courier)
        GAUGES.add(gauges)
        warming = asyncio.create_task(_warm())
        yield
        GAUGES.remove(gauges)
        warming.cancel()
        await app[ADAPTER].settled()
        await app[CHAT].settled()
        await courier.close()
        await app[ADAPTER].close()

    return bot


async def _warm() -> None:
    """Does what is slow the first time while nobody waits for it, once the host is there."""
    await asyncio.sleep(WARMING_AFTER)
    await asyncio.to_thread(warm_up)
    # What was loaded stays: no collection has to look at it again.
    gc.freeze()


async def _messages(request: web.Request) -> web.Response:
    return await request.app[ADAPTER].process(request, request.app[CHAT].handle)


async def _home(_: web.Request) -> web.Response:
    raise web.HTTPFound("/tab")


async def _only_https(_: web.Request, response: web.StreamResponse) -> None:
    """A host that was reached over https once is asked over nothing else from then on."""
    response.headers["Strict-Transport-Security"] = _ONLY_HTTPS
