"""The qualify form in the chat: what is there is offered, and the card says what became of it."""

from __future__ import annotations

import pytest

from app.crm.contacts import capture_contact
from app.crm.crm import Crm
from app.crm.opportunities import capture_opportunity
from app.crm.organizations import capture_organization
from app.domain.member import Actor
from tests.bot.desk import Desk, Shown, parts_of

SARAH = "new lead Sarah Meier, IT manager, Tech Innovators Inc., sarah@ti.example, +49 30 1234567"
ALEX = Actor(tenant_id="tenant", user_id="alex", name="Alex")


@pytest.fixture
async def known(crm: Crm) -> tuple[int, int, int]:
    """An organization, a contact with another phone, and an open opportunity of theirs."""
    company = (await crm.write(ALEX, capture_organization, {"name": "Tech Innovators"})).record.number
    sarah = {"name": "Sarah Meier", "email": "sarah@ti.example", "phone": "+44 20 7946 0000"}
    contact = (await crm.write(ALEX, capture_contact, {**sarah, "organization": company})).record.number
    deal = {"name": "Project tool", "organization": company}
    return company, contact, (await crm.write(ALEX, capture_opportunity, deal)).record.number


def choices(shown: Shown, name: str) -> dict[str, str]:
    """Titles by value of a list of choices."""
    (found,) = (part for part in parts_of(shown.card) if part.get("id") == name)
    return {choice["value"]: choice["title"] for choice in found["choices"]}


async def test_without_candidates_sentences_say_what_will_be_made(desk: Desk) -> None:
    await desk.say(SARAH)
    form = await desk.say("qualify 1")
    assert "New organization: Tech Innovators Inc." in form.text
    assert "New contact: Sarah Meier" in form.text
    assert not {"organization", "contact", "opportunity"} & set(form.inputs)


async def test_every_choice_is_one_press_away_and_keeps_what_was_typed(desk: Desk) -> None:
    await desk.say(SARAH)
    form = await desk.say("qualify 1")
    pressed = {**form.buttons["lead.qualify.choices"], **form.inputs, "need": "a tool"}
    more = await desk.press("lead.qualify.choices", pressed)
    assert more.inputs["need"] == "a tool"
    assert choices(more, "opportunity") == {
        "new": "New opportunity: Tech Innovators Inc.",
        "none": "No opportunity",
    }
    chosen = {**more.buttons["lead.qualify"], **more.inputs, "opportunity": "none", "contact": "none"}
    shown = await desk.press("lead.qualify", chosen)
    assert "Qualified, without an opportunity." in shown.text
    assert "Lead #1" in shown.text
    assert "Contact, Opportunity" in shown.text
    assert "No longer there: Tech Innovators Inc." in (await desk.press("undo", shown.buttons["undo"])).text


async def test_what_is_there_is_offered_and_preselected(desk: Desk, known: tuple[int, int, int]) -> None:
    company, contact, deal = known
    await desk.press("lead.capture", {"form": "f", "anyway": "1", **lead_typed()})
    form = await desk.say("qualify 4")
    assert (form.inputs["organization"], form.inputs["contact"]) == (str(company), str(contact))
    assert form.inputs["opportunity"] == "new"
    assert choices(form, "organization")[str(company)] == "#1 Tech Innovators · same company"
    assert choices(form, "opportunity")[str(deal)] == "#3 Project tool · Qualified"
    assert "Lead +49 30 1234567, Contact +44 20 7946 0000" in form.text
    assert "lead.qualify.choices" not in form.buttons


async def test_a_lead_joins_an_opportunity_in_german(desk: Desk, known: tuple[int, int, int]) -> None:
    _, contact, deal = known
    await desk.press("lead.capture", {"form": "f", "anyway": "1", **lead_typed()})
    form = await desk.say("qualifiziere 4", locale="de-DE")
    chosen = {**form.buttons["lead.qualify"], **form.inputs, "opportunity": str(deal), "need": "ein Tool"}
    shown = await desk.press("lead.qualify", chosen, locale="de-DE")
    assert f"Qualifiziert: Der Lead gehört jetzt zu Opportunity #{deal}." in shown.text
    assert f"Kontakt #{contact} Sarah Meier" in shown.text
    assert "Lead +49 30 1234567, Kontakt +44 20 7946 0000" in shown.text
    told = await desk.say("zeige 4", locale="de-DE")
    assert f"Verwendet: Organization #1, Kontakt #{contact}, Opportunity #{deal}" in told.text
    back = await desk.say("wieder öffnen 4", locale="de-DE")
    assert "Wieder wie vorher: Sarah Meier (#4)" in back.text


async def test_a_choice_that_closed_meanwhile_is_told_at_its_field(
    desk: Desk, known: tuple[int, int, int]
) -> None:
    deal = known[2]
    await desk.press("lead.capture", {"form": "f", "anyway": "1", **lead_typed()})
    form = await desk.say("qualify 4")
    await desk.say(f"won {deal}", "kim")
    again = await desk.press(
        "lead.qualify", {**form.buttons["lead.qualify"], **form.inputs, "opportunity": str(deal)}
    )
    assert f"Opportunity #{deal} is closed." in again.text
    assert again.inputs["opportunity"] == str(deal)


async def test_reopening_says_what_blocks_it_and_by_whom(desk: Desk) -> None:
    await desk.say(SARAH)
    form = await desk.say("qualify 1")
    await desk.press("lead.qualify", {**form.buttons["lead.qualify"], **form.inputs})
    await desk.say("move 4 meeting", "kim")
    card = await desk.say("1")
    blocked = await desk.press("record.reopen", card.buttons["record.reopen"])
    assert "Kim has changed #4 since." in blocked.text
    assert "Opportunity #4" in blocked.text
    await desk.say("undo", "kim")
    freed = await desk.press("record.reopen", card.buttons["record.reopen"])
    assert "No longer there: Tech Innovators Inc. (#4)" in freed.text
    assert "Back to how it was: Sarah Meier (#1)" in freed.text
    assert "lead.qualify.open" in (await desk.say("1")).buttons


def lead_typed() -> dict[str, str]:
    return {
        "name": "Sarah Meier",
        "company": "Tech Innovators Inc.",
        "job_title": "IT manager",
        "email": "sarah@ti.example",
        "phone": "+49 30 1234567",
    }
