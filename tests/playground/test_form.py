"""A form in the real chat client: refused with what was typed, corrected, saved, and taken back."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from app.crm.crm import Crm
from app.crm.records import page_of_records
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.member import Actor
from app.languages.reader import Reader
from tests.playground.conftest import OpenPage, Picture, Stage
from tests.playground.story import SPEAK
from tests.playground.window import PERSONAL, fill, open_chat, press

pytestmark = [pytest.mark.playground, pytest.mark.browser]

NEW = {"en": "new", "de": "neu"}
TYPED = {"name": "Jonas Weiß", "company": "Nordlicht GmbH", "email": "jonas-at-nordlicht"}
CASES = [("en", "channel", "sqlite"), ("de", PERSONAL, "sqlite")]


@pytest.mark.parametrize(("language", "where", "database_url"), CASES, indirect=["database_url"])
async def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(
    language: str, where: str, stage: Stage, crm: Crm, me: Actor, open_page: OpenPage, picture: Picture
) -> None:
    reader = Reader(language)
    page = await open_page(height=1200)
    chat = await open_chat(page, stage.chat, where, Reader("en").t("card.welcome.title"))
    await expect(await chat.say(SPEAK[language])).to_contain_text(reader.t("reply.language_set"))

    card = await chat.say(NEW[language])
    for name, text in TYPED.items():
        await fill(card, reader.t(f"field.{name}"), text)
    await press(card, reader.t("button.save"))
    await expect(card).to_contain_text(reader.t("error.email_invalid"))
    await expect(card).to_contain_text(reader.t("form.check"))
    for name, text in TYPED.items():
        await expect(card.get_by_role("textbox", name=reader.t(f"field.{name}"))).to_have_value(text)
    await picture(page, "refused")
    assert await _leads(crm, me) == []

    await fill(card, reader.t("field.email"), "jonas@nordlicht.example")
    await press(card, reader.t("button.save"))
    await expect(card).to_contain_text(reader.t("reply.saved"))
    assert await _leads(crm, me) == [("Jonas Weiß", "Nordlicht GmbH", "jonas@nordlicht.example")]
    await press(card, reader.t("button.undo"))
    await expect(card).to_contain_text(reader.t("card.undo.title"))
    await picture(page, "undone")
    assert await _leads(crm, me) == []


async def _leads(crm: Crm, me: Actor) -> list[tuple[str, str, str]]:
    found, _ = await crm.read(me, page_of_records, Kind.LEAD)
    return [(lead.name, lead.company, lead.email) for lead in found if isinstance(lead, Lead)]
