"""The tab in its window: themes, sizes, barriers, the content security policy, and life outside of Teams."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from playwright.async_api import Browser, expect

from app.domain.member import Actor
from tests.browser.conftest import Leadline, Open
from tests.browser.teams import open_tab

pytestmark = pytest.mark.browser

_BACKGROUND = "getComputedStyle(document.querySelector('header').parentElement).backgroundColor"
_OVERFLOW = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"


async def test_it_follows_the_theme(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    seen = [await tab.frame.evaluate(_BACKGROUND)]
    for theme, scheme in (("dark", "dark"), ("contrast", "dark"), ("default", "light")):
        await tab.change_theme(theme)
        await expect(tab.view.locator("html")).to_have_css("color-scheme", scheme)
        before = seen[-1]
        await tab.frame.wait_for_function(f"before => {_BACKGROUND} !== before", arg=before)
        seen.append(await tab.frame.evaluate(_BACKGROUND))
    assert len(set(seen[:3])) == 3
    assert seen[3] == seen[0]


@pytest.mark.parametrize("theme", ["default", "dark", "contrast"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_it_keeps_nobody_out(
    leadline: Leadline, open_board: Open, alex: Actor, theme: str, width: int
) -> None:
    number = await leadline.capture(alex, "Contoso", "12000", close_date=dt.date(2020, 1, 31))
    tab = await open_board(theme=theme, width=width)
    await tab.expect_live()
    card = tab.card(number, "qualified")
    await expect(card).to_be_visible()
    assert await tab.find_barriers() == []
    await card.get_by_role("button", name="Move Contoso").click()
    await tab.view.get_by_role("menuitem", name="Lost").click()
    await expect(tab.view.get_by_role("radio", name="Price")).to_be_visible()
    assert await tab.find_barriers() == []
    await tab.page.keyboard.press("Escape")
    await expect(tab.view.get_by_role("dialog")).to_have_count(0)
    await card.get_by_role("button", name="Contoso", exact=True).click()
    await expect(tab.view.get_by_role("region", name="History").get_by_role("listitem")).to_be_visible()
    assert await tab.find_barriers() == []


async def test_a_narrow_page_never_scrolls(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    number = await leadline.capture(alex, "A name without any place to break it" + "x" * 80, "9999999999")
    tab = await open_board(width=320, height=560)
    card = tab.card(number, "qualified")
    await expect(card).to_be_visible()
    assert await tab.frame.evaluate(_OVERFLOW) == [320, 560]
    await card.get_by_role("button").first.click()
    drawer = tab.view.get_by_role("dialog")
    await expect(drawer.get_by_role("region", name="History")).to_be_visible()
    box = await drawer.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 320)
    assert await tab.frame.evaluate(_OVERFLOW) == [320, 560]


async def test_without_a_token_it_says_so_and_tells_teams(leadline: Leadline, browser: Browser) -> None:
    tab = await open_tab(browser, leadline.tab, None)
    await expect(tab.view.get_by_role("heading", name="Teams could not sign you in")).to_be_visible()
    await tab.expect_said("appInitialization.failure")
    assert tab.complaints == []
    await tab.page.context.close()


async def test_other_tenants_have_a_board_of_their_own(
    leadline: Leadline, open_board: Open, alex: Actor, stranger: Actor
) -> None:
    await leadline.capture(alex, "Contoso")
    tab = await open_board(stranger)
    await expect(tab.view.get_by_role("heading", name="Your pipeline starts in the chat")).to_be_visible()
    await expect(tab.view.get_by_text("Contoso")).to_have_count(0)


async def test_a_tenant_that_is_not_admitted_is_told(open_board: Open) -> None:
    outsider = Actor(tenant_id=str(uuid.uuid4()), user_id=str(uuid.uuid4()), name="Lee Gu")
    tab = await open_board(outsider)
    await expect(tab.view.get_by_role("button", name="Try again")).to_be_visible()
    await tab.expect_said("appInitialization.failure")


async def test_outside_of_teams_it_says_where_to_go(leadline: Leadline, browser: Browser) -> None:
    page = await browser.new_page(locale="de-DE")
    await page.goto(leadline.tab)
    await expect(page.get_by_role("heading", name="Öffne Leadline in Microsoft Teams")).to_be_visible()
    await page.close()


async def test_a_developer_signs_in_without_teams(dev_leadline: Leadline, browser: Browser) -> None:
    page = await browser.new_page(locale="en-US", color_scheme="dark")
    await page.goto(dev_leadline.tab)
    await expect(page.get_by_role("heading", name="Your pipeline starts in the chat")).to_be_visible()
    await page.close()
