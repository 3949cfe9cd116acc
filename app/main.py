"""The composition root: wires store, core and both faces into one aiohttp application."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
from aiohttp import web

from app import metrics, pages
from app.crm.crm import Crm
from app.settings import PLAYGROUND_NAME, PLAYGROUND_TENANT, PLAYGROUND_USER, Settings
from app.store.database import Database
from app.store.schema import pending
from bot.adapter import Downloads, TeamsAdapter, open_session
from bot.chat import Chat
from bot.settings import FILE_HOSTS, SERVICE_HOSTS, BotSettings
from bot.warming import warm_up
from tabs import TabSettings, mount

CRM = web.AppKey("crm", Crm)
DATABASE = web.AppKey("database", Database)
SESSION = web.AppKey("session", aiohttp.ClientSession)
ADAPTER = web.AppKey("adapter", TeamsAdapter)
CHAT = web.AppKey("chat", Chat)

WARMING_AFTER = 1.0
"""Seconds after its start in which a host is to be ready and not busy with anything else."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SettingsRefused(Exception):
    """The host must not start with these settings; `problems` are codes, all of them at once."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(", ".join(problems))


def create_app(settings: Settings) -> web.Application:
    """The host. Raises SettingsRefused before anything is opened."""
    problems = bot_settings(settings).problems(settings.host)
    if problems:
        raise SettingsRefused(problems)
    app = web.Application(middlewares=[metrics.observe], client_max_size=1024 * 1024)
    app.cleanup_ctx.append(_open_core(settings))
    app.cleanup_ctx.append(_open_session)
    app.cleanup_ctx.append(_open_bot(settings))
    mount(app, crm=lambda: app[CRM], session=lambda: app[SESSION], settings=tab_settings(settings))
    app.router.add_post("/api/messages", _messages)
    app.router.add_get("/", _home)
    app.router.add_get("/privacy", pages.privacy)
    app.router.add_get("/terms", pages.terms)
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", _ready)
    app.router.add_get("/metrics", metrics.show)
    return app


def bot_settings(settings: Settings) -> BotSettings:
    """The part that the chat face needs."""
    return BotSettings(
        app_id=settings.app_id,
        app_password=settings.app_password,
        app_type=settings.app_type,
        app_tenant_id=settings.app_tenant_id,
        allowed_tenants=settings.tenants,
        dev=settings.is_dev,
        openid_url=settings.bot_openid_url,
        login_url=settings.bot_login_url,
        service_hosts=settings.bot_service_hosts or SERVICE_HOSTS,
        file_hosts=settings.bot_file_hosts or FILE_HOSTS,
    )


def tab_settings(settings: Settings) -> TabSettings:
    """The part that the tab face needs."""
    return TabSettings(
        app_id=settings.app_id,
        public_url=settings.public_url,
        client_ids=settings.client_ids,
        allowed_tenants=settings.allowed_tenants,
        keys_url=settings.tab_keys_url,
        dev=settings.is_dev,
        static_dir=settings.static_dir,
        dev_tenant_id=PLAYGROUND_TENANT,
        dev_user_id=PLAYGROUND_USER,
        dev_user_name=PLAYGROUND_NAME,
    )


def _open_core(settings: Settings) -> Callable[[web.Application], AsyncIterator[None]]:
    async def core(app: web.Application) -> AsyncIterator[None]:
        app[DATABASE] = Database(settings.database_url)
        app[CRM] = Crm(app[DATABASE])
        yield
        await app[CRM].close()

    return core


async def _open_session(app: web.Application) -> AsyncIterator[None]:
    app[SESSION] = open_session()
    yield
    await app[SESSION].close()


def _open_bot(settings: Settings) -> Callable[[web.Application], AsyncIterator[None]]:
    async def bot(app: web.Application) -> AsyncIterator[None]:
        app[ADAPTER] = TeamsAdapter(bot_settings(settings), app[SESSION])
        downloads = Downloads(app[SESSION], bot_settings(settings))
        app[CHAT] = Chat(app[CRM], fetch=downloads.fetch)
        warming = asyncio.create_task(_warm())
        yield
        warming.cancel()
        await app[ADAPTER].close()

    return bot


async def _warm() -> None:
    """Does what is slow the first time while nobody waits for it, once the host is there."""
    await asyncio.sleep(WARMING_AFTER)
    await asyncio.to_thread(warm_up)


async def _messages(request: web.Request) -> web.Response:
    return await request.app[ADAPTER].process(request, request.app[CHAT].handle)


async def _home(_: web.Request) -> web.Response:
    raise web.HTTPFound("/tab")


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


async def _ready(request: web.Request) -> web.Response:
    """Ready when the database answers and has the tables that this code needs."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(5):
            current, needed = await asyncio.to_thread(pending, request.app[DATABASE])
    except Exception as error:  # noqa: BLE001 - whatever keeps the database from answering, the answer is 503
        return web.json_response({"status": "database", "error": type(error).__name__}, status=503)
    if current != needed:
        return web.json_response({"status": "migrations", "has": current, "needs": needed}, status=503)
    return web.json_response({"status": "ready", "seconds": round(time.monotonic() - began, 3)})
