"""How much one person may ask, at both doors, and that nobody else notices."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.limits import Rate
from tests.contract.test_story import texts_of
from tests.kit import activities
from tests.kit.activities import ALEX, FOREIGN_TENANT, MEGAN
from tests.kit.host import HostUnderTest, start_host

BURST = 6
SLOW = {"en-US": "That was a lot at once.", "de-DE": "Das war viel auf einmal."}


@pytest.fixture
async def host(database_url: str) -> AsyncIterator[HostUnderTest]:
    rates = {"rate_limit_person": Rate(BURST, 0.02), "rate_limit_tenant": Rate(3 * BURST, 0.02)}
    async with start_host(database_url, **rates) as started:
        yield started


async def test_the_api_says_when_to_come_again(host: HostUnderTest) -> None:
    answers = [await host.api("GET", "/me", language="de") for _ in range(BURST + 3)]
    assert [answer.status for answer in answers] == [200] * BURST + [429] * 3
    assert answers[-1].body == {
        "code": "requests_many",
        "message": "Zu viele Anfragen auf einmal. Versuch es gleich noch einmal.",
    }
    headers = {"Authorization": f"Bearer {host.tab_token(activities.TENANT, ALEX['aadObjectId'])}"}
    async with host.session.get(f"{host.url}/api/v1/live", headers=headers) as answer:
        assert answer.status == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 50
    # Colleagues have their own, until it is too much for all of them together.
    megan = [await host.api("GET", "/me", user=MEGAN["aadObjectId"]) for _ in range(BURST)]
    assert {answer.status for answer in megan} == {200}
    others = [f"a4a8c2de-0f0c-4d8e-8a57-6a3f2b9cf1{number:02}" for number in range(3 * BURST)]
    answered = [(await host.api("GET", "/me", user=user)).status for user in others]
    assert answered.count(200) == BURST
    assert (await host.api("GET", "/me", tenant=FOREIGN_TENANT)).status == 200


@pytest.mark.parametrize("locale", SLOW)
async def test_the_chat_says_it_once_and_reads_no_more(host: HostUnderTest, locale: str) -> None:
    for number in range(BURST):
        await host.say(f"new lead Person {number}, Firm {number}", locale=locale)
    sent = len(host.connector.activities)
    told = await host.say("new lead Too Many, Firm", locale=locale)
    assert SLOW[locale] in texts_of(told)
    for _ in range(5):
        assert await host.say("new lead Too Many, Firm", locale=locale) == {}
    assert len(host.connector.activities) == sent + 1
    # A button is answered, as somebody looks at it.
    pressed = activities.card_action(host.service_url, "record.show", {"number": 1}, locale=locale)
    (answer,) = await host.post(pressed)
    assert (answer.status, answer.body["statusCode"]) == (200, 429)
    assert SLOW[locale] in answer.body["value"]["message"]
    assert "Person 0" in texts_of(await host.say("show 1", user=MEGAN))
    leads = await host.api("GET", "/leads", user=MEGAN["aadObjectId"])
    assert len(leads.body["items"]) == BURST


async def test_many_at_once_are_counted_one_by_one(host: HostUnderTest) -> None:
    answers = await asyncio.gather(*(host.api("GET", "/me") for _ in range(4 * BURST)))
    assert [answer.status for answer in answers].count(200) == BURST
