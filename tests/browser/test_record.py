"""One record in the drawer: what is known of it and what happened, in the reader's words."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pytest
from playwright.async_api import expect

from app.crm.contacts import capture_contact
from app.crm.opportunities import move_opportunity
from app.crm.pipeline import change_stage
from app.crm.records import edit_record
from app.domain.member import Actor
from tests.browser.conftest import Leadline, Open

pytestmark = pytest.mark.browser


async def test_a_card_opens_its_history_and_keeps_it_fresh(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso", "12000")
    tab = await open_board()
    await tab.expect_live()
    await tab.card(number, "qualified").get_by_role("button", name="Contoso", exact=True).click()
    drawer = tab.view.get_by_role("dialog")
    history = drawer.get_by_role("region", name="History").get_by_role("listitem")
    await expect(history).to_have_count(1)
    await expect(history).to_contain_text("Alex Wilber")
    await leadline.write(kim, move_opportunity, number, "meeting")
    await expect(history).to_have_count(2)
    await expect(history.first).to_contain_text("Kim Akers")
    await expect(history.first).to_contain_text("Qualified")
    await expect(history.first).to_contain_text("Meeting")
    await tab.page.keyboard.press("Escape")
    await expect(drawer).to_have_count(0)


async def test_a_score_tells_its_reasons_and_a_move_from_here_asks_too(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    await leadline.write(alex, change_stage, 5, {"required": ["need"]})
    tab = await open_board(sub_page=f"opportunity/{number}")
    drawer = tab.view.get_by_role("dialog").first
    await expect(drawer).to_contain_text("Score 0 of 100")
    await expect(drawer).to_contain_text("no decision maker named, no budget, no need named, no date")
    await tab.expect_live()
    await leadline.write(alex, edit_record, number, {"authority": "decision_maker"})
    await expect(drawer).to_contain_text("Score 30 of 100")
    await expect(drawer).not_to_contain_text("no decision maker")

    await drawer.get_by_role("button", name="Move").click()
    await tab.view.get_by_role("menuitem", name="Won").click()
    asked = tab.view.get_by_role("dialog", name="What Contoso still needs for Won")
    await asked.get_by_label("Need").fill("A project tool")
    await asked.get_by_role("button", name="Save and move").click()
    await expect(asked).to_have_count(0)
    await expect(tab.notice("Contoso moved to Won")).to_be_visible()
    await expect(drawer).to_contain_text("A project tool")
    await expect(drawer.get_by_role("button", name="Move")).to_be_focused()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
async def test_the_keyboard_follows_a_link_to_another_record_and_returns_to_the_card(
    leadline: Leadline, open_board: Open, alex: Actor, motion: Literal["reduce", "no-preference"]
) -> None:
    """Also while a drawer that goes is still to be seen."""
    contact = (await leadline.write(alex, capture_contact, {"name": "Anna Roth"})).record.number
    number = await leadline.capture(alex, "Contoso", contact=contact)
    tab = await open_board()
    await tab.page.emulate_media(reduced_motion=motion)
    title = tab.card(number, "qualified").get_by_role("button", name="Contoso", exact=True)
    await title.press("Enter")
    drawer = tab.view.get_by_role("dialog")
    await drawer.get_by_role("button", name="Anna Roth").press("Enter")
    await expect(drawer.get_by_role("heading", name="Anna Roth")).to_be_focused()
    await drawer.get_by_role("button", name="Back").press("Enter")
    await expect(drawer.get_by_role("heading", name="Contoso")).to_be_focused()
    await drawer.get_by_role("button", name="Anna Roth").press("Enter")
    await expect(drawer.get_by_role("heading", name="Anna Roth")).to_be_focused()
    assert await tab.find_barriers() == []
    await tab.page.keyboard.press("Escape")
    await expect(drawer).to_have_count(0)
    await expect(title).to_be_focused()


async def test_the_focus_returns_to_a_card_that_was_moved_from_its_record(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.card(number, "qualified").get_by_role("button", name="Contoso", exact=True).press("Enter")
    drawer = tab.view.get_by_role("dialog")
    await drawer.get_by_role("button", name="Move").press("Enter")
    await tab.view.get_by_role("menuitem", name="Meeting").press("Enter")
    await expect(tab.card(number, "meeting")).to_be_attached()
    await expect(drawer).to_contain_text("Stage: Meeting")
    await drawer.get_by_role("button", name="Move").press("Escape")
    await expect(drawer).to_have_count(0)
    await expect(
        tab.card(number, "meeting").get_by_role("button", name="Contoso", exact=True)
    ).to_be_focused()


async def test_a_deep_link_opens_a_record(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    number = await leadline.capture(alex, "Contoso", "12000", close_date=dt.date(2099, 2, 23))
    tab = await open_board(locale="de-AT", sub_page=f"opportunity/{number}")
    drawer = tab.view.get_by_role("dialog")
    await expect(drawer.get_by_role("heading", name="Contoso")).to_be_visible()
    await expect(drawer).to_contain_text("Phase: Qualifiziert")
    await expect(drawer).to_contain_text("23.02.2099")
    await drawer.get_by_role("button", name="Link kopieren").click()
    assert (await tab.expect_said("shareDeepLink"))[:2] == [f"opportunity/{number}", "Contoso"]


async def test_a_link_to_nothing_says_so(open_board: Open) -> None:
    tab = await open_board(sub_page="opportunity/404")
    await expect(tab.view.get_by_role("dialog").get_by_text("#404.")).to_be_visible()


async def test_nothing_is_shown_by_its_key(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    number = await leadline.capture(alex, "Contoso", need="A tool", authority="decision_maker")
    await leadline.write(alex, move_opportunity, number, "lost", reason="no_budget")
    tab = await open_board(sub_page=f"opportunity/{number}")
    drawer = tab.view.get_by_role("dialog")
    await expect(drawer).to_contain_text("No budget")
    text = await drawer.inner_text()
    assert [
        key for key in ("decision_maker", "no_budget", "left_stage", "closed_at", "undefined") if key in text
    ] == []


@pytest.mark.parametrize("in_drawer", [True, False])
async def test_who_cancels_a_loss_is_where_they_were(
    leadline: Leadline, open_board: Open, alex: Actor, in_drawer: bool
) -> None:
    """By keyboard: the menu that asked for it is gone by then."""
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board(sub_page=f"opportunity/{number}" if in_drawer else None)
    button = tab.card(number, "qualified").get_by_role("button", name="Move Contoso")
    if in_drawer:
        button = tab.view.get_by_role("dialog").get_by_role("button", name="Move", exact=True)
    for key in ("Enter", "Escape"):
        await button.press("Enter")
        await tab.view.get_by_role("menuitem", name="Lost").press("Enter")
        asked = tab.view.get_by_role("dialog", name="Why is Contoso lost?")
        await expect(asked).to_be_visible()
        if key == "Enter":
            await asked.get_by_role("button", name="Cancel").press(key)
        else:
            await tab.page.keyboard.press(key)
        await expect(asked).to_have_count(0)
        await expect(button).to_be_focused()
