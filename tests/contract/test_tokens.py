"""Keys and remembered tokens: what is asked when, and what is believed for how long."""

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from app.keys import KeySet, KeysUnavailable
from app.tokens import TokenCache, TokenCheck, TokenRefused, Verified, examine
from tests.contract.conftest import Clock
from tests.kit.keys import BOT_ISSUER, KeyRing, bot_claims, serve

APP = "app-1"


@pytest.fixture
async def url(ring: KeyRing) -> AsyncIterator[str]:
    async with serve(ring.app()) as address:
        yield address


@pytest.fixture
def keys(session: aiohttp.ClientSession, url: str, clock: Clock) -> KeySet:
    return KeySet(session, openid_url=f"{url}/openid", clock=clock)


async def test_many_first_readers_cause_one_reading(keys: KeySet, ring: KeyRing) -> None:
    found = await asyncio.gather(*(keys.find("key-1") for _ in range(20)))
    assert all(key is not None for key in found)
    assert ring.reads == 1


async def test_a_reader_who_goes_away_does_not_take_the_keys_along(keys: KeySet, ring: KeyRing) -> None:
    leaving = asyncio.create_task(keys.find("key-1"))
    staying = asyncio.create_task(keys.find("key-1"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying is not None
    assert ring.reads == 1


async def test_many_readers_of_a_new_key_cause_one_more_reading(keys: KeySet, ring: KeyRing) -> None:
    await keys.find("key-1")
    ring.add("key-2")
    found = await asyncio.gather(*(keys.find("key-2") for _ in range(20)))
    assert all(key is not None for key in found)
    assert ring.reads == 2


async def test_keys_are_read_again_after_a_day(keys: KeySet, ring: KeyRing, clock: Clock) -> None:
    await keys.find("key-1")
    clock.now += 86_399
    assert keys.known("key-1") is not None
    clock.now += 2
    ring.rotate("key-2")
    assert keys.known("key-1") is None
    assert await keys.find("key-1") is None


async def test_an_outage_does_not_delay_the_notice_of_a_rotation(
    keys: KeySet, ring: KeyRing, clock: Clock
) -> None:
    await keys.find("key-1")
    ring.rotate("key-2")
    ring.is_down = True
    assert await keys.find("key-2") is None
    ring.is_down = False
    clock.now += 11
    assert await keys.find("key-2") is not None


async def test_a_failing_endpoint_is_left_alone_for_a_while(keys: KeySet, ring: KeyRing) -> None:
    ring.is_down = True
    for _ in range(5):
        with pytest.raises(KeysUnavailable):
            await keys.find("key-1")
    ring.is_down = False
    with pytest.raises(KeysUnavailable):
        await keys.find("key-1")
    assert ring.reads == 0


async def test_a_jwks_address_is_enough(session: aiohttp.ClientSession, url: str, ring: KeyRing) -> None:
    keys = KeySet(session, jwks_url=f"{url}/keys")
    token = ring.sign(bot_claims(APP, "https://x/", tid="t1"))
    verified = await examine(token, keys, audience={APP, "api://x"}, issuers={BOT_ISSUER})
    assert verified.claims["tid"] == "t1"


async def test_a_foreign_issuer_has_no_keys_read(keys: KeySet, ring: KeyRing) -> None:
    token = ring.sign(bot_claims(APP, "https://x/"))
    with pytest.raises(TokenRefused) as refused:
        await examine(token, keys, audience={APP}, issuers={"https://elsewhere.example"})
    assert refused.value.reason == "issuer_foreign"
    assert ring.reads == 0


async def test_a_token_seen_before_is_not_checked_again_until_it_ends(keys: KeySet, ring: KeyRing) -> None:
    now = [time.time()]
    cache = TokenCache(clock=lambda: now[0])
    check = TokenCheck(keys, audience=(APP,), issuers=(BOT_ISSUER,), cache=cache)
    token = ring.sign(bot_claims(APP, "https://x/", exp=int(now[0]) + 100))
    assert await check.verify(token) is await check.verify(token)
    assert len(cache) == 1
    now[0] += 101
    assert cache.find(token) is None
    assert len(cache) == 0


async def test_claims_cannot_be_changed_behind_the_memory(keys: KeySet, ring: KeyRing) -> None:
    check = TokenCheck(keys, audience=(APP,), issuers=(BOT_ISSUER,))
    verified = await check.verify(ring.sign(bot_claims(APP, "https://x/")))
    with pytest.raises(TypeError):
        verified.claims["aud"] = "other"  # type: ignore[index]


def test_the_least_recently_used_is_forgotten_first() -> None:
    cache = TokenCache(2)
    verified = Verified({}, frozenset(), time.time() + 100)
    for token in ("a", "b"):
        cache.add(token, verified)
    assert cache.find("a") is verified
    cache.add("c", verified)
    assert cache.find("b") is None
    assert cache.find("a") is verified


def test_nothing_is_believed_for_longer_than_a_day() -> None:
    now = [0.0]
    cache = TokenCache(clock=lambda: now[0])
    cache.add("a", Verified({}, frozenset(), 1e12))
    now[0] = 86_401.0
    assert cache.find("a") is None


def test_a_key_set_needs_an_address(session: aiohttp.ClientSession) -> None:
    with pytest.raises(ValueError, match="openid_url or jwks_url"):
        KeySet(session)
