"""What sellers say besides commands: "thanks", "delete 5", "next stage", "which deals are stale"."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.errors import NotFound
from app.domain.event import Kind
from app.domain.member import Actor
from app.languages.strings import strings
from bot.parsing.smalltalk import small_talk
from tests.bot.desk import Desk, parts_of

ALEX = Actor(tenant_id="tenant", user_id="alex")

SMALL_TALK = {
    "thanks": "thanks", "Thank you so much!": "thanks", "danke dir 😊": "thanks", "Vielen Dank": "thanks",
    "super, danke!": "thanks", "ok": "agreed", "OK 👍": "agreed", "👍🏽": "agreed", "alles klar": "agreed",
    "perfect": "agreed", "ja genau": "agreed", "passt so": "agreed", "no thanks": "declined",
    "nein danke": "declined", "never mind": "declined", "abbrechen": "declined", "oops": "mistaken",
    "das war falsch": "mistaken", "no, that's wrong": "mistaken", "❤️": "thanks",
}  # fmt: skip
GREETINGS = {
    "hi": "greeting", "Hello!": "greeting", "good morning everybody": "greeting", "Hey bot 👋": "greeting",
    "Hello, how are you today?": "greeting", "Guten Morgen zusammen!": "greeting", "Grüezi": "greeting",
    "Gruezi mitenand": "greeting", "Servus": "greeting", "moin": "greeting", "Grüß Gott": "greeting",
    "Hallo in die Runde": "greeting", "Tschüss, schönen Feierabend": "goodbye", "bye": "goodbye",
    "thanks, that's all": "goodbye", "Thanks, that’s all for today!": "goodbye", "see you soon": "goodbye",
    "Danke, schönes Wochenende": "goodbye", "Auf Wiedersehen": "goodbye", "Gute Nacht": "goodbye",
}  # fmt: skip
NO_SMALL_TALK = (
    "thanks for the offer to Sarah", "ok Systems", "Super GmbH", "danke an Kim", "not sure", "you", "", "5",
    "no budget", "ja, 5 qualifizieren", "good lead", "stop following 4", "good morning vietnam",
    "Guten Morgen, ich habe am Freitag Herrn Müller getroffen", "hi, Sarah wants a demo", "bye bye budget",
    "Hallo, neuer Lead", "heute", "today", "team",
)  # fmt: skip


async def stored(crm: Crm, number: int) -> RecordView:
    return await crm.read(ALEX, show_record, number)


@pytest.mark.parametrize("text", [*SMALL_TALK, *GREETINGS])
def test_small_talk_is_told_by_its_kind(text: str) -> None:
    assert small_talk(text) == (SMALL_TALK | GREETINGS)[text]


@pytest.mark.parametrize("locale", ["en-US", "de-DE"])
async def test_a_greeting_gets_a_sentence_and_three_buttons(world: Desk, locale: str) -> None:
    for text, kind in GREETINGS.items():
        shown = await world.say(text, locale=locale)
        assert strings(locale[:2]).t(f"reply.talk.{kind}") in shown.text, text
        assert len(shown.text) <= 700
        buttons = [part for part in parts_of(shown.card) if part["type"] == "Action.Execute"]
        assert [button["verb"] for button in buttons] == ["lead.new", "command.run", "help"], text


async def test_a_greeting_before_something_else_is_no_greeting(world: Desk) -> None:
    for text in ("Guten Morgen, zeig mir 5", "hello, show me Tom Becker"):
        assert "Lead #5" in (await world.say(text)).text
    told = await world.say("Guten Morgen, ich habe am Freitag Herrn Lutz von der Lutz GmbH getroffen")
    assert "Hello!" not in told.text
    assert "Hallo!" not in told.text


@pytest.mark.parametrize("text", NO_SMALL_TALK)
def test_what_says_more_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


@pytest.mark.parametrize("locale", ["en-US", "de-DE"])
async def test_small_talk_leads_on_and_changes_nothing(world: Desk, locale: str) -> None:
    await world.say("4")
    for text, kind in SMALL_TALK.items():
        shown = await world.say(text, locale=locale)
        assert shown.buttons["record.show"] == {"number": 4}, text
        assert strings(locale[:2]).t(f"reply.talk.{kind}") in shown.text, text
    undo = (await world.say("oops")).buttons["command.run"]
    assert "No longer there: Tom Becker (#5)" in (await world.press("command.run", undo)).text


async def test_thanks_before_a_command_are_heard_and_the_command_is_done(world: Desk) -> None:
    assert "Lead #5" in (await world.say("thanks, and now show me 5")).text
    assert "50.000,00" in (await world.say("danke, und jetzt zeig mir die Pipeline", locale="de-DE")).text


@pytest.mark.parametrize(
    ("text", "verb", "number", "why"),
    [
        ("delete 4", "opportunity.lose.open", 4, "#1 belongs to it"),
        ("delete 3", "record.edit.open", 3, "#1 belongs to it"),
        ("delete 6", "lead.disqualify.open", 6, "only who captured it may do that, and that was Kim"),
        ("delete 7", "lead.disqualify.open", 7, "Kim has changed it since"),
        ("lösche 8", "lead.disqualify.open", 8, "activities belong to it, such as #9"),
        ("delete 10", "lead.disqualify.open", 10, "people take part in it"),
    ],
)
async def test_what_something_hangs_on_stays_and_buttons_do_what_can_be_done(
    world: Desk, crm: Crm, text: str, verb: str, number: int, why: str
) -> None:
    await world.say("new lead Ann Theirs", "kim")
    await world.say("new lead Bob Changed")
    await world.say("edit 7 amount 5k", "kim")
    await world.say("new lead Cid Called")
    await world.say("note 8 likes tea")
    await world.say("new lead Dora Withsome")
    await world.say("participant 10 Eve Adams, CFO")
    before = await stored(crm, number)
    shown = await world.say(text)
    assert why in shown.text
    assert shown.buttons[verb]["number"] == number
    assert {"undo", "record.show"} <= shown.buttons.keys()
    assert "record.remove" not in shown.buttons
    assert await stored(crm, number) == before
    assert f"#{number}" in (await world.press(verb, shown.buttons[verb])).text
    refused = await world.press("record.remove", {"number": number})
    assert why in refused.text
    assert await stored(crm, number) == before


@pytest.mark.parametrize(
    "text", ["delete 5", "lösche 5", "bitte Tom Becker löschen", "remove lead 5 please", "delete it"]
)
async def test_what_was_captured_by_mistake_goes_when_asked_and_comes_back(
    world: Desk, crm: Crm, text: str
) -> None:
    before = await stored(crm, 5)
    asked = await world.say(text)
    assert "Take away Lead #5 Tom Becker?" in asked.text
    assert await stored(crm, 5) == before
    assert "Lead #5" in (await world.press("record.show", asked.buttons["record.show"])).text
    gone = await world.press("record.remove", asked.buttons["record.remove"])
    assert "Taken away: #5 Tom Becker" in gone.text
    with pytest.raises(NotFound):
        await stored(crm, 5)
    assert "I found nothing" in (await world.say("find Tom Becker")).text
    assert "do not know which record" in (await world.say("show it")).text
    again = await world.press("record.remove", asked.buttons["record.remove"])
    assert "That was done already." in again.text
    back = await world.press("command.run", gone.buttons["command.run"])
    assert "Back to how it was: Tom Becker (#5)" in back.text
    assert (await stored(crm, 5)).record.name == "Tom Becker"
    assert "Tom Becker" in (await world.say("find Tom Becker")).text


async def test_a_record_that_has_changed_since_the_question_is_shown_instead(world: Desk, crm: Crm) -> None:
    asked = await world.say("delete 5")
    await world.say("edit 5 amount 7k")
    shown = await world.press("record.remove", asked.buttons["record.remove"])
    assert "7,000" in shown.text
    assert (await stored(crm, 5)).record.name == "Tom Becker"


async def test_an_activity_is_taken_away_and_its_record_is_spoken_of(world: Desk) -> None:
    await world.say("task 5 call Tom tomorrow")
    asked = await world.say("lösche 6", locale="de-DE")
    assert "Aufgabe #6" in asked.text
    gone = await world.press("record.remove", asked.buttons["record.remove"], locale="de-DE")
    assert "Entfernt: #6 call Tom" in gone.text
    assert "Lead #5" in (await world.say("show it")).text


async def test_an_activity_of_somebody_else_is_ticked_off_or_called_off(world: Desk) -> None:
    await world.say("task 5 call Tom tomorrow", "kim")
    shown = await world.say("lösche 6", locale="de-DE")
    assert "Done." in (await world.press("activity.done", shown.buttons["activity.done"])).text
    assert "Edit" in (await world.say("delete 6")).text
    await world.say("reopen 6")
    shown = await world.say("delete 6")
    assert "Called off." in (await world.press("activity.cancel", shown.buttons["activity.cancel"])).text


async def test_a_field_is_emptied_by_delete(world: Desk) -> None:
    assert "tom.becker@contoso.example" not in (await world.say("delete the email of Tom Becker")).text


@pytest.mark.parametrize(
    "text",
    ["next stage", "nächste Phase", "next stage 4", "next stage of Tech Innovators",
     "move it to the next stage",
     "move 4 to the next stage", "verschiebe 4 in die nächste Phase", "4 eine Phase weiter", "advance 4"],
)  # fmt: skip
async def test_the_next_stage_is_the_one_that_follows(world: Desk, text: str) -> None:
    await world.say("4")
    assert "Moved to Meeting." in (await world.say(text)).text
    assert "Back to how it was" in (await world.say("undo")).text


async def test_the_next_stage_asks_for_what_it_requires_and_behind_the_last_how_it_ended(world: Desk) -> None:
    await world.say("require need for meeting", "kim")
    asked = await world.say("next stage 4")
    assert set(asked.inputs) == {"need"}
    await world.say("move 4 to negotiation")
    shown = await world.say("nächste Phase 4", locale="de-DE")
    assert "in der letzten offenen Phase" in shown.text
    assert "opportunity.lose.open" in shown.buttons
    won = await world.press("opportunity.win", shown.buttons["opportunity.win"])
    assert "Won. Congratulations!" in won.text
    assert "already won" in (await world.say("next stage 4")).text


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("close 4", {"opportunity.win", "opportunity.lose.open"}),
        ("schließe 5", {"lead.qualify.open", "lead.disqualify.open"}),
        ("close lead 5", {"lead.qualify.open", "lead.disqualify.open"}),
        ("4 schließen", {"opportunity.win", "opportunity.lose.open"}),
    ],
)
async def test_how_to_close_is_asked(world: Desk, text: str, verbs: set[str]) -> None:
    assert verbs <= (await world.say(text)).buttons.keys()


async def test_how_to_close_may_be_said(world: Desk) -> None:
    assert "opportunity.lose" in (await world.say("close 4 lost")).buttons
    assert "Won. Congratulations!" in (await world.say("close 4 won")).text
    assert "already won" in (await world.say("close 4")).text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("which deals are stale", "No deal of yours is stale"),
        ("welche Deals liegen brach?", "No deal of yours is stale"),
        ("welche Deals sind eingeschlafen", "No deal of yours is stale"),
        ("what is overdue", "Nothing is overdue."),
        ("was ist überfällig?", "Nothing is overdue."),
    ],
)
async def test_parts_of_my_work_are_asked_for(world: Desk, text: str, title: str) -> None:
    shown = await world.say(text)
    assert title in shown.text
    assert "My work" in (await world.press("command.run", shown.buttons["command.run"])).text


@pytest.mark.parametrize(
    "text",
    ["we won the Tech Innovators deal", "wir haben den Deal mit Tech Innovators gewonnen",
     "I won the deal with Tech Innovators", "wir haben den Tech Innovators Deal gewonnen"],
)  # fmt: skip
async def test_a_deal_is_won_by_what_it_is_called(world: Desk, text: str) -> None:
    await world.say("5")
    assert "Won. Congratulations!" in (await world.say(text)).text


@pytest.mark.parametrize(
    "text",
    ["we lost the Tech Innovators deal because of price", "we lost Tech Innovators because of the price",
     "wir haben den Deal mit Tech Innovators verloren wegen Preis",
     "wir haben Tech Innovators verloren, weil wir zu teuer waren"],
)  # fmt: skip
async def test_a_deal_is_lost_with_its_reason(world: Desk, crm: Crm, text: str) -> None:
    shown = await world.say(text)
    assert "Closed as lost." in shown.text
    record = (await stored(crm, 4)).record
    assert (record.kind, getattr(record, "lost_reason", "")) == (Kind.OPPORTUNITY, "price")


@pytest.mark.parametrize("text", ["we lost the Foobar deal because of price", "lost the Foobar deal price"])
async def test_a_deal_that_is_not_there_means_no_other_one(world: Desk, crm: Crm, text: str) -> None:
    await world.say("4")
    await world.say(text)
    assert getattr((await stored(crm, 4)).record, "status", "") == "open"


@pytest.mark.parametrize(
    ("text", "number", "kept"),
    [
        ("todo: prepare slides for 4", 4, "prepare slides"),
        ("todo: Folien vorbereiten für 4", 4, "Folien vorbereiten"),
        ("task prepare slides for 4 by tomorrow", 4, "prepare slides"),
        ("task prepare slides by tomorrow for deal 4", 4, "prepare slides"),
        ("note: great demo for #4", 4, "great demo"),
        ("task prepare slides for 4 people", 5, "prepare slides for 4 people"),
        ("task prepare slides for 99", 5, "prepare slides for 99"),
        ("call for 4 hours: she likes it", 5, "for 4 hours: she likes it"),
        ("meeting at 4", 5, "Meeting"),
        ("termin um 4", 5, "Meeting"),
        ("note tom becker she liked #4", 5, "she liked #4"),
    ],
)
async def test_a_number_at_the_end_names_its_record_unless_it_counts(
    world: Desk, text: str, number: int, kept: str
) -> None:
    await world.say("5")
    lines = (await world.say(text)).text.splitlines()
    assert kept in lines
    assert any(line.startswith(f"#{number} ") for line in lines)


async def test_a_number_that_may_count_is_asked_for(world: Desk) -> None:
    await world.say("5")
    asked = await world.say("task book a table for 4")
    assert "Which one?" in asked.text
    kept = await world.press("command.run", {"text": "task #5 book a table for 4"})
    assert "book a table for 4" in kept.text.splitlines()


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("todo: send contract to tom by tomorrow", "#5 Tom Becker"),
        ("erinnere mich in zwei wochen an tom becker", "#5 Tom Becker"),
        ("todo: send contract to the team by tomorrow", "#4 Tech Innovators Inc."),
    ],
)
async def test_who_is_named_without_a_capital_letter_is_meant(world: Desk, text: str, about: str) -> None:
    await world.say("4")
    kept = (await world.say(text)).text
    assert about in kept
    assert "send contract" not in text or " to t" in kept


@pytest.mark.parametrize(
    "text", ["tom becker: prefers email", "5: prefers email", "Tom Becker mag lieber Mail"]
)
async def test_what_names_a_record_is_offered_to_be_kept_there_and_not_kept_unasked(
    world: Desk, crm: Crm, text: str
) -> None:
    before = await stored(crm, 5)
    shown = await world.say(text)
    assert "Is it about #5 Tom Becker?" in shown.text
    assert (await stored(crm, 5)).activities == before.activities
    assert "Note #6" in (await world.press("command.run", shown.buttons["command.run"])).text


async def test_a_legal_form_names_nobody(world: Desk) -> None:
    assert "Tom Becker" not in (await world.say("i just met Anna Berg from Bergwerk AG")).text


async def test_politeness_at_the_end_changes_nothing(world: Desk) -> None:
    assert "Qualify lead #5" in (await world.say("bitte tom becker qualifizieren danke 🙏")).text


@pytest.mark.parametrize(
    "text",
    ["done with the proposal for Rachel", "exportiere meine Leads nach Excel", "du bist doof",
     "won the Foobar deal"],
)  # fmt: skip
async def test_no_way_on_leads_to_the_same_answer(desk: Desk, text: str) -> None:
    told = await desk.say(text)
    for part in parts_of(told.card):
        if part.get("verb") == "command.run":
            assert part["data"]["text"].casefold() != text.casefold()
            again = await desk.press("command.run", part["data"])
            assert again.text != told.text
