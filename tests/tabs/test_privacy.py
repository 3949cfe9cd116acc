"""A person's data over HTTP: for owners, with findings that come back by their ids."""

from __future__ import annotations

from app.domain.member import Actor, Role
from app.store.database import Database
from app.store.work import appoint
from tests.tabs.conftest import Tab


async def test_findings_go_back_by_their_ids(tab: Tab, alex: Actor, kim: Actor) -> None:
    lead = (await tab.post("/leads", alex, {"name": "Quirin Zwack", "email": "qz@zwack.example"}, 201))[
        "number"
    ]
    other = (await tab.post("/leads", alex, {"name": "Tom", "note": "knows Quirin Zwack"}, 201))["number"]
    data = await tab.get(f"/leads/{lead}/data", alex)
    assert (data["name"], data["records"][0]["email"]) == ("Quirin Zwack", "qz@zwack.example")
    page = await tab.call("GET", f"/leads/{lead}/data/page", alex)
    assert page.headers["Content-Type"].startswith("text/html")
    assert b"qz@zwack.example" in page.content
    assert b"<script" not in page.content
    plan = await tab.get(f"/leads/{lead}/erasure", alex)
    assert [one["id"] for one in plan["findings"]] == [f"record:{lead}", f"record:{other}"]
    for asked in ({}, {"findings": ["record:99"]}, {"findings": "x"}, {"findings": [7]}):
        refused = await tab.call("POST", f"/leads/{lead}/erase", alex, asked)
        assert (refused.status, set(refused.json["fields"])) == (422, {"findings"}), asked
    for method, path, body in (
        ("GET", f"/leads/{lead}/data", None),
        ("GET", f"/leads/{lead}/erasure", None),
        ("POST", f"/leads/{lead}/erase", {"all": True}),
        ("GET", "/members/1/data", None),
        ("GET", "/audit", None),
        ("GET", "/erasures", None),
        ("POST", "/erasures/1/confirm", {}),
        ("POST", "/erasures/1/withdraw", {}),
    ):
        refused = await tab.call(method, path, kim, body)
        assert (refused.status, refused.json["code"]) == (403, "only_owners"), path
    done = await tab.post(f"/leads/{lead}/erase", alex, {"findings": [f"record:{other}"]})
    assert (done["state"], done["findings"]) == ("done", [f"record:{other}"])
    assert (await tab.get(f"/leads/{lead}", alex))["name"] == "erased person"
    assert (await tab.get(f"/leads/{other}", alex))["note"] == "knows erased person"
    german = await tab.get(f"/leads/{lead}", alex, Accept_Language="de")
    assert german["name"] == "gelöschte Person"
    names = [line["name"] for line in (await tab.get("/audit", alex))["items"]]
    assert names == ["PersonErased", "PersonExported", "PersonExported"]
    first = await tab.get("/audit?limit=1", alex)
    assert len((await tab.get(f"/audit?cursor={first['next']}", alex))["items"]) == 2
    for method, path, body in (("GET", "erasure", None), ("POST", "erase", {"all": True})):
        again = await tab.call(method, f"/leads/{lead}/{path}", alex, body)
        assert (again.status, again.json["code"]) == (409, "person_erased")


async def test_a_repeated_erasure_is_answered_as_it_stands(tab: Tab, alex: Actor) -> None:
    lead = (await tab.post("/leads", alex, {"name": "Quirin Zwack"}, 201))["number"]
    sent = [
        await tab.call(
            "POST", f"/leads/{lead}/erase", alex, {"all": True}, headers={"Idempotency-Key": "once"}
        )
        for _ in range(2)
    ]
    assert [one.status for one in sent] == [200, 200]
    assert sent[0].json == sent[1].json


async def test_what_waits_for_another_owner_tells_who_asked_and_what_it_takes(
    tab: Tab, database: Database, alex: Actor, kim: Actor
) -> None:
    lead = (await tab.post("/leads", alex, {"name": "Quirin Zwack"}, 201))["number"]
    with database.write() as connection:
        appoint(connection, kim, Role.OWNER)
    asked = await tab.post(f"/leads/{lead}/erase", alex, {"findings": []})
    [waiting] = (await tab.get("/erasures", kim))["items"]
    assert (waiting["id"], waiting["by"]["name"], waiting["findings"]) == (asked["id"], alex.name, [])
    assert [one["title"] for one in waiting["plan"]["findings"]] == ["Lead #1 Quirin Zwack · their own"]
    done = await tab.post(f"/erasures/{asked['id']}/confirm", kim)
    assert (done["state"], await tab.get("/erasures", kim)) == ("done", {"items": []})
