"""Participants and followers through the API, on both databases; every answer fits the description."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.member import Actor
from tests.tabs.conftest import Tab

KINDS = ("/leads", "/opportunities")


async def _deal(tab: Tab, actor: Actor, path: str) -> str:
    record = await tab.post(path, actor, {"name": "Rollout"}, 201)
    return f"{path}/{record['number']}"


async def _contact(tab: Tab, actor: Actor, name: str) -> dict[str, Any]:
    record = await tab.post("/contacts", actor, {"name": name}, 201)
    return {"number": record["number"], "name": name}


@pytest.mark.parametrize("path", KINDS)
async def test_contacts_take_part_in_roles(tab: Tab, alex: Actor, path: str) -> None:
    anna, one = await _contact(tab, alex, "Anna Roth"), await _deal(tab, alex, path)
    who = {"contact": anna["number"]}
    record = await tab.post(f"{one}/participants", alex, {**who, "role": "CFO", "version": 1})
    assert record["participants"] == [{"contact": anna, "role": "CFO"}]
    changed = await tab.call("PATCH", f"{one}/participants", alex, {**who, "role": "buyer"})
    assert changed.json["participants"] == [{"contact": anna, "role": "buyer"}]
    [listed] = (await tab.get(path, alex))["items"]
    assert listed == changed.json
    newest = (await tab.get(f"{one}/timeline", alex))["items"][0]
    assert newest["event"] == "ParticipantChanged"
    assert newest["before"] == {"participants": [{"contact": anna, "role": "CFO"}]}
    assert newest["after"] == {"participants": [{"contact": anna, "role": "buyer"}]}
    gone = await tab.call("DELETE", f"{one}/participants", alex, who)
    assert (gone.status, gone.json["participants"], gone.json["version"]) == (200, [], 4)


async def test_what_cannot_take_part_is_told_by_its_field(tab: Tab, alex: Actor) -> None:
    anna, one = await _contact(tab, alex, "Anna Roth"), await _deal(tab, alex, "/opportunities")
    who = {"contact": anna["number"]}
    await tab.post(f"{one}/participants", alex, who)
    for method, body, sentence in (
        ("POST", who, "This contact takes part already."),
        ("POST", {"contact": 99}, "I do not know this contact. Write the number or the whole name."),
        ("DELETE", {"contact": 99}, "This contact does not take part here."),
        ("POST", {}, "Please fill this in."),
    ):
        refused = await tab.call(method, f"{one}/participants", alex, body)
        assert (refused.status, refused.json["fields"]) == (422, {"contact": sentence})
    stale = await tab.call("DELETE", f"{one}/participants", alex, {**who, "version": 1})
    assert (stale.status, stale.json["code"]) == (409, "changed_meanwhile")
    assert stale.json["current"]["participants"] == [{"contact": anna, "role": ""}]


@pytest.mark.parametrize("path", KINDS)
async def test_colleagues_follow(tab: Tab, alex: Actor, kim: Actor, path: str) -> None:
    one = await _deal(tab, alex, path)
    await tab.get("/me", kim)
    record = await tab.post(f"{one}/followers", kim)
    assert record["followers"] == [{"id": 2, "name": "Kim Akers"}]
    record = await tab.post(f"{one}/followers", kim, {"member": 1})
    assert [follower["name"] for follower in record["followers"]] == ["Kim Akers", "Alex Wilber"]
    gone = await tab.call("DELETE", f"{one}/followers", kim)
    assert gone.json["followers"] == [{"id": 1, "name": "Alex Wilber"}]
    newest = (await tab.get(f"{one}/timeline", alex))["items"][0]
    assert newest["after"] == {"followers": [{"id": 1, "name": "Alex Wilber"}]}
    refused = await tab.call("POST", f"{one}/followers", kim, {"member": 99})
    assert refused.json["fields"] == {"member": "I do not know this colleague."}


async def test_a_kind_must_be_the_one_of_the_address(tab: Tab, alex: Actor) -> None:
    anna, one = await _contact(tab, alex, "Anna Roth"), await _deal(tab, alex, "/leads")
    other = one.replace("leads", "opportunities")
    for path in ("participants", "followers"):
        body = {"contact": anna["number"]} if path == "participants" else {}
        for method in ("POST", "DELETE"):
            assert (await tab.call(method, f"{other}/{path}", alex, body)).status == 404
