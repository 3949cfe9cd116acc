"""Undo in the tab: what it tells before, how far back it goes, and that it removes nothing unasked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity, move_opportunity
from app.domain.event import Source
from app.domain.member import Actor
from app.store.database import Database
from app.store.tables import events
from tests.tabs.conftest import Tab


async def deal(tab: Tab, actor: Actor, name: str = "Contoso") -> int:
    """An opportunity that was captured in the chat."""
    view = await tab.crm.write(actor, capture_opportunity, {"name": name})
    return view.record.number


async def move(tab: Tab, actor: Actor, number: int, stage: str) -> dict[str, Any]:
    moved: dict[str, Any] = await tab.post(f"/opportunities/{number}/move", actor, {"stage": stage})
    return moved


async def next_undo(tab: Tab, actor: Actor) -> Any:
    return (await tab.get("/undo", actor))["undo"]


async def test_it_names_record_and_change_before(tab: Tab, alex: Actor) -> None:
    assert await next_undo(tab, alex) is None
    number = await deal(tab, alex)
    await move(tab, alex, number, "proposal")
    found = await next_undo(tab, alex)
    assert (found["records"], found["removes"]) == ([{"number": number, "name": "Contoso"}], [])
    [entry] = found["entries"]
    assert (entry["event"], entry["before"]["stage"], entry["after"]["stage"]) == (
        "OpportunityMoved",
        "qualified",
        "proposal",
    )
    assert (await tab.post("/undo", alex, {"change": found["change"]}))["undone"][0]["number"] == number
    assert await next_undo(tab, alex) is None, "that it was captured was told in the chat"


async def test_a_hundred_times_takes_back_what_was_done_in_the_tab_and_no_more(
    tab: Tab, alex: Actor, kim: Actor
) -> None:
    number, other = await deal(tab, alex), await deal(tab, kim, "Fabrikam")
    for stage in ("meeting", "proposal", "negotiation"):
        await move(tab, alex, number, stage)
    await move(tab, kim, other, "meeting")
    # What is said in the chat in between is not taken back, nor does it stand in the way.
    await tab.crm.write(alex, capture_lead, LeadDraft(name="Sarah Meier"))
    answers = [await tab.call("POST", "/undo", alex, {"remove": True}) for _ in range(100)]
    assert [one.status for one in answers] == [200] * 3 + [409] * 97
    assert {one.json["code"] for one in answers[3:]} == {"nothing_to_undo"}
    board = await tab.get("/board", alex)
    assert {card["number"] for column in board["columns"] for card in column["cards"]} == {number, other}
    assert (await tab.get(f"/opportunities/{number}", alex))["stage"] == "qualified"
    assert (await tab.get(f"/opportunities/{other}", alex))["stage"] == "meeting"
    assert (await tab.get("/leads", alex))["items"][0]["name"] == "Sarah Meier"


async def test_it_removes_nothing_unasked(tab: Tab, alex: Actor) -> None:
    number = (await tab.capture(alex, name="Paul Keep"))["number"]
    found = await next_undo(tab, alex)
    assert found["removes"] == [{"number": number, "name": "Paul Keep"}]
    for body in ({}, {"change": found["change"]}, {"number": number, "version": 1}):
        refused = await tab.call("POST", "/undo", alex, body)
        assert (refused.status, refused.json["code"]) == (409, "undo_removes")
        assert "Paul Keep" in refused.json["message"]
        assert refused.json["current"]["number"] == number
    await tab.post("/undo", alex, {"change": found["change"], "remove": True})
    assert (await tab.call("GET", f"/leads/{number}", alex)).status == 404


async def test_what_is_older_than_today_stays(tab: Tab, database: Database, alex: Actor) -> None:
    number = await deal(tab, alex)
    await move(tab, alex, number, "proposal")
    # As if it were yesterday, wherever Alex may be.
    with database.write() as connection:
        told = events.c.source == Source.TAB.value
        earlier = dt.datetime.now(dt.UTC) - dt.timedelta(hours=48)
        connection.execute(sa.update(events).where(told).values(at=earlier))
    assert await next_undo(tab, alex) is None
    refused = await tab.call("POST", "/undo", alex, {"remove": True})
    assert (refused.status, refused.json["code"]) == (409, "nothing_to_undo")
    assert refused.json["message"] == "Nothing is left of what you changed in the tab today."


async def test_only_what_was_shown_is_taken_back(tab: Tab, alex: Actor) -> None:
    """Another window of the same person may have changed something in between."""
    number, other = await deal(tab, alex), await deal(tab, alex, "Fabrikam")
    await move(tab, alex, number, "meeting")
    shown = (await next_undo(tab, alex))["change"]
    moved = await move(tab, alex, other, "won")
    late = await tab.call("POST", "/undo", alex, {"change": shown})
    assert (late.status, late.json["code"]) == (409, "undo_other")
    elsewhere = await tab.call("POST", "/undo", alex, {"number": number, "version": 2})
    assert (elsewhere.status, elsewhere.json["code"]) == (409, "undo_elsewhere")
    stale = await tab.call("POST", "/undo", alex, {"number": other, "version": moved["version"] - 1})
    assert (stale.status, stale.json["code"]) == (409, "changed_meanwhile")
    await tab.post("/undo", alex, {"number": other, "version": moved["version"]})
    assert (await tab.get(f"/opportunities/{other}", alex))["status"] == "open"


async def test_what_a_colleague_builds_on_is_told(tab: Tab, alex: Actor, kim: Actor) -> None:
    number = await deal(tab, alex)
    await move(tab, alex, number, "meeting")
    await tab.crm.write(kim, move_opportunity, number, "proposal")
    refused = await tab.call("POST", "/undo", alex, {})
    assert (refused.status, refused.json["code"]) == (409, "undo_blocked")
    assert kim.name in refused.json["message"]


@pytest.mark.parametrize("body", [{"change": "x"}, {"remove": "maybe"}, {"when": 1}])
async def test_a_wish_that_is_none_is_refused(lone_tab: Tab, alex: Actor, body: dict[str, Any]) -> None:
    answer = await lone_tab.call("POST", "/undo", alex, body)
    assert (answer.status, list(answer.json["fields"])) == (422, list(body))
