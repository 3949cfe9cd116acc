"""What is planned is called off, and stays to be seen as that."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.crm.records import show_record
from app.domain.activity import Activity
from app.domain.member import Actor
from tests.bot.desk import Desk
from tests.bot.test_commands import make_viewer

ALEX = Actor(tenant_id="tenant", user_id="alex")


async def activity(crm: Crm, number: int) -> Activity:
    record = (await crm.read(ALEX, show_record, number)).record
    assert isinstance(record, Activity)
    return record


@pytest.fixture
async def planned(world: Desk) -> Desk:
    """Sarah's deal #4 has the meeting #6, Tom's lead #5 the call #7."""
    await world.say("meeting 4 demo tomorrow 14:00")
    await world.say("call 5 tomorrow 10:00")
    await world.say("pipeline")
    return world


@pytest.mark.parametrize(
    "text",
    ["cancel the demo with Tech Innovators", "cancel #6", "storniere #6",
     "sage den Termin mit Tech Innovators ab", "Termin #6 absagen",
     "call off the meeting with 4", "please cancel the demo with Tech Innovators.", "can you cancel #6?",
     "call the meeting with Tech Innovators off", "I have to cancel the demo with Tech Innovators",
     "we cancelled the demo with Tech Innovators", "the demo with Tech Innovators won't take place",
     "take #6 off the calendar", "sag bitte die Demo mit Tech Innovators ab!", "streiche #6",
     "ich muss den Termin mit Tech Innovators absagen", "wir haben den Termin mit 4 abgesagt",
     "kannst du den Termin mit Tech Innovators absagen?", "Der Termin mit 4 wurde abgesagt",
     "the demo with Tech Innovators is cancelled", "Termin mit Tech Innovators fällt aus",
     "absagen Termin mit 4"],
)  # fmt: skip
async def test_a_meeting_is_called_off_and_comes_back(planned: Desk, crm: Crm, text: str) -> None:
    shown = await planned.say(text)
    assert "Called off. #4 Tech Innovators Inc. now has no next step." in shown.text
    called_off = await activity(crm, 6)
    assert (called_off.status, called_off.is_open) == ("cancelled", False)
    assert (await activity(crm, 7)).is_open
    told = await planned.say("show 4")
    assert "Called off" in told.text
    assert "Next step" not in told.text.split("\n")
    assert "demo" not in (await planned.say("my work")).text
    await planned.say("undo")
    assert (await activity(crm, 6)).status == "open"


async def test_an_activity_that_was_called_off_says_so_and_can_be_opened_again(
    planned: Desk, crm: Crm
) -> None:
    await planned.say("cancel #6")
    shown = await planned.say("zeige 6", locale="de-DE")
    assert "Abgesagt" in shown.text
    assert "Erledigt" not in shown.text
    assert "This was called off already." in (await planned.say("cancel #6")).text
    assert "This was called off already." in (await planned.say("done 6")).text
    assert "Open again." in (await planned.press("record.reopen", shown.buttons["record.reopen"])).text
    reopened = await activity(crm, 6)
    assert (reopened.status, reopened.cancelled, reopened.done_at) == ("open", False, None)


@pytest.mark.parametrize(
    "text", ["cancel the demo with Peter Pan", "Termin mit Peter Pan absagen", "storniere Peter Pan"]
)
async def test_a_name_that_is_not_known_calls_nothing_off_and_keeps_nothing(
    planned: Desk, crm: Crm, text: str
) -> None:
    told = await planned.say(text)
    assert "Peter Pan" in told.text
    assert (await activity(crm, 6)).is_open
    assert (await activity(crm, 7)).is_open
    assert "I found nothing" in (await planned.say("find #8")).text


async def test_cancel_that_gives_up_what_one_was_about_to_do(planned: Desk, crm: Crm) -> None:
    await planned.say("show 4")
    for text in ("cancel that", "cancel", "cancel it", "abbrechen"):
        assert "Alright, nothing was changed." in (await planned.say(text)).text
    assert (await activity(crm, 6)).is_open
    await planned.say("show 6")
    assert "Called off." in (await planned.say("cancel it")).text
    assert (await activity(crm, 6)).cancelled


async def test_a_viewer_calls_nothing_off(planned: Desk, crm: Crm) -> None:
    await planned.say("hi", "kim")
    await crm.write(ALEX, make_viewer, "kim")
    told = await planned.say("cancel #6", "kim")
    assert "Called off" not in told.text
    assert (await activity(crm, 6)).is_open


@pytest.mark.parametrize(
    "text",
    ["cancel the demo with Tech Innovators and call 5 tomorrow at 9",
     "sag die Demo mit Tech Innovators ab und ruf 5 morgen um 9 an"],
)  # fmt: skip
async def test_what_is_wished_beside_it_is_done_as_well(planned: Desk, crm: Crm, text: str) -> None:
    await planned.say(text)
    assert (await activity(crm, 6)).cancelled
    assert (await activity(crm, 8)).name == (await activity(crm, 7)).name


async def test_who_only_asks_calls_nothing_off(planned: Desk, crm: Crm) -> None:
    for text in (
        "did we cancel the demo with 4?",
        "is the demo with 4 cancelled?",
        "fällt der Termin mit 4 aus?",
    ):
        await planned.say(text)
        assert not (await activity(crm, 6)).cancelled
