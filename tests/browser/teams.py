"""A Teams window for browser tests: a page at Teams' own address that speaks the TeamsJS protocol.

TeamsJS answers nobody but the addresses that Microsoft lists, so the page must really be at one of them: the
browser is told to take it from `host.html`, and nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.async_api import Browser, Frame, FrameLocator, Locator, Page, Route, expect

from tests.kit.chromium import PATIENCE

TEAMS = "https://teams.microsoft.com"
APP_ID = "3f7a1b52-0c5e-4b5e-9a55-5d2d6a1e7c01"

_HERE = Path(__file__).parent
_AXE = _HERE.parents[1] / "tabs" / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Fluent leads the keyboard around with invisible elements, and shows menus and notices beside the landmarks.
_PART = {"exclude": [["[data-tabster-dummy]"]]}
_HOW = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"region": {"enabled": False}},
}
# A button that was enabled a moment ago has the colours of a disabled one until the next frame, however
# little motion is asked for: colours are judged when nothing that ends is on its way.
_LOOK = """async ([part, how]) => {
    const ends = (one) => one.effect?.getComputedTiming().endTime !== Infinity;
    const moving = () => document.getAnimations().filter((one) => one.playState === "running" && ends(one));
    for (let found = moving(); found.length > 0; found = moving()) {
        await Promise.allSettled(found.map((one) => one.finished));
    }
    return axe.run(part, how);
}"""
_LOOPBACK = ("http://127.0.0.1", "http://localhost")


@dataclass(frozen=True)
class TeamsTab:
    """The tab inside its Teams window. `complaints` collects what the browser has to say against the page:
    crashes, errors and violations of the content security policy."""

    page: Page
    frame: Frame
    complaints: list[str]
    play: dict[str, Any]

    async def reload(self, token: str | None = None) -> TeamsTab:
        """The same tab loaded anew in the same browser; with a token, by the person whose it is."""
        play = {**self.play, "token": token or self.play["token"]}
        return await _play(self.page, play, self.complaints)

    @property
    def view(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def column(self, stage: str) -> Locator:
        """The column of a stage, by its key."""
        return self.view.locator(f"[data-stage={stage}]")

    def card(self, number: int, stage: str) -> Locator:
        """The card of an opportunity in the column of a stage."""
        return self.column(stage).locator(f"[data-number='{number}']")

    def notice(self, text: str) -> Locator:
        """A notice, or a part of one, that says exactly this."""
        # What is read out has the same words, but is never shown.
        return self.view.get_by_text(text, exact=True).and_(self.view.locator(":not([aria-live])"))

    async def choose_stage(self, number: int, name: str, stage: str) -> None:
        """Moves an opportunity by the menu of its card, which bears its name."""
        card = self.view.locator(f"[data-number='{number}']")
        await card.get_by_role("button", name=f"Move {name}").click()
        await self.view.get_by_role("menuitem", name=stage).click()

    async def expect_live(self) -> None:
        """Waits until changes of others arrive at once."""
        await expect(self.view.locator("[data-live]")).to_have_attribute("data-live", "live")

    async def undo(self, change: str = "", confirm: str = "Undo") -> None:
        """Takes back what the toolbar offers, which is said to be this change."""
        await self.view.get_by_role("toolbar").get_by_role("button", name="Undo").click()
        dialog = self.view.get_by_role("dialog", name="Undo this change?")
        await expect(dialog).to_contain_text(change)
        await dialog.get_by_role("button", name=confirm, exact=True).click()
        await expect(dialog).to_have_count(0)

    async def expect_said(self, function: str) -> list[Any]:
        """Waits until the tab has called a function of Teams; gives the arguments of the last call."""
        script = "name => window.heard.findLast(([said]) => said === name)?.[1]"
        handle = await self.page.wait_for_function(script, arg=function)
        said: list[Any] = await handle.json_value()
        return said

    async def change_theme(self, theme: str) -> None:
        await self.page.evaluate("theme => window.changeTheme(theme)", theme)

    async def find_barriers(self) -> list[str]:
        """What axe finds in the tab that keeps people out."""
        # A script tag would be refused by the content security policy, which is to be tested as it is.
        await self.frame.evaluate(_AXE.read_text(encoding="utf-8"))
        found = await self.frame.evaluate(_LOOK, [_PART, _HOW])
        return [
            f"{problem['id']}: {node['html'][:200]} {node['failureSummary']}"
            for problem in found["violations"]
            for node in problem["nodes"]
        ]


async def lose_answer(route: Route) -> None:
    """The host carries a change out, and nobody hears of it."""
    if route.request.method == "GET":
        await route.continue_()
        return
    await route.fetch()
    await route.abort()


async def open_tab(
    browser: Browser,
    tab: str,
    token: str | None,
    *,
    theme: str = "default",
    locale: str = "en-US",
    sub_page: str | None = None,
    width: int = 1280,
    height: int = 800,
    time_zone: str | None = None,
) -> TeamsTab:
    """Opens the tab at address `tab` in a Teams window of that size; without a token Teams refuses one."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", timezone_id=time_zone
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    complaints = _collect_complaints(page)
    # Whoever leaves while something waits is asked, and leaves all the same.
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    await page.route("**/*", _answer)
    play = {
        "tab": tab,
        "token": token,
        "theme": theme,
        "locale": locale,
        "subPage": sub_page,
        "appId": APP_ID,
    }
    return await _play(page, play, complaints)


async def _play(page: Page, play: dict[str, Any], complaints: list[str]) -> TeamsTab:
    # A fragment alone is no new page.
    await page.goto("about:blank")
    await page.goto(f"{TEAMS}/host.html#{quote(json.dumps(play))}")
    element = await page.wait_for_selector("iframe")
    assert element is not None
    frame = await element.content_frame()
    assert frame is not None
    return TeamsTab(page, frame, complaints, play)


async def _answer(route: Route) -> None:
    url = route.request.url
    if url.startswith(f"{TEAMS}/host.html"):
        await route.fulfill(path=_HERE / "host.html", content_type="text/html")
    elif url.startswith(_LOOPBACK):
        await route.continue_()
    else:
        await route.abort()


def _collect_complaints(page: Page) -> list[str]:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if _is_complaint(message.type, message.text) else None
        ),
    )
    return complaints


def _is_complaint(kind: str, text: str) -> bool:
    # TeamsJS asks for Microsoft's current list of hosts and does with its own where it may not.
    return kind == "error" and "res.cdn.office.net" not in text and "Failed to load resource" not in text
