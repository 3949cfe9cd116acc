"""The people around a record in the drawer: who takes part, and following with one press."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from app.crm.contacts import capture_contact
from app.crm.people.followers import follow
from app.crm.people.participants import add_participant
from app.crm.records import show_record
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from tests.browser.conftest import Leadline, Open

pytestmark = pytest.mark.browser

KIM = re.compile("Kim Akers$")
"""As it is shown: an avatar with initials stands before it."""


@pytest.mark.parametrize("theme", ["default", "dark", "contrast"])
async def test_participants_and_followers_are_shown_and_followed(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor, theme: str
) -> None:
    number = await leadline.capture(alex, "Contoso", "12000")
    anna = (await leadline.write(alex, capture_contact, {"name": "Anna Roth"})).record.number
    await leadline.write(alex, add_participant, number, anna, "decision_maker")
    await leadline.write(kim, follow, number)
    tab = await open_board(sub_page=f"opportunity/{number}", theme=theme)
    await tab.expect_live()
    drawer = tab.view.get_by_role("dialog")
    participants = drawer.get_by_role("region", name="Participants")
    await expect(participants).to_contain_text("Anna Roth")
    await expect(participants).to_contain_text("Decision maker")
    followers = drawer.get_by_role("region", name="Followers").get_by_role("listitem")
    await expect(followers).to_have_text([KIM])
    button = drawer.get_by_role("button", name="Follow", exact=True)
    await expect(button).to_have_attribute("aria-pressed", "false")
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "true")
    await expect(followers).to_have_text([KIM, re.compile("Alex Wilber$")])
    record = (await leadline.crm.read(alex, show_record, number)).record
    assert isinstance(record, Opportunity)
    assert record.followers == (2, 1)
    history = drawer.get_by_role("region", name="History")
    await expect(history).to_contain_text("Anna Roth (Decision maker)")
    await button.focus()
    await tab.page.keyboard.press("Enter")
    await expect(followers).to_have_text([KIM])
    await participants.get_by_role("button", name="Anna Roth").click()
    await expect(drawer.get_by_role("heading", name="Anna Roth")).to_be_visible()
