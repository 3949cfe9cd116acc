"""What a field of a lead does at every door: a website and the day of a renewal, which `test_field` gives to
leads in a copy of the tree. It is no test of the product as it is, whose leads have neither."""

from __future__ import annotations

from app.crm.crm import Crm
from app.domain.member import Actor
from tests.bot.desk import Desk
from tests.tabs.conftest import Tab, hosts, tab

__all__ = ["hosts", "tab"]

SITE = "www.acme.example"
OTHER = "https://acme.example/about"


async def test_the_chat_takes_shows_changes_merges_and_takes_it_back(crm: Crm) -> None:
    desk = Desk(crm)
    new = await desk.say(f"new lead Ann Roe, Acme, website: {SITE}")
    assert f"Website\n{SITE}" in new.text
    form = await desk.say("edit 1")
    assert form.inputs["website"] == SITE
    sent = form.buttons["record.edit"] | form.inputs | {"website": OTHER}
    assert f"Website\n{OTHER}" in (await desk.press("record.edit", sent)).text
    changed = await desk.say(f"edit 1 website: {SITE}")
    assert f"Website\n{SITE}" in changed.text
    assert f"Website: {OTHER} → {SITE}" in (await desk.say("show 1")).text
    assert f"Website\n{OTHER}" in (await desk.say("undo") and await desk.say("show 1")).text
    await desk.say(f"new lead Bea Lind, Lind AG, website: {SITE}")
    merging = await desk.say("merge 1 2")
    assert merging.inputs["website"] == "kept"
    merged = await desk.press("record.merge", merging.buttons["record.merge"] | {"website": "gone"})
    assert f"Website\n{SITE}" in merged.text
    captured = await desk.press("lead.capture", {"form": "f", "name": "Cara Holm", "website": SITE})
    assert f"Website\n{SITE}" in captured.text
    assert (await desk.say("new lead")).inputs["website"] == ""


async def test_a_day_is_read_wherever_it_is_written(crm: Crm) -> None:
    desk = Desk(crm)
    new = await desk.say("new lead Ann Roe, Acme, renewal: 24 Dec 2199")
    assert "Renewal\nDec 24, 2199" in new.text
    assert (await desk.say("edit 1")).inputs["renewal"] == "2199-12-24"
    assert "Renewal\nDec 31, 2199" in (await desk.say("edit 1 renewal to 31 Dec 2199")).text
    assert "Renewal: Dec 24, 2199 → Dec 31, 2199" in (await desk.say("show 1")).text
    odd = await desk.say("new lead Bea Lind, Lind AG, renewal: nobody knows")
    assert "Renewal: nobody knows" in odd.text
    card = await desk.say("import\nName\tCompany\tRenewal\nCara Holm\tHolm AB\t12/24/2199\n")
    await desk.press("import.run", card.buttons["import.run"])
    assert "Renewal\nDec 24, 2199" in (await desk.say("show 3")).text


async def test_a_conversion_fills_the_company_with_it(crm: Crm) -> None:
    desk = Desk(crm)
    await desk.say(f"new lead Ann Roe, Acme, website: {SITE}")
    form = await desk.say("qualify 1")
    await desk.press("lead.qualify", form.buttons["lead.qualify"] | form.inputs)
    assert SITE in (await desk.say("show 2")).text


async def test_an_import_knows_its_column(crm: Crm) -> None:
    desk = Desk(crm)
    card = await desk.say(f"import\nName\tCompany\tWebsite\nAnn Roe\tAcme\t{SITE}\n")
    await desk.press("import.run", card.buttons["import.run"])
    shown = await desk.say("show 1")
    assert f"Website\n{SITE}" in shown.text
    assert "Note" not in shown.text


async def test_the_api_takes_tells_changes_and_filters_by_it(tab: Tab, alex: Actor) -> None:
    lead = await tab.capture(alex, website=SITE, renewal="2199-12-24")
    assert lead["renewal"] == "2199-12-24"
    assert lead["website"] == SITE
    await tab.capture(alex, name="Bea Lind")
    path = f"/leads/{lead['number']}"
    changed = await tab.call("PATCH", path, alex, {"website": OTHER, "version": lead["version"]})
    assert changed.json["website"] == OTHER
    assert (await tab.get(path, alex))["website"] == OTHER
    found = await tab.get(f"/leads?website={OTHER}", alex)
    assert [one["number"] for one in found["items"]] == [lead["number"]]
    assert "website" in [one["name"] for one in (await tab.get("/fields", alex))["lead"]]
    entries = (await tab.get(f"{path}/timeline", alex))["items"]
    assert (entries[0]["before"], entries[0]["after"]) == ({"website": SITE}, {"website": OTHER})
