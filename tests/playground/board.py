"""The board in a browser, as the same person who chats."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from app.languages.strings import strings


class BoardWindow:
    """The tab outside of Teams, where a developer is signed in as whom the chat client plays."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self._t = strings(language).t

    def column(self, stage: str) -> Locator:
        """The column of a stage, by its key."""
        return self.page.locator(f"[data-stage={stage}]")

    async def expect_card(self, number: int, stage: str) -> Locator:
        """Waits until the opportunity stands in the column of the stage, and in no other."""
        card = self.column(stage).locator(f"[data-number='{number}']")
        await expect(card).to_be_visible()
        await expect(self.page.locator(f"[data-number='{number}']")).to_have_count(1)
        return card

    async def open_history(self, card: Locator, name: str) -> Locator:
        """Opens a card's record; the entries of its timeline, newest first."""
        await card.get_by_role("button", name=name, exact=True).click()
        history = self.page.get_by_role("dialog").get_by_role("region", name=self._t("tab.record.history"))
        entries = history.get_by_role("listitem")
        await expect(entries.first).to_be_visible()
        return entries


async def open_board(page: Page, url: str, language: str) -> BoardWindow:
    """Opens the board of a workspace that has no opportunity yet."""
    await page.goto(url)
    title = strings(language).t("tab.empty.title")
    await expect(page.get_by_role("heading", name=title)).to_be_visible()
    return BoardWindow(page, language)
