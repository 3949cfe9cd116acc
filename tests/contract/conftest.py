"""A bot behind HTTP, with an own key set and a connector that records; production rules apply."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web

from app.keys import KeySet
from bot.adapter import InvokeAnswer, Outbox, TeamsAdapter, open_session
from bot.configuration import BotConfiguration
from bot.inbound import Inbound
from tests.kit.activities import APP_ID, TENANT
from tests.kit.connector import RecordingConnector
from tests.kit.keys import KeyRing, bot_claims, serve

SECRET = "bot-secret-0815"


class FixedToken:
    """The bot's own token, as if the login had given it."""

    async def authorization(self) -> str:
        return "Bearer outbound-token-4711"


class Clock:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class BotUnderTest:
    """The adapter behind a real server. `turns` are the activities that reached the handler."""

    def __init__(self, settings: BotConfiguration, session: aiohttp.ClientSession, keys: KeySet) -> None:
        self.settings = settings
        self.turns: list[Inbound] = []
        self.answer: InvokeAnswer | None = None
        self.crash: Exception | None = None
        self.url = ""
        self.service_url = ""
        self.ring = KeyRing()
        self.session = session
        self.adapter = TeamsAdapter(settings, session, keys=keys, credentials=FixedToken())

    async def handle(self, inbound: Inbound, outbox: Outbox) -> InvokeAnswer | None:
        self.turns.append(inbound)
        if self.crash is not None:
            raise self.crash
        if inbound.kind == "message":
            await outbox.send({"text": f"Echo: {inbound.text}"})
        return self.answer

    def app(self) -> web.Application:
        async def messages(request: web.Request) -> web.Response:
            return await self.adapter.process(request, self.handle)

        app = web.Application()
        app.router.add_post("/api/messages", messages)
        return app

    def token(self, kid: str | None = None, **changes: Any) -> str:
        """A good token; `changes` spoil its claims."""
        return self.ring.sign(bot_claims(APP_ID, self.service_url, **changes), kid)

    async def post(
        self, body: Any, *, token: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Posts an activity (JSON-ready, or bytes) with a good token unless another is given ("" for none).

        Gives the status and the parsed answer (None if it is empty).
        """
        content = body if isinstance(body, bytes) else orjson.dumps(body)
        sent = {"Content-Type": "application/json"}
        bearer = self.token() if token is None else token
        if bearer:
            sent["Authorization"] = f"Bearer {bearer}"
        sent |= headers or {}
        async with self.session.post(f"{self.url}/api/messages", data=content, headers=sent) as response:
            answer = await response.read()
            return response.status, orjson.loads(answer) if answer else None


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as opened:
        yield opened


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connector() -> RecordingConnector:
    return RecordingConnector()


@pytest.fixture
def settings() -> BotConfiguration:
    return BotConfiguration(app_id=APP_ID, app_password=SECRET, app_tenant_id=TENANT)


@pytest.fixture
async def bot(
    settings: BotConfiguration,
    session: aiohttp.ClientSession,
    ring: KeyRing,
    clock: Clock,
    connector: RecordingConnector,
) -> AsyncIterator[BotUnderTest]:
    async with AsyncExitStack() as stack:
        keys_url = await stack.enter_async_context(serve(ring.app()))
        service_url = await stack.enter_async_context(serve(connector.app()))
        trusting = dataclasses.replace(settings, service_hosts=settings.service_hosts | {service_url})
        keys = KeySet(session, openid_url=f"{keys_url}/openid", clock=clock)
        bot = BotUnderTest(trusting, session, keys)
        bot.ring, bot.service_url = ring, f"{service_url}/"
        bot.url = await stack.enter_async_context(serve(bot.app()))
        yield bot
