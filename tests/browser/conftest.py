"""The real host with a database of its own, and a browser to look at its tab."""

from __future__ import annotations

import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser

from app.crm.crm import Crm
from app.crm.opportunities import capture_opportunity
from app.crm.records import show_record
from app.domain.member import Actor, Member
from app.domain.money import Money
from app.host.configuration import Configuration, Environment
from app.host.main import CRM, create_app
from app.store.work import Work
from tests.browser.teams import APP_ID, TeamsTab, open_tab
from tests.conftest import ALEX, OTHER_TENANT, TENANT
from tests.kit.keys import KeyRing, serve, sso_claims

P = ParamSpec("P")
T = TypeVar("T")
Open = Callable[..., Awaitable[TeamsTab]]

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Leadline:
    """A running host. `crm` is its own core: what is changed there, its tabs hear of."""

    url: str
    crm: Crm
    keys: KeyRing

    @property
    def tab(self) -> str:
        return f"{self.url}/tab"

    def token(self, actor: Actor) -> str:
        """The token that Teams gets for this colleague."""
        return self.keys.sign(sso_claims(APP_ID, actor))

    async def write(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[Work, Member, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What a colleague does elsewhere, in the chat for example."""
        return await self.crm.write(actor, use_case, *args, **kwargs)

    async def capture(self, actor: Actor, name: str, amount: str | None = None, **fields: object) -> int:
        """Opens an opportunity in the first stage, `amount` in euros; gives its number."""
        if amount is not None:
            fields["amount"] = Money(Decimal(amount), "EUR")
        view = await self.write(actor, capture_opportunity, {"name": name, **fields})
        return view.record.number

    async def stage(self, actor: Actor, number: int) -> str:
        """The key of the stage of an opportunity."""
        view = await self.crm.read(actor, show_record, number)
        assert view.stage is not None
        return view.stage.key


@pytest_asyncio.fixture(loop_scope="session")
async def leadline(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Leadline]:
    """The host as in production, but for the keys that sign the tokens of Teams."""
    async with run_host(sqlite_template, tmp_path, Environment.PRODUCTION) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def dev_leadline(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Leadline]:
    """The host on a developer's machine."""
    async with run_host(sqlite_template, tmp_path, Environment.DEV) as running:
        yield running


@asynccontextmanager
async def run_host(template: Path, place: Path, environment: Environment) -> AsyncIterator[Leadline]:
    """Runs the host on a free port of this machine."""
    if not (ROOT / "tabs" / "dist" / "index.html").exists():
        pytest.fail("the front end is not built: npm ci && npm run build in tabs/web")
    database = place / "leadline.db"
    shutil.copy(template, database)
    keys = KeyRing("tab-key")
    async with serve(keys.app()) as keys_url:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            settings = Configuration(
                database_url=f"sqlite:///{database}",
                public_url=url,
                environment=environment,
                app_id=APP_ID,
                app_password="not-a-secret",
                app_tenant_id=TENANT,
                tenants=frozenset({TENANT, OTHER_TENANT}),
                tab_keys_url=f"{keys_url}/keys",
                owners=frozenset({f"{TENANT}:{ALEX}"}),
            )
            app = create_app(settings)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
            await runner.setup()
            await web.SockSite(runner, listener).start()
            try:
                yield Leadline(url, app[CRM], keys)
            finally:
                await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def open_board(leadline: Leadline, browser: Browser, alex: Actor) -> AsyncIterator[Open]:
    """Opens the tab in Teams, as Alex unless told otherwise; afterwards nothing may have gone wrong in it."""
    opened: list[TeamsTab] = []

    async def open_as(actor: Actor = alex, **looks: Any) -> TeamsTab:
        tab = await open_tab(browser, leadline.tab, leadline.token(actor), **looks)
        opened.append(tab)
        return tab

    yield open_as
    for tab in opened:
        assert tab.complaints == []
        await tab.page.context.close()
