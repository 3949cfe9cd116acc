"""Customers in the chat: one answer for a company, and steps that count for the open deal."""

from __future__ import annotations

import pytest

from app.crm.records import show_record
from app.domain.activity import Activity
from app.domain.member import Actor
from tests.bot.desk import Desk

ALEX = Actor(tenant_id="tenant", user_id="alex", name="Alex")

STORY = {
    "en-US": {
        "lead": "new lead Oliver Grant, Grantham Ltd, oliver@grantham.example",
        "qualify": "qualify Oliver",
        "show": "show Grantham",
        "call": "call Oliver tomorrow at 10am about pricing",
        "meeting": "meeting with Oliver Grant yesterday: liked it",
        "task": "task for Oliver Grant: send the contract tomorrow",
        "note": "note Oliver Grant: likes tea",
        "deal": "new opportunity Training 5k, Grantham Ltd",
        "with": "With\n#3 Oliver Grant",
        "which": "Which one?",
    },
    "de-DE": {
        "lead": "neuer Lead Oliver Grant, Grantham Ltd, oliver@grantham.example",
        "qualify": "qualifiziere Oliver",
        "show": "zeige Grantham",
        "call": "Anruf mit Oliver morgen um 10 Uhr wegen Preisen",
        "meeting": "Termin mit Oliver Grant gestern: gefiel ihm",
        "task": "Aufgabe für Oliver Grant: morgen den Vertrag schicken",
        "note": "Notiz Oliver Grant: mag Tee",
        "deal": "neue Opportunity Schulung 5k, Grantham Ltd",
        "with": "Mit\n#3 Oliver Grant",
        "which": "Welcher Eintrag?",
    },
}
every_locale = pytest.mark.parametrize("locale", STORY)
ORGANIZATION, CONTACT, DEAL = 2, 3, 4


async def qualified(desk: Desk, said: dict[str, str], locale: str) -> None:
    """Organization #2, contact #3 and opportunity #4 of the lead #1."""
    await desk.say(said["lead"], locale=locale)
    form = await desk.say(said["qualify"], locale=locale)
    await desk.press("lead.qualify", form.buttons["lead.qualify"], locale=locale)


async def about(desk: Desk, number: int) -> Activity:
    record = (await desk.crm.read(ALEX, show_record, number)).record
    assert isinstance(record, Activity)
    return record


@every_locale
async def test_a_customer_is_one_answer(desk: Desk, locale: str) -> None:
    said = STORY[locale]
    await qualified(desk, said, locale)
    shown = (await desk.say(said["show"], locale=locale)).text
    assert "Organization #2" in shown
    assert "Oliver Grant" in shown
    assert "Opportunity #4" in shown


@every_locale
@pytest.mark.parametrize("told", ["call", "meeting", "task"])
async def test_what_is_done_with_a_person_counts_for_their_deal(desk: Desk, locale: str, told: str) -> None:
    said = STORY[locale]
    await qualified(desk, said, locale)
    shown = (await desk.say(said[told], locale=locale)).text
    activity = await about(desk, 5)
    assert (activity.about, activity.origin) == (DEAL, CONTACT)
    assert said["with"] in shown
    deal = await desk.crm.read(ALEX, show_record, DEAL)
    assert (deal.next_step is not None) == (told != "meeting")


@every_locale
async def test_a_colleague_of_the_customer_counts_for_the_only_deal(desk: Desk, locale: str) -> None:
    said = STORY[locale]
    await qualified(desk, said, locale)
    new = {
        "en-US": "new contact Piet Maas, CFO at Grantham Ltd",
        "de-DE": "neuer Kontakt Piet Maas, CFO bei Grantham Ltd",
    }
    await desk.say(new[locale], locale=locale)
    await desk.say(
        {"en-US": "call Piet Maas tomorrow", "de-DE": "Anruf mit Piet Maas morgen"}[locale], locale=locale
    )
    activity = await about(desk, 6)
    assert (activity.about, activity.origin) == (DEAL, 5)


@every_locale
async def test_a_note_stays_with_whom_it_is_of(desk: Desk, locale: str) -> None:
    said = STORY[locale]
    await qualified(desk, said, locale)
    await desk.say(said["note"], locale=locale)
    assert (await about(desk, 5)).about == CONTACT


@every_locale
async def test_which_of_several_deals_is_asked(desk: Desk, locale: str) -> None:
    said = STORY[locale]
    await qualified(desk, said, locale)
    deal = await desk.say(said["deal"], locale=locale)
    assert "#5" in deal.text
    await desk.say({"en-US": "add #3 as participant to 5", "de-DE": "Teilnehmer 5 #3"}[locale], locale=locale)
    asked = await desk.say(said["call"], locale=locale)
    assert said["which"] in asked.text
    for name in ("Opportunity #4", "Opportunity #5", "Oliver Grant"):
        assert name in asked.text
