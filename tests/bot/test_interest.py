"""Who is not interested any more, in the chat: the form comes with the reason, nothing is closed at once."""

from __future__ import annotations

import pytest

from tests.bot.desk import Desk

OF_TOM = [
    "Tom Becker is not interested any more",
    "Contoso isn't interested",
    "5 lost interest",
    "lead 5 is no longer interested",
    "Tom Becker hat kein Interesse mehr",
    "Contoso AG ist leider nicht mehr interessiert",
    "5 hat das Interesse verloren",
]
OF_WHO_WAS_SPOKEN_OF = [
    "not interested",
    "lost interest",
    "he's not interested any more",
    "the client has no interest",
    "kein Interesse mehr",
    "er ist nicht interessiert",
    "der Kunde hat kein Interesse mehr",
]


def locale(text: str) -> str:
    return "de-DE" if "nteress" in text and "interest" not in text else "en-US"


@pytest.mark.parametrize("text", OF_TOM + OF_WHO_WAS_SPOKEN_OF)
async def test_a_lead_comes_with_the_form_that_disqualifies(world: Desk, text: str) -> None:
    await world.say("5" if text in OF_WHO_WAS_SPOKEN_OF else "4")
    form = await world.say(text, locale=locale(text))
    title = "Lead #5 disqualifizieren" if locale(text) == "de-DE" else "Disqualify lead #5"
    assert title in form.text
    assert form.inputs == {"reason": "no_need", "note": ""}
    assert "lead.qualify.open" in (await world.say("5")).buttons, "nothing was closed"
    closed = await world.press("lead.disqualify", {**form.buttons["lead.disqualify"], **form.inputs})
    assert {"The lead is closed.", "No need"} <= set(closed.text.split("\n"))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("4 is not interested any more", "No interest any more"),
        (
            "Sarah Meier lost interest because they bought SAP",
            "No interest any more: because they bought SAP",
        ),
        ("Tech Innovators Inc. is no longer interested", "No interest any more"),
        ("1 has no interest", "No interest any more"),
        ("3 is not interested", "No interest any more"),
        ("Tech Innovators hat kein Interesse mehr, zu teuer", "Kein Interesse mehr: zu teuer"),
    ],
)
async def test_an_opportunity_comes_with_the_form_that_closes_it_as_lost(
    world: Desk, text: str, note: str
) -> None:
    """Sarah's lead #1, her company #2 and she herself, #3, stand for the opportunity #4."""
    await world.say("5")
    form = await world.say(text, locale=locale(text))
    assert form.inputs == {"reason": "other", "note": note}
    lost = await world.press("opportunity.lose", {**form.buttons["opportunity.lose"], **form.inputs})
    assert "Closed as lost." in lost.text
    assert note in lost.text


async def test_several_that_fit_are_asked_about(world: Desk) -> None:
    await world.say("new lead Tom Roe, Contoso AG")
    asked = await world.say("Tom is not interested any more")
    assert "Which one?" in asked.text
    form = await world.press("command.run", asked.buttons["command.run"])
    assert "lead.disqualify" in form.buttons


async def test_what_is_closed_or_nowhere_open_is_told(world: Desk) -> None:
    await world.say("won 4")
    assert "This opportunity is already won." in (await world.say("4 is not interested any more")).text
    assert "#3 Sarah Meier has no open lead or opportunity" in (await world.say("3 is not interested")).text
    assert "I did not understand" in (await world.say("Zorro is not interested any more")).text


async def test_what_is_told_as_something_else_stays_that(world: Desk) -> None:
    assert "Note #6" in (await world.say("note 5 not interested any more")).text
    assert "Call #7" in (await world.say("call 5: he is not interested")).text
    assert "The lead is closed." in (await world.say("disqualify 5 not interested")).text


async def test_before_anything_was_spoken_of(desk: Desk) -> None:
    assert "I do not know which record you mean" in (await desk.say("not interested any more")).text
