"""The API as the front end and integrations use it: the story, lists, refusals, and two tenants apart."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.crm.people.members import choose_language, me
from app.domain.event import Kind
from app.domain.member import Actor, Member, Role
from app.domain.qualification import months_ahead
from app.store.work import Work
from tabs.api.answers.host import EventStream
from tabs.api.answers.records import PAGES
from tabs.api.call import PLURALS, Route
from tabs.api.editable import EDITABLE_FIELDS
from tabs.api.fields import OWN
from tabs.api.routes import ROUTES
from tests.kit.clocks import BERLIN
from tests.tabs.conftest import Tab

pytestmark = pytest.mark.divided

EUROS = {"amount": "12000.00", "currency": "EUR"}


async def test_the_story_is_played_through_the_api(tab: Tab, alex: Actor) -> None:
    lead = await tab.capture(alex, email="sarah@techinnovators.example", source="fair", phone="030 1234567")
    assert (lead["status"], lead["owner"]["name"], lead["phone"]) == ("open", "Alex Wilber", "+49 30 1234567")

    qualified = await tab.qualify(
        alex, lead["number"], version=1, budget=EUROS, timeline="quarter", authority="decision_maker"
    )
    created = dt.datetime.fromisoformat(qualified["created_at"]).astimezone(BERLIN).date()
    assert qualified["amount"] == EUROS
    assert qualified["close_date"] == months_ahead(created, 3).isoformat()
    assert (qualified["stage"], qualified["stage_name"], qualified["lead"]) == ("qualified", "Qualified", 1)
    assert qualified["organization"]["name"] == "Tech Innovators Inc."
    assert qualified["contact"]["name"] == "Sarah Meier"

    path = f"/opportunities/{qualified['number']}"
    moved = await tab.post(f"{path}/move", alex, {"stage": "meeting", "version": qualified["version"]})
    assert (moved["stage"], moved["probability"], moved["version"]) == ("meeting", 40, 2)

    board = await tab.get("/board?limit=50", alex)
    meeting = board["columns"][1]
    assert [column["count"] for column in board["columns"]] == [0, 1, 0, 0, 0, 0]
    assert (meeting["totals"], meeting["weighted"]) == ([EUROS], [{**EUROS, "amount": "4800.00"}])
    assert [card["number"] for card in meeting["cards"]] == [qualified["number"]]
    assert meeting["cards"][0]["organization"] == qualified["organization"]

    won = await tab.post(f"{path}/move", alex, {"stage": "won", "version": 2})
    assert won["status"] == "won"
    assert (await tab.post(f"{path}/reopen", alex, {}))["stage"] == "meeting"


async def test_the_board_shows_a_new_name_or_amount_at_once(tab: Tab, alex: Actor) -> None:
    lead = await tab.capture(alex)
    deal = await tab.qualify(alex, lead["number"])
    card = (await tab.get("/board", alex))["columns"][0]["cards"][0]
    assert (card["organization"]["name"], card["amount"]) == ("Tech Innovators Inc.", None)
    company = f"/organizations/{card['organization']['number']}"
    await tab.call("PATCH", company, alex, {"name": "Tech Innovators SE"})
    changes = {"amount": EUROS, "close_date": "2027-03-31"}
    await tab.call("PATCH", f"/opportunities/{deal['number']}", alex, changes)
    card = (await tab.get("/board", alex))["columns"][0]["cards"][0]
    assert card["organization"]["name"] == "Tech Innovators SE"
    assert (card["amount"], card["close_date"]) == (EUROS, "2027-03-31")


async def test_a_timeline_speaks_like_the_records_and_comes_in_pages(tab: Tab, alex: Actor) -> None:
    lead = await tab.capture(alex, amount=EUROS)
    number = (await tab.qualify(alex, lead["number"]))["number"]
    await tab.post(f"/opportunities/{number}/move", alex, {"stage": "proposal"})

    first = await tab.get(f"/opportunities/{number}/timeline?limit=1", alex)
    [moved] = first["items"]
    assert (moved["event"], moved["source"], moved["undone"]) == ("OpportunityMoved", "tab", False)
    assert (moved["before"], moved["after"]) == ({"stage": "qualified"}, {"stage": "proposal"})
    assert moved["actor"] == {"id": 1, "name": "Alex Wilber"}

    rest = await tab.get(f"/opportunities/{number}/timeline?cursor={first['next']}", alex)
    [captured] = rest["items"]
    assert rest["next"] is None
    assert captured["after"]["amount"] == EUROS
    assert captured["after"]["owner"] == {"id": 1, "name": "Alex Wilber"}
    assert captured["after"]["organization"]["name"] == "Tech Innovators Inc."


async def test_undo_takes_back_the_last_change_and_says_which(tab: Tab, alex: Actor) -> None:
    number = (await tab.capture(alex))["number"]
    await tab.post(f"/leads/{number}/disqualify", alex, {"reason": "no_need", "note": "too small"})
    assert await tab.post("/undo", alex, {}) == {
        "undone": [{"event": "LeadDisqualified", "kind": "lead", "number": number}]
    }
    assert (await tab.get(f"/leads/{number}", alex))["status"] == "open"
    await tab.post("/undo", alex, {"remove": True})
    refused = await tab.call("POST", "/undo", alex)
    assert (refused.status, refused.json["code"], refused.json["current"]) == (409, "nothing_to_undo", None)


async def test_every_kind_is_captured_edited_shown_and_listed(tab: Tab, alex: Actor) -> None:
    company = await tab.post("/organizations", alex, {"name": "Fabrikam", "size": 120}, 201)
    person = await tab.post("/contacts", alex, {"name": "Ana Pop", "organization": company["number"]}, 201)
    deal = await tab.post(
        "/opportunities",
        alex,
        {"name": "Fabrikam", "contact": person["number"], "close_date": "2027-02-23", "amount": EUROS},
        201,
    )
    lead = await tab.capture(alex)
    call = await tab.post("/activities", alex, {"type": "call", "about": company["number"]}, 201)
    records = dict(zip(PLURALS, (lead, deal, person, company, call), strict=True))
    # Those first that name others: these are renamed.
    for kind in (Kind.ACTIVITY, Kind.LEAD, Kind.OPPORTUNITY, Kind.CONTACT, Kind.ORGANIZATION):
        record = records[kind]
        path = f"/{PLURALS[kind]}/{record['number']}"
        assert record["kind"] == kind
        assert await tab.get(path, alex) == record
        edited = await tab.call("PATCH", path, alex, {"version": 1, "name": "Renamed"})
        assert (edited.status, edited.json["name"], edited.json["version"]) == (200, "Renamed", 2)
        page = await tab.get(f"/{PLURALS[kind]}", alex)
        assert page == {"items": [edited.json], "next": None}
    assert deal["close_date"] == "2027-02-23"
    assert deal["contact"] == {"number": person["number"], "name": "Ana Pop"}


async def test_every_editable_field_can_be_written_and_comes_back(tab: Tab, alex: Actor) -> None:
    company = (await tab.post("/organizations", alex, {"name": "Fabrikam"}, 201))["number"]
    person = (await tab.post("/contacts", alex, {"name": "Ana Pop"}, 201))["number"]
    values: dict[str, Any] = {
        "organization": company,
        "contact": person,
        "size": 7,
        "amount": EUROS,
        "budget": {"amount": "9000.50", "currency": "USD"},
        "close_date": "2027-02-23",
        "authority": "user",
        "timeline": "month",
        "source": "fair",
        "email": "ana@fabrikam.example",
        "phone": "+49 30 1234567",
        "type": "meeting",
        "about": company,
        "due": "2027-02-23",
        "due_at": "2027-02-23T13:00:00Z",
    }
    for kind, fields in EDITABLE_FIELDS.items():
        # What is planned has no moment at which it took place: tests/contract/test_activities.py.
        typed = {name: values.get(name, f"some {name}") for name in fields if name not in ("done_at", OWN)}
        record = await tab.post(f"/{PLURALS[kind]}", alex, typed, 201)
        for name, value in typed.items():
            shown = record[name]["number"] if name in {"organization", "contact", "about"} else record[name]
            assert shown == value, (kind, name)


async def test_pages_go_on_where_the_last_ended(tab: Tab, alex: Actor) -> None:
    for i in range(5):
        await tab.capture(alex, name=f"Person {i}", source="fair" if i % 2 else "website")
    seen: list[int] = []
    cursor = ""
    while cursor is not None:
        page = await tab.get(f"/leads?limit=2{cursor and f'&cursor={cursor}'}", alex)
        seen += [item["number"] for item in page["items"]]
        cursor = page["next"]
    assert seen == [5, 4, 3, 2, 1]
    assert [one["number"] for one in (await tab.get("/leads?source=fair", alex))["items"]] == [4, 2]
    assert [one["number"] for one in (await tab.get("/leads?q=person%203", alex))["items"]] == [4]
    assert (await tab.get("/leads?q=person&status=disqualified", alex))["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=ten", "limit"),
        ("limit=-1", "limit"),
        ("limit=1&limit=2", "limit"),
        ("cursor=abc", "cursor"),
        ("status=asleep", "status"),
        ("owner=alex", "owner"),
        ("colour=red", "colour"),
        ("text=x", "text"),
        ("self=1", "self"),
        ("workspace_id=1", "workspace_id"),
    ],
)
async def test_a_query_that_nobody_understands_is_refused_at_its_parameter(
    lone_tab: Tab, alex: Actor, query: str, field: str
) -> None:
    answer = await lone_tab.call("GET", f"/leads?{query}", alex)
    assert (answer.status, list(answer.json["fields"])) == (422, [field])


async def test_every_filter_that_is_described_is_one_of_the_store(tab: Tab, alex: Actor) -> None:
    values = {"status": "open", "stage": "meeting", "type": "call", "open": "true", "expired": "true"}
    for route in ROUTES:
        if route.told in PAGES.values():
            for name in route.query:
                if name not in ("limit", OWN):
                    await tab.get(f"{route.path}?{name}={values.get(name, '1')}", alex)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "A", "colour": "red"}, "colour"),
        ({"name": "A", "self": 1}, "self"),
        ({"name": 7}, "name"),
        ({"name": "A", "amount": "12000 apples"}, "amount"),
        ({"name": "A", "amount": {"amount": 12000, "currency": "EUR"}}, "amount"),
        ({"name": "A", "amount": {"amount": "-1", "currency": "EUR"}}, "amount"),
        ({"name": "A", "amount": {"amount": "1e9", "currency": "EUR"}}, "amount"),
        ({"name": "A", "amount": {"amount": "0.00001", "currency": "EUR"}}, "amount"),
        ({"name": "A", "amount": {"amount": "1", "currency": "euro"}}, "amount"),
        ({"name": "A", "amount": {"amount": "1", "currency": "EUR", "tax": 1}}, "amount"),
        ({"name": "A", "authority": "king"}, "authority"),
        ({"name": "A", "authority": []}, "authority"),
        ({"name": "A", "email": "nobody"}, "email"),
        ({"name": "A", "source": "dream"}, "source"),
        ({"name": "A" * 201}, "name"),
        ({"name": "A", "owner": 1}, "owner"),
    ],
)
async def test_a_wrong_field_is_refused_at_that_field(
    tab: Tab, alex: Actor, body: dict[str, Any], field: str
) -> None:
    answer = await tab.call("POST", "/leads", alex, body)
    assert (answer.status, answer.json["code"], list(answer.json["fields"])) == (
        422,
        "invalid_input",
        [field],
    )
    assert (await tab.get("/leads", alex))["items"] == []


@pytest.mark.parametrize(
    "date", ["2027-02-30", "31.02.2027", "someday", "20270223", " ", 20270223, "0000-01-01"]
)
async def test_a_wrong_date_is_refused_at_its_field(lone_tab: Tab, alex: Actor, date: object) -> None:
    answer = await lone_tab.call("POST", "/opportunities", alex, {"name": "A", "close_date": date})
    assert (answer.status, list(answer.json["fields"])) == (422, ["close_date"])


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/leads/1/disqualify", {}, "reason"),
        ("/leads/1/disqualify", {"reason": "dream"}, "reason"),
        ("/leads/1/disqualify", {"reason": "no_need", "note": "x" * 4001}, "note"),
        ("/leads/1/qualify", {"opportunity_name": "x" * 201}, "opportunity_name"),
        ("/leads/1/qualify", {"version": "1"}, "version"),
        ("/leads/1/qualify", {"version": True}, "version"),
        ("/leads/1/assign", {}, "owner"),
        ("/leads/1/assign", {"owner": 99}, "owner"),
        ("/leads/1/assign", {"owner": 2**63}, "owner"),
        ("/leads/1/reopen", {"number": 2}, "number"),
        ("/opportunities/2/move", {}, "stage"),
        ("/opportunities/2/move", {"stage": "moon"}, "stage"),
        ("/opportunities/2/move", {"stage": "lost"}, "reason"),
        ("/opportunities/2/move", {"stage": "lost", "reason": "dream"}, "reason"),
        ("/opportunities/2/move", {"stage": "lost", "reason": "other"}, "note"),
        ("/opportunities/2/move", {"stage": "lost", "reason": "price", "note": "x" * 4001}, "note"),
    ],
)
async def test_a_step_is_refused_at_the_field_that_was_asked(
    tab: Tab, alex: Actor, path: str, body: dict[str, Any], field: str
) -> None:
    await tab.capture(alex)
    await tab.post("/opportunities", alex, {"name": "Deal"}, 201)
    answer = await tab.call("POST", path, alex, body)
    assert (answer.status, list(answer.json["fields"])) == (422, [field]), answer.content


async def test_a_stale_change_is_refused_with_the_record_as_it_is(tab: Tab, alex: Actor, kim: Actor) -> None:
    number = (await tab.post("/opportunities", alex, {"name": "Deal", "amount": EUROS}, 201))["number"]
    path = f"/opportunities/{number}"
    await tab.get(path, kim)
    changes = [{"version": 1, "name": f"Deal {i}"} for i in range(6)]
    answers = await asyncio.gather(
        *(tab.call("PATCH", path, who, body) for who, body in zip([alex, kim] * 3, changes, strict=True))
    )
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409, 409, 409]
    fresh = await tab.get(path, alex)
    for answer in answers:
        if answer.status == 409:
            assert answer.json["code"] == "changed_meanwhile"
            assert answer.json["current"] == fresh
    moved = await tab.call("POST", f"{path}/move", kim, {"stage": "meeting", "version": 1})
    assert (moved.status, moved.json["current"]) == (409, fresh)


async def test_a_step_that_does_not_fit_the_state_is_a_conflict(tab: Tab, alex: Actor) -> None:
    number = (await tab.capture(alex))["number"]
    await tab.qualify(alex, number)
    for step, body in (("qualify", {}), ("disqualify", {"reason": "junk"})):
        answer = await tab.call("POST", f"/leads/{number}/{step}", alex, body)
        assert (answer.status, answer.json["code"]) == (409, "lead_is_qualified")
        assert answer.json["current"]["status"] == "qualified"


async def test_a_repeated_key_makes_no_second_record(tab: Tab, alex: Actor, kim: Actor) -> None:
    key = {"Idempotency-Key": "6d1c6f"}
    first = await tab.call("POST", "/leads", alex, {"name": "Sarah"}, headers=key)
    again = await tab.call("POST", "/leads", alex, {"name": "Sarah"}, headers=key)
    assert (first.status, again.status) == (201, 200)
    assert again.json["number"] == first.json["number"]

    # The same key of a colleague is another one.
    other = await tab.call("POST", "/leads", kim, {"name": "Sarah"}, headers=key)
    assert other.status == 201
    path = f"/leads/{first.json['number']}/qualify"
    deals = [await tab.call("POST", path, alex, {}, headers={"Idempotency-Key": "q"}) for _ in range(2)]
    assert [deal.status for deal in deals] == [200, 200]
    assert deals[0].json["number"] == deals[1].json["number"]
    undos = [
        await tab.call("POST", "/undo", alex, {"remove": True}, headers={"Idempotency-Key": "u"})
        for _ in range(2)
    ]
    assert [len(undo.json["undone"]) for undo in undos] == [3, 0]
    used = await tab.call("POST", "/leads", alex, {"name": "X"}, headers={"Idempotency-Key": "u"})
    assert (used.status, used.json["code"]) == (422, "key_reused")
    for method, path, body in (
        ("POST", "/leads", {"name": "Sara"}),
        ("POST", "/contacts", {"name": "Sarah"}),
        ("PATCH", f"/leads/{other.json['number']}", {"name": "Sarah"}),
    ):
        used = await tab.call(method, path, alex, body, headers=key)
        assert (used.status, used.json["code"]) == (422, "key_reused"), path
    # In whatever order a client writes it, it is the same request.
    pair = {"name": "Ann", "company": "Bell"}
    for body in (pair, dict(reversed(pair.items()))):
        kept = await tab.call("POST", "/leads", alex, body, headers={"Idempotency-Key": "o"})
        assert kept.json["name"] == "Ann"
    names = [lead["name"] for lead in (await tab.get("/leads", alex))["items"]]
    assert names == ["Ann", "Sarah", "Sarah"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "ü"])
async def test_a_key_that_is_none_is_refused(lone_tab: Tab, alex: Actor, key: str) -> None:
    answer = await lone_tab.call("POST", "/leads", alex, {"name": "A"}, headers={"Idempotency-Key": key})
    assert (answer.status, answer.json["code"]) == (400, "idempotency_key_invalid")


def asked_of(route: Route) -> dict[str, Any]:
    """A body with which a route would change something of ours."""
    body = {
        "reason": "price",
        "owner": 1,
        "stage": "meeting",
        "name": "Stolen",
        "with": 1,
        "contact": 1,
        "member": 1,
    }
    return {name: body[name] for name in (route.body or {}) if name in body}


async def test_records_are_found_under_their_own_kind_only(tab: Tab, alex: Actor) -> None:
    number = (await tab.capture(alex))["number"]
    deal = await tab.qualify(alex, number)
    await tab.post("/activities", alex, {"about": deal["number"], "type": "task", "text": "Call"}, 201)
    kinds = {
        one["number"]: kind for kind in Kind for one in (await tab.get(f"/{PLURALS[kind]}", alex))["items"]
    }
    assert sorted(kinds.values()) == sorted(Kind)
    for route in ROUTES:
        if "{number}" in route.path:
            for wrong in [*(one for one, kind in kinds.items() if kind is not route.kind), 0, 99, 10**18 - 1]:
                asked = asked_of(route)
                answer = await tab.call(
                    route.method, route.path.replace("{number}", str(wrong)), alex, asked or None
                )
                assert (answer.status, answer.json["code"]) == (404, "not_found"), (route.path, wrong)
                assert f"#{wrong}" in answer.json["message"]


async def test_no_route_shows_or_changes_anything_of_another_tenant(
    tab: Tab, alex: Actor, stranger: Actor
) -> None:
    number = (await tab.capture(alex, amount=EUROS))["number"]
    await tab.qualify(alex, number)
    before = {
        path: await tab.get(path, alex)
        for path in ("/board", "/leads", "/opportunities", "/contacts", "/organizations", "/members")
    }
    for route in ROUTES:
        if route.told == EventStream:
            continue
        for one in range(1, 5):
            asked = asked_of(route)
            if route.method == "POST" and "{number}" not in route.path:
                asked = {}
            path = route.path.replace("{number}", str(one))
            answer = await tab.call(route.method, path, stranger, asked if route.method != "GET" else None)
            assert b"Sarah" not in answer.content
            assert b"Innovators" not in answer.content
            assert b"Alex" not in answer.content
            if "{number}" in route.path:
                assert answer.status == 404, (route.path, answer.content)
    assert {path: await tab.get(path, alex) for path in before} == before


async def test_viewers_only_read(tab: Tab, alex: Actor, kim: Actor) -> None:
    def demote(work: Work, actor: Member) -> Member:
        return work.members.save(replace(actor, role=Role.VIEWER))

    await tab.capture(alex)
    await tab.crm.read(kim, me)
    await tab.crm.write(kim, demote)
    assert len((await tab.get("/leads", kim))["items"]) == 1
    refused = await tab.call("POST", "/leads", kim, {"name": "A"})
    assert (refused.status, refused.json["code"]) == (403, "viewers_only_read")


async def test_me_members_and_choices(tab: Tab, alex: Actor, kim: Actor) -> None:
    mine = await tab.get("/me", alex)
    nowhere = dict.fromkeys(("language", "time_zone", "country", "locale"))
    assert mine["member"] == {"id": 1, "name": "Alex Wilber", "role": "owner", **nowhere}
    there = {"currency": "EUR", "time_zone": "Europe/Berlin", "country": None}
    assert mine["workspace"] == {"name": "", **there}
    assert mine["languages"] == ["en", "de"]
    assert (await tab.get("/me", kim))["member"]["role"] == "member"
    first = await tab.get("/members?limit=1", alex)
    assert [one["name"] for one in first["items"]] == ["Alex Wilber"]
    rest = await tab.get(f"/members?cursor={first['next']}", alex)
    assert ([one["name"] for one in rest["items"]], rest["next"]) == (["Kim Akers"], None)
    lists = await tab.get("/choices", alex)
    assert {"key": "fair", "name": "Trade fair"} in lists["lead_source"]


async def test_names_and_messages_come_in_the_readers_language(tab: Tab, alex: Actor) -> None:
    async def spoken(language: str) -> tuple[str, str]:
        board = await tab.get("/board", alex, Accept_Language=language)
        refused = await tab.call("GET", "/leads/99", alex, headers={"Accept-Language": language})
        return board["columns"][5]["stage"]["name"], refused.json["message"]

    english = ("Lost", "There is no record #99.")
    german = ("Verloren", await _german_not_found(tab, alex))
    assert await spoken("") == english
    assert await spoken("fr") == english
    assert await spoken("de-AT,en;q=0.5") == german
    assert await spoken("en;q=0.5, de;q=0.9") == german
    await tab.crm.write(alex, choose_language, "de")
    assert await spoken("fr") == german
    assert await spoken("en-GB") == english


async def _german_not_found(tab: Tab, alex: Actor) -> str:
    answer = await tab.call("GET", "/leads/99", alex, headers={"Accept-Language": "de"})
    message: str = answer.json["message"]
    assert message != "There is no record #99."
    assert "#99" in message
    return message


async def test_a_mistake_of_ours_is_told_by_reference_and_nothing_else(
    lone_tab: Tab, alex: Actor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(lone_tab.crm, "read", fail)
    answer = await lone_tab.call("GET", "/me", alex)
    assert (answer.status, answer.json["code"]) == (500, "crash")
    assert b"secret" not in answer.content
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    reference = record.getMessage().rpartition(" ")[2]
    assert reference in answer.json["message"]
    assert lone_tab.bearer(alex).split()[1] not in caplog.text
