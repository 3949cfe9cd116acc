"""What people write, and the cards that come back."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.crm.pipeline import change_stage
from app.crm.records import show_record
from app.domain.lead import Lead
from app.domain.member import Actor, Role
from app.store.work import Work
from tests.bot.desk import Desk

SARAH = "new lead Sarah Meier, IT manager, Tech Innovators Inc., sarah@techinnovators.example"


async def qualified(desk: Desk) -> int:
    """Sarah's lead #1, qualified; the number of the opportunity."""
    await desk.say(SARAH)
    form = await desk.say("qualify 1")
    shown = await desk.press(
        "lead.qualify", {**form.buttons["lead.qualify"], "timeline": "quarter", "budget": "50k"}
    )
    assert "Opportunity #4" in shown.text
    return 4


async def test_the_story_of_the_fair_from_lead_to_opportunity(desk: Desk) -> None:
    number = await qualified(desk)
    pipeline = await desk.say("pipeline")
    assert "€50,000.00" in pipeline.text
    moved = await desk.say(f"move {number} Verhandlung")
    assert "Moved to Negotiation." in moved.text
    assert "Won. Congratulations!" in (await desk.say(f"gewonnen #{number}")).text
    assert f"Opportunity #{number}" in (await desk.say("list won")).text


async def test_a_captured_lead_is_shown(desk: Desk) -> None:
    captured = await desk.say(SARAH)
    assert {"Lead #1", "Sarah Meier", "sarah@techinnovators.example"} <= set(captured.text.split("\n"))


async def test_one_line_fills_the_fields(desk: Desk) -> None:
    shown = await desk.say(
        "neuer Lead Sarah Meier, IT-Leiterin bei Müller GmbH, +49 30 1234567, 50k, "
        "entscheidet in drei Monaten",
        locale="de-DE",
    )
    for text in ("Müller GmbH", "IT-Leiterin", "+49 30 1234567", "50.000,00 €", "Gespeichert."):
        assert text in shown.text
    form = await desk.press("lead.edit.open", shown.buttons["lead.edit.open"])
    assert form.inputs["name"] == "Sarah Meier"
    assert form.inputs["timeline"] == "quarter"


async def test_a_bare_new_shows_the_form(desk: Desk) -> None:
    assert {"name", "company", "email", "amount"} <= set((await desk.say("new lead")).inputs)


async def test_a_line_that_is_no_lead_comes_back_as_a_form_with_all_that_was_typed(desk: Desk) -> None:
    form = await desk.say("new lead Jo, jo@@acme, 50k")
    assert form.inputs["name"] == "Jo"
    assert form.inputs["email"] == "jo@@acme"
    assert form.inputs["amount"] == "€50,000.00"
    assert "This is no email address." in form.text
    saved = await desk.press(
        "lead.capture", {**form.buttons["lead.capture"], **form.inputs, "email": "jo@acme.example"}
    )
    assert "Lead #1" in saved.text
    assert "€50,000.00" in saved.text


@pytest.mark.parametrize("text", ["HELP", "hilfe", "/help"])
async def test_help_tells_what_can_be_written(desk: Desk, text: str) -> None:
    assert "Calls, meetings, tasks" in (await desk.say(text)).text


async def test_help_speaks_the_language_of_the_reader(desk: Desk) -> None:
    assert "Anrufe, Termine, Aufgaben" in (await desk.say("help", locale="de-DE")).text
    topic = await desk.press("help", {"topic": "leads"}, locale="de-DE")
    assert "qualifizieren <Lead-Nummer>" in topic.text


@pytest.mark.parametrize(
    "text", ["show 1", "#1", "1", "lead 1", "zeige nr. 1", "show sarah", 'open "Sarah Meier"']
)
async def test_a_record_is_shown_by_number_or_name(desk: Desk, text: str) -> None:
    await desk.say(SARAH)
    shown = await desk.say(text)
    assert "Lead #1" in shown.text
    assert "lead.qualify.open" in shown.buttons


async def test_several_records_of_a_name_are_a_question(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    await desk.say("new lead Sarah Smith")
    asked = await desk.say("qualify Sarah")
    assert {"Sarah Meier", "Sarah Smith"} <= set(asked.text.split("\n"))
    assert asked.buttons["command.run"]["text"] in ("qualify #1", "qualify #2")
    assert "lead.qualify" in (await desk.say("qualify Sarah Smith")).buttons


async def test_a_name_that_nobody_has_leads_on(desk: Desk) -> None:
    shown = await desk.say("show Nobody")
    assert "Nobody" in shown.text
    assert {"lead.new", "help"} <= set(shown.buttons)


@pytest.mark.parametrize(
    "text", ["show 99", "qualify 99", "move 99 meeting", "won 99", "lost 99 price", "assign 99 me"]
)
async def test_a_number_that_nothing_has(desk: Desk, text: str) -> None:
    shown = await desk.say(text)
    assert "There is no record #99." in shown.text
    assert "help" in shown.buttons


@pytest.mark.parametrize(
    "text", ["qualify", "move", "won", "lost", "assign", "show", "find", "disqualify", "reopen"]
)
async def test_what_is_missing_is_told_with_an_example(desk: Desk, text: str) -> None:
    shown = await desk.say(text)
    assert "For example: " in shown.text
    assert "<" in shown.text


async def test_a_lead_is_no_opportunity(desk: Desk) -> None:
    await desk.say(SARAH)
    for text in ("move 1 meeting", "move 1", "won 1", "lost 1 price", "lost 1"):
        assert "#1 is a lead, but this needs an opportunity." in (await desk.say(text)).text


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("move 4 meeting", "Meeting"),
        ("verschiebe 4 Angebot", "Proposal"),
        ("move 4 to negotiation", "Negotiation"),
        ("move Tech Innovators Inc. to proposal", "Proposal"),
        ("move #4 -> Termin", "Meeting"),
        ("move 4 negotation", "Negotiation"),
        ('move "Tech Innovators" Verhandlung', "Negotiation"),
    ],
)
async def test_stages_are_known_in_both_languages(desk: Desk, text: str, stage: str) -> None:
    await qualified(desk)
    assert f"Moved to {stage}." in (await desk.say(text)).text


async def test_a_renamed_stage_is_known_by_its_name(desk: Desk, crm: Crm) -> None:
    await qualified(desk)
    await crm.write(Actor(tenant_id="tenant", user_id="alex"), change_stage, 4, {"name": "Endspurt"})
    assert "Moved to Endspurt." in (await desk.say("move 4 endspurt")).text
    assert "There is no stage" in (await desk.say("move 4 Verhandlung")).text


async def test_moving_without_a_stage_asks_and_an_unknown_one_is_told(desk: Desk) -> None:
    await qualified(desk)
    assert "opportunity.move" in (await desk.say("move 4")).buttons
    told = await desk.say("move 4 nirvana")
    assert "“nirvana”" in told.text
    assert "Negotiation" in told.text


async def test_moving_to_lost_asks_for_the_reason(desk: Desk) -> None:
    await qualified(desk)
    form = await desk.say("move 4 lost")
    assert "reason" in form.inputs
    assert "Won. Congratulations!" in (await desk.say("move 4 won")).text


@pytest.mark.parametrize(
    "text", ["lost 4 price", "verloren 4 Preis", "lost 4 because of price", "lost Tech Innovators price"]
)
async def test_a_known_reason_closes_at_once(desk: Desk, text: str) -> None:
    await qualified(desk)
    shown = await desk.say(text)
    assert "Closed as lost." in shown.text
    assert "record.reopen" in shown.buttons


async def test_an_unknown_reason_is_kept_in_the_form(desk: Desk) -> None:
    await qualified(desk)
    form = await desk.say("lost 4 they moved to the moon")
    assert form.inputs["note"] == "they moved to the moon"
    assert "reason" in form.inputs
    assert "note" in (await desk.say("lost 4 other")).inputs


async def test_won_twice_shows_how_it_stands(desk: Desk) -> None:
    await qualified(desk)
    await desk.say("won 4")
    again = await desk.say("won 4")
    assert "This opportunity is already won." in again.text
    assert "Open again." in (await desk.say("reopen 4")).text


async def test_disqualify_with_and_without_a_reason(desk: Desk) -> None:
    await desk.say(SARAH)
    assert "reason" in (await desk.say("disqualify 1")).inputs
    assert "The lead is closed." in (await desk.say("disqualifiziere 1 Kein Bedarf")).text
    assert "Reopen it first." in (await desk.say("qualify 1")).text
    assert "Open again." in (await desk.say("wieder öffnen 1")).text


@pytest.mark.parametrize(
    "text", ["assign 1 Kim", "assign 1 to kim", "weise 1 Kim zu", "assign Sarah Meier to Kim", "gib 1 an Kim"]
)
async def test_a_record_is_given_to_a_colleague(desk: Desk, text: str) -> None:
    await desk.say(SARAH)
    await desk.say("hello", "kim")
    assert "Assigned to Kim." in (await desk.say(text)).text


async def test_a_record_is_taken(desk: Desk) -> None:
    await desk.say(SARAH)
    assert "Assigned to Kim." in (await desk.say("assign 1 me", "kim")).text
    assert "Zugewiesen an Alex." in (await desk.say("zuweisen 1 mir", locale="de")).text
    assert "owner" in (await desk.say("assign 1")).inputs
    assert "“Robin”" in (await desk.say("assign 1 Robin")).text


async def test_only_leads_and_opportunities_have_owners(desk: Desk) -> None:
    await qualified(desk)
    told = await desk.say("assign 2 me")
    assert "#2 is an organization, but this needs a lead or an opportunity." in told.text


async def test_lists(desk: Desk) -> None:
    await qualified(desk)
    await desk.say("new lead Ann", "kim")
    await desk.say("new lead Bob")
    assert "Bob" in (await desk.say("list")).text
    assert "Ann" not in (await desk.say("my leads")).text
    assert "Qualified leads, mine" in (await desk.say("list my qualified leads")).text
    everybody = await desk.say("offene Leads")
    assert {"Ann", "Bob"} <= set(everybody.text.split("\n"))
    assert "Sarah Meier" in (await desk.say("list qualified")).text
    assert "Sarah Meier" in (await desk.say("all leads")).text
    assert "Tech Innovators Inc." in (await desk.say("opportunities")).text
    assert "Sarah Meier" in (await desk.say("contacts")).text
    assert "techinnovators.example" in (await desk.say("liste Firmen")).text
    told = await desk.say("list purple")
    assert "“purple”" in told.text
    assert "For example: list won" in told.text


async def test_find(desk: Desk) -> None:
    await desk.say(SARAH)
    assert "Lead #1" in (await desk.say("find innovators")).text
    assert "Lead #1" in (await desk.say("suche „sarah meier“")).text
    nothing = await desk.say("find zebra")
    assert nothing.buttons["command.run"] == {"text": "new lead zebra"}


async def test_undo_takes_back_my_last_change(desk: Desk) -> None:
    await desk.say(SARAH)
    assert "(#1)" in (await desk.say("undo")).text
    assert "There is no record #1." in (await desk.say("show 1")).text
    assert "There is nothing of yours to take back." in (await desk.say("undo")).text


async def test_undo_does_not_run_over_others(desk: Desk) -> None:
    await desk.say(SARAH)
    await desk.say("assign 1 me", "kim")
    told = await desk.say("undo")
    assert "Kim has changed #1 since." in told.text


async def test_the_chosen_language_stays_whatever_the_client_says(desk: Desk) -> None:
    assert "language" in (await desk.say("language")).buttons
    assert "Ich spreche jetzt Deutsch mit dir." in (await desk.say("language deutsch")).text
    assert "qualifizieren" in (await desk.say("help")).text
    assert "I speak English with you now." in (await desk.say("sprache englisch", locale="de-DE")).text
    assert "I speak English and German." in (await desk.say("language klingon")).text


async def test_a_typo_is_answered_with_what_may_have_been_meant(desk: Desk) -> None:
    await desk.say(SARAH)
    asked = await desk.say("qualfy 1")
    assert asked.buttons["command.run"] == {"text": "qualify 1"}
    assert "lead.qualify" in (await desk.press("command.run", asked.buttons["command.run"])).buttons


@pytest.mark.parametrize(
    "text", ["asdf", "\U0001f600\U0001f600", "مرحبا بكم", "<script>alert(1)</script>", "what's up\n\nnow"]
)
async def test_nonsense_is_answered_with_ways_forward_and_not_with_help(desk: Desk, text: str) -> None:
    shown = await desk.say(text)
    assert {"command.run", "help"} <= set(shown.buttons)
    assert shown.buttons["command.run"] == {"text": f"find {text}"}
    assert shown.text != (await desk.say("help")).text


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_a_message_without_text_is_answered(desk: Desk, text: str) -> None:
    assert "help" in (await desk.say(text)).buttons


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "new lead " + "x" * 10_000, "find " + "ä" * 10_000, "show " * 2_000]
)
async def test_a_message_of_any_length_gets_a_clear_answer(desk: Desk, text: str) -> None:
    assert "at most 5,000 characters" in (await desk.say(text)).text


@pytest.mark.parametrize(
    "text",
    [
        "new lead " + "x" * 4_900,
        "find " + "x" * 4_900,
        "show " + "x " * 2_000,
        "assign 1 " + "x" * 4_000,
        "x" * 4_999,
    ],
)
async def test_a_long_message_gets_an_answer_that_fits(desk: Desk, text: str) -> None:
    await desk.say(text)


@pytest.mark.parametrize(
    "name", ["O'Brien", "„Müller“ & Söhne", "😀 Emoji", "شركة", "<b>Bold</b>", "a*b_c[d](e)", "{{name}}"]
)
async def test_any_name_is_kept_as_it_was_written(desk: Desk, crm: Crm, name: str) -> None:
    await desk.press("lead.capture", {"form": "f", "name": name})
    view = await crm.read(Actor(tenant_id="tenant", user_id="alex"), show_record, 1)
    assert isinstance(view.record, Lead)
    assert view.record.name == name
    assert "Lead #1" in (await desk.say("show 1")).text


async def test_a_viewer_is_told_what_is_not_allowed(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    await desk.say("hi", "kim")
    await crm.write(Actor(tenant_id="tenant", user_id="alex"), make_viewer, "kim")
    for text in ("new lead Bob", "assign 1 me", "undo"):
        assert "change nothing" in (await desk.say(text, "kim")).text
    assert "Lead #1" in (await desk.say("show 1", "kim")).text


def make_viewer(work: Work, actor: object, user_id: str) -> None:
    from sqlalchemy import update

    from app.store.tables import members

    work._connection.execute(update(members).where(members.c.user_id == user_id).values(role=Role.VIEWER))


async def test_tenants_see_nothing_of_each_other(desk: Desk) -> None:
    await desk.say(SARAH)
    assert "There is no record #1." in (await desk.say("show 1", tenant_id="other")).text
    assert "Sarah" not in (await desk.say("all leads", tenant_id="other")).text


@pytest.mark.parametrize(
    "text",
    [
        "I want to add a customer",
        "add a customer",
        "new customer",
        "neu Kunde",
        "neuer Lead jemand",
        "new lead somebody",
    ],
)
async def test_who_has_no_name_gets_the_form(desk: Desk, text: str) -> None:
    form = await desk.say(text)
    assert form.inputs.get("name", "") == ""
    assert "lead.capture" in form.buttons


@pytest.mark.parametrize("text", ["add to 1: budget confirmed 40k", "add to #1 budget confirmed 40k"])
async def test_what_is_added_to_a_record_is_no_new_lead(desk: Desk, text: str) -> None:
    await desk.say("new lead Sarah Meier")
    kept = await desk.say(text)
    assert {"budget confirmed 40k", "#1 Sarah Meier", "Kept."} <= set(kept.text.split("\n"))
