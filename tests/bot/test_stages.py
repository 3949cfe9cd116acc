"""Stages with conditions and the questions of a workspace, at the desk in both languages."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.crm.records import edit_record, show_record
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from tests.bot.desk import Desk, Shown

ALEX = Actor(tenant_id="tenant", user_id="alex")


async def opportunity(desk: Desk) -> None:
    """Opportunity #4 of Sarah's lead #1, without any answer."""
    await desk.say("new lead Sarah Meier, Tech Innovators Inc., sarah@techinnovators.example")
    form = await desk.say("qualify 1")
    assert "Opportunity #4" in (await desk.press("lead.qualify", form.buttons["lead.qualify"])).text


async def deal(crm: Crm) -> Opportunity:
    record = (await crm.read(ALEX, show_record, 4)).record
    assert isinstance(record, Opportunity)
    return record


def inputs(shown: Shown) -> set[str]:
    return set(shown.inputs)


async def test_a_stage_asks_for_only_what_is_missing_and_saves_with_the_move(desk: Desk, crm: Crm) -> None:
    await opportunity(desk)
    said = await desk.say("require amount, close date for Proposal")
    assert "Proposal now needs: Amount, Close date." in said.text
    assert "needs Amount, Close date" in (await desk.say("pipeline")).text

    card = await desk.say("move 4 proposal")
    assert "#4 to Proposal" in card.text
    assert inputs(card) == {"amount", "close_date"}
    send = card.buttons["opportunity.enter"]
    wrong = await desk.press("opportunity.enter", {**send, "amount": "lots"})
    assert "▲ I cannot read this amount." in wrong.text
    assert wrong.inputs["amount"] == "lots"
    assert inputs(wrong) == {"amount", "close_date"}
    half = await desk.press("opportunity.enter", {**wrong.buttons["opportunity.enter"], "amount": "50k"})
    assert "▲ Please fill this in." in half.text
    assert half.inputs == {"amount": "50k", "close_date": ""}
    assert (await deal(crm)).version == 1

    typed = {"amount": "50k", "close_date": "2030-01-31"}
    moved = await desk.press("opportunity.enter", {**half.buttons["opportunity.enter"], **typed})
    assert "Moved to Proposal." in moved.text
    assert "€50,000.00" in moved.text
    undone = await desk.press("undo", moved.buttons["undo"])
    assert "Stage changed · Opportunity edited" in undone.text
    assert ((await deal(crm)).amount, (await deal(crm)).stage) == (None, 1)


async def test_it_is_the_same_in_german_and_for_winning(desk: Desk, crm: Crm) -> None:
    await opportunity(desk)
    said = await desk.say("verlange Betrag und Entscheider für Gewonnen", locale="de-DE")
    assert "Gewonnen verlangt jetzt: Betrag, Rolle." in said.text
    shown = await desk.say("zeige 4", locale="de-DE")
    for card in (
        await desk.say("gewonnen 4", locale="de-DE"),
        await desk.press("opportunity.win", shown.buttons["opportunity.win"], locale="de-DE"),
    ):
        assert inputs(card) == {"amount", "authority"}
        assert "Das fehlt noch für diese Phase." in card.text
        send = card.buttons["opportunity.enter"]
    unknown = await desk.press(
        "opportunity.enter", {**send, "amount": "1.200,50 €", "authority": "unknown"}, locale="de-DE"
    )
    assert "▲ Bitte ausfüllen." in unknown.text
    won = await desk.press(
        "opportunity.enter", {**send, "amount": "1.200,50 €", "authority": "decision_maker"}, locale="de-DE"
    )
    assert "Gewonnen. Glückwunsch!" in won.text
    assert "1.200,50 €" in won.text
    said = await desk.say("verlange nichts für Gewonnen", locale="de-DE")
    assert "Gewonnen verlangt nichts mehr." in said.text


async def test_the_buttons_that_move_ask_as_well(desk: Desk) -> None:
    await opportunity(desk)
    await desk.say("require need for meeting")
    shown = await desk.say("show 4")
    for card in (
        await desk.press("opportunity.move", shown.buttons["opportunity.move"]),
        await desk.press("opportunity.move", {"number": 4, "version": 1, "stage": "meeting", "form": "m"}),
    ):
        assert inputs(card) == {"need"}


async def test_a_contact_is_named_by_name_or_number(desk: Desk, crm: Crm) -> None:
    await opportunity(desk)
    await desk.say("require contact, organization for meeting")
    assert "Moved to Meeting." in (await desk.say("move 4 meeting")).text
    await desk.say("undo")
    await crm.write(ALEX, edit_record, 4, {"contact": None, "organization": None})
    card = await desk.say("move 4 meeting")
    send = card.buttons["opportunity.enter"]
    wrong = await desk.press("opportunity.enter", {**send, "contact": "Nobody", "organization": "#2"})
    assert "▲ I do not know this contact." in wrong.text
    moved = await desk.press("opportunity.enter", {**send, "contact": "sarah meier", "organization": "#2"})
    assert "Moved to Meeting." in moved.text
    assert ((await deal(crm)).contact, (await deal(crm)).organization) == (3, 2)


async def test_a_colleague_who_was_quicker_is_not_overwritten(desk: Desk, crm: Crm) -> None:
    await opportunity(desk)
    await desk.say("require amount, need for proposal")
    card = await desk.say("move 4 proposal")
    await crm.write(ALEX, edit_record, 4, {"need": "a tool"})
    refused = await desk.press(
        "opportunity.enter", {**card.buttons["opportunity.enter"], "amount": "5k", "need": ""}
    )
    assert (await deal(crm)).stage == 1
    assert "5k" in refused.text
    again = await desk.press("opportunity.enter", refused.buttons["opportunity.enter"])
    assert "Moved to Proposal." in again.text
    assert (await deal(crm)).need == "a tool"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("require colour for proposal", "A stage cannot require “colour”. It can: Amount, Close date"),
        ("require amount", "For which stage?"),
        ("require amount for nirvana", "There is no stage “nirvana”"),
        ("require amount for lost", "A lost opportunity needs a reason, but no fields."),
        ("require metrics for proposal", "A stage cannot require “metrics”."),
        ("require", "I need a little more: require <fields> [stage]."),
        ("framework spin", "I know BANT, CHAMP and MEDDIC."),
    ],
)
async def test_what_cannot_be_required_is_told(desk: Desk, text: str, answer: str) -> None:
    assert answer in (await desk.say(text)).text


async def test_a_mistyped_stage_is_understood(desk: Desk) -> None:
    assert "Proposal now needs: Amount." in (await desk.say("require amount for Proposl")).text


async def test_members_may_look_but_not_set(desk: Desk) -> None:
    await desk.say("help")
    for text in ("require amount for proposal", "framework champ"):
        assert "Only owners of the workspace may do this." in (await desk.say(text, "kim")).text
    looked = await desk.say("framework", "kim")
    assert "Owners of the workspace choose." in looked.text
    assert "framework.choose" not in looked.buttons
    refused = await desk.press("framework.choose", {"framework": "champ"}, "kim")
    assert "Only owners of the workspace may do this." in refused.text


async def test_the_questions_are_chosen_asked_kept_and_scored(desk: Desk, crm: Crm) -> None:
    captured = await desk.say("new lead Sarah Meier, Tech Innovators Inc., 50k, decides in three months")
    said = "no decision maker named, no need named, an amount, but no confirmed budget, three months to go"
    assert f"29/100: {said}" in captured.text.replace("\n", "")
    shown = await desk.say("Fragenkatalog MEDDIC", locale="de-DE")
    assert "Ab jetzt wird mit MEDDIC qualifiziert." in shown.text
    form = await desk.say("qualify 1")
    asked = ("metrics", "economic_buyer", "decision_criteria", "decision_process", "need", "champion")
    assert [name for name in form.inputs if name in {*asked, "budget", "authority", "timeline"}] == [*asked]
    answers = {
        "metrics": "40 hours",
        "economic_buyer": "Dr. Vogel",
        "need": "a tool",
        "champion": "x",
    }
    long = await desk.press(
        "lead.qualify", {**form.buttons["lead.qualify"], **answers, "champion": "x" * 501}
    )
    assert "▲ At most 500 characters." in long.text
    assert long.inputs["metrics"] == "40 hours"
    qualified = await desk.press("lead.qualify", {**long.buttons["lead.qualify"], **answers})
    text = qualified.text.replace("\n", "")
    assert "70/100: no decision criteria, no decision process" in text
    assert "Dr. Vogel" in text
    assert (await deal(crm)).answers == {name: answers[name] for name in answers if name != "need"}


async def test_answers_are_corrected_like_fields(desk: Desk, crm: Crm) -> None:
    await opportunity(desk)
    await desk.say("framework meddic")
    for number in (1, 4):
        form = await desk.press("record.edit.open", {"number": number})
        sent = {**form.inputs, **form.buttons["record.edit"], "metrics": "40 hours", "champion": "Ann"}
        saved = await desk.press("record.edit", sent)
        assert "40 hours" in saved.text
        again = await desk.press("record.edit.open", {"number": number})
        assert (again.inputs["metrics"], again.inputs["champion"]) == ("40 hours", "Ann")
        shown = await desk.say(f"show {number}")
        assert "Metrics: none → 40 hours" in shown.text
    emptied = {**again.inputs, **again.buttons["record.edit"], "champion": ""}
    await desk.press("record.edit", emptied)
    assert (await deal(crm)).answers == {"metrics": "40 hours"}


async def test_a_button_chooses_the_framework(desk: Desk) -> None:
    shown = await desk.say("framework")
    assert "BANT" in shown.text
    chosen = await desk.press("framework.choose", {"framework": "champ"})
    assert "From now on leads are qualified with CHAMP." in chosen.text
    assert "Challenges 35 · Authority 25 · Money 20 · Priority: by when? 20" in chosen.text
