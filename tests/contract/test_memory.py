"""A host holds about the same, however many turns it has had, once it knows all that it keeps in mind."""

from __future__ import annotations

import functools
import gc
import sys
import tracemalloc

import pytest

import app.crm.turn_memory as crm_module
import bot.addresses as chat_module
import bot.turn as turn_module
from bench.turns import spell
from tests.kit import activities
from tests.kit.host import HostUnderTest
from tests.kit.keys import bot_claims

KEPT = 50
"""What is kept in mind of turns, conversations and people here, instead of some ten thousand."""
WARM, TURNS = 150, 150
STRETCHES = 3
"""What leaks does so in each of them; what is made once by whatever else runs in the process, in one."""
MOST_GROWTH = 300.0
"""Bytes a turn: a text that is kept, or a list that nobody empties, is more than that."""


@pytest.fixture(autouse=True)
def small_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept in mind is full from the first, so that whatever grows is none of it."""
    for module, name in (
        (crm_module, "REMEMBERED"),
        (turn_module, "REMEMBERED"),
        (chat_module, "CONVERSATIONS"),
    ):
        monkeypatch.setattr(module, name, KEPT)


def forget_texts() -> None:
    """Empties the caches that hold what was read of texts: they have limits of their own. What has none is to
    be seen."""
    ours = [one for name, one in list(sys.modules.items()) if name.partition(".")[0] in {"app", "bot"}]
    for one in [value for module in ours for value in vars(module).values()]:
        if isinstance(one, functools._lru_cache_wrapper) and one.cache_info().maxsize is not None:
            one.cache_clear()


async def talk(host: HostUnderTest, first: int, count: int) -> None:
    for number in range(first, first + count):
        word = spell(number).title()
        place = {"id": f"place-{number % 200}", "conversationType": "personal", "tenantId": activities.TENANT}
        text = f"new Sarah {word}, IT manager, {word} Innovators Inc., sarah@{word}.example"
        await host.deliver(activities.message(host.service_url, text, conversation=place))
    # What the connector of the tests keeps is none of the host's.
    host.connector.requests.clear()
    host.connector.taken.clear()


def held() -> int:
    forget_texts()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def grown(host: HostUnderTest, first: int) -> float:
    """Bytes a turn that a stretch of turns leaves."""
    before = held()
    await talk(host, first, TURNS)
    return (held() - before) / TURNS


async def test_memory_stays_flat(host: HostUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    # One token, as Teams renews its tokens once in an hour.
    token = host.ring.sign(bot_claims(activities.APP_ID, host.service_url))
    monkeypatch.setattr(host.ring, "sign", lambda *_: token)
    await talk(host, 0, WARM // 2)
    tracemalloc.start()
    try:
        await talk(host, WARM // 2, WARM)
        growth = [await grown(host, WARM // 2 + WARM)]
        while growth[-1] > MOST_GROWTH and len(growth) < STRETCHES:
            growth.append(await grown(host, WARM // 2 + WARM + len(growth) * TURNS))
    finally:
        tracemalloc.stop()
    assert growth[-1] <= MOST_GROWTH, growth
