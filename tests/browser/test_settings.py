"""Settings in the tab, for owners: the questions, what a stage requires, and when a deal is stale there."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from app.crm.framework import show_framework
from app.crm.pipeline import change_stage, show_pipeline
from app.domain.member import Actor
from tests.browser.conftest import Leadline, Open

pytestmark = pytest.mark.browser


async def test_an_owner_sets_them_by_keyboard_and_the_focus_returns(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    await expect(tab.card(number, "qualified")).to_be_visible()
    gear = tab.view.get_by_role("button", name="Settings")
    await gear.press("Enter")
    drawer = tab.view.get_by_role("dialog", name="Settings")
    await drawer.get_by_role("radio", name="BANT").focus()
    await tab.page.keyboard.press("ArrowUp")
    await expect(tab.notice("From now on MEDDIC qualifies")).to_be_visible()
    assert (await leadline.crm.read(alex, show_framework)).key == "meddic"

    await drawer.get_by_role("button", name="Qualified").press("Enter")
    form = drawer.get_by_role("form", name="Qualified")
    # The answers that the chosen questions ask for are among what can be required.
    await form.get_by_role("checkbox", name="Champion").press("Space")
    days = form.get_by_role("textbox", name="Working days without activity")
    await days.fill("366")
    await days.press("Enter")
    await expect(form).to_contain_text("Please write a whole number from 0 to 365.")
    await days.fill("12")
    await days.press("Enter")
    await expect(tab.notice("Qualified saved")).to_be_visible()
    await expect(drawer.get_by_role("button", name="Qualified")).to_contain_text(
        "1 field required · stale after 12 working days"
    )
    stage = (await leadline.crm.read(alex, show_pipeline)).keyed("qualified")
    assert (stage.required, stage.stale_after) == (("champion",), 12)
    await expect(days).to_be_focused()
    await form.get_by_role("button", name="Save").press("Enter")
    await tab.page.keyboard.press("Escape")
    await expect(drawer).to_have_count(0)
    await expect(gear).to_be_focused()


async def test_two_owners_do_not_overwrite_each_other_unasked(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    tab = await open_board(locale="de-DE")
    await tab.view.get_by_role("button", name="Einstellungen").click()
    drawer = tab.view.get_by_role("dialog", name="Einstellungen")
    await drawer.get_by_role("button", name="Angebot").click()
    form = drawer.get_by_role("form", name="Angebot")
    await form.get_by_role("checkbox", name="Betrag").check()
    await leadline.write(alex, change_stage, 3, {"required": ["need"], "stale_after": 9})
    save = form.get_by_role("button", name="Speichern")
    await save.press("Enter")
    told = form.get_by_role("alert")
    await expect(told).to_contain_text("Angebot wurde inzwischen von jemand anderem gespeichert")
    await expect(told).to_contain_text("Pflicht beim Eintritt: Bedarf · Hinweis nach 9 Arbeitstagen")
    await expect(form.get_by_role("checkbox", name="Betrag")).to_be_checked()
    await expect(save).to_be_focused()
    assert await tab.find_barriers() == []
    assert (await leadline.crm.read(alex, show_pipeline)).keyed("proposal").required == ("need",)
    await save.press("Enter")
    await expect(tab.notice("Angebot gespeichert")).to_be_visible()
    await expect(told).to_have_count(0)
    stage = (await leadline.crm.read(alex, show_pipeline)).keyed("proposal")
    assert (stage.required, stage.stale_after) == (("amount",), 9)


@pytest.mark.parametrize("theme", ["default", "dark", "contrast"])
async def test_they_keep_nobody_out(leadline: Leadline, open_board: Open, alex: Actor, theme: str) -> None:
    await leadline.capture(alex, "Contoso")
    tab = await open_board(theme=theme, locale="de-DE", width=320, height=560)
    await tab.view.get_by_role("button", name="Einstellungen").click()
    drawer = tab.view.get_by_role("dialog", name="Einstellungen")
    await drawer.get_by_role("button", name="Angebot").click()
    await expect(drawer.get_by_role("checkbox", name="Betrag")).to_be_visible()
    assert await tab.find_barriers() == []
    width = await tab.frame.evaluate("document.documentElement.scrollWidth")
    assert width == 320


async def test_others_are_not_offered_them(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board(kim)
    await expect(tab.card(number, "qualified")).to_be_visible()
    await expect(tab.view.get_by_role("button", name="Undo")).to_be_visible()
    await expect(tab.view.get_by_role("button", name="Settings")).to_have_count(0)
