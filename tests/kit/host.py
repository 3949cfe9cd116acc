"""The whole host behind real HTTP, under production rules, with its own key set, sign-in and connector."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from app.domain.member import Actor
from app.host.configuration import Configuration
from app.host.main import ADAPTER, CRM, create_app
from tests.kit import activities
from tests.kit.activities import ALEX, APP_ID, FOREIGN_TENANT, TENANT
from tests.kit.connector import RecordingConnector
from tests.kit.keys import KeyRing, bot_claims, serve, sso_claims
from tests.kit.login import Login


@dataclass
class Answer:
    """What the host answered: HTTP status and parsed JSON (None where empty)."""

    status: int
    body: Any


@dataclass
class HostUnderTest:
    """A running host and those it talks to. `connector` keeps what the bot posted."""

    url: str
    service_url: str
    session: aiohttp.ClientSession
    ring: KeyRing
    connector: RecordingConnector
    login: Login
    app: web.Application
    tokens: dict[str, str] = field(default_factory=dict)

    async def post(self, activity: Mapping[str, Any], times: int = 1) -> list[Answer]:
        """Delivers an activity as Teams does, `times` times in a row, each when all is said about the one
        before."""
        answers = []
        for _ in range(times):
            answers.append(await self.deliver(activity))
            await self.app[ADAPTER].settled()
        return answers

    async def say(self, text: str, *, times: int = 1, **options: Any) -> dict[str, Any]:
        """Writes to the bot in the personal chat; the card it posted, {} where it posted none."""
        return await self.posted(activities.message(self.service_url, text, **options), times)

    async def posted(self, activity: Mapping[str, Any], times: int = 1) -> dict[str, Any]:
        """Delivers a message; the content of the card that the bot posted, {} where it posted none."""
        before = len(self.connector.activities)
        for answer in await self.post(activity, times):
            assert answer.status < 300, answer
        sent = self.connector.activities[before:]
        assert len(sent) <= 1, sent
        return sent[0]["attachments"][0]["content"] if sent else {}

    async def press(
        self, verb: str, data: Mapping[str, Any] | None = None, *, times: int = 1, **options: Any
    ) -> dict[str, Any]:
        """Presses a button of a card; the card that replaced it. A repeated press gets the same card."""
        action = activities.card_action(self.service_url, verb, dict(data or {}), **options)
        answers = await self.post(action, times)
        for answer in answers:
            assert answer.status == 200, answer
            assert answer.body["statusCode"] == 200, answer
        return answers[-1].body["value"]  # type: ignore[no-any-return]

    async def api(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        tenant: str = TENANT,
        user: str = ALEX["aadObjectId"],
        language: str = "en",
    ) -> Answer:
        """Calls the API as the tab does, with a token of Teams' single sign-on."""
        headers = {"Authorization": f"Bearer {self.tab_token(tenant, user)}", "Accept-Language": language}
        url = f"{self.url}/api/v1{path}"
        async with self.session.request(method, url, json=body, headers=headers) as response:
            content = await response.read()
            return Answer(response.status, await response.json() if content else None)

    def tab_token(self, tenant: str, user: str) -> str:
        """A token as Teams gives it to the tab."""
        actor = Actor(tenant_id=tenant, user_id=user, name="Somebody")
        return self.ring.sign(sso_claims(APP_ID, actor))

    async def deliver(self, activity: Mapping[str, Any]) -> Answer:
        """Delivers an activity; what it is answered with may come before the bot has said all."""
        token = self.ring.sign(bot_claims(APP_ID, activity["serviceUrl"]))
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.post(f"{self.url}/api/messages", json=activity, headers=headers) as response:
            content = await response.read()
            return Answer(response.status, await response.json() if content else None)


@asynccontextmanager
async def start_host(
    database_url: str, *, middleware: Sequence[Any] = (), **changes: Any
) -> AsyncIterator[HostUnderTest]:
    """A host with production settings over a database; `changes` replace settings, `middleware` see
    create_app."""
    ring, login, connector = KeyRing(), Login(), RecordingConnector()
    async with AsyncExitStack() as stack:
        keys = await stack.enter_async_context(serve(ring.app()))
        login_url = await stack.enter_async_context(serve(login.app()))
        service = await stack.enter_async_context(serve(connector.app()))
        values: dict[str, Any] = {
            "database_url": database_url,
            "environment": "production",
            "public_url": "https://leadline.example",
            "tenants": frozenset({TENANT, FOREIGN_TENANT}),
            "owners": frozenset(f"{tenant}:{ALEX['aadObjectId']}" for tenant in (TENANT, FOREIGN_TENANT)),
            "rate_limit_person": None,
            "rate_limit_tenant": None,
            "app_id": APP_ID,
            "app_password": "bot-secret-0815",
            "app_tenant_id": TENANT,
            "bot_openid_url": f"{keys}/openid",
            "bot_login_url": login_url,
            "bot_service_hosts": frozenset({service}),
            "bot_file_hosts": frozenset({service}),
            "tab_keys_url": f"{keys}/keys",
            **changes,
        }
        app = create_app(Configuration(**values), middleware)
        url = await stack.enter_async_context(serve(app))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield HostUnderTest(url, f"{service}/", session, ring, connector, login, app)


__all__ = ["CRM", "Answer", "HostUnderTest", "start_host"]
