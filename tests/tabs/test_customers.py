"""Customers as a whole through the API; every answer fits the description."""

from __future__ import annotations

from typing import Any

from app.domain.member import Actor
from tests.tabs.conftest import Tab

FAR = "2040-05-04"


async def _keep(tab: Tab, actor: Actor, kind: str, **fields: Any) -> int:
    return int((await tab.post(f"/{kind}", actor, fields, 201))["number"])


async def test_an_organization_is_told_with_all_that_belongs_to_it(tab: Tab, alex: Actor) -> None:
    harbour = await _keep(tab, alex, "organizations", name="Harbour GmbH", domain="harbour.example")
    ann = await _keep(tab, alex, "contacts", name="Ann Hall", job_title="CFO", organization=harbour)
    deal = await _keep(
        tab,
        alex,
        "opportunities",
        name="Rollout",
        organization=harbour,
        amount={"amount": "500.00", "currency": "EUR"},
        need="A tool",
    )
    step = await _keep(tab, alex, "activities", type="task", name="Send offer", about=deal, due=FAR)
    call = await _keep(tab, alex, "activities", type="call", name="Hello", about=ann, done_at="2026-11-20")
    told = await tab.get(f"/organizations/{harbour}/overview", alex)
    assert (told["number"], told["kind"], told["name"]) == (harbour, "organization", "Harbour GmbH")
    assert told["counts"] == {"contacts": 1, "leads": 0, "opportunities": 1}
    [person] = told["people"]
    assert (person["contact"], person["job_title"]) == ({"number": ann, "name": "Ann Hall"}, "CFO")
    [opportunity] = told["opportunities"]
    assert (opportunity["number"], opportunity["stage"], opportunity["status"]) == (deal, "qualified", "open")
    euros = {"amount": "500.00", "currency": "EUR"}
    assert told["sums"] == [{"status": "open", "count": 1, "totals": [euros]}]
    assert told["needs"] == [{"text": "A tool", "opportunity": {"number": deal, "name": "Rollout"}}]
    assert told["next_step"]["number"] == step
    assert told["next_step"]["about"] == {"number": deal, "name": "Rollout", "kind": "opportunity"}
    assert [one["number"] for one in told["interactions"]] == [call] == [told["last_touch"]["number"]]
    assert (told["last_touch"]["done_on"], told["last_touch"]["done_at"]) == ("2026-11-20", None)
    assert [one["member"]["name"] for one in told["known_by"]] == [alex.name]
    assert told["missing"] == ["phone", "industry", "size"]
    of_ann = await tab.get(f"/contacts/{ann}/overview", alex)
    assert [one["number"] for one in of_ann["interactions"]] == [call]
    assert (await tab.call("GET", f"/contacts/{harbour}/overview", alex)).status == 404


async def test_one_timeline_tells_all_of_a_customer(tab: Tab, alex: Actor, kim: Actor) -> None:
    harbour = await _keep(tab, alex, "organizations", name="Harbour GmbH")
    ann = await _keep(tab, alex, "contacts", name="Ann Hall", organization=harbour)
    call = await _keep(tab, kim, "activities", type="call", name="Hello", about=ann)
    note = await _keep(tab, alex, "activities", type="note", name="Likes tea", about=harbour)
    path = f"/organizations/{harbour}/timeline"

    async def told(query: str) -> list[tuple[str, int]]:
        return [(one["event"], one["number"]) for one in (await tab.get(f"{path}?{query}", alex))["items"]]

    whole = [
        ("ActivityLogged", note),
        ("ActivityLogged", call),
        ("ContactCaptured", ann),
        ("OrganizationCaptured", harbour),
    ]
    assert await told("scope=all") == whole
    assert await told("scope=own") == [whole[0], whole[3]]
    assert await told("") == [whole[0], whole[3]]
    assert await told("scope=all&type=call") == [whole[1]]
    owner = (await tab.get("/me", kim))["member"]["id"]
    assert await told(f"scope=all&owner={owner}") == [whole[1]]
    first = await tab.get(f"{path}?scope=all&limit=3", alex)
    second = await tab.get(f"{path}?scope=all&limit=3&cursor={first['next'].replace('+', '%2B')}", alex)
    assert [one["number"] for one in (*first["items"], *second["items"])] == [number for _, number in whole]
    assert second["next"] is None
    narrow = await tab.call("GET", f"{path}?type=call", alex)
    assert (narrow.status, list(narrow.json["fields"])) == (422, ["scope"])
    for cursor in ("x", "1"):
        assert (await tab.call("GET", f"{path}?scope=all&cursor={cursor}", alex)).status == 422
    assert (await tab.call("GET", f"{path}?cursor=x", alex)).status == 422
