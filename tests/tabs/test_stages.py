"""Stages with conditions, questions and scores through the API."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.member import Actor
from tests.tabs.conftest import Tab

EUROS = {"amount": "12000.00", "currency": "EUR"}


async def deal(tab: Tab, actor: Actor, **fields: Any) -> str:
    number = (await tab.post("/opportunities", actor, {"name": "Project tool", **fields}, 201))["number"]
    return f"/opportunities/{number}"


async def change(tab: Tab, actor: Actor, path: str, body: Any, status: int = 200) -> Any:
    answer = await tab.call("PATCH", path, actor, body)
    assert answer.status == status, answer.json
    return answer.json


async def test_a_move_names_what_is_missing_and_takes_it_along(tab: Tab, alex: Actor) -> None:
    path = await deal(tab, alex)
    stage = await change(tab, alex, "/stages/3", {"required": ["amount", "close_date", "authority"]})
    assert stage["required"] == ["amount", "close_date", "authority"]
    assert (await tab.get("/pipeline", alex))["stages"][2] == stage
    assert (await tab.get("/board", alex))["columns"][2]["stage"] == stage

    refused = await tab.call("POST", f"{path}/move", alex, {"stage": "proposal", "version": 1})
    assert (refused.status, refused.json["code"]) == (422, "fields_missing")
    assert refused.json["fields"] == dict.fromkeys(stage["required"], "Please fill this in.")
    partly = {"stage": "proposal", "version": 1, "fields": {"amount": EUROS, "close_date": "soon"}}
    wrong = await tab.call("POST", f"{path}/move", alex, partly)
    assert (wrong.status, list(wrong.json["fields"])) == (422, ["close_date"])
    assert (await tab.get(path, alex))["version"] == 1

    fields = {"amount": EUROS, "close_date": "2030-01-31", "authority": "user"}
    moved = await tab.post(f"{path}/move", alex, {"stage": "proposal", "version": 1, "fields": fields})
    assert (moved["stage"], moved["amount"], moved["close_date"]) == ("proposal", EUROS, "2030-01-31")
    undone = await tab.post("/undo", alex, {})
    assert [one["event"] for one in undone["undone"]] == ["OpportunityMoved", "OpportunityEdited"]
    back = await tab.get(path, alex)
    assert (back["stage"], back["amount"], back["authority"]) == ("qualified", None, None)


async def test_winning_and_a_new_deal_have_conditions_too(tab: Tab, alex: Actor) -> None:
    path = await deal(tab, alex)
    for stage in (1, 5):
        await change(tab, alex, f"/stages/{stage}", {"required": ["need"]})
    for address, body in (
        (f"{path}/move", {"stage": "won"}),
        ("/opportunities", {"name": "Another"}),
    ):
        refused = await tab.call("POST", address, alex, body)
        assert (refused.status, refused.json["code"], list(refused.json["fields"])) == (
            422,
            "fields_missing",
            ["need"],
        )
    lost = await tab.post(f"{path}/move", alex, {"stage": "lost", "reason": "price"})
    assert lost["status"] == "lost"


async def test_owners_change_stages_and_no_deal_changes_with_them(tab: Tab, alex: Actor, kim: Actor) -> None:
    path = await deal(tab, alex, amount=EUROS)
    before = await tab.get(path, alex)
    body = {"name": "Erstkontakt", "probability": 35, "stale_after": 3, "id": 1}
    changed = await change(tab, alex, "/stages/1", body)
    assert changed == {"key": "qualified", "type": "open", "required": [], "version": 2, **body}
    after = await tab.get(path, alex)
    assert after == {**before, "stage_name": "Erstkontakt", "probability": 35}
    assert (await change(tab, alex, "/stages/1", {"name": None}))["name"] == "Qualified"

    await tab.get("/me", kim)
    assert (await change(tab, kim, "/stages/1", {"name": "Mine"}, 403))["code"] == "only_owners"
    assert (await change(tab, alex, "/stages/99", {"name": "x"}, 404))["code"] == "stage_unknown"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"required": ["colour"]}, "required"),
        ({"required": "amount"}, "required"),
        ({"required": [3]}, "required"),
        ({"probability": 120}, "probability"),
        ({"stale_after": "7"}, "stale_after"),
        ({"type": "won"}, "type"),
    ],
)
async def test_what_a_stage_cannot_take_is_said_at_its_field(
    tab: Tab, alex: Actor, body: dict[str, Any], field: str
) -> None:
    refused = await change(tab, alex, "/stages/3", body, 422)
    assert list(refused["fields"]) == [field]


async def test_a_stage_that_somebody_else_has_changed_is_not_overwritten(tab: Tab, alex: Actor) -> None:
    seen = (await tab.get("/pipeline", alex))["stages"][2]
    theirs = {"required": ["amount"], "version": seen["version"]}
    assert (await change(tab, alex, "/stages/3", theirs))["version"] == seen["version"] + 1
    refused = await change(tab, alex, "/stages/3", {"stale_after": 4, "version": seen["version"]}, 409)
    assert (refused["code"], refused["current"]) == ("stage_changed_meanwhile", None)
    now = (await tab.get("/pipeline", alex))["stages"][2]
    assert now == {**seen, "required": ["amount"], "version": seen["version"] + 1}
    mine = {"stale_after": 4, "version": now["version"]}
    assert (await change(tab, alex, "/stages/3", mine))["required"] == ["amount"]


async def test_a_repeated_change_of_settings_is_answered_as_the_first(tab: Tab, alex: Actor) -> None:
    key = {"Idempotency-Key": "once"}
    for _ in range(2):
        answer = await tab.call("PATCH", "/stages/3", alex, {"probability": 61}, headers=key)
        assert (answer.status, answer.json["probability"]) == (200, 61)
    for _ in range(2):
        answer = await tab.call(
            "PATCH", "/framework", alex, {"framework": "champ"}, headers={"Idempotency-Key": "twice"}
        )
        assert (answer.status, answer.json["framework"]) == (200, "champ")


async def test_the_framework_is_chosen_and_leads_and_deals_are_scored_by_it(
    tab: Tab, alex: Actor, kim: Actor
) -> None:
    asked = await tab.get("/framework", alex)
    assert (asked["framework"], asked["frameworks"]) == ("bant", ["bant", "champ", "meddic"])
    lead = await tab.capture(alex, need="a tool", authority="influencer")
    assert lead["score"]["points"] == 43
    assert lead["score"]["of"] == 100
    assert [reason["message"] for reason in lead["score"]["reasons"]] == [
        "no budget",
        "no date",
        "contact has influence, but does not decide",
    ]
    assert lead["score"]["strengths"] == ["need"]

    await tab.get("/me", kim)
    assert (await change(tab, kim, "/framework", {"framework": "champ"}, 403))["code"] == "only_owners"
    assert (await change(tab, alex, "/framework", {"framework": "spin"}, 422))["code"] == "invalid_input"
    chosen = await change(tab, alex, "/framework", {"framework": "meddic"})
    assert [one["field"] for one in chosen["questions"]][:2] == ["metrics", "economic_buyer"]
    assert sum(one["weight"] for one in chosen["questions"]) == 100
    edited = await change(tab, alex, f"/leads/{lead['number']}", {"metrics": "40 hours"})
    assert (edited["metrics"], edited["score"]["points"]) == ("40 hours", 35)
    [told] = (await tab.get(f"/leads/{lead['number']}/timeline?limit=1", alex))["items"]
    assert (told["before"], told["after"]) == ({}, {"metrics": "40 hours"})

    qualified = await tab.qualify(alex, lead["number"], champion="Sarah")
    assert (qualified["metrics"], qualified["champion"], qualified["score"]["points"]) == (
        "40 hours",
        "Sarah",
        50,
    )
    for path in ("/leads", "/opportunities"):
        [item] = (await tab.get(path, alex))["items"]
        assert item["score"]["points"] == 50, path


async def test_settings_are_those_of_ones_own_tenant(tab: Tab, alex: Actor, stranger: Actor) -> None:
    await change(tab, alex, "/stages/3", {"required": ["amount"], "name": "Geheimphase"})
    await change(tab, alex, "/framework", {"framework": "champ"})
    theirs = await tab.get("/pipeline", stranger)
    assert "Geheimphase" not in str(theirs)
    assert (await tab.get("/framework", stranger))["framework"] == "bant"
    path = await deal(tab, stranger)
    assert (await tab.post(f"{path}/move", stranger, {"stage": "proposal"}))["stage"] == "proposal"
