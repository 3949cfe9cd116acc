"""Guests, people of other tenants, viewers, members and owners against every route and every verb of a card,
with production settings and own keys."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.registry import registry
from tabs.api.routes import ROUTES
from tests.contract.test_story import texts_of
from tests.kit import activities
from tests.kit.activities import FOREIGN_TENANT, TENANT
from tests.kit.host import HostUnderTest
from tests.kit.roles import (
    GRETA,
    MEMBER,
    OUTSIDERS,
    OWNER,
    READS,
    SECRET,
    VERBS,
    VIEWER,
    WRITES,
    Somebody,
    call,
    furnish,
    kept,
    press,
    say,
    settings_in,
    try_route,
    try_verb,
)

OUTSIDE = "Leadline is only for people of this organization."
CRASHED = ("Something went wrong", "something went wrong")
COMMANDS = (
    "help",
    "show 1",
    "find Sarah",
    "disqualify 5 junk",
    "new lead Mallory, Evil",
    "pipeline",
    "guests on",
)


at_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Who may do what is decided before the database is asked: every route and verb is tried on both by owners
alone."""


def actions_of(card: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a card, wherever they stand."""
    return [action for part in (card, *card["body"]) for action in part.get("actions", ())]


@pytest.fixture
async def office(host: HostUnderTest) -> HostUnderTest:
    """A workspace with records of all kinds, and an owner, a member and a viewer."""
    await furnish(host)
    return host


def test_there_is_something_to_try() -> None:
    assert len(VERBS) == len(registry.forms) > 60
    assert len(WRITES) + len(READS) == len(ROUTES) > 70


@at_one_database
@pytest.mark.parametrize("one", OUTSIDERS.values(), ids=OUTSIDERS)
async def test_outsiders_stay_outside(office: HostUnderTest, one: Somebody) -> None:
    before = kept(office)
    for route in ROUTES:
        for answer in await try_route(office, one, route):
            assert (answer.status, answer.body["code"]) == (403, "guests_refused"), route
            assert SECRET not in str(answer.body)
    for verb in VERBS:
        for card in await try_verb(office, one, verb):
            assert OUTSIDE in texts_of(card), verb
            assert SECRET not in texts_of(card)
    for text in COMMANDS:
        assert OUTSIDE in texts_of(await say(office, one, text))
    assert kept(office) == before


async def test_who_is_outside_founds_nothing(host: HostUnderTest) -> None:
    """A guest who comes first is nobody, and owns nothing."""
    for one in OUTSIDERS.values():
        assert (await call(host, one, "GET", "/me")).status == 403
        assert OUTSIDE in texts_of(await say(host, one, "help"))
    added = activities.installation(host.service_url, user={**GRETA, "userRole": "guest"})
    await host.post(added)
    # All that was posted are the refusals.
    assert len(host.connector.activities) == len(OUTSIDERS)
    assert (await call(host, MEMBER, "GET", "/members")).body["items"] == [
        {"id": 1, "name": "Megan Bowen", "role": "member"}
    ]


@at_one_database
@pytest.mark.parametrize("one", OUTSIDERS.values(), ids=OUTSIDERS)
async def test_an_owner_lets_them_in_and_out_again(office: HostUnderTest, one: Somebody) -> None:
    opened = await call(office, OWNER, "PATCH", "/workspace", {"guests": True})
    assert (opened.status, opened.body["guests"]) == (200, True)
    assert (await call(office, one, "GET", "/me")).body["member"]["role"] == "member"
    assert "Sarah Meier" in texts_of(await say(office, one, "show 1"))
    assert (await call(office, one, "PATCH", "/workspace", {"guests": False})).status == 403
    proposed = await say(office, OWNER, "guests off")
    (button,) = [one for one in actions_of(proposed) if one["verb"] == "settings.change"]
    assert "stay outside" in texts_of(await press(office, OWNER, "settings.change", button["data"]))
    assert (await call(office, one, "GET", "/leads")).status == 403
    assert OUTSIDE in texts_of(await say(office, one, "show 1"))


async def test_another_tenant_is_another_world(office: HostUnderTest) -> None:
    """Somebody of a tenant that this host admits as well has a workspace of their own."""
    before = kept(office)
    answer = await office.api("GET", "/leads", tenant=FOREIGN_TENANT)
    assert (answer.status, answer.body["items"]) == (200, [])
    for route in ROUTES:
        if "{number}" in route.path and route.method == "GET":
            path = route.path.replace("{number}", "1")
            assert (await office.api("GET", path, tenant=FOREIGN_TENANT)).status == 404
    assert kept(office) == before


FOR_OWNERS = frozenset(
    route.path
    for route in ROUTES
    if re.search(r"/(?:data|data/page|erasure|erase|audit|erasures.*)\Z", route.path)
)
"""What is kept on people, and who did what: nobody but owners may ask."""


@at_one_database
async def test_viewers_read_everything_and_change_nothing(office: HostUnderTest) -> None:
    before = kept(office)
    for route in READS:
        statuses = {answer.status for answer in await try_route(office, VIEWER, route)}
        assert statuses <= {403, 404} if route.path in FOR_OWNERS else 200 in statuses, route.path
    for route in WRITES:
        answers = await try_route(office, VIEWER, route)
        if route.path != "/me":
            assert {answer.status for answer in answers} <= {403, 404, 409, 422}, (route, answers)
    for verb in VERBS:
        for card in await try_verb(office, VIEWER, verb):
            assert not any(crash in texts_of(card) for crash in CRASHED), verb
    assert kept(office) == before


@at_one_database
async def test_members_change_records_and_no_settings(office: HostUnderTest) -> None:
    before = settings_in(kept(office))
    answers = [(route.path, await try_route(office, MEMBER, route)) for route in ROUTES]
    for verb in VERBS:
        for card in await try_verb(office, MEMBER, verb):
            assert not any(crash in texts_of(card) for crash in CRASHED), verb
    assert settings_in(kept(office)) == before
    refused = {path for path, given in answers if 403 in {one.status for one in given}}
    # An import is taken back by whoever made it, or by an owner.
    settings = {"/workspace", "/workspace/fields", "/stages/{id}", "/framework"}
    assert refused == {*settings, "/imports/{id}/revert", *FOR_OWNERS}


async def test_owners_may_do_everything(office: HostUnderTest) -> None:
    before = kept(office)
    done = 0
    for route in WRITES:
        answers = await try_route(office, OWNER, route)
        assert 403 not in {answer.status for answer in answers}, route
        assert all(answer.status < 500 for answer in answers), answers
        done += any(answer.status < 300 for answer in answers)
    # Else the others would have been refused for another reason than who they are.
    assert done > 0.75 * sum(route.path not in FOR_OWNERS for route in WRITES)
    for verb in VERBS:
        for card in await try_verb(office, OWNER, verb):
            assert not any(crash in texts_of(card) for crash in CRASHED), verb
    after = kept(office)
    assert settings_in(after) != settings_in(before)
    assert after["leads"] != before["leads"]


@pytest.mark.parametrize("role", ["bot", "skill", "Bot"])
async def test_a_machine_is_nobody(host: HostUnderTest, role: str) -> None:
    sent = activities.message(host.service_url, "help", from_={**GRETA, "role": role})
    assert [answer.status for answer in await host.post(sent)] == [403]
    assert host.connector.activities == []


@pytest.mark.parametrize("id_", ["../../etc", "x" * 1000, "29:greta", "a4a8c2de0f0c4d8e8a576a3f2b9cf001"])
async def test_a_person_and_a_tenant_have_guids(host: HostUnderTest, id_: str) -> None:
    for sent in (
        activities.message(host.service_url, "help", from_={**GRETA, "aadObjectId": id_}),
        activities.message(host.service_url, "help", tenant=id_),
        activities.installation(host.service_url, from_={**GRETA, "aadObjectId": id_}),
    ):
        assert [answer.status for answer in await host.post(sent)] == [403]


async def test_both_doors_know_somebody_by_the_same_name(host: HostUnderTest) -> None:
    odd = "\u202eGreta\u0000 \u200e" + "x" * 1000
    name = ("Greta " + "x" * 200)[:200]
    somebody = Somebody({**GRETA, "name": odd})
    told = await call(host, somebody, "GET", "/me")
    assert told.body["member"]["name"] == name
    await say(host, Somebody({**GRETA, "name": odd.replace("\0", "\x1b")}), "help")
    assert (await call(host, OWNER, "GET", "/members")).body["items"][0]["name"] == name
    # Who has no name that can be seen keeps the one that they had.
    await say(host, Somebody({**GRETA, "name": "\u200b\u2800"}), "help")
    assert (await call(host, OWNER, "GET", "/members")).body["items"][0]["name"] == name
    assert TENANT not in name
