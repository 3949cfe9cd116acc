"""Two people at one record: who is second sees what the first did, and applies only what was typed."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.crm.records import AnyRecord, edit_record, show_record
from app.domain.lead import Lead
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from tests.bot.desk import Desk, Shown, parts_of
from tests.bot.test_commands import SARAH, qualified

KIM = Actor(tenant_id="tenant", user_id="kim", name="Kim")


async def record(crm: Crm, number: int) -> AnyRecord:
    return (await crm.read(KIM, show_record, number)).record


async def sent(desk: Desk, verb: str, form: Shown, locale: str = "en-US", **typed: str) -> Shown:
    """Sends a form as a client does: all of its inputs, whether touched or not."""
    return await desk.press(verb, {**form.buttons[verb], **form.inputs, **typed}, locale=locale)


async def edit_form(desk: Desk) -> Shown:
    return await desk.press("lead.edit.open", (await desk.say("1")).buttons["lead.edit.open"])


async def test_only_what_was_typed_is_applied_to_the_fresh_state(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    form = await edit_form(desk)
    await crm.write(KIM, edit_record, 1, {"job_title": "CIO", "phone": "+49 30 7654321"})
    refused = await sent(desk, "record.edit", form, company="TI Holding", phone="+49 30 1111111")
    for text in (
        "What changed since",
        "Kim",
        "Job title: IT manager → CIO",
        "What you entered",
        "TI Holding",
    ):
        assert text in refused.text
    assert "Kim changed this too: +49 30 7654321" in refused.text
    button = refused.buttons["record.edit"]
    assert set(button) == {"company", "phone", "form", "number", "version"}
    saved = await desk.press("record.edit", button)
    assert "Saved." in saved.text
    lead = await record(crm, 1)
    assert isinstance(lead, Lead)
    assert (lead.company, lead.phone, lead.job_title) == ("TI Holding", "+49 30 1111111", "CIO")


@pytest.mark.parametrize(
    ("number", "theirs", "mine"),
    [
        (2, {"website": "https://ti.example"}, {"industry": "Software"}),
        (3, {"job_title": "CIO"}, {"phone": "+49 30 1111111"}),
        (4, {"name": "Big deal"}, {"amount": "€12,000.00"}),
    ],
    ids=["organization", "contact", "opportunity"],
)
async def test_every_kind_of_record_is_edited_field_by_field(
    desk: Desk, crm: Crm, number: int, theirs: dict[str, object], mine: dict[str, str]
) -> None:
    await qualified(desk)
    form = await desk.press("record.edit.open", {"number": number})
    await crm.write(KIM, edit_record, number, theirs)
    refused = await sent(desk, "record.edit", form, **mine)
    button = refused.buttons["record.edit"]
    assert {name: button[name] for name in mine} == mine
    assert set(button) == {*mine, "form", "number", "version"}
    assert "Saved." in (await desk.press("record.edit", button)).text
    kept = await record(crm, number)
    assert {name: getattr(kept, name) for name in theirs} == theirs


async def test_a_field_that_was_emptied_is_told_and_applied(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    form = await edit_form(desk)
    await crm.write(KIM, edit_record, 1, {"note": "called"})
    refused = await sent(desk, "record.edit", form, "de-DE", job_title="")
    assert "Was du eingegeben hast" in refused.text
    assert refused.buttons["record.edit"]["job_title"] == ""
    await desk.press("record.edit", refused.buttons["record.edit"])
    lead = await record(crm, 1)
    assert isinstance(lead, Lead)
    assert (lead.job_title, lead.note) == ("", "called")


async def test_an_untouched_form_has_nothing_to_apply(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    form = await edit_form(desk)
    await crm.write(KIM, edit_record, 1, {"job_title": "CIO"})
    refused = await sent(desk, "record.edit", form)
    assert "What changed since" in refused.text
    assert "record.edit" not in refused.buttons


async def test_a_form_that_comes_back_with_a_mistake_still_knows_what_it_showed(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    form = await edit_form(desk)
    await crm.write(KIM, edit_record, 1, {"job_title": "CIO"})
    again = await sent(desk, "record.edit", form, email="sarah@new.example", amount="lots")
    assert "I cannot read this amount." in again.text
    refused = await sent(desk, "record.edit", again, amount="")
    assert "Job title: IT manager → CIO" in refused.text
    await desk.press("record.edit", refused.buttons["record.edit"])
    lead = await record(crm, 1)
    assert isinstance(lead, Lead)
    assert (lead.email, lead.job_title) == ("sarah@new.example", "CIO")


async def test_the_qualify_form_applies_the_answers_on_top(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    form = await desk.say("qualify 1")
    await crm.write(KIM, edit_record, 1, {"need": "a CRM"})
    refused = await sent(desk, "lead.qualify", form, timeline="quarter")
    assert "Within three months" in refused.text
    shown = await desk.press("lead.qualify", refused.buttons["lead.qualify"])
    assert "Qualified" in shown.text
    deal = await record(crm, 4)
    assert isinstance(deal, Opportunity)
    assert (deal.need, deal.timeline) == ("a CRM", "quarter")


@pytest.mark.parametrize(
    ("verb", "typed", "told", "done"),
    [
        ("opportunity.move", {"stage": "proposal"}, "Proposal", "Moved to Proposal."),
        ("opportunity.win", {}, "Do it anyway", "Won. Congratulations!"),
        ("opportunity.lose", {"reason": "price"}, "Price", "Closed as lost."),
        ("record.assign", {"owner": "2"}, "Kim", "Assigned to Kim."),
    ],
)
async def test_what_a_button_wanted_can_be_done_all_the_same(
    desk: Desk, crm: Crm, verb: str, typed: dict[str, str], told: str, done: str
) -> None:
    number = await qualified(desk)
    await desk.say("hello", "kim")
    await crm.write(KIM, edit_record, number, {"name": "Big deal"})
    data = {"form": "f", "number": number, "version": 1, **typed}
    refused = await desk.press(verb, data)
    for text in ("This record has changed", "Tech Innovators Inc. → Big deal", told):
        assert text in refused.text
    assert done in (await desk.press(verb, refused.buttons[verb])).text


async def test_undo_and_closed_records_are_not_forced(desk: Desk, crm: Crm) -> None:
    number = await qualified(desk)
    await crm.write(KIM, edit_record, number, {"name": "Big deal"})
    assert "undo" not in (await desk.press("undo", {"number": number, "version": 1})).buttons
    await desk.say(f"won {number}", "kim")
    closed = await desk.press("opportunity.win", {"form": "g", "number": number, "version": 3})
    assert "This opportunity is already won. Reopen it first." in closed.text
    assert "opportunity.win" not in closed.buttons
    assert "Open again." in (await desk.press("record.reopen", closed.buttons["record.reopen"])).text


@pytest.mark.parametrize(
    ("verb", "typed"),
    [("opportunity.move", {"stage": "proposal"}), ("opportunity.lose", {"reason": "price"})],
)
async def test_what_was_closed_meanwhile_offers_nothing_that_is_refused_again(
    desk: Desk, verb: str, typed: dict[str, str]
) -> None:
    number = await qualified(desk)
    await desk.say(f"won {number}", "kim")
    refused = await desk.press(verb, {"form": "f", "number": number, "version": 1, **typed})
    assert "This record has changed" in refused.text
    assert verb not in refused.buttons
    assert "record.reopen" in refused.buttons


async def test_a_qualified_lead_leads_on_to_its_opportunity(desk: Desk) -> None:
    number = await qualified(desk)
    again = await desk.say("disqualify 1 no need")
    assert "It goes on in its opportunity." in again.text
    shown = [part["data"]["number"] for part in parts_of(again.card) if part.get("verb") == "record.show"]
    assert number in shown


async def test_a_colleague_who_is_named_by_no_number_breaks_no_card(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    await crm.write(KIM, edit_record, 1, {"job_title": "CIO"})
    refused = await desk.press("record.assign", {"number": 1, "version": 1, "owner": "²"})
    assert "Please check the marked fields." in refused.text
    stale = await desk.press("record.edit", {"number": 1, "version": 1, "owner": "²", "company": "TI"})
    assert "What you entered" in stale.text
