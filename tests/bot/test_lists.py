"""Lists by owner and state in the chat."""

from __future__ import annotations

import pytest

from tests.bot.desk import Desk, named


@pytest.fixture
async def office(world: Desk) -> Desk:
    """Kim has the lead #6, which is open, #7, which is not, and the deal #8; Alex has all others."""
    await world.say("new lead Ann Open", "kim")
    await world.say("new lead Bob Gone", "kim")
    await world.say("disqualify 7 no need", "kim")
    await world.say("new opportunity Kims Rollout 5k", "kim")
    return world


OPEN_LEADS = [
    "leads von Kim", "Kims Leads", "Kim's leads", "leads of Kim", "open leads of Kim", "offene Leads von Kim",
    "Kims offene Leads", "show me Kim's leads", "zeig mir die Leads von Kim", "welche Leads hat Kim?",
    "what leads does Kim have?", "list leads of Kim", "leads owned by kim", "kims leads",
]  # fmt: skip
DEALS = [
    "deals of Kim", "Kim's opportunities", "Kims Chancen", "Chancen von Kim", "offene Chancen von Kim",
    "opportunities of Kim", "Kims offene Deals", "zeig mir Kims Deals",
]  # fmt: skip


@pytest.mark.parametrize("text", OPEN_LEADS)
async def test_the_open_leads_of_a_colleague(office: Desk, text: str) -> None:
    shown = (await office.say(text)).text.split("\n")
    assert "Open leads of Kim" in shown
    assert "Ann Open" in shown
    assert not {"Bob Gone", "Tom Becker"} & set(shown)


@pytest.mark.parametrize("text", DEALS)
async def test_the_open_deals_of_a_colleague(office: Desk, text: str) -> None:
    shown = (await office.say(text, locale="de-DE")).text.split("\n")
    assert "Offene Opportunities von Kim" in shown
    assert "Kims Rollout" in shown
    assert "Tech Innovators Inc." not in shown


async def test_other_states_and_mine(office: Desk) -> None:
    every = (await office.say("alle Leads von Kim")).text
    assert "All leads of Kim" in every
    assert {"Ann Open", "Bob Gone"} <= set(every.split("\n"))
    gone = (await office.say("disqualified leads of Kim")).text.split("\n")
    assert "Bob Gone" in gone
    assert "Ann Open" not in gone
    mine = (await office.say("meine offenen Chancen")).text
    assert "My open opportunities" in mine
    assert "Kims Rollout" not in mine
    assert "Tom Becker" in (await office.say("leads of me")).text


async def test_an_unknown_name_is_told(office: Desk) -> None:
    for text in ("leads von Zorro", "Zorros Leads", "Zorro's leads", "show me the deals of Zorro"):
        assert "I know no colleague called “Zorro" in (await office.say(text)).text, text
    assert "“purple”" in (await office.say("list purple")).text
    assert "I cannot list “Kim”" in (await office.say("contacts of Kim")).text
    assert "I know no colleague" not in (await office.say("business leads")).text


async def test_several_of_a_name_are_asked_about(office: Desk) -> None:
    await office.say("hello", "kim", user_id="29:kimlee", aad_object_id="kimlee", user_name="Kim Lee")
    await office.say("hello", "kim", user_id="29:kimroe", aad_object_id="kimroe", user_name="Kim Roe")
    asked = await office.say("Kims offene Leads")
    assert "Ann Open" in asked.text, "a whole name wins"
    asked = await office.say("offene Chancen von K", locale="de-DE")
    assert "Zu „K“ passen mehrere: Kim, Kim Lee, Kim Roe." in asked.text
    shown = await office.press("command.run", {"text": "liste offene Chancen von Kim Lee"}, locale="de-DE")
    assert named(asked.buttons["command.run"]["text"]) == "liste offene Chancen von Kim"
    assert "Offene Opportunities von Kim Lee" in shown.text


async def test_a_long_list_says_that_there_is_more(office: Desk) -> None:
    for number in range(11):
        await office.say(
            f"new lead Guest{number} Smith{number}, guest{number}@example{number}.example", "kim"
        )
    shown = (await office.say("Kims Leads")).text
    assert "Guest10 Smith10" in shown
    assert "Guest1 Smith1" in shown
    assert "Guest0 Smith0" not in shown
    assert "There is more: press More, or write “more”." in shown
