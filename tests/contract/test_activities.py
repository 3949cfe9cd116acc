"""Activities over HTTP: by the API and by the chat, each seeing what the other did, and nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.contract.test_story import texts_of
from tests.kit.activities import FOREIGN_TENANT
from tests.kit.host import HostUnderTest

LEAD = "new lead Sarah Meier, Tech Innovators Inc., sarah@techinnovators.example"


def day(ahead: int) -> str:
    return (dt.datetime.now(ZoneInfo("Europe/Berlin")).date() + dt.timedelta(days=ahead)).isoformat()


@pytest.fixture
async def deal(host: HostUnderTest) -> HostUnderTest:
    """A qualified lead: numbers 1 to 4, the last of which is the opportunity."""
    await host.say(LEAD)
    await host.press("lead.qualify", {"number": 1, "form": "q"})
    return host


async def post(host: HostUnderTest, path: str, body: Any, status: int = 200) -> Any:
    answer = await host.api("POST", path, body)
    assert answer.status == status, answer.body
    return answer.body


async def test_a_task_goes_from_the_api_through_my_work_to_done(deal: HostUnderTest) -> None:
    task = await post(
        deal, "/activities", {"about": 4, "type": "task", "text": "Call\nher", "due": day(-1)}, 201
    )
    assert (task["name"], task["text"], task["due"], task["done_at"]) == ("Call", "her", day(-1), None)
    assert task["about"] == {"number": 4, "name": "Tech Innovators Inc.", "kind": "opportunity"}
    shown = (await deal.api("GET", "/opportunities/4")).body
    assert shown["next_step"] == {"number": 5, "type": "task", "name": "Call", "due": day(-1), "due_at": None}
    work = (await deal.api("GET", "/work")).body
    assert [duty["number"] for duty in work["overdue"]] == [5]
    assert (work["without_step"], work["stale"], work["today"]) == ([], [], day(0))
    assert "overdue since" in texts_of(await deal.say("my work"))
    moved = await deal.api("PATCH", "/activities/5", {"version": 1, "due_at": f"{day(1)}T12:00:00+00:00"})
    assert (moved.body["due"], moved.body["due_at"]) == (day(1), f"{day(1)}T12:00:00Z")
    done = await post(deal, "/activities/5/done", {"version": 2})
    assert done["done_at"] is not None
    assert (await deal.api("POST", "/activities/5/done")).status == 409
    assert [one["number"] for one in (await deal.api("GET", "/work")).body["without_step"]] == [4]
    assert (await post(deal, "/activities/5/reopen", {}))["done_at"] is None


async def test_what_was_called_off_says_so_and_is_not_done(deal: HostUnderTest) -> None:
    await deal.say("meeting 4 demo tomorrow 14:00")
    assert (await deal.api("GET", "/activities/5")).body["cancelled"] is False
    await deal.say("cancel the demo with 4")
    shown = (await deal.api("GET", "/activities/5")).body
    assert shown["cancelled"] is True
    assert (await deal.api("POST", "/activities/5/done")).status == 409
    entries = (await deal.api("GET", "/activities/5/timeline")).body["items"]
    assert entries[0]["event"] == "ActivityCancelled"
    assert entries[0]["after"] == {}
    reopened = await post(deal, "/activities/5/reopen", {})
    assert (reopened["cancelled"], reopened["done_at"]) == (False, None)


async def test_what_was_chatted_is_listed_and_filtered(deal: HostUnderTest) -> None:
    await deal.say("note 4 wants SAP")
    await deal.say("task 4 write her tomorrow")
    await deal.say("call 1 was glad")
    for query, numbers in (
        ("", [7, 6, 5]),
        ("?about=4", [6, 5]),
        ("?type=call", [7]),
        ("?open=true", [6]),
        ("?open=false&owner=1", [7, 5]),
        ("?q=sap", [5]),
    ):
        page = (await deal.api("GET", f"/activities{query}")).body
        assert [one["number"] for one in page["items"]] == numbers, query
    told = (await deal.api("GET", "/opportunities/4/timeline")).body["items"]
    assert [(one["number"], one["about"]) for one in told[:2]] == [(6, "write her"), (5, "wants SAP")]
    lead = (await deal.api("GET", "/leads?status=qualified")).body["items"][0]
    assert lead["next_step"] is None


async def test_when_it_took_place_is_told_corrected_and_followed(deal: HostUnderTest) -> None:
    there = (dt.datetime.now(ZoneInfo("Europe/Berlin")) - dt.timedelta(days=2)).replace(
        second=0, microsecond=0
    )
    call = {"about": 4, "type": "call", "text": "Talked"}
    exact = await post(deal, "/activities", {**call, "done_at": f"{there:%Y-%m-%dT%H:%M}"}, 201)
    assert dt.datetime.fromisoformat(exact["done_at"]) == there
    assert exact["done_on"] is None
    whole = await post(deal, "/activities", {**call, "done_at": day(-3)}, 201)
    assert (whole["done_on"], whole["done_at"][:10]) == (day(-3), day(-3))
    entries = (await deal.api("GET", "/opportunities/4/timeline")).body["items"]
    assert [one["number"] for one in entries[-2:]] == [exact["number"], whole["number"]]
    assert [one["happened_on"] for one in entries[-2:]] == [None, day(-3)]
    path = f"/activities/{whole['number']}"
    moved = await deal.api("PATCH", path, {"version": 1, "done_at": day(-1)})
    assert (moved.body["done_on"], moved.body["version"]) == (day(-1), 2)
    for wrong in (day(1), "2099-01-01T10:00:00Z", "soon", None):
        refused = await deal.api("PATCH", path, {"done_at": wrong})
        assert (refused.status, set(refused.body["fields"])) == (422, {"done_at"}), wrong
    task = await post(deal, "/activities", {"about": 4, "type": "task", "text": "Write", "due": day(3)}, 201)
    done = await post(deal, f"/activities/{task['number']}/done", {"done_at": day(-1)})
    assert done["done_on"] == day(-1)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"about": 4, "type": "task"}, {"text"}),
        ({"type": "call"}, {"about"}),
        ({"about": 4, "type": "visit"}, {"type"}),
        ({"about": 99, "type": "call"}, {"about"}),
        ({"about": 4, "type": "call", "due_at": "tomorrow"}, {"due_at"}),
        ({"about": 4, "type": "call", "done_at": None}, {"done_at"}),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(
    deal: HostUnderTest, body: dict[str, object], fields: set[str]
) -> None:
    answer = await deal.api("POST", "/activities", body)
    assert (answer.status, set(answer.body["fields"])) == (422, fields)


async def test_another_tenant_sees_and_changes_nothing(deal: HostUnderTest) -> None:
    await deal.say("task 4 Geheimprojekt tomorrow")
    await deal.say("hello", tenant=FOREIGN_TENANT)
    for method, path, body in (
        ("GET", "/activities/5", None),
        ("GET", "/activities/5/timeline", None),
        ("PATCH", "/activities/5", {"name": "Mine"}),
        ("POST", "/activities/5/done", {}),
        ("POST", "/activities/5/reopen", {}),
        ("POST", "/activities/5/assign", {"owner": 1}),
    ):
        answer = await deal.api(method, path, body, tenant=FOREIGN_TENANT)
        assert answer.status == 404, path
    assert (await deal.api("GET", "/activities", tenant=FOREIGN_TENANT)).body["items"] == []
    foreign = (await deal.api("GET", "/work", tenant=FOREIGN_TENANT)).body
    assert not any(foreign[name] for name in ("overdue", "due_today", "upcoming", "without_step", "stale"))
    answer = await deal.api("POST", "/activities", {"about": 4, "type": "call"}, tenant=FOREIGN_TENANT)
    assert answer.status == 422
    for text in (
        "show 5",
        "done 5",
        "due 5 tomorrow",
        "done 4",
        "note 4 x",
        "next 4",
        "my work",
        "find Geheim",
    ):
        card = await deal.say(text, tenant=FOREIGN_TENANT)
        assert "Geheimprojekt" not in texts_of(card), text
    for verb in ("activity.done", "activity.later", "activity.edit.open", "record.more", "activity.new"):
        card = await deal.press(verb, {"number": 5, "version": 1, "form": verb}, tenant=FOREIGN_TENANT)
        assert "Geheimprojekt" not in texts_of(card), verb
    untouched = (await deal.api("GET", "/activities/5")).body
    assert (untouched["version"], untouched["done_at"]) == (1, None)
