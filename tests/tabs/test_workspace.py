"""The settings of a workspace and one's own place through the API."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.crm.people.members import me
from app.domain.member import Actor
from app.domain.place import Place
from tests.tabs.conftest import Tab
from tests.tabs.test_live import listening

GERMAN = {"Accept-Language": "de"}
NEW_YORK = Place(time_zone="America/New_York", country="US", locale="en-US")


async def change(
    tab: Tab,
    actor: Actor,
    body: Any,
    status: int = 200,
    path: str = "/workspace",
    sent: dict[str, str] | None = None,
) -> Any:
    answer = await tab.call("PATCH", path, actor, body, headers=sent)
    assert answer.status == status, answer.json
    return answer.json


async def test_everybody_sees_it_and_owners_change_it(tab: Tab, alex: Actor, kim: Actor) -> None:
    await tab.crm.read(replace(alex, place=NEW_YORK), me)
    shown = await tab.get("/workspace", kim)
    days_off = shown.pop("days_off")
    assert shown == {
        "name": "",
        "currency": "USD",
        "time_zone": "America/New_York",
        "country": "US",
        "working_days": ["mon", "tue", "wed", "thu", "fri"],
        "public_holidays": True,
        "subdivision": None,
        "free_days": [],
        "guests": False,
        "retention_months": 0,
        "version": 1,
        "owners": [{"id": 1, "name": "Alex Wilber"}],
        "unowned": None,
    }
    assert "Christmas Day" in {day["name"] for day in days_off}
    body = {
        "version": 1,
        "country": "DE",
        "subdivision": "BY",
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "working_days": ["mon", "thu"],
        "free_days": ["2030-12-23", "12-24"],
    }
    changed = await change(tab, alex, body, sent=GERMAN)
    assert changed | {"version": 1, "free_days": body["free_days"]} == {**changed, **body}
    assert (changed["version"], changed["free_days"]) == (2, ["12-24", "2030-12-23"])
    assert await tab.get("/workspace", alex, Accept_Language="de") == changed
    undone = await tab.post("/undo", alex, {})
    assert undone == {"undone": [{"event": "WorkspaceChanged", "kind": "workspace", "number": 0}]}
    assert (await tab.get("/me", kim))["workspace"] == {
        "name": "",
        "currency": "USD",
        "time_zone": "America/New_York",
        "country": "US",
    }


async def test_refusals_are_clear_in_the_readers_language(tab: Tab, alex: Actor, kim: Actor) -> None:
    await tab.get("/me", alex)
    assert (await change(tab, kim, {"currency": "CHF"}, 403))["code"] == "only_owners"
    wrong = {"currency": "XXX", "working_days": [], "free_days": ["24.12."], "subdivision": "XX", "name": "x"}
    known = {name: value for name, value in wrong.items() if name != "name"}
    german = await change(tab, alex, known, 422, sent=GERMAN)
    assert german["fields"] == {
        "currency": "Diese Währung kenne ich nicht. Schreib ein Kürzel wie EUR oder USD.",
        "working_days": "Bitte nenne mindestens einen Wochentag, etwa Mo–Do oder Mo, Mi, Fr.",
        "free_days": "Bitte schreib Tage wie 24.12. (jedes Jahr) oder 31.12.2026, mit Kommas dazwischen.",
    }
    english = await change(tab, alex, {"subdivision": "XX"}, 422)
    assert english["fields"] == {"subdivision": "I do not know this part of the country."}
    assert set((await change(tab, alex, wrong, 422))["fields"]) == {"name"}
    assert (await tab.get("/workspace", alex))["version"] == 1


async def test_two_owners_do_not_overwrite_each_other_and_a_repetition_changes_nothing(
    tab: Tab, alex: Actor
) -> None:
    await tab.get("/me", alex)
    once = {"Idempotency-Key": "one"}
    first = await change(tab, alex, {"version": 1, "currency": "CHF"}, sent=once)
    assert await change(tab, alex, {"version": 1, "currency": "CHF"}, sent=once) == first
    late = await change(tab, alex, {"version": 1, "currency": "USD"}, 409)
    assert (late["code"], (await tab.get("/workspace", alex))["currency"]) == (
        "workspace_changed_meanwhile",
        "CHF",
    )


async def test_who_listens_hears_of_it(tab: Tab, alex: Actor, kim: Actor) -> None:
    await tab.get("/me", alex)
    async with listening(tab, kim) as stream:
        await change(tab, alex, {"currency": "CHF"})
        heard = await stream.change()
    assert (heard["event"], heard["kind"], heard["number"]) == ("WorkspaceChanged", "workspace", 0)


async def test_what_may_be_set_is_named_in_the_readers_language(tab: Tab, alex: Actor) -> None:
    german = await tab.get("/places?country=DE", alex, Accept_Language="de")
    named = {name: {one["key"]: one["name"] for one in options} for name, options in german.items()}
    assert named["currencies"]["CHF"] == "Schweizer Franken"
    assert named["time_zones"]["Europe/Vienna"] == "Wien"
    assert named["countries"]["CH"] == "Schweiz"
    assert named["subdivisions"]["BY"] == "Bayern"
    assert (await tab.get("/places?country=nowhere", alex))["subdivisions"] == []


async def test_a_member_says_where_they_are(tab: Tab, alex: Actor, kim: Actor) -> None:
    await tab.crm.read(replace(alex, place=NEW_YORK), me)
    told = await change(tab, kim, {"time_zone": "Europe/London", "country": "GB"}, path="/me")
    assert (told["member"]["time_zone"], told["member"]["country"]) == ("Europe/London", "GB")
    lead = await tab.capture(kim, phone="020 7946 0123")
    assert lead["phone"] == "+44 20 7946 0123"
    again = await change(tab, kim, {"time_zone": None}, path="/me")
    assert (again["member"]["time_zone"], again["member"]["country"]) == (None, "GB")
    refused = await change(tab, kim, {"time_zone": "Mars/Base"}, 422, path="/me")
    assert refused["fields"]["time_zone"].startswith("I do not know this time zone.")


@pytest.mark.parametrize(
    "field", ["currency", "time_zone", "country", "working_days", "free_days", "subdivision"]
)
async def test_odd_values_are_refused(tab: Tab, alex: Actor, field: str) -> None:
    await tab.get("/me", alex)
    odds: tuple[Any, ...] = (7, {"a": 1}, [[]], "x" * 5000)
    for odd in odds:
        assert set((await change(tab, alex, {field: odd}, 422))["fields"]) == {field}


TEAM = {
    "america": Place(time_zone="America/New_York", country="US", locale="en-US"),
    "britain": Place(time_zone="Europe/London", country="GB", locale="en-GB"),
    "switzerland": Place(time_zone="Europe/Zurich", country="CH", locale="de-CH"),
}


@pytest.mark.parametrize(
    ("who", "phone", "kept"),
    [
        ("america", "(312) 555-0147", "+1 312-555-0147"),
        ("britain", "020 7946 0123", "+44 20 7946 0123"),
        ("switzerland", "079 123 45 67", "+41 79 123 45 67"),
    ],
)
async def test_a_team_across_three_places(
    tab: Tab, alex: Actor, kim: Actor, who: str, phone: str, kept: str
) -> None:
    """By the API each is where the chat has last seen them: days and numbers are those there, over both
    changes of clocks, and a moment is the same for all."""
    place = TEAM[who]
    await tab.crm.read(replace(kim, place=TEAM["america"]), me)
    await tab.crm.read(replace(alex, place=place), me)
    await tab.crm.write(replace(alex, place=place), me)
    lead = await tab.capture(alex, phone=phone)
    assert lead["phone"] == kept
    zone = ZoneInfo(place.time_zone)
    for day in (
        "2031-03-08",
        "2031-03-09",
        "2031-03-29",
        "2031-03-30",
        "2031-10-25",
        "2031-10-26",
        "2031-11-02",
    ):
        late = dt.datetime.fromisoformat(f"{day}T23:30").replace(tzinfo=zone)
        body = {"type": "call", "about": lead["number"], "due_at": late.isoformat()}
        planned = await tab.post("/activities", alex, body, 201)
        assert planned["due"] == day
        assert dt.datetime.fromisoformat(planned["due_at"]) == late
        assert (await tab.get(f"/activities/{planned['number']}", kim))["due_at"] == planned["due_at"]
    work = await tab.get("/work", alex)
    assert work["today"] in {
        (dt.datetime.now(zone) + dt.timedelta(seconds=ahead)).date().isoformat() for ahead in (-9, 0)
    }
    assert [one["due"] for one in work["upcoming"]][:2] == ["2031-03-08", "2031-03-09"]
