"""`python -m tests.playground.shots`: plays the story in English and takes the pictures of the README.

They go to tests/playground/pictures/: the chat with the lead and what became of it, and the board of a team
that has some deals already.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, FloatRect, Locator, Page, async_playwright, expect

from app.crm.crm import Crm
from app.crm.records import edit_record, page_of_records
from app.domain.event import Kind
from app.domain.member import Actor
from app.host.configuration import PLAYGROUND_NAME, PLAYGROUND_TENANT, PLAYGROUND_USER
from app.languages.reader import Reader
from app.store.database import Database
from deploy.local import ROOT, host, playground
from tests.kit.chromium import ARGUMENTS, require_chromium
from tests.kit.entrance import FIRST_OWNS
from tests.kit.ports import free_ports
from tests.playground.board import BoardWindow
from tests.playground.conftest import prepare
from tests.playground.story import LEADS, answer_questions, number_in
from tests.playground.window import PERSONAL, open_chat, press

PLACE = Path(__file__).with_name("pictures")
SEEDED = 12
LARGEST = 250_000
"""Bytes of a picture: a clone should not grow heavy by them."""
BOARD = (1640, 680, 2560 / 1640)
"""Width and height in CSS pixels, with all six columns side by side, and pixels of the picture for each."""
CHAT = (640, 1480, 2.0)
"""The same; too narrow for the client's own list of chats."""

_READER = Reader("en")
_FOREIGN = re.compile(r"[^\u0000-\u024f]+")


def main() -> None:
    """Takes both pictures anew."""
    PLACE.mkdir(exist_ok=True)
    host_port, chat_port = islice(free_ports(), 2)
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DATABASE_URL": f"sqlite:///{folder}/shots.db"}
        _seed(settings)
        with host(host_port, settings), playground(chat_port, host_port):
            asyncio.run(_play(f"http://127.0.0.1:{chat_port}", f"http://127.0.0.1:{host_port}/tab"))
    sys.stdout.write(f"{PLACE}\n")


def _seed(settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "app", "seed", "--opportunities", str(SEEDED)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "LEADLINE_ENV": "dev", **settings})
    asyncio.run(_rename(settings["DATABASE_URL"]))


async def _rename(url: str) -> None:
    """Gives Latin names to what is named in other letters: not every machine has fonts that draw them."""
    crm = Crm(Database(url), FIRST_OWNS)
    actor = Actor(tenant_id=PLAYGROUND_TENANT, user_id=PLAYGROUND_USER, name=PLAYGROUND_NAME)
    for kind in (Kind.OPPORTUNITY, Kind.ORGANIZATION):
        for record in (await crm.read(actor, page_of_records, kind))[0]:
            name = _FOREIGN.sub("Nova", record.name)
            if name != record.name:
                await crm.write(actor, edit_record, record.number, {"name": name})
    await crm.close()


async def _play(chat_url: str, board_url: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=require_chromium(), args=ARGUMENTS)
        chat_page = await _page(browser, *CHAT)
        chat = await open_chat(chat_page, chat_url, PERSONAL, _READER.t("card.welcome.title"))
        lead = await chat.say(LEADS["en"])
        number = await number_in(lead, _READER.t("card.lead"))
        deal = await chat.say(f"{_READER.t('command.qualify.name')} {number}")
        await answer_questions(deal, _READER)
        await press(deal, _READER.t("button.qualify"))
        opportunity = await number_in(deal, _READER.t("card.opportunity"))
        await _photograph_chat(chat_page, deal)
        await press(deal, _READER.t("button.won"))
        await expect(deal).to_contain_text(_READER.t("reply.won"))

        board_page = await _page(browser, *BOARD)
        await board_page.goto(board_url)
        await BoardWindow(board_page, "en").expect_card(opportunity, "won")
        await expect(board_page.locator("[data-live]")).to_have_attribute("data-live", "live")
        _keep(await board_page.screenshot(animations="disabled"), "board")
        await browser.close()


async def _page(browser: Browser, width: int, height: int, scale: float) -> Page:
    context = await browser.new_context(
        locale="en-US",
        timezone_id="Europe/Berlin",
        color_scheme="light",
        reduced_motion="reduce",
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
    )
    return await prepare(context)


async def _photograph_chat(page: Page, deal: Locator) -> None:
    """From the message that names the lead to the end of the opportunity's card."""
    # What the client says about itself is no part of the product.
    await page.get_by_role("button", name="Dismiss Invoke Message").click()
    await page.mouse.move(0, 0)
    await deal.get_by_role("button").last.scroll_into_view_if_needed()
    said = await page.get_by_text(LEADS["en"]).bounding_box()
    answered = await deal.bounding_box()
    assert said is not None
    assert answered is not None
    top = said["y"] - 27
    clip: FloatRect = {
        "x": 0,
        "y": top,
        "width": CHAT[0],
        "height": answered["y"] + answered["height"] + 24 - top,
    }
    _keep(await page.screenshot(animations="disabled", clip=clip), "chat")


def _keep(shot: bytes, name: str) -> None:
    """Stores a picture with as few colours as it takes; raises ValueError where it stays too large."""
    path = PLACE / f"{name}.png"
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} has {path.stat().st_size} bytes, more than {LARGEST}")


if __name__ == "__main__":
    main()
