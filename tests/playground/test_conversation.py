"""The conversation that sellers trust, in the real chat client: asked before a duplicate, qualified by a
pronoun, asked for what a stage requires, merged and split, and every step taken back by plain words; then
what tests/playground/selling.py tells."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.async_api import Locator, Page, expect

from app.crm.crm import Crm
from app.crm.records import edit_record, page_of_records
from app.domain.activity import Activity
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from app.host.configuration import PLAYGROUND_NAME
from app.languages.reader import Reader
from tests.playground.conftest import OpenPage, Picture, Stage
from tests.playground.selling import Selling
from tests.playground.story import SPEAK, answer_questions, number_in
from tests.playground.window import PERSONAL, ChatWindow, fill, open_chat, press

pytestmark = [pytest.mark.playground, pytest.mark.browser]

CASES = [("en", "sqlite"), ("de", "postgresql")]


@dataclass(frozen=True)
class Words:
    """What somebody writes who speaks the language."""

    lead: str
    twin: str
    qualify_it: str
    require: str
    move_it: str
    amount: str
    undo: str
    other: str
    merge: str
    split: str
    task: str
    work: str
    done: str


WORDS = {
    "en": Words(
        lead="new lead Sarah Meier, IT manager at Tech Innovators Inc., +49 30 1234567, "
        "sarah@techinnovators.example, met at Hannover Messe, wants a project tool",
        twin="new lead Sara Meyer, Tech Innovators, sarah@techinnovators.example, +49 30 7654321",
        qualify_it="please qualify her",
        require="require amount, close date for Proposal",
        move_it="move it to Proposal",
        amount="€12.5k",
        undo="take that back",
        other="new lead Sarah Smith, Contoso Ltd, s.smith@contoso.example",
        merge="merge {kept} {gone}",
        split="split {gone}",
        task="task it call Sarah by tomorrow 2pm",
        work="my work",
        done="done it",
    ),
    "de": Words(
        lead="neuer Lead Sarah Meier, IT-Leiterin bei Tech Innovators Inc., +49 30 1234567, "
        "sarah@techinnovators.example, auf der Hannover Messe getroffen, sucht ein Werkzeug für Projekte",
        twin="neuer Lead Sara Meyer, Tech Innovators, sarah@techinnovators.example, 030 7654321",
        qualify_it="bitte qualifiziere sie",
        require="verlange Betrag, Abschlussdatum für Angebot",
        move_it="verschiebe sie nach Angebot",
        amount="12.500 €",
        undo="mach das rückgängig",
        other="neuer Lead Sarah Schmidt, Contoso AG, s.schmidt@contoso.example",
        merge="zusammenführen {kept} {gone}",
        split="trennen {gone}",
        task="Aufgabe {lead} Sarah anrufen bis morgen 14 Uhr",
        work="meine Arbeit",
        done="erledige das",
    ),
}


@pytest.mark.parametrize(("language", "database_url"), CASES, indirect=["database_url"])
async def test_nothing_is_doubled_and_every_step_can_be_taken_back(
    language: str, stage: Stage, crm: Crm, me: Actor, open_page: OpenPage, picture: Picture
) -> None:
    reader, words = Reader(language), WORDS[language]
    page = await open_page(height=1400)
    chat = await open_chat(page, stage.chat, PERSONAL, Reader("en").t("card.welcome.title"))
    await expect(await chat.say(SPEAK[language])).to_contain_text(reader.t("reply.language_set"))

    lead = await _capture_once(chat, reader, words, crm, me)
    await picture(page, "added")
    deal = await _qualify_by_words(chat, reader, words)
    await _enter_a_stage_with_conditions(chat, reader, words, crm, me)
    await picture(page, "moved")
    await _merge_and_split(chat, reader, words, crm, me, lead)
    await picture(page, "split")
    await _revert(chat, reader, words, crm, me, lead, deal)
    await picture(page, "reverted")
    await _follow_up(chat, reader, words, crm, me, lead)
    await picture(page, "done")
    await _sell(Selling(chat, reader, crm, me, lead), page, picture)


async def _sell(selling: Selling, page: Page, picture: Picture) -> None:
    """The second half, in the same conversation."""
    await selling.choose_framework()
    deal = await selling.convert_by_choice()
    await picture(page, "converted")
    await selling.gather_people(deal)
    await picture(page, "people")
    await selling.meet_a_conflict(deal)
    await picture(page, "conflict")
    await selling.tell_plainly()
    await picture(page, "plain")
    await selling.mean_one_of_several()
    await picture(page, "chosen")


async def _capture_once(chat: ChatWindow, reader: Reader, words: Words, crm: Crm, me: Actor) -> int:
    """A likely duplicate is shown before it is saved; what is new of it goes to the one that is there."""
    card = await chat.say(words.lead)
    number = await number_in(card, reader.t("card.lead"))
    card = await chat.say(words.twin)
    await expect(card).to_contain_text(reader.t("card.duplicate.intro"))
    await expect(card).to_contain_text(reader.t("card.duplicate.email"))
    assert len(await _leads(crm, me)) == 1
    await press(card, reader.t("button.add_to", number=number))
    await expect(card).to_contain_text(reader.t("reply.added", number=number))
    (kept,) = await _leads(crm, me)
    assert (kept.name, kept.company, kept.phone) == ("Sarah Meier", "Tech Innovators Inc.", "+49 30 1234567")
    assert "7654321" in kept.note.replace(" ", "")
    assert kept.source == "fair"
    return number


async def _qualify_by_words(chat: ChatWindow, reader: Reader, words: Words) -> int:
    """ "Her" is who was last spoken of."""
    card = await chat.say(words.qualify_it)
    await answer_questions(card, reader)
    await press(card, reader.t("button.qualify"))
    number = await number_in(card, reader.t("card.opportunity"))
    await expect(card).to_contain_text(reader.t("reply.qualified", number=number))
    return number


async def _enter_a_stage_with_conditions(
    chat: ChatWindow, reader: Reader, words: Words, crm: Crm, me: Actor
) -> None:
    """Asks for what is missing alone; saved and moved at once, and undone at once."""
    (deal,) = await _deals(crm, me)
    before = deal.stage
    await expect(await chat.say(words.require)).to_contain_text(reader.t("stage.proposal"))
    # The close date is there already: it came from the timeline.
    await _clear_amount(crm, me, deal.number)
    card = await chat.say(words.move_it)
    await expect(card.get_by_role("textbox", name=reader.t("field.amount"), exact=True)).to_be_visible()
    await expect(card.get_by_label(reader.t("field.close_date"))).to_have_count(0)
    await fill(card, reader.t("field.amount"), words.amount)
    await press(card, reader.t("button.move_to", stage=reader.t("stage.proposal")))
    await expect(card).to_contain_text(reader.t("reply.moved", stage=reader.t("stage.proposal")))
    (moved,) = await _deals(crm, me)
    assert moved.stage != before
    assert moved.amount is not None
    await expect(await chat.say(words.undo)).to_contain_text(reader.t("card.undo.title"))
    (back,) = await _deals(crm, me)
    assert (back.stage, back.amount) == (before, None)


async def _merge_and_split(
    chat: ChatWindow, reader: Reader, words: Words, crm: Crm, me: Actor, lead: int
) -> None:
    """Two leads are laid side by side, become one, and are two again."""
    card = await chat.say(words.other)
    gone = await number_in(card, reader.t("card.lead"))
    card = await chat.say(words.merge.format(kept=lead, gone=gone))
    for text in ("Sarah Meier", "Contoso"):
        await expect(card).to_contain_text(text)
    await press(card, reader.t("button.merge"))
    await expect(card).to_contain_text(reader.t("reply.merged", gone=gone, kept=lead))
    assert [each.number for each in await _leads(crm, me)] == [lead]
    await _expect_record(await chat.say(f"#{gone}"), reader, lead)
    card = await chat.say(words.split.format(gone=gone))
    await expect(card).to_contain_text("Contoso")
    assert {each.number for each in await _leads(crm, me)} == {lead, gone}


async def _revert(
    chat: ChatWindow, reader: Reader, words: Words, crm: Crm, me: Actor, lead: int, deal: int
) -> None:
    """The conversion is taken back long after it was made, once nothing stands in its way: what it created
    goes, and the lead is open again."""
    reopen = f"{reader.t('command.reopen.name')} {lead}"
    card = await chat.say(reopen)
    await expect(card).to_contain_text(reader.t("error.undo_blocked", by=PLAYGROUND_NAME, number=deal))
    for _ in ("the split", "the merge", "the other lead", "the amount"):
        await expect(await chat.say(words.undo)).to_contain_text(reader.t("card.undo.title"))
    card = await chat.say(reopen)
    for text in (reader.t("card.undo.title"), reader.t("event.LeadQualified"), f"(#{lead})", f"(#{deal})"):
        await expect(card).to_contain_text(text)
    (reopened,) = await _leads(crm, me)
    assert (reopened.number, reopened.status) == (lead, "open")
    assert await _deals(crm, me) == []
    card = await chat.say(f"#{deal}")
    await expect(card).to_contain_text(reader.t("error.not_found", number=deal))


async def _follow_up(chat: ChatWindow, reader: Reader, words: Words, crm: Crm, me: Actor, lead: int) -> None:
    """A task with a day and a time stands in the list of what is to be done until it is done."""
    await _expect_record(await chat.say(f"#{lead}"), reader, lead)
    card = await chat.say(words.task.format(lead=lead))
    await number_in(card, reader.t("activity.task"))
    (task,) = await _activities(crm, me)
    assert (task.about, task.done_at) == (lead, None)
    assert task.due_at is not None
    await expect(await chat.say(words.work)).to_contain_text(task.name)
    await expect(await chat.say(words.done)).to_contain_text(task.name)
    (task,) = await _activities(crm, me)
    assert task.done_at is not None


async def _expect_record(card: Locator, reader: Reader, number: int) -> None:
    await expect(card).to_contain_text(f"{reader.t('card.lead')} #{number}")


async def _clear_amount(crm: Crm, me: Actor, number: int) -> None:
    await crm.write(me, edit_record, number, {"amount": None})


async def _leads(crm: Crm, me: Actor) -> list[Lead]:
    found, _ = await crm.read(me, page_of_records, Kind.LEAD)
    return [lead for lead in found if isinstance(lead, Lead)]


async def _activities(crm: Crm, me: Actor) -> list[Activity]:
    found, _ = await crm.read(me, page_of_records, Kind.ACTIVITY)
    return [one for one in found if isinstance(one, Activity)]


async def _deals(crm: Crm, me: Actor) -> list[Opportunity]:
    found, _ = await crm.read(me, page_of_records, Kind.OPPORTUNITY)
    return [deal for deal in found if isinstance(deal, Opportunity)]
