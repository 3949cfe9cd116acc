"""Qualifying by choice through the API: what is offered, what is chosen, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.member import Actor
from tests.tabs.conftest import Tab

SARAH = {
    "name": "Sarah Meier",
    "company": "Tech Innovators Inc.",
    "email": "sarah@ti.example",
    "phone": "+49 30 1234567",
}


@pytest.fixture
async def lead(tab: Tab, alex: Actor) -> int:
    """Sarah's lead, beside an organization, a contact and a deal that are there already."""
    company = await tab.post("/organizations", alex, {"name": "Tech Innovators"}, 201)
    contact = {"name": "Sarah Meier", "email": "sarah@ti.example", "phone": "+44 20 7946 0000"}
    await tab.post("/contacts", alex, contact, 201)
    await tab.post("/opportunities", alex, {"name": "Tool", "organization": company["number"]}, 201)
    number: int = (await tab.post("/leads", alex, SARAH, 201))["number"]
    return number


async def test_what_is_there_is_offered(tab: Tab, alex: Actor, lead: int) -> None:
    offer = await tab.get(f"/leads/{lead}/qualification", alex)
    assert offer["usual"] == {"organization": 1, "contact": 2, "opportunity": "new"}
    assert offer["candidates"]["opportunity"] == [
        {"number": 3, "name": "Tool", "why": [], "detail": "Qualified"}
    ]
    assert offer["candidates"]["organization"][0]["why"] == ["company"]
    assert offer["kept"] == [
        {
            "kind": "contact",
            "number": 2,
            "field": "phone",
            "lead": "+49 30 1234567",
            "kept": "+44 20 7946 0000",
        }
    ]


async def test_a_lead_joins_what_was_chosen_and_leaves_it_again(tab: Tab, alex: Actor, lead: int) -> None:
    body: dict[str, Any] = {"organization": "new", "contact": 2, "opportunity": 3, "need": "a tool"}
    joined = await tab.post(f"/leads/{lead}/qualify", alex, body)
    assert (joined["number"], joined["kind"], joined["need"]) == (3, "opportunity", "a tool")
    log = joined["conversion"]
    assert (log["created"], log["used"], log["skipped"]) == (
        {"organization": 5},
        {"contact": 2, "opportunity": 3},
        [],
    )
    assert (await tab.get(f"/leads/{lead}", alex))["conversion"] == log
    told = (await tab.get(f"/leads/{lead}/timeline", alex))["items"][0]
    assert (told["event"], told["after"]["conversion"]) == ("LeadQualified", log)
    back = await tab.post(f"/leads/{lead}/reopen", alex, {})
    assert (back["status"], back["conversion"], back["opportunity"]) == ("open", {}, None)
    assert (await tab.get("/opportunities/3", alex))["need"] == ""


async def test_nothing_is_made_where_nothing_is_wanted(tab: Tab, alex: Actor, lead: int) -> None:
    nothing = dict.fromkeys(("organization", "contact", "opportunity"), "none")
    answer = await tab.call("POST", f"/leads/{lead}/qualify", alex, nothing, headers={"Idempotency-Key": "q"})
    again = await tab.call("POST", f"/leads/{lead}/qualify", alex, nothing, headers={"Idempotency-Key": "q"})
    assert answer.json == again.json
    assert (answer.json["kind"], answer.json["status"]) == ("lead", "qualified")
    assert answer.json["conversion"]["skipped"] == ["organization", "contact", "opportunity"]


@pytest.mark.parametrize("target", ["old", "", 0, -1, True, 1.5, [], 99])
async def test_no_other_target_is_taken(tab: Tab, alex: Actor, lead: int, target: Any) -> None:
    refused = await tab.call("POST", f"/leads/{lead}/qualify", alex, {"contact": target})
    assert (refused.status, set(refused.json["fields"])) == (422, {"contact"})
    assert (await tab.get(f"/leads/{lead}", alex))["status"] == "open"


async def test_the_conversion_is_told_again_to_who_repeats_it(tab: Tab, alex: Actor, lead: int) -> None:
    answers = [
        await tab.call("POST", f"/leads/{lead}/qualify", alex, {}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json


async def test_a_stale_change_is_told_what_changed_since(tab: Tab, alex: Actor, kim: Actor) -> None:
    number = (await tab.post("/leads", alex, SARAH, 201))["number"]
    patched = await tab.call("PATCH", f"/leads/{number}", kim, {"phone": "+49 30 7654321", "version": 1})
    assert patched.status == 200
    stale = {"company": "TI", "version": 1}
    refused = await tab.call("PATCH", f"/leads/{number}", alex, stale)
    assert (refused.status, refused.json["code"]) == (409, "changed_meanwhile")
    assert refused.json["current"]["phone"] == "+49 30 7654321"
    (change,) = refused.json["changes"]
    assert (change["event"], change["actor"]["name"]) == ("LeadEdited", "Kim Akers")
    assert (change["before"], change["after"]) == (
        {"phone": "+49 30 1234567"},
        {"phone": "+49 30 7654321"},
    )
    qualify = await tab.call("POST", f"/leads/{number}/qualify", alex, {"version": 1})
    assert qualify.json["changes"] == [change]
