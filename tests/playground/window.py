"""The Agents Playground in a browser, driven as people do: by keyboard and by pressing what is shown."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, WebSocketRoute, expect

BOT = "Leadline"
CHANNEL = "Pipeline"
PERSONAL = "personal"

_CARD = ".ac-adaptiveCard"
_ME = "user-id-0"
_MESSAGES = "/_conversation/v1/conversations/personal-chat-id/messages"
_STREAM = re.compile("/_ws_conversation/")


class _Stream:
    """What the client hears of its server. It knows a new thread once its own request is answered; an
    answer of the bot that the browser reads before that throws in its reader, which hears nothing ever
    after (package 0.2.28, about one start of forty on a busy machine). So what comes waits for the thread."""

    def __init__(self) -> None:
        self._holding = False
        self._held: list[str | bytes] = []

    def connect(self, client: WebSocketRoute) -> None:
        self._client = client
        client.connect_to_server().on_message(self._heard)

    def hold(self) -> None:
        self._holding = True

    def release(self) -> None:
        self._holding = False
        held, self._held = self._held, []
        for message in held:
            self._heard(message)

    def _heard(self, message: str | bytes) -> None:
        if self._holding:
            self._held.append(message)
        else:
            self._client.send(message)


class ChatWindow:
    """One conversation of the chat client: the personal chat, or a thread of a channel, where the bot
    hears only what mentions it. Every message returns the card that answers it."""

    def __init__(self, page: Page, stream: _Stream, where: str) -> None:
        self._page = page
        self._stream = stream
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
        self._stream.hold()
        await self._write(self._page.get_by_role("textbox").first, text)
        thread = self._page.get_by_role("group").filter(has_text=f"{BOT} {text}")
        await expect(thread).to_be_visible()
        self._stream.release()
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
    stream = _Stream()
    await page.route_web_socket(_STREAM, stream.connect)
    await page.goto(url)
    await expect(page.locator(_CARD)).to_contain_text(welcome)
    await page.get_by_role("button", name="Hide log panel").click()
    if where != PERSONAL:
        await page.get_by_role("treeitem", name=CHANNEL).click()
        await expect(page.get_by_text("Start a new post")).to_be_visible()
    return ChatWindow(page, stream, where)


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
