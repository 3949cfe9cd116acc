"""A tab opens with several requests at once, and so does its very first opening."""

from __future__ import annotations

import asyncio

from app.domain.member import Actor
from tests.tabs.conftest import Tab


async def test_the_first_requests_of_a_newcomer_may_come_at_once(tab: Tab, alex: Actor, kim: Actor) -> None:
    paths = ("/me", "/board", "/choices", "/members", "/leads", "/opportunities")
    for newcomer in (alex, kim):
        answers = await asyncio.gather(*(tab.call("GET", path, newcomer) for path in paths))
        assert [answer.status for answer in answers] == [200] * len(paths)
    assert [one["name"] for one in (await tab.get("/members", alex))["items"]] == [alex.name, kim.name]
