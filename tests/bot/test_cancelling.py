"""What is planned is called off, and stays to be seen as that."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.crm.records import show_record
from app.domain.activity import Activity
from app.domain.member import Actor
from bot.parsing.cancelling import read_calling_off
from tests.bot.desk import Desk
from tests.bot.test_commands import make_viewer

ALEX = Actor(tenant_id="tenant", user_id="alex")
ORDERS = {
    "cancel the demo with Jane": "the demo with Jane", "Cancel #12": "#12",
    "please cancel my call with Ann.": "my call with Ann", "can you cancel the demo?": "the demo",
    "call off the meeting with Acme": "the meeting with Acme",
    "call the meeting with Acme off": "the meeting with Acme",
    "sage den Termin mit X ab": "den Termin mit X", "sag bitte die Demo ab!": "die Demo",
    "storniere den Termin mit Kranz": "den Termin mit Kranz", "Termin #12 absagen": "Termin #12",
    "Ich muss den Termin mit Jane absagen": "den Termin mit Jane", "streiche #12": "#12", "cancel it": "it",
}  # fmt: skip
TOLD = {
    "the demo with Jane is cancelled": "the demo with Jane", "Termin mit Kranz fällt aus": "Termin mit Kranz",
    "we cancelled the demo with Jane": "the demo with Jane",
    "Der Termin mit Kranz wurde abgesagt": "Der Termin mit Kranz",
    "ich habe den Termin mit Kranz abgesagt": "den Termin mit Kranz", "the demo won't take place": "the demo",
}  # fmt: skip


async def activity(crm: Crm, number: int) -> Activity:
    record = (await crm.read(ALEX, show_record, number)).record
    assert isinstance(record, Activity)
    return record


@pytest.mark.parametrize("text", [*ORDERS, *TOLD])
def test_what_is_called_off_is_read(text: str) -> None:
    found = read_calling_off(text)
    assert found is not None
    assert found.what == (ORDERS | TOLD)[text]
    assert found.order == (text in ORDERS)


@pytest.mark.parametrize(
    "text",
    ["cancel", "absagen", "abbrechen", "call Tom", "Tom called", "", "cancel " + "x" * 300, "sag mal", "ab"],
)
def test_other_sentences_call_nothing_off(text: str) -> None:
    assert read_calling_off(text) is None


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
     "call off the meeting with 4",
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
