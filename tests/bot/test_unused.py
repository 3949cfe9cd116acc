"""What is left of a message: used, shown as not used, or a wish of its own; nothing is dropped in silence."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.domain.activity import Activity
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from tests.bot.desk import Desk, Shown
from tests.bot.test_references import choices
from tests.bot.test_talk import stored

GERMAN = "de-DE"


async def words_of(crm: Crm, number: int) -> list[str]:
    """The first lines of what is kept on a record."""
    return [one.name for one in (await stored(crm, number)).activities]


async def deal_of(crm: Crm) -> Opportunity:
    record = (await stored(crm, 4)).record
    assert isinstance(record, Opportunity)
    return record


async def lead_of(crm: Crm) -> Lead:
    record = (await stored(crm, 5)).record
    assert isinstance(record, Lead)
    return record


def text_of(shown: Shown, start: str) -> str:
    """What a button writes whose text begins so."""
    return next(str(data["text"]) for data in choices(shown) if data["text"].startswith(start))


@pytest.mark.parametrize(
    ("said", "locale", "told", "left"),
    [
        (
            "won 4, the champagne is cold",
            "en-US",
            "Not used: “the champagne is cold”",
            "the champagne is cold",
        ),
        (
            "gewonnen 4, der Sekt ist kalt",
            GERMAN,
            "Nicht verwendet: „der Sekt ist kalt“",
            "der Sekt ist kalt",
        ),
    ],
)
async def test_what_is_left_of_a_command_is_shown_and_a_press_keeps_it(
    world: Desk, crm: Crm, said: str, locale: str, told: str, left: str
) -> None:
    shown = await world.say(said, locale=locale)
    assert told in shown.text
    assert (await deal_of(crm)).status == "won"
    assert await words_of(crm, 4) == []
    await world.press("command.run", {"text": choices(shown)[0]["text"]}, locale=locale)
    assert await words_of(crm, 4) == [left]


async def test_a_courtesy_is_nothing_that_is_left(world: Desk) -> None:
    assert "Not used" not in (await world.say("won 4, please, thanks!")).text


@pytest.mark.parametrize(
    ("said", "locale"),
    [
        ("win 4 and remind me to send Tom the pack tomorrow", "en-US"),
        ("gewonnen 4 und erinnere mich morgen, Tom das Paket zu schicken", GERMAN),
    ],
)
async def test_two_wishes_are_two_changes_on_one_card_that_undo_takes_back_one_by_one(
    world: Desk, crm: Crm, said: str, locale: str
) -> None:
    shown = await world.say(said, locale=locale)
    # The deal that was won, and below it the task.
    assert {"record.reopen", "activity.done"} <= set(shown.buttons)
    assert (await deal_of(crm)).status == "won"
    task = (await stored(crm, 6)).record
    assert isinstance(task, Activity)
    assert (task.about, task.is_planned) == (5, True)
    await world.say("undo")
    assert await words_of(crm, 5) == []
    assert (await deal_of(crm)).status == "won"
    await world.say("undo")
    assert (await deal_of(crm)).status == "open"


async def test_a_second_wish_speaks_of_what_the_first_one_did(world: Desk, crm: Crm) -> None:
    await world.say("4")
    await world.say("assign 5 to Kim and note: likes tea")
    assert await words_of(crm, 5) == ["likes tea"]
    assert await words_of(crm, 4) == []


async def test_two_wishes_that_are_delivered_twice_change_nothing_twice(world: Desk, crm: Crm) -> None:
    said = "win 4 and note 5: likes tea"
    await world.hear(said, activity_id="once")
    await world.hear(said, activity_id="once")
    assert (await deal_of(crm)).version == 2
    assert await words_of(crm, 5) == ["likes tea"]


async def test_a_repetition_does_no_wish_of_a_message_that_was_answered(world: Desk, crm: Crm) -> None:
    # By now "it" may be something else than it was, and a wish that was refused could be done.
    await world.hear("win 4", activity_id="once")
    await world.hear("win 4 and note 5: likes tea", activity_id="once")
    assert (await deal_of(crm)).version == 2
    assert await words_of(crm, 5) == []


@pytest.mark.parametrize(
    ("said", "locale", "told"),
    [
        ("qualify 5 and edit 4", "en-US", "Not done yet: “edit 4”"),
        ("5 qualifizieren und 4 bearbeiten", GERMAN, "Noch nicht getan: „4 bearbeiten“"),
    ],
)
async def test_of_two_forms_the_second_is_offered(world: Desk, said: str, locale: str, told: str) -> None:
    shown = await world.say(said, locale=locale)
    assert told in shown.text
    assert "lead.qualify" in shown.buttons
    assert "record.edit" not in shown.buttons
    form = await world.press("command.run", shown.buttons["command.run"], locale=locale)
    assert form.buttons["record.edit"]["number"] == 4


@pytest.mark.parametrize(
    ("said", "locale"), [("assign 5 to Kim?", "en-US"), ("kriegt Kim die 5? weise 5 Kim zu?", GERMAN)]
)
async def test_a_question_changes_nothing(world: Desk, crm: Crm, said: str, locale: str) -> None:
    before = await lead_of(crm)
    await world.say(said, locale=locale)
    assert await lead_of(crm) == before


async def test_who_meant_what_they_asked_has_it_done_by_a_press(world: Desk, crm: Crm) -> None:
    shown = await world.say("assign 5 to Kim?")
    assert "so I changed nothing" in shown.text
    assert "Assigned to Kim." in (await world.press("command.run", shown.buttons["command.run"])).text


@pytest.mark.parametrize("said", ["won 4?", "won it?", "4 gewonnen?"])
async def test_a_question_after_one_deal_is_answered_with_that_deal(world: Desk, crm: Crm, said: str) -> None:
    await world.say("4")
    shown = await world.say(said)
    assert "Opportunity #4" in shown.text
    assert "Not used" not in shown.text
    assert (await deal_of(crm)).status == "open"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("lost Gus Marlow, price", "Gus Marlow"),
        ("call with Gus Marlow: liked the offer", "Gus Marlow"),
        ("call with Herr von Stein: was glad", "von Stein"),
        ("Anruf mit Herrn von Stein: war froh", "von Stein"),
    ],
)
async def test_a_name_that_nobody_bears_changes_nothing_and_leads_on(
    world: Desk, crm: Crm, said: str, name: str
) -> None:
    await world.say("5")
    shown = await world.say(said)
    assert f"“{name}”" in shown.text
    # What was told of them goes along; why a deal was lost is nothing of theirs.
    told = {"note": said.partition(": ")[2]} if ": " in said else {}
    assert shown.buttons["lead.new"] == {"name": name, **told}
    assert (await words_of(crm, 4), await words_of(crm, 5)) == ([], [])
    # It is still Tom who is spoken of.
    assert (await world.say("qualify")).buttons["lead.qualify"]["number"] == 5


async def test_what_was_told_of_a_stranger_is_kept_where_a_press_says(world: Desk, crm: Crm) -> None:
    await world.say("5")
    shown = await world.say("note for Gus Marlow: likes tea")
    await world.press("command.run", {"text": text_of(shown, "note #5")})
    (kept,) = await words_of(crm, 5)
    assert "Gus Marlow" in kept
    assert "likes tea" in kept


@pytest.mark.parametrize(
    "said", ["won Tom Becker", "move Tom Becker to proposal", "Tom Becker verloren wegen Preis"]
)
async def test_a_lead_that_is_taken_for_a_deal_is_offered_to_be_qualified(
    world: Desk, crm: Crm, said: str
) -> None:
    before = await lead_of(crm)
    shown = await world.say(said)
    assert "Tom Becker is still lead #5" in shown.text
    assert await lead_of(crm) == before
    form = await world.press("lead.qualify.open", shown.buttons["lead.qualify.open"])
    assert form.buttons["lead.qualify"]["number"] == 5


async def test_did_you_mean_carries_on_with_the_whole_command(world: Desk, crm: Crm) -> None:
    shown = await world.say("assign Tom Beker to Kim")
    assert "Did you mean one of these?" in shown.text
    before = await lead_of(crm)
    told = await world.press("command.run", {"text": text_of(shown, "assign #5")})
    assert "Assigned to Kim." in told.text
    assert (await lead_of(crm)).owner != before.owner


async def test_nothing_is_suggested_that_repeats_what_was_typed_or_loses_a_number(world: Desk) -> None:
    repeated = await world.say("help me with Ann Hall")
    assert "Did you mean" not in repeated.text
    assert all(data["text"] != "help me with Ann Hall" for data in choices(repeated))
    assert all(data["text"] != "show" for data in choices(await world.say("history 6")))


async def test_a_budget_fills_an_amount_that_is_missing_and_no_other(world: Desk, crm: Crm) -> None:
    await world.say("budget of 5 is 20k")
    lead = await lead_of(crm)
    assert [money and money.amount for money in (lead.budget, lead.amount)] == [20000, 20000]
    await world.say("budget of 5 is 30k")
    lead = await lead_of(crm)
    assert [money and money.amount for money in (lead.budget, lead.amount)] == [30000, 20000]
