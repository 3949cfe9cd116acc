"""The Agents Playground in a browser, driven as people do: by keyboard and by pressing what is shown."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

BOT = "Leadline"
CHANNEL = "Pipeline"
PERSONAL = "personal"

_CARD = ".ac-adaptiveCard"
_ME = "user-id-0"
_MESSAGES = "/_conversation/v1/conversations/personal-chat-id/messages"


class ChatWindow:
    """One conversation of the chat client: the personal chat, or a thread of a channel, where the bot
    hears only what mentions it. Every message returns the card that answers it."""

    def __init__(self, page: Page, where: str) -> None:
        self._page = page
        self._mentions = where != PERSONAL
        self._thread: Locator | None = None

    async def say(self, text: str) -> Locator:
        """Writes a message; the first one in a channel opens the thread that the others are replies in."""
        if self._mentions and self._thread is None:
            return await self._post(text)
        place = self._thread or self._page
        cards = place.locator(_CARD)
        count = await cards.count()
        await self._write(place.get_by_role("textbox").last, text)
        return await _shown(cards.nth(count))

    async def paste(self, text: str) -> Locator:
        """Sends a message of several lines in the personal chat. The box of this client loses line breaks,
        pasted or typed, which that of Teams keeps: so it is sent as the box sends, with them."""
        cards = self._page.locator(_CARD)
        count = await cards.count()
        message = {"type": "text", "text": text, "textFormat": "plain", "from": {"id": _ME}}
        sent = await self._page.request.post(f"{self._page.url.rstrip('/')}{_MESSAGES}", data=message)
        assert sent.ok
        return await _shown(cards.nth(count))

    async def _post(self, text: str) -> Locator:
        await self._write(self._page.get_by_role("textbox").first, text)
        # The newest thread stands first below the box for new ones.
        thread = self._page.get_by_role("group").filter(has_text=text).filter(has=self._page.locator(_CARD))
        self._thread = thread
        return await _shown(thread.locator(_CARD).first)

    async def _write(self, box: Locator, text: str) -> None:
        await box.click()
        if self._mentions:
            await self._mention(box)
        await self._page.keyboard.type(text)
        await expect(box).to_contain_text(text)
        await self._page.keyboard.press("Enter")
        await expect(box).not_to_contain_text(text)

    async def _mention(self, box: Locator) -> None:
        await self._page.keyboard.type(f"@{BOT[:4]}")
        people = self._page.get_by_role("listbox", name="Typeahead menu")
        await people.get_by_role("menuitem").filter(has_text=BOT).click()
        await expect(box.locator(".mention")).to_have_text(BOT)
        await self._page.keyboard.type(" ")


async def open_chat(page: Page, url: str, where: str, welcome: str) -> ChatWindow:
    """Opens the client, waits until the bot has greeted with the text `welcome`, and goes to the place."""
    await page.goto(url)
    await expect(page.locator(_CARD)).to_contain_text(welcome)
    await page.get_by_role("button", name="Hide log panel").click()
    if where != PERSONAL:
        await page.get_by_role("treeitem", name=CHANNEL).click()
        await expect(page.get_by_text("Start a new post")).to_be_visible()
    return ChatWindow(page, where)


async def press(card: Locator, label: str) -> None:
    """Presses a button of a card."""
    await card.get_by_role("button", name=label, exact=True).click()


async def fill(card: Locator, label: str, text: str) -> None:
    """Types a text into an input, in place of what is there."""
    box = card.get_by_role("textbox", name=label, exact=True)
    await box.click()
    await card.page.keyboard.press("ControlOrMeta+a")
    await card.page.keyboard.type(text)
    await expect(box).to_have_value(text)


async def choose(card: Locator, label: str, option: str) -> None:
    """Picks an entry of a list by typing its name, in place of the one that is chosen."""
    box = card.get_by_role("combobox", name=label, exact=True)
    await box.click()
    await expect(box).to_have_attribute("aria-expanded", "true")
    await card.page.keyboard.press("ControlOrMeta+a")
    await card.page.keyboard.type(option)
    await card.page.keyboard.press("Enter")
    await expect(box).to_have_value(option)


async def _shown(card: Locator) -> Locator:
    await expect(card).to_be_visible()
    return card
