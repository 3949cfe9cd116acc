"""Activities through the API, on both databases; every answer fits the description."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.domain.member import Actor
from tests.tabs.conftest import Tab

LONG_AGO, FAR = "2020-05-04", "2040-05-04"


async def _plan(tab: Tab, actor: Actor, about: int, **fields: Any) -> dict[str, Any]:
    task = {"type": "task", "name": "Call Sarah", "about": about, **fields}
    answer: dict[str, Any] = await tab.post("/activities", actor, task, 201)
    return answer


async def _deal(tab: Tab, actor: Actor, name: str = "Rollout") -> int:
    return int((await tab.post("/opportunities", actor, {"name": name}, 201))["number"])


async def test_a_next_step_is_planned_moved_done_and_opened_again(tab: Tab, alex: Actor) -> None:
    deal = await _deal(tab, alex)
    task = await _plan(tab, alex, deal, due_at="2040-05-04T22:30:00Z", text="Ask for the budget")
    assert (task["due"], task["due_at"]) == ("2040-05-05", "2040-05-04T22:30:00Z"), "the day in Berlin"
    assert task["about"] == {"number": deal, "name": "Rollout", "kind": "opportunity"}
    assert (task["done_at"], task["version"]) == (None, 1)
    step = {name: task[name] for name in ("number", "type", "name", "due", "due_at")}
    assert (await tab.get(f"/opportunities/{deal}", alex))["next_step"] == step
    [listed] = (await tab.get("/opportunities", alex))["items"]
    assert listed["next_step"] == step
    path = f"/activities/{task['number']}"
    moved = (await tab.call("PATCH", path, alex, {"version": 1, "due": FAR})).json
    assert (moved["due"], moved["due_at"], moved["version"]) == (FAR, None, 2), "a day alone has no time"
    done = await tab.post(f"{path}/done", alex, {"version": 2})
    assert done["done_at"] is not None
    assert (await tab.get(f"/opportunities/{deal}", alex))["next_step"] is None
    again = await tab.call("POST", f"{path}/done", alex, {})
    assert (again.status, again.json["code"]) == (409, "activity_is_done")
    assert (await tab.post(f"{path}/reopen", alex, {}))["done_at"] is None
    events = [one["event"] for one in (await tab.get(f"/opportunities/{deal}/timeline", alex))["items"]]
    expected = ["ActivityReopened", "ActivityDone", "ActivityEdited", "TaskPlanned", "OpportunityCaptured"]
    assert events == expected, "the deal's timeline tells them"
    await tab.post("/undo", alex)
    assert (await tab.get(path, alex))["done_at"] is not None


async def test_an_old_version_is_refused_with_what_is_there_now(tab: Tab, alex: Actor, kim: Actor) -> None:
    task = await _plan(tab, alex, await _deal(tab, alex))
    path = f"/activities/{task['number']}"
    await tab.call("PATCH", path, kim, {"version": 1, "name": "Write instead"})
    for method, one, body in (("PATCH", path, {"name": "x"}), ("POST", f"{path}/done", {})):
        late = await tab.call(method, one, alex, {**body, "version": 1})
        assert (late.status, late.json["code"]) == (409, "changed_meanwhile")
        assert late.json["current"]["name"] == "Write instead"


@pytest.mark.parametrize(
    ("fields", "status", "problem"),
    [
        ({"type": "fax"}, 422, "type"),
        ({"about": 99}, 422, "about"),
        ({"about": "1"}, 422, "about"),
        ({"name": "", "text": ""}, 422, "text"),
        ({"due": "someday"}, 422, "due"),
        ({"due_at": "tomorrow"}, 422, "due_at"),
        ({"due_at": "2027-02-23T14:00:00"}, 422, "due_at"),
        ({"done_at": "2027-02-23T14:00:00Z"}, 422, "done_at"),
    ],
)
async def test_what_is_no_activity_is_told_by_its_field(
    tab: Tab, alex: Actor, fields: dict[str, Any], status: int, problem: str
) -> None:
    about = await _deal(tab, alex)
    task = {"type": "task", "name": "Call", "about": about, **fields}
    answer = await tab.call("POST", "/activities", alex, task)
    assert (answer.status, list(answer.json["fields"])) == (status, [problem])
    assert (await tab.get("/activities", alex))["items"] == []


async def test_lists_are_filtered_by_whom_what_and_whether_it_is_open(
    tab: Tab, alex: Actor, kim: Actor
) -> None:
    one, other = await _deal(tab, alex), await _deal(tab, alex, "Other")
    task = (await _plan(tab, alex, one, due=FAR))["number"]
    call = (await tab.post("/activities", kim, {"type": "call", "about": other}, 201))["number"]
    owners = {member["name"]: member["id"] for member in (await tab.get("/members", alex))["items"]}
    for query, numbers in (
        ("", [call, task]),
        (f"?about={one}", [task]),
        ("?type=call", [call]),
        ("?open=true", [task]),
        ("?open=false", [call]),
        (f"?owner={owners['Kim Akers']}", [call]),
        ("?q=sarah", [task]),
        (f"?about={other}&open=true", []),
    ):
        found = (await tab.get(f"/activities{query}", alex))["items"]
        assert [item["number"] for item in found] == numbers, query


async def test_work_is_that_of_whoever_asks(tab: Tab, alex: Actor, kim: Actor) -> None:
    deal, lacking = await _deal(tab, alex), await _deal(tab, alex, "Idle")
    late = await _plan(tab, alex, deal, due=LONG_AGO)
    ahead = await _plan(tab, alex, deal, due=FAR)
    work = await tab.get("/work", alex)
    assert [one["number"] for one in work["overdue"]] == [late["number"]]
    assert work["overdue"][0]["about"] == {"number": deal, "name": "Rollout", "kind": "opportunity"}
    assert [one["number"] for one in work["upcoming"]] == [ahead["number"]]
    assert [one["number"] for one in work["without_step"]] == [lacking]
    assert (work["due_today"], work["stale"], work["more"]) == ([], [], [])
    assert abs(dt.date.fromisoformat(work["today"]) - dt.datetime.now(dt.UTC).date()).days <= 1
    hers = await tab.get("/work", kim)
    assert not any(hers[name] for name in ("overdue", "due_today", "upcoming", "without_step", "stale"))
    assert (await tab.call("GET", "/work?day=1", alex)).status == 422


async def test_they_belong_to_the_deal_that_a_lead_becomes_and_to_the_record_that_stays(
    tab: Tab, alex: Actor
) -> None:
    lead = (await tab.capture(alex))["number"]
    task = (await _plan(tab, alex, lead, due=FAR))["number"]
    deal = (await tab.qualify(alex, lead))["number"]
    shown = await tab.get(f"/activities/{task}", alex)
    assert shown["about"]["number"] == deal
    assert (await tab.get(f"/opportunities/{deal}", alex))["next_step"]["number"] == task
    kept, gone = [(await tab.post("/contacts", alex, {"name": "Ann"}, 201))["number"] for _ in range(2)]
    call = (await tab.post("/activities", alex, {"type": "call", "about": gone}, 201))["number"]
    await tab.post(f"/contacts/{kept}/merge", alex, {"with": gone})
    assert (await tab.get(f"/activities/{call}", alex))["about"]["number"] == kept
    await tab.post(f"/contacts/{gone}/split", alex, {})
    assert (await tab.get(f"/activities/{call}", alex))["about"]["number"] == gone
