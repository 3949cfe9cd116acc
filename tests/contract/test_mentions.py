"""Mentions as Teams sends them, over HTTP: the id in the entity decides who is meant, in every chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
import pytest

from tests.kit.activities import (
    ALEX,
    FOREIGN_TENANT,
    MEGAN,
    TENANT,
    channel_message,
    group_message,
    mention,
    message,
)
from tests.kit.host import HostUnderTest

NAMESAKE = {**MEGAN, "id": "29:namesake", "aadObjectId": "a4a8c2de-0f0c-4d8e-8a57-6a3f2b9cf099"}
PLACES: dict[str, Callable[..., dict[str, Any]]] = {
    "personal": message,
    "group": group_message,
    "channel": channel_message,
}


def mentioning(
    host: HostUnderTest, place: str, text: str, *people: Mapping[str, str], tag: str = ""
) -> dict[str, Any]:
    """A message in which each "@" stands for one of the people, by their names or by the `tag`."""
    for one in people:
        text = text.replace("@", f"<at>{tag or one['name']}</at>", 1)
    body = PLACES[place](host.service_url, text)
    body["entities"] += [mention(dict(one), f"<at>{tag or one['name']}</at>") for one in people]
    return body


async def is_owner(host: HostUnderTest, who: Mapping[str, str], number: int = 1) -> bool:
    """Whether a lead is theirs."""
    me = (await host.api("GET", "/me", user=who["aadObjectId"])).body
    return bool((await host.api("GET", f"/leads/{number}")).body["owner"]["id"] == me["member"]["id"])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "text", ["assign 1 to @", "assign 1 to @.", "@ takes over 1", "weise 1 @ zu", "(@) soll 1 übernehmen"]
)
async def test_a_lead_goes_to_whom_the_entity_points_to(host: HostUnderTest, place: str, text: str) -> None:
    await host.say("new lead Nora Thelen, Thelen Kran")
    for one in (NAMESAKE, MEGAN):
        await host.say("hello", user=one)
    await host.posted(mentioning(host, place, text, NAMESAKE, tag="Megan"))
    assert await is_owner(host, NAMESAKE)


async def test_no_tag_is_kept_or_shown(host: HostUnderTest) -> None:
    await host.say("new lead Nora Thelen, Thelen Kran")
    card = await host.posted(mentioning(host, "channel", "note 1 @ called, ask @", MEGAN, ALEX), times=2)
    assert "Megan Bowen called, ask Alex Wilber" in orjson.dumps(card).decode()
    listed = (await host.api("GET", "/activities")).body["items"]
    assert [one["name"] for one in listed] == ["Megan Bowen called, ask Alex Wilber"]
    assert "<at" not in orjson.dumps(card).decode()


async def test_who_never_wrote_is_met_as_the_service_tells(host: HostUnderTest) -> None:
    host.connector.members = [{**MEGAN, "tenantId": TENANT}]
    await host.say("new lead Nora Thelen, Thelen Kran")
    await host.posted(mentioning(host, "channel", "assign 1 to @", MEGAN))
    assert await is_owner(host, MEGAN)
    await host.say("hello", user=MEGAN)
    assert await is_owner(host, MEGAN)


@pytest.mark.parametrize(
    "told",
    [
        [],
        [{**MEGAN, "tenantId": FOREIGN_TENANT}],
        [{"id": MEGAN["id"], "name": MEGAN["name"], "tenantId": TENANT}],
    ],
    ids=["not in the conversation", "of another organization", "without a directory id"],
)
async def test_who_is_not_told_to_be_of_us_is_not_met(
    host: HostUnderTest, told: list[dict[str, Any]]
) -> None:
    host.connector.members = told
    await host.say("new lead Nora Thelen, Thelen Kran")
    card = await host.posted(mentioning(host, "channel", "assign 1 to @", MEGAN))
    assert "I do not know yet who Megan Bowen is" in orjson.dumps(card).decode()
    assert await is_owner(host, ALEX)


async def test_a_service_that_does_not_answer_keeps_nobody_waiting(host: HostUnderTest) -> None:
    await host.say("new lead Nora Thelen, Thelen Kran")
    host.connector.answer_next(403, path="/members/")
    card = await host.posted(mentioning(host, "channel", "assign 1 to @", MEGAN))
    assert "I do not know yet who Megan Bowen is" in orjson.dumps(card).decode()
