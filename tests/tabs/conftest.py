"""The tab face behind HTTP: the real core on both databases, signed tokens of an own key set, and every JSON
answer checked against the description of the API."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web
from jsonschema import Draft202012Validator

from app.crm.crm import Crm
from app.domain.member import Actor
from app.store.database import Database
from tabs import TabConfiguration, mount
from tabs.api.live import Live
from tabs.api.routes import DOCUMENT
from tests.conftest import OTHER_TENANT, TENANT
from tests.kit import keys
from tests.kit.entrance import FIRST_OWNS
from tests.kit.keys import KeyRing, serve

APP_ID = "6f1d8a52-9a0e-4b8f-8a39-0c2a7c8d5e11"
PUBLIC_URL = "https://leadline.example"
PLAYGROUND = ("00000000-0000-0000-0000-0000000000001", "00000000-0000-0000-0000-0000000000020")

_PATHS = [
    (re.compile(re.sub(r"\\{\w+\\}", r"[0-9]+", re.escape(path))), operations)
    for path, operations in DOCUMENT["paths"].items()
]


sso_claims = partial(keys.sso_claims, APP_ID)
"""The claims of a good token of a person; changes spoil them."""


class Answer:
    """A response that was read to its end."""

    def __init__(self, response: aiohttp.ClientResponse, content: bytes) -> None:
        self.status = response.status
        self.headers = response.headers
        self.content = content

    @property
    def json(self) -> Any:
        return orjson.loads(self.content)


class Tab:
    """The face under test. `rings` are the signing keys by tenant."""

    def __init__(self, session: aiohttp.ClientSession, url: str, crm: Crm, rings: dict[str, KeyRing]) -> None:
        self.session = session
        self.url = url
        self.crm = crm
        self.rings = rings
        self._tokens: dict[str, str] = {}

    def token(self, actor: Actor, **changes: Any) -> str:
        """A good token of a person; `changes` spoil its claims."""
        return self.rings[actor.tenant_id].sign(sso_claims(actor, **changes))

    def bearer(self, actor: Actor) -> str:
        """The same good token of a person on every call, as Teams gives it."""
        key = f"{actor.tenant_id} {actor.user_id}"
        if key not in self._tokens:
            self._tokens[key] = self.token(actor)
        return f"Bearer {self._tokens[key]}"

    async def call(
        self,
        method: str,
        path: str,
        actor: Actor | None = None,
        body: Any = None,
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One request of the API. Whatever is answered must be as the description says."""
        sent = {"Authorization": self.bearer(actor)} if actor else {}
        if body is not None:
            content = orjson.dumps(body)
        if content is not None:
            sent["Content-Type"] = "application/json"
        sent |= headers or {}
        url = f"{self.url}/api/v1{path}"
        async with self.session.request(method, url, data=content, headers=sent) as response:
            answer = Answer(response, await response.read())
        check(method, path, answer)
        return answer

    async def get(self, path: str, actor: Actor, **headers: str) -> Any:
        """What a good GET answers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.call("GET", path, actor, headers=named)
        assert answer.status == 200, answer.content
        return answer.json

    async def post(self, path: str, actor: Actor, body: Any = None, status: int = 200) -> Any:
        """What a good POST answers."""
        answer = await self.call("POST", path, actor, body)
        assert answer.status == status, answer.content
        return answer.json

    async def capture(self, actor: Actor, **fields: Any) -> dict[str, Any]:
        """A new lead."""
        lead = {"name": "Sarah Meier", "company": "Tech Innovators Inc.", **fields}
        answer: dict[str, Any] = await self.post("/leads", actor, lead, 201)
        return answer

    async def qualify(self, actor: Actor, number: int, **answers: Any) -> dict[str, Any]:
        """The opportunity of a lead."""
        answer: dict[str, Any] = await self.post(f"/leads/{number}/qualify", actor, answers)
        return answer


def check(method: str, path: str, answer: Answer) -> None:
    """Fails where an answer is not what the description of the API says."""
    address = path.partition("?")[0]
    found = [operations for pattern, operations in _PATHS if pattern.fullmatch(address)]
    operation = found[0].get(method.lower()) if found else None
    if operation is None:
        assert answer.status in {404, 405}
        validate("Error", answer.json)
        return
    described = operation["responses"].get(str(answer.status))
    assert described is not None, f"{method} {path} answers {answer.status}, which nobody described"
    if "$ref" in described:
        validate("Error", answer.json)
        return
    if answer.status == 304:
        assert answer.content == b""
        return
    assert ("304" in operation["responses"]) == ("ETag" in answer.headers), f"{method} {path}"
    [(media, shape)] = described["content"].items()
    assert answer.headers["Content-Type"].startswith(media)
    if media == "application/json":
        validate(shape["schema"]["$ref"].rpartition("/")[2], answer.json)


def validate(name: str, content: Any) -> None:
    """Raises ValidationError where the content does not fit the schema of this name."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(content)


def settings(keys: str, **changes: Any) -> TabConfiguration:
    """Production settings with our own keys; `changes` replace some."""
    defaults: dict[str, Any] = {
        "app_id": APP_ID,
        "public_url": PUBLIC_URL,
        "allowed_tenants": frozenset({TENANT, OTHER_TENANT}),
        "keys_url": f"{keys}/{{tenant}}/keys",
        "static_dir": Path("/nonexistent"),
    }
    return TabConfiguration(**{**defaults, **changes})


class Hosts:
    """Starts tab faces over one core; each test may start several with different settings."""

    def __init__(self, stack: AsyncExitStack, session: aiohttp.ClientSession, crm: Crm) -> None:
        self._stack = stack
        self._session = session
        self._crm = crm
        self.rings = {tenant: KeyRing(f"key of {tenant}") for tenant in (TENANT, OTHER_TENANT)}
        self.keys_url = ""

    async def start(self, *, live: Live | None = None, **changes: Any) -> Tab:
        """A running face."""
        if not self.keys_url:
            published = web.Application()
            for tenant, ring in self.rings.items():
                published.add_subapp(f"/{tenant}", ring.app())
            self.keys_url = await self._stack.enter_async_context(serve(published))
        app = web.Application()
        mount(
            app,
            crm=lambda: self._crm,
            session=lambda: self._session,
            configuration=settings(self.keys_url, **changes),
            live=live,
        )
        url = await self._stack.enter_async_context(serve(app))
        return Tab(self._session, url, self._crm, self.rings)


@pytest.fixture
async def hosts(crm: Crm) -> AsyncIterator[Hosts]:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Hosts(stack, session, crm)


@pytest.fixture
async def tab(hosts: Hosts) -> Tab:
    """The face with production settings over both databases."""
    return await hosts.start()


@pytest.fixture
async def lone_hosts(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Hosts]:
    """Like `hosts`, for what has nothing to do with the database: SQLite alone."""
    path = tmp_path / "lone.db"
    shutil.copy(sqlite_template, path)
    crm = Crm(Database(f"sqlite:///{path}"), FIRST_OWNS)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Hosts(stack, session, crm)
    await crm.close()


@pytest.fixture
async def lone_tab(lone_hosts: Hosts) -> Tab:
    """The face with production settings over SQLite."""
    return await lone_hosts.start()
