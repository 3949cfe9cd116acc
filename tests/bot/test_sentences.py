"""Sentences of people who do not think of commands, said to the bot where several records are there."""

from __future__ import annotations

import pytest

from tests.bot.desk import Desk

SHOWING = {
    "Tom Becker": "Lead #5",
    "tom": "Lead #5",
    "Sarah": "Contact #3",
    "who is following 4": "Opportunity #4: followers",
    "who follows 4?": "Opportunity #4: followers",
    "wer folgt 4?": "Opportunity #4: followers",
    "how is 4 going?": "Opportunity #4",
    "how's Tom Becker doing?": "Lead #5",
    "wie läuft's?": "Lead #5",
    "wie läuft es mit 4?": "Opportunity #4",
    "history of 4": "Opportunity #4",
    "wem gehört 4?": "Opportunity #4",
    "phone number of Tom Becker": "Lead #5",
    "what do I have to do today?": "My work",
    "was muss ich heute machen?": "My work",
    "show me my open deals": "My open opportunities",
    "zeig mir alles zu Contoso": "Results for “Contoso”",
    "Tom Becker qualifizieren": "Qualify lead #5",
    "5 and 1 are the same": "Merge #5 into #1?",
}
ABOUT_TOM = {
    "remind me to call Tom Becker tomorrow at 9": "Task",
    "remind me tomorrow at 9 to call Tom": "Task",
    "erinner mich morgen Tom Becker anzurufen": "Task",
    "erinnere mich morgen um 9 an Tom Becker": "Task",
    "Aufgabe: Angebot an Tom Becker bis Freitag schicken": "Task",
    "chase Tom Becker about the contract on Monday": "Task",
    "Tom Becker am Montag zur Demo einladen": "Task",
    "just spoke to Tom Becker, he needs two weeks": "Call",
    "mit Tom Becker telefoniert: er braucht zwei Wochen": "Call",
    "ruf Tom Becker am Montag zurück": "Call",
    "Tom Becker morgen um 9 anrufen": "Call",
    "ich muss Tom Becker morgen anrufen": "Call",
    "schedule a meeting with Tom Becker next Tuesday at 10": "Meeting",
    "Demo mit Tom Becker nächsten Freitag 14 Uhr": "Meeting",
}
CHANGING = {
    "4 to negotiation": "Moved to Negotiation.",
    "verschieb 4 bitte auf Angebot": "Moved to Proposal.",
    "Kim follows 4": "Kim follows #4 now.",
    "4 nicht mehr folgen": "You no longer follow #4.",
    "add Tom Roth as CFO to 4": "Tom Roth (CFO)",
    "set the amount of 4 to 60k": "€60,000.00",
    "close date of 4 is 2027-03-31": "Mar 31, 2027",
    "hand Tom Becker over to Kim": "Assigned to Kim.",
    "mach das bitte rückgängig": "Undone",
}
REASONS = {
    "lost because it was too expensive": "Price",
    "verloren, zu teuer": "Price",
    "we lost 4 to a competitor": "Competitor",
}


async def test_what_is_asked_for_is_shown(world: Desk) -> None:
    for text, said in SHOWING.items():
        await world.say("5")
        assert said in (await world.say(text)).text, text


async def test_what_is_told_of_somebody_is_about_them_whatever_was_spoken_of(world: Desk) -> None:
    for text, kind in ABOUT_TOM.items():
        await world.say("4")
        kept = (await world.say(text)).text
        assert f"{kind} #" in kept, text
        assert "#5 Tom Becker" in kept, text


async def test_what_names_several_asks_which_one_and_goes_on(world: Desk) -> None:
    await world.say("new lead Sarah Schmidt, Fabrikam Ltd")
    await world.say("4")
    which = await world.say("remind me to call Sarah tomorrow at 9")
    assert "Which one?" in which.text
    assert which.buttons["command.run"]["text"] == "task #6 call Sarah tomorrow at 9"
    assert "#6 Sarah Schmidt" in (await world.press("command.run", which.buttons["command.run"])).text


async def test_who_was_a_lead_is_meant_as_a_contact(world: Desk) -> None:
    kept = await world.say("call with Sarah Meier: she wants an offer by Friday")
    assert "#3 Sarah Meier" in kept.text


async def test_what_is_to_change_changes(world: Desk) -> None:
    for text, said in CHANGING.items():
        assert said in (await world.say(text)).text, text


@pytest.mark.parametrize("text", REASONS)
async def test_a_reason_is_recognised_in_a_sentence_that_is_kept(world: Desk, text: str) -> None:
    await world.say("4")
    shown = (await world.say(text)).text
    assert "Closed as lost." in shown
    assert REASONS[text] in shown


async def test_a_day_moves_what_is_planned(world: Desk) -> None:
    await world.say("task 5 send the offer by tomorrow 2pm")
    for text in (
        "move 6 to next Monday",
        "verschieb 6 auf Montag",
        "6 auf Montag verschieben",
        "move it to Monday",
    ):
        assert "Now due" in (await world.say(text)).text, text


async def test_a_lead_joins_the_opportunity_that_is_named(world: Desk) -> None:
    for text in ("qualify 5 into 4", "5 in 4 qualifizieren", "qualify Tom Becker into 4"):
        assert (await world.say(text)).inputs["opportunity"] == "4", text
