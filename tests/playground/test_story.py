"""The story of the product, played in the real chat client while the board looks on."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from decimal import Decimal

import pytest
from playwright.async_api import Locator, expect

from app.crm.board import board
from app.crm.crm import Crm
from app.crm.history import events_since, timeline
from app.crm.records import AnyRecord, page_of_records
from app.domain.event import Kind, Source
from app.domain.lead import Lead
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.qualification import Authority, Timeline, months_ahead
from app.host.configuration import PLAYGROUND_NAME
from app.languages.reader import Reader
from tests.kit.clocks import BERLIN
from tests.playground.board import BoardWindow, open_board
from tests.playground.conftest import OpenPage, Picture, Stage
from tests.playground.story import (
    COMPANY,
    LEADS,
    NEEDS,
    SPEAK,
    TITLES,
    answer_questions,
    number_in,
)
from tests.playground.window import PERSONAL, ChatWindow, choose, open_chat, press

pytestmark = [pytest.mark.playground, pytest.mark.browser]

AMOUNT = Money(Decimal("12000.00"), "EUR")
LOCALES = {"en": "en-US", "de": "de-DE"}
# Neither a place nor a database has words of its own: each is shown once, with another language.
CASES = [("en", PERSONAL, "postgresql"), ("de", "channel", "sqlite")]


@pytest.mark.parametrize(("language", "where", "database_url"), CASES, indirect=["database_url"])
async def test_a_lead_is_captured_qualified_and_won(
    language: str, where: str, stage: Stage, crm: Crm, me: Actor, open_page: OpenPage, picture: Picture
) -> None:
    reader = Reader(language)
    page = await open_page()
    watcher, chat = await asyncio.gather(
        open_board(await open_page(LOCALES[language]), stage.board, language),
        open_chat(page, stage.chat, where, Reader("en").t("card.welcome.title")),
    )
    answer = await chat.say(SPEAK[language])
    await expect(answer).to_contain_text(reader.t("reply.language_set"))

    card = await _capture(chat, reader)
    await picture(page, "lead")
    number = await _qualify(card, reader)
    await picture(page, "qualified")
    await watcher.expect_card(number, "qualified")
    await _advance(card, reader, watcher, number)
    await (_win_by_button(card, reader) if where == PERSONAL else _win_by_command(chat, reader, number))
    await picture(page, "won")

    await _expect_won(watcher, reader, number, picture)
    await _expect_one_of_each(crm, me, number, language)


async def _capture(chat: ChatWindow, reader: Reader) -> Locator:
    card = await chat.say(LEADS[reader.language])
    for text in ("Sarah Meier", COMPANY, TITLES[reader.language], "sarah@techinnovators.example"):
        await expect(card).to_contain_text(text)
    await expect(card).to_contain_text(reader.t("reply.captured"))
    return card


async def _qualify(card: Locator, reader: Reader) -> int:
    """Answers the questions by keyboard; gives the number of the opportunity that the card now shows."""
    await press(card, reader.t("button.qualify"))
    await answer_questions(card, reader)
    await press(card, reader.t("button.qualify"))
    number = await number_in(card, reader.t("card.opportunity"))
    close_date = months_ahead(dt.datetime.now(BERLIN).date(), 3)
    for text in (
        reader.t("reply.qualified", number=number),
        reader.t("stage.qualified"),
        f"{COMPANY} · Sarah Meier",
        reader.money(AMOUNT),
        reader.date(close_date),
        NEEDS[reader.language],
    ):
        await expect(card).to_contain_text(text)
    return number


async def _advance(card: Locator, reader: Reader, watcher: BoardWindow, number: int) -> None:
    """To the next stage by its button, to a later one by the form."""
    await press(card, reader.t("button.move_to", stage=reader.t("stage.meeting")))
    await expect(card).to_contain_text(reader.t("reply.moved", stage=reader.t("stage.meeting")))
    await watcher.expect_card(number, "meeting")
    await press(card, reader.t("button.move"))
    await choose(card, reader.t("field.stage"), reader.t("stage.negotiation"))
    await press(card, reader.t("button.move"))
    await expect(card).to_contain_text(reader.t("reply.moved", stage=reader.t("stage.negotiation")))
    await watcher.expect_card(number, "negotiation")


async def _win_by_button(card: Locator, reader: Reader) -> None:
    await press(card, reader.t("button.won"))
    await expect(card).to_contain_text(reader.t("reply.won"))


async def _win_by_command(chat: ChatWindow, reader: Reader, number: int) -> None:
    card = await chat.say(f"{reader.t('command.won.name')} {number}")
    await expect(card).to_contain_text(reader.t("reply.won"))
    await expect(card).to_contain_text(f"{reader.t('card.opportunity')} #{number}")


async def _expect_won(watcher: BoardWindow, reader: Reader, number: int, picture: Picture) -> None:
    """The board moved on by itself, and its record tells who did what."""
    card = await watcher.expect_card(number, "won")
    await expect(card).to_contain_text(COMPANY)
    await expect(card).to_contain_text(re.compile(r"12[.,]000"))
    await expect(watcher.column("won")).to_contain_text(reader.t("stage.won"))
    await picture(watcher.page, "board")
    entries = await watcher.open_history(card, COMPANY)
    events = ("OpportunityWon", "OpportunityMoved", "OpportunityMoved", "OpportunityCaptured")
    await expect(entries).to_have_count(len(events))
    for position, event in enumerate(events):
        await expect(entries.nth(position)).to_contain_text(reader.t(f"event.{event}"))
        await expect(entries.nth(position)).to_contain_text(PLAYGROUND_NAME)
    for stage in ("meeting", "negotiation"):
        await expect(entries.nth(1)).to_contain_text(reader.t(f"stage.{stage}"))
    await picture(watcher.page, "record")


async def _expect_one_of_each(crm: Crm, me: Actor, number: int, language: str) -> None:
    lead = await _only(crm, me, Kind.LEAD)
    contact = await _only(crm, me, Kind.CONTACT)
    organization = await _only(crm, me, Kind.ORGANIZATION)
    deal = await _only(crm, me, Kind.OPPORTUNITY)
    assert isinstance(lead, Lead)
    assert isinstance(deal, Opportunity)
    assert (lead.name, lead.job_title, lead.status) == ("Sarah Meier", TITLES[language], "qualified")
    assert (contact.name, organization.name) == ("Sarah Meier", COMPANY)
    assert (deal.number, deal.lead, deal.contact, deal.organization) == (
        number,
        lead.number,
        contact.number,
        organization.number,
    )
    assert (deal.status, deal.amount, deal.need) == ("won", AMOUNT, NEEDS[language])
    assert (deal.authority, deal.timeline) == (Authority.DECISION_MAKER, Timeline.QUARTER)
    columns = {column.stage.key: column for column in (await crm.read(me, board)).columns}
    assert [key for key, column in columns.items() if column.count] == ["won"]
    assert columns["won"].totals == {"EUR": AMOUNT.amount}
    told = await crm.read(me, timeline, lead.number)
    assert [entry.recorded.event.name for entry in told] == ["LeadQualified", "LeadCaptured"]
    assert {entry.actor.name for entry in told} == {PLAYGROUND_NAME}
    assert {recorded.source for recorded in await crm.read(me, events_since, 0)} == {Source.CHAT}


async def _only(crm: Crm, me: Actor, kind: Kind) -> AnyRecord:
    found, _ = await crm.read(me, page_of_records, kind)
    assert len(found) == 1, f"{len(found)} of kind {kind}"
    return found[0]
