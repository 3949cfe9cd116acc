"""Fields that a workspace describes at run time enter by the same door as those that come with the product:
chat, forms, cards, API with its filters, imports, history, undo, merge and what the tab reads."""

from __future__ import annotations

from typing import Any

import pytest

from app.crm.privacy.erasing import ask_erasure
from app.crm.privacy.findings import own_of
from app.domain.erasure import DataSubject, SubjectKind
from app.domain.member import Actor
from app.domain.record import snapshot
from tests.bot.desk import Desk
from tests.conftest import ALEX, KIM, TENANT
from tests.tabs.conftest import Tab, hosts, tab

__all__ = ["hosts", "tab"]

REGION = {"label": {"en": "Region", "de": "Gebiet"}, "key": "region", "type": "line", "kinds": ["lead"]}
FIELDS = "/workspace/fields"


class Office(Desk):
    """A desk in the workspace that the API speaks of, for its people."""

    def inbound(self, kind: str, who: str = "alex", **more: Any) -> Any:
        return super().inbound(
            kind, who, **{"tenant_id": TENANT, "aad_object_id": {"alex": ALEX, "kim": KIM}[who]} | more
        )


@pytest.fixture
async def desk(tab: Tab, alex: Actor) -> Office:
    """The chat of the same workspace, whose owner is there."""
    await tab.get("/me", alex)
    return Office(tab.crm)


async def define(tab: Tab, actor: Actor, **changes: Any) -> dict[str, Any]:
    """The region of leads, or another field."""
    answer: dict[str, Any] = await tab.post(FIELDS, actor, {**REGION, **changes})
    return answer


async def test_owners_describe_a_field_once_and_the_audit_tells_it(tab: Tab, alex: Actor, kim: Actor) -> None:
    assert (await tab.get(FIELDS, alex))["items"] == []
    refused = await tab.call("POST", FIELDS, kim, REGION)
    assert (refused.status, refused.json["code"]) == (403, "only_owners")
    first, second = await define(tab, alex), await define(tab, alex)
    assert first == second
    [field] = first["items"]
    assert field == {
        "name": "own_region",
        "type": "line",
        "kinds": ["lead"],
        "label": "Region",
        "labels": {"en": "Region", "de": "Gebiet"},
        "entries": [],
        "retired": False,
    }
    [line] = (await tab.get("/audit", alex))["items"]
    assert line["details"] == ["Own fields: Region"]
    german = await tab.get(FIELDS, kim, Accept_Language="de")
    assert german["items"][0]["label"] == "Gebiet"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"type": "line", "kinds": ["lead", "contact"]}, "key"),
        ({"key": "x y"}, "key"),
        ({"key": "other", "label": "Phone"}, "label"),
        ({"key": "other", "label": "Gebiet"}, "label"),
        ({"key": "other", "label": "Mobil"}, "label"),
        ({"key": "other", "label": "Where: to"}, "label"),
        ({"key": "other", "label": {"fr": "Région"}}, "label"),
        ({"key": "other", "label": "Other", "type": "record"}, "type"),
        ({"key": "other", "label": "Other", "kinds": ["activity"]}, "kinds"),
        ({"key": "other", "label": "Other", "type": "choice"}, "entries"),
    ],
)
async def test_what_is_no_field_is_refused_where_it_is_wrong(
    tab: Tab, alex: Actor, changes: dict[str, Any], problem: str
) -> None:
    await define(tab, alex)
    refused = await tab.call("POST", FIELDS, alex, {**REGION, **changes})
    assert (refused.status, list(refused.json["fields"])) == (422, [problem])
    assert len((await tab.get(FIELDS, alex))["items"]) == 1


async def test_a_repeated_request_describes_it_once(tab: Tab, alex: Actor) -> None:
    key = {"Idempotency-Key": "once"}
    for _ in range(2):
        answer = await tab.call("POST", FIELDS, alex, REGION, headers=key)
        assert (answer.status, len(answer.json["items"])) == (200, 1)
    other = await tab.call("POST", FIELDS, alex, {**REGION, "label": "Area"}, headers=key)
    assert other.json["code"] == "key_reused"


async def test_the_chat_takes_shows_changes_and_takes_it_back(tab: Tab, alex: Actor, desk: Office) -> None:
    assert "Region" not in (await desk.say("new lead")).text
    await define(tab, alex)
    new = await desk.say("new lead Ann Roe, Acme, Region: Nord")
    assert "Region\nNord" in new.text
    assert "Note" not in new.text
    form = await desk.say("edit 1")
    assert form.inputs["own_region"] == "Nord"
    sent = form.buttons["record.edit"] | form.inputs | {"own_region": "West"}
    assert "Region\nWest" in (await desk.press("record.edit", sent)).text
    assert "Region\nSüd" in (await desk.say("set 1 region to Süd")).text
    assert "Region: West → Süd" in (await desk.say("show 1")).text
    assert "Region\nWest" in (await desk.say("undo") and await desk.say("show 1")).text
    assert "Region\nOst" in (await desk.say("setze 1 Gebiet auf Ost")).text
    assert "Gebiet\nOst" in (await desk.say("zeige 1", locale="de-DE")).text
    captured = await desk.press("lead.capture", {"form": "f", "name": "Cara Holm", "own_region": "Nord"})
    assert "Region\nNord" in captured.text
    assert (await desk.say("new lead")).inputs["own_region"] == ""
    assert "Region" not in (await desk.say("set 2 region to none")).text.partition("History")[0]


async def test_a_letter_and_several_people_may_tell_it(tab: Tab, alex: Actor, desk: Office) -> None:
    await define(tab, alex)
    letter = await desk.say("new lead Ann Roe\nAcme GmbH\nann@acme.example\nRegion: Nord")
    assert "Region\nNord" in letter.text
    await desk.say("new lead Bea Lind, Lind AG, bea@lind.example, Gebiet: Süd")
    assert "Region\nSüd" in (await desk.say("show 2")).text


VALUES = [
    ("text", "They buy\nby region", "They buy\nby region", "They buy\nby region"),
    ("money", "12,500 USD", "$12,500.00", {"amount": "12500.00", "currency": "USD"}),
    ("number", "1,250", "1,250", 1250),
    ("day", "24 Dec 2199", "Dec 24, 2199", "2199-12-24"),
    ("choice", "mid market", "Mid market", "Mid market"),
    ("flag", "yes", "Yes", True),
]


@pytest.mark.parametrize(("type_", "written", "shown", "told"), VALUES, ids=[one[0] for one in VALUES])
async def test_every_type_is_read_and_told_at_every_door(
    tab: Tab, alex: Actor, desk: Office, type_: str, written: str, shown: str, told: object
) -> None:
    entries = {"entries": ["Enterprise", "Mid market"]} if type_ == "choice" else {}
    await define(tab, alex, label="Segment", key="segment", type=type_, **entries)
    await desk.say("new lead Ann Roe, Acme")
    changed = await desk.say(f"set 1 segment to {written}")
    assert f"Segment\n{shown}" in changed.text
    assert (await tab.get("/leads/1", alex))["own_segment"] == told
    form = await desk.say("edit 1")
    again = await desk.press("record.edit", form.buttons["record.edit"] | form.inputs)
    assert f"Segment\n{shown}" in again.text
    assert [entry["event"] for entry in (await tab.get("/leads/1/timeline", alex))["items"]] == [
        "LeadEdited",
        "LeadCaptured",
    ]
    sent = await tab.capture(alex, name="Bea Lind", own_segment=told)
    assert sent["own_segment"] == told
    said = await tab.capture(alex, name="Cara Holm", own_segment=written)
    assert said["own_segment"] == told


async def test_what_a_field_cannot_hold_is_told_and_never_lost(tab: Tab, alex: Actor, desk: Office) -> None:
    await define(tab, alex, label="Renewal", key="renewal", type="day")
    odd = await desk.say("new lead Bea Lind, Lind AG, Renewal: nobody knows")
    assert "Renewal: nobody knows" in odd.text
    form = await desk.say("set 1 renewal to nobody knows")
    assert "I cannot read this date." in form.text
    refused = await tab.call("PATCH", "/leads/1", alex, {"own_renewal": "nobody knows"})
    assert (refused.status, list(refused.json["fields"])) == (422, ["own_renewal"])
    unknown = await tab.call("PATCH", "/leads/1", alex, {"own_region": "Nord"})
    assert (unknown.status, list(unknown.json["fields"])) == (422, ["own_region"])


async def test_the_api_takes_tells_changes_and_filters_by_it(tab: Tab, alex: Actor) -> None:
    await define(tab, alex)
    lead = await tab.capture(alex, own_region="Nord")
    await tab.capture(alex, name="Bea Lind")
    path = f"/leads/{lead['number']}"
    changed = await tab.call("PATCH", path, alex, {"own_region": "Süd", "version": lead["version"]})
    assert changed.json["own_region"] == "Süd"
    assert (await tab.get(path, alex))["own_region"] == "Süd"
    found = await tab.get("/leads?own_region=S%C3%BCd", alex)
    assert [one["number"] for one in found["items"]] == [lead["number"]]
    assert (await tab.get("/leads?own_region=Nord", alex))["items"] == []
    assert (await tab.call("GET", "/leads?own_area=Nord", alex)).status == 422
    entries = (await tab.get(f"{path}/timeline", alex))["items"]
    assert (entries[0]["before"], entries[0]["after"]) == ({"own_region": "Nord"}, {"own_region": "Süd"})
    stale = await tab.call("PATCH", path, alex, {"own_region": "West", "version": lead["version"]})
    assert (stale.status, stale.json["current"]["own_region"]) == (409, "Süd")


async def test_filters_compare_what_a_field_holds(tab: Tab, alex: Actor) -> None:
    await define(tab, alex, label="Seats", key="seats", type="number")
    await define(tab, alex, label="Partner", key="partner", type="flag")
    one = await tab.capture(alex, own_seats=12, own_partner=False)
    await tab.capture(alex, name="Bea Lind", own_seats=120, own_partner=True)
    for query in ("own_seats=12", "own_partner=false", "own_partner=no"):
        found = (await tab.get(f"/leads?{query}", alex))["items"]
        assert [lead["number"] for lead in found] == [one["number"]], query


async def test_every_kind_of_record_can_have_one(tab: Tab, alex: Actor, desk: Office) -> None:
    kinds = ["lead", "opportunity", "contact", "organization"]
    await define(tab, alex, kinds=kinds)
    said = {
        "contact": "new contact Ann Roe, Region: Nord",
        "organization": "new organization Acme GmbH, Region: Nord",
        "opportunity": "new opportunity Rollout, 12k, Region: Nord",
    }
    for number, (kind, text) in enumerate(said.items(), start=1):
        assert "Region\nNord" in (await desk.say(text)).text, kind
        changed = await desk.say(f"set {number} region to Süd")
        assert "Region\nSüd" in changed.text, kind
        assert (await desk.say(f"edit {number}")).inputs["own_region"] == "Süd"
        found = await tab.get(f"/{kind.replace('ty', 'tie')}s?own_region=S%C3%BCd", alex)
        assert [one["number"] for one in found["items"]] == [number]


async def test_imports_know_its_column(tab: Tab, alex: Actor, desk: Office) -> None:
    await define(tab, alex)
    await define(tab, alex, label="Renewal", key="renewal", type="day")
    rows = (
        "import\nName\tCompany\tREGION\tRenewal\nAnn Roe\tAcme\tNord\t12/24/2199\nBea Lind\tLind AG\t\tsoon\n"
    )
    card = await desk.say(rows)
    await desk.press("import.run", card.buttons["import.run"])
    shown = await desk.say("show 1")
    assert "Region\nNord" in shown.text
    assert "Renewal\nDec 24, 2199" in shown.text
    assert "Note" not in shown.text
    assert "Renewal: soon" in (await desk.say("show 2")).text


async def test_a_merge_lays_it_side_by_side_and_a_split_gives_it_back(
    tab: Tab, alex: Actor, desk: Office
) -> None:
    await define(tab, alex)
    await desk.say("new lead Ann Roe, Acme, Region: Nord")
    await desk.say("new lead Bea Lind, Lind AG, Region: Süd")
    merging = await desk.say("merge 1 2")
    assert merging.inputs["own_region"] == "kept"
    merged = await desk.press("record.merge", merging.buttons["record.merge"] | {"own_region": "gone"})
    assert "Region\nSüd" in merged.text
    await tab.post("/leads/1/split", alex, {})
    regions = [(await tab.get(f"/leads/{number}", alex))["own_region"] for number in (1, 2)]
    assert regions == ["Nord", "Süd"]
    united = await tab.post("/leads/2/merge", alex, {"with": 1, "fields": {"own_region": "gone"}})
    assert united["own_region"] == "Nord"


async def test_a_conversion_takes_it_along_to_who_has_it_as_well(tab: Tab, alex: Actor) -> None:
    await define(tab, alex, kinds=["lead", "opportunity", "contact"])
    await define(tab, alex, label="Fee", key="fee", type="money", kinds=["lead", "opportunity"])
    first = await tab.capture(alex, own_region="Nord", own_fee={"amount": "12.50", "currency": "EUR"})
    deal = await tab.qualify(alex, first["number"])
    assert (deal["own_region"], deal["own_fee"]) == ("Nord", {"amount": "12.50", "currency": "EUR"})
    contact = await tab.get(f"/contacts/{deal['contact']['number']}", alex)
    assert (contact["own_region"], "own_fee" in contact) == ("Nord", False)
    second = await tab.capture(alex, own_region="Süd", own_fee={"amount": "9.00", "currency": "EUR"})
    joined = await tab.qualify(alex, second["number"], opportunity=deal["number"])
    assert (joined["own_region"], joined["own_fee"]["amount"]) == ("Nord", "12.50")
    assert {one["field"] for one in joined["conversion"]["kept"]} >= {"own_region", "own_fee"}


async def test_who_was_quicker_is_told_field_by_field(tab: Tab, alex: Actor, desk: Office) -> None:
    await define(tab, alex)
    await desk.say("new lead Ann Roe, Acme, Region: Nord")
    form = await desk.say("edit 1")
    await desk.say("set 1 region to Süd", who="kim")
    late = form.buttons["record.edit"] | form.inputs | {"own_region": "West"}
    conflict = await desk.press("record.edit", late)
    assert "Region\nWest" in conflict.text
    again = await desk.press("record.edit", conflict.buttons["record.edit"])
    assert "Region\nWest" in again.text


async def test_the_tab_is_told_what_it_is_called(tab: Tab, alex: Actor) -> None:
    await define(tab, alex)
    english = (await tab.get("/fields", alex))["lead"]
    assert {"name": "own_region", "long": False, "list": None, "label": "Region"} in english
    german = (await tab.get("/fields", alex, Accept_Language="de"))["lead"]
    assert "Gebiet" in [one["label"] for one in german]
    assert "own_region" not in [one["name"] for one in (await tab.get("/fields", alex))["contact"]]


async def test_what_is_retired_is_hidden_with_all_that_it_holds(tab: Tab, alex: Actor, desk: Office) -> None:
    await define(tab, alex)
    await tab.capture(alex, own_region="Nord")
    retired = await tab.call("PATCH", FIELDS, alex, {"name": "own_region", "retired": True})
    assert retired.json["items"][0]["retired"] is True
    assert "own_region" not in await tab.get("/leads/1", alex)
    assert "own_region" not in (await desk.say("edit 1")).inputs
    assert "Region" not in (await desk.say("show 1")).text.partition("History")[0]
    assert (await tab.call("PATCH", "/leads/1", alex, {"own_region": "Süd"})).status == 422
    back = await tab.call("PATCH", FIELDS, alex, {"name": "own_region", "retired": False})
    assert back.json["items"][0]["retired"] is False
    assert (await tab.get("/leads/1", alex))["own_region"] == "Nord"


async def test_taking_a_description_back_retires_it(tab: Tab, alex: Actor) -> None:
    await define(tab, alex)
    await tab.capture(alex, own_region="Nord")
    await tab.call("PATCH", FIELDS, alex, {"name": "own_region", "label": "Area"})
    await tab.post("/undo", alex)
    assert [one["label"] for one in (await tab.get(FIELDS, alex))["items"]] == ["Region"]


async def test_it_goes_with_the_person_whom_it_tells_of(tab: Tab, alex: Actor) -> None:
    await define(tab, alex)
    await tab.capture(alex, name="Ann Roe", own_region="near Ann's sister")
    subject = DataSubject(SubjectKind.RECORD, 1)
    await tab.crm.write(alex, ask_erasure, subject, None)
    own = await tab.crm.read(alex, lambda work, _: own_of(work, subject))
    assert "own_region" not in snapshot(own.records[1])
    entries = (await tab.get("/leads/1/timeline", alex))["items"]
    assert "sister" not in str(entries)
