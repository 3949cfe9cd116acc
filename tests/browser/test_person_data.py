"""A person's data and the audit in the settings of the tab: shown, handed over, erased by owners."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from app.crm.leads import LeadDraft, capture_lead
from app.crm.people.members import me
from app.crm.records import show_record
from app.crm.workspace import change_settings
from app.domain.member import Actor
from app.domain.recognition import ERASED
from tests.browser.conftest import Leadline, Open

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of what is tested, where somebody wants to look at it."""


async def told(leadline: Leadline, alex: Actor) -> int:
    draft = LeadDraft(name="Quirin Zwack", company="Acme", email="qz@zwack.example")
    number = (await leadline.write(alex, capture_lead, draft)).record.number
    await leadline.write(alex, capture_lead, LeadDraft(name="Tom Price", note="knows Quirin Zwack well"))
    await leadline.write(alex, change_settings, {"retention_months": 24})
    return number


def read(path: Path) -> str:
    return Path(path).read_text(encoding="utf-8")


async def test_an_owner_hands_over_and_erases(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    number = await told(leadline, alex)
    tab = await open_board()
    await tab.view.get_by_role("button", name="Settings").click()
    drawer = tab.view.get_by_role("dialog", name="Settings")
    audit = drawer.get_by_role("region", name="Audit")
    await expect(audit).to_contain_text("Settings changed · Alex Wilber")
    await expect(audit).to_contain_text("for good → 24 months")
    section = drawer.get_by_role("region", name="A person’s data")
    field = section.get_by_role("textbox", name="Number of the lead or contact")
    await field.fill("99")
    await field.press("Enter")
    await expect(section).to_contain_text("no record")
    await field.fill(f"#{number}")
    await field.press("Enter")
    await expect(section.get_by_role("checkbox", name="Quirin Zwack · their own")).to_be_disabled()
    mention = section.get_by_role("checkbox", name="knows Quirin Zwack well")
    await expect(mention).to_be_checked()
    async with tab.page.expect_download() as started:
        await section.get_by_role("button", name="Save as JSON").click()
    saved = await (await started.value).path()
    assert json.loads(read(saved))["name"] == "Quirin Zwack"
    async with tab.page.expect_download() as started:
        await section.get_by_role("button", name="Save as a page").click()
    page = await (await started.value).path()
    assert "qz@zwack.example" in read(page)
    await expect(section.get_by_role("button", name="Save as a page")).to_be_enabled()
    assert await tab.find_barriers() == []
    await mention.uncheck()
    await section.get_by_role("button", name="Erase for good").click()
    await expect(tab.notice("Erased")).to_be_visible()
    await expect(field).to_be_focused()
    await expect(audit).to_contain_text("A person erased · Alex Wilber")
    assert (await leadline.crm.read(alex, show_record, number)).record.name == ERASED
    kept = (await leadline.crm.read(alex, show_record, number + 1)).record
    assert getattr(kept, "note", "") == "knows Quirin Zwack well"


@pytest.mark.parametrize(
    ("locale", "theme", "width"),
    [("en-US", "default", 1280), ("de-DE", "dark", 1280), ("de-DE", "default", 360)],
)
async def test_it_can_be_read_in_every_look(
    leadline: Leadline, open_board: Open, alex: Actor, locale: str, theme: str, width: int
) -> None:
    number = await told(leadline, alex)
    tab = await open_board(locale=locale, theme=theme, width=width, height=1800)
    await tab.view.get_by_role("button", name="Settings" if locale == "en-US" else "Einstellungen").click()
    name = "A person’s data" if locale == "en-US" else "Daten einer Person"
    section = tab.view.get_by_role("region", name=name)
    await section.get_by_role("textbox").fill(str(number))
    await section.get_by_role("textbox").press("Enter")
    await expect(section.get_by_role("checkbox")).to_have_count(2)
    assert await tab.find_barriers() == []
    wide = await tab.frame.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    if PICTURES:
        await section.scroll_into_view_if_needed()
        await tab.page.screenshot(path=Path(PICTURES, f"person-{locale}-{theme}-{width}.png"))


async def test_who_is_no_owner_sees_neither(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    await told(leadline, alex)
    await leadline.crm.read(kim, me)
    tab = await open_board(kim)
    await tab.view.get_by_role("button", name="Settings").click()
    drawer = tab.view.get_by_role("dialog", name="Settings")
    await expect(drawer.get_by_role("region", name="Workspace")).to_contain_text("24 months")
    await expect(drawer.get_by_role("region", name="Audit")).to_have_count(0)
    await expect(drawer.get_by_role("region", name="A person’s data")).to_have_count(0)
