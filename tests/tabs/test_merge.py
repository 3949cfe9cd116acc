"""Merge, split and duplicates through the API."""

from __future__ import annotations

from typing import Any

from app.domain.member import Actor
from tests.tabs.conftest import Tab

SARA = {"name": "Sara Meyer", "company": "Tech Innovators", "phone": "+49 30 1234567"}


async def test_a_lead_is_merged_and_split(tab: Tab, alex: Actor) -> None:
    kept = await tab.capture(alex, email="sarah@techinnovators.example")
    gone = await tab.capture(alex, **SARA)
    body = {"with": gone["number"], "version": 1, "with_version": 1, "fields": {"company": "gone"}}
    merged = await tab.post(f"/leads/{kept['number']}/merge", alex, body)
    assert (merged["number"], merged["absorbed"], merged["version"]) == (kept["number"], [gone["number"]], 2)
    assert (merged["name"], merged["company"]) == ("Sarah Meier", "Tech Innovators")
    assert merged["phone"] == "+49 30 1234567"
    assert (await tab.get(f"/leads/{gone['number']}", alex))["number"] == kept["number"]
    listed = (await tab.get("/leads", alex))["items"]
    assert [one["number"] for one in listed] == [kept["number"]]
    split = await tab.post(f"/leads/{gone['number']}/split", alex, {})
    assert split["record"]["number"] == gone["number"]
    assert (split["survivor"], split["staying"], split["kept_fields"]) == (kept["number"], [], [])
    assert (await tab.get(f"/leads/{kept['number']}", alex))["phone"] == ""


async def test_companies_and_contacts_are_merged_too(tab: Tab, alex: Actor) -> None:
    for plural in ("organizations", "contacts"):
        first, second = [
            await tab.post(f"/{plural}", alex, {"name": name}, status=201) for name in ("Ann", "Anne")
        ]
        body = {"with": second["number"], "fields": {"name": "gone"}}
        merged = await tab.post(f"/{plural}/{first['number']}/merge", alex, body)
        assert (merged["name"], merged["absorbed"]) == ("Anne", [second["number"]])


async def test_what_cannot_be_merged_is_refused_by_its_reason(tab: Tab, alex: Actor) -> None:
    lead = await tab.capture(alex)
    contact = await tab.post("/contacts", alex, {"name": "Ann"}, status=201)
    path = f"/leads/{lead['number']}/merge"
    refusals: list[tuple[dict[str, Any], int, str]] = [
        ({"with": lead["number"]}, 409, "merge_same"),
        ({"with": contact["number"]}, 409, "merge_kinds"),
        ({"with": 999}, 404, "not_found"),
        ({}, 422, "invalid_input"),
        ({"with": lead["number"], "fields": {"name": 7}}, 422, "invalid_input"),
    ]
    for body, status, code in refusals:
        assert (await tab.post(path, alex, body, status=status))["code"] == code
    other = await tab.capture(alex)
    body = {"with": other["number"], "fields": {"colour": "kept"}}
    assert "colour" in (await tab.post(path, alex, body, status=422))["fields"]
    stale = {"with": other["number"], "with_version": 7}
    assert (await tab.post(path, alex, stale, status=409))["current"]["number"] == other["number"]
    wrong = f"/contacts/{lead['number']}/merge"
    assert (await tab.post(wrong, alex, {"with": other["number"]}, status=404))["code"] == "not_found"
    assert (await tab.post(f"/leads/{lead['number']}/split", alex, {}, status=409))["code"] == "not_merged"


async def test_a_likely_duplicate_is_not_kept_where_that_was_asked(tab: Tab, alex: Actor) -> None:
    first = await tab.capture(alex, email="sarah@techinnovators.example")
    refused = await tab.post("/leads", alex, {**SARA, "unless_duplicate": True}, status=409)
    assert refused["code"] == "likely_duplicate"
    assert [one["number"] for one in refused["candidates"]] == [first["number"]]
    assert refused["candidates"][0]["likeness"] == "same"
    kept = await tab.post("/leads", alex, {**SARA, "unless_duplicate": False}, status=201)
    found = (await tab.get(f"/leads/{kept['number']}/duplicates", alex))["items"]
    assert [(one["number"], one["reasons"]) for one in found] == [(first["number"], ["name_near", "company"])]
    fresh = {"name": "Nobody Else", "company": "Elsewhere", "unless_duplicate": True}
    other = await tab.post("/leads", alex, fresh, status=201)
    assert (await tab.get(f"/leads/{other['number']}/duplicates", alex))["items"] == []


async def test_another_tenant_merges_and_sees_nothing(tab: Tab, alex: Actor, stranger: Actor) -> None:
    first, second = await tab.capture(alex), await tab.capture(alex)
    await tab.capture(stranger)
    body = {"with": second["number"]}
    assert (await tab.post(f"/leads/{first['number']}/merge", stranger, body, status=404))["code"]
    merged = await tab.post(f"/leads/{first['number']}/merge", alex, body)
    for path in (f"/leads/{second['number']}/split", f"/leads/{merged['number'] + 1}/merge"):
        refused = await tab.post(path, stranger, {"with": 1} if "merge" in path else {}, status=404)
        assert "current" not in refused
    # Their #1 is alike, but theirs.
    assert (await tab.get("/leads/1/duplicates", stranger))["items"] == []


async def test_an_old_number_is_followed_in_filters_and_timelines(tab: Tab, alex: Actor) -> None:
    first, second = [
        (await tab.post("/organizations", alex, {"name": name}, 201))["number"] for name in ("Acme", "Acne")
    ]
    deal = await tab.post("/opportunities", alex, {"name": "Deal", "organization": second}, 201)
    await tab.post(f"/organizations/{first}/merge", alex, {"with": second})
    for number in (first, second):
        found = (await tab.get(f"/opportunities?organization={number}", alex))["items"]
        assert [one["number"] for one in found] == [deal["number"]]
        told = (await tab.get(f"/organizations/{number}/timeline", alex))["items"]
        captured = [one for one in told if one["event"] == "OrganizationCaptured"]
        assert [(one["number"], one["about"]) for one in captured] == [(second, "Acne"), (first, "")]
    await tab.post(f"/organizations/{second}/split", alex, {})
    told = (await tab.get(f"/organizations/{first}/timeline", alex))["items"]
    assert {one["number"] for one in told} == {first}
    assert (await tab.get(f"/opportunities?organization={first}", alex))["items"] == []


async def test_a_day_beyond_the_calendar_is_refused_with_its_field(tab: Tab, alex: Actor) -> None:
    lead = await tab.capture(alex)
    body = {"type": "task", "about": lead["number"], "name": "call", "due_at": "9999-12-31T23:30:00Z"}
    refused = await tab.call("POST", "/activities", alex, body)
    assert (refused.status, list(refused.json["fields"])) == (422, ["due_at"])
