"""A workspace that nobody owns yet: it works, and whoever comes first learns what makes them its owner."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.__main__ import main
from tests.contract.test_story import texts_of
from tests.kit import activities
from tests.kit.activities import ALEX, MEGAN, TENANT
from tests.kit.host import HostUnderTest, start_host

NOBODY = {"en-US": "Nobody owns this workspace yet", "de-DE": "gehört noch niemandem"}
COMMAND = f"python -m app owner add --tenant {TENANT} --user {ALEX['aadObjectId']}"


@pytest.fixture
async def host(database_url: str) -> AsyncIterator[HostUnderTest]:
    async with start_host(database_url, owners=frozenset()) as started:
        yield started


@pytest.mark.parametrize("locale", NOBODY)
async def test_the_first_person_is_told_by_the_bot(host: HostUnderTest, locale: str) -> None:
    await host.post(activities.installation(host.service_url, locale=locale))
    welcome = host.connector.activities[-1]["attachments"][0]["content"]
    for card in (
        welcome,
        await host.say("settings", locale=locale),
        await host.say("currency USD", locale=locale),
        await host.say("guests on", locale=locale),
        await host.say("framework MEDDIC", locale=locale),
        await host.press("settings.form", locale=locale),
        await host.press("settings.change", {"version": 1, "currency": "USD", "form": "c"}, locale=locale),
    ):
        assert NOBODY[locale] in texts_of(card)
        # Cards break long words, unseen.
        assert COMMAND in texts_of(card).replace("\u200b", "")
    # All but the settings works.
    assert "Ann Bell" in texts_of(await host.say("new lead Ann Bell, Bell GmbH", locale=locale))


async def test_the_first_person_is_told_by_the_api(host: HostUnderTest) -> None:
    assert (await host.api("GET", "/me")).body["member"]["role"] == "member"
    shown = (await host.api("GET", "/workspace")).body
    assert (shown["owners"], COMMAND in shown["unowned"]) == ([], True)
    refused = await host.api("PATCH", "/workspace", {"currency": "USD"}, language="de")
    assert (refused.status, refused.body["code"]) == (403, "nobody_owns")
    assert NOBODY["de-DE"] in refused.body["message"]
    assert COMMAND in refused.body["message"]


async def test_what_they_are_told_makes_them_the_owner(
    host: HostUnderTest, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await host.say("help", user=MEGAN)
    shown = texts_of(await host.say("settings"))
    words = shown[shown.index("owner add") :].split()
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert main(words[:6]) == 0
    changed = await host.api("PATCH", "/workspace", {"currency": "USD"})
    assert (changed.status, changed.body["currency"], changed.body["unowned"]) == (200, "USD", None)
    told = await host.say("currency EUR", user=MEGAN)
    assert NOBODY["en-US"] not in texts_of(told)
    assert "Only owners change the workspace" in texts_of(told)
