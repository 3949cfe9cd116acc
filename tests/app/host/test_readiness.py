"""What an operator asks a host, and what anybody may know."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from app.host.readiness import Readiness, operations_of
from app.store.schema import Standing
from app.version import VERSION
from tests.kit.host import HostUnderTest
from tests.kit.keys import serve


async def _get(session: aiohttp.ClientSession, url: str) -> tuple[int, Any]:
    async with session.get(url) as answer:
        is_json = answer.content_type == "application/json"
        return answer.status, await answer.json() if is_json else await answer.text()


async def test_the_details_are_behind_the_operators_port(host: HostUnderTest) -> None:
    async with serve(operations_of(host.app)) as operations:
        assert await _get(host.session, f"{host.url}/readyz") == (200, {"status": "ready"})
        assert await _get(host.session, f"{host.url}/healthz") == (
            200,
            {"status": "alive", "version": VERSION},
        )
        assert (await _get(host.session, f"{host.url}/metrics"))[0] == 404
        status, ready = await _get(host.session, f"{operations}/readyz")
        assert (status, ready["status"]) == (200, "ready")
        assert (await _get(host.session, f"{operations}/healthz"))[0] == 200
        status, metrics = await _get(host.session, f"{operations}/metrics")
        assert status == 200
        assert 'leadline_request_seconds_count{method="GET",route="/readyz",status="200"}' in metrics


async def test_every_answer_says_that_it_is_https_or_nothing(host: HostUnderTest) -> None:
    for path in ("/healthz", "/tab", "/api/v1/me", "/privacy", "/nowhere"):
        async with host.session.get(f"{host.url}{path}") as answer:
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000", path


class Store:
    """A database that answers, or not."""

    def __init__(self) -> None:
        self.looks = 0
        self.current: str | None = "2"
        self.is_down = False

    async def look(self) -> Standing:
        self.looks += 1
        await asyncio.sleep(0.01)
        if self.is_down:
            raise ConnectionError("secret address")
        return Standing(self.current, "2")


async def test_however_many_ask_it_is_looked_at_once_a_second() -> None:
    store, now = Store(), [100.0]
    readiness = Readiness(store.look, clock=lambda: now[0])
    answers = await asyncio.gather(*(readiness.ask() for _ in range(50)))
    assert {answer["status"] for answer in answers} == {"ready"}
    assert store.looks == 1
    store.is_down = True
    now[0] += 0.9
    assert (await readiness.ask())["status"] == "ready"
    now[0] += 0.2
    assert await readiness.ask() == {"status": "database", "error": "ConnectionError"}
    store.is_down, store.current = False, "1"
    now[0] += 1.1
    assert await readiness.ask() == {"status": "migrations", "has": "1", "needs": "2"}
    assert store.looks == 3
