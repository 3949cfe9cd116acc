"""The real host and the real chat client on free ports, a database of their own, and a browser."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Route

from app.domain.member import Actor
from app.host.configuration import PLAYGROUND_NAME, PLAYGROUND_TENANT, PLAYGROUND_USER
from deploy.local import host, playground
from tests.kit.chromium import PATIENCE
from tests.kit.ports import free_ports

ROOT = Path(__file__).parents[2]
LOOPBACK = ("http://127.0.0.1", "http://localhost")

OpenPage = Callable[..., Awaitable[Page]]
Picture = Callable[[Page, str], Awaitable[None]]


@dataclass(frozen=True)
class Stage:
    """Where the story is played: the addresses of the chat client and of the board."""

    chat: str
    board: str


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    """Host and chat client, started as `make run` starts them."""
    if not (ROOT / "tabs/dist/index.html").exists():
        pytest.fail("the front end is not built: make setup")
    host_port, chat_port = islice(free_ports(), 2)
    parts = host(host_port, {"DATABASE_URL": database_url}), playground(chat_port, host_port)
    with contextlib.ExitStack() as running, ThreadPoolExecutor() as starters:
        # Side by side: each takes a second or more to start.
        for started in [starters.submit(running.enter_context, part) for part in parts]:
            started.result()
        yield Stage(f"http://127.0.0.1:{chat_port}", f"http://127.0.0.1:{host_port}/tab")


@pytest.fixture
def me() -> Actor:
    """Whom the chat client plays."""
    return Actor(tenant_id=PLAYGROUND_TENANT, user_id=PLAYGROUND_USER, name=PLAYGROUND_NAME)


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens an empty page in a browser of that locale; no script may break in any of them."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    async def open_one(locale: str = "en-US", height: int = 900) -> Page:
        context = await browser.new_context(
            locale=locale, viewport={"width": 1280, "height": height}, reduced_motion="reduce"
        )
        contexts.append(context)
        page = await prepare(context)
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        await context.close()
    assert broken == []


@pytest.fixture
def picture(request: pytest.FixtureRequest, tmp_path: Path) -> Picture:
    """Takes a picture of a page; with PICTURES=1 it is kept in pictures/."""
    folder = ROOT / "pictures" if os.environ.get("PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    case = request.node.name.replace("[", "-").replace("]", "")

    async def take(page: Page, moment: str) -> None:
        await page.screenshot(path=folder / f"{case}-{moment}.png")

    return take


async def prepare(context: BrowserContext) -> Page:
    """A page of the context that reaches nothing beyond this machine."""
    context.set_default_timeout(PATIENCE)
    await context.route("**/*", _keep_here)
    return await context.new_page()


async def _keep_here(route: Route) -> None:
    if route.request.url.startswith(LOOPBACK):
        await route.continue_()
    else:
        await route.abort()
