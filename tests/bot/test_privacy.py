"""A person's data in the chat: shown and erased by owners, confirmed by a second one; audit and retention."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.people.members import me
from app.crm.records import edit_record, show_record
from app.domain.member import Actor, Role
from app.domain.money import Money
from app.domain.recognition import ERASED
from app.store.database import Database
from app.store.tables import members
from tests.app.crm.test_places import at
from tests.bot.desk import Desk

ALEX = Actor(tenant_id="tenant", user_id="alex", name="Alex")
KIM = Actor(tenant_id="tenant", user_id="kim", name="Kim")
LEAD = "new lead Quirin Zwack, Acme AG, qz@zwack.example, 030 1234567"


async def name_of(desk: Desk, number: int) -> str:
    return (await desk.crm.read(ALEX, show_record, number)).record.name


async def owned_by_two(desk: Desk, database: Database) -> None:
    await desk.crm.read(ALEX, me)
    await desk.crm.read(KIM, me)
    with database.write() as connection:
        connection.execute(sa.update(members).values(role=Role.OWNER.value))


@pytest.mark.parametrize(
    ("text", "locale", "says"),
    [
        ("forget Quirin Zwack", "en-US", "cannot be taken back"),
        ("forget 1", "en-US", "You are the only owner"),
        ("erase person 1", "en-US", "cannot be taken back"),
        ("delete all data of Quirin Zwack", "en-US", "cannot be taken back"),
        ("vergiss Quirin Zwack", "de-DE", "lässt sich nicht zurücknehmen"),
        ("lösche alle Daten von Quirin Zwack", "de-DE", "einzige Besitzer"),
    ],
)
async def test_an_owner_is_told_before_and_chooses(desk: Desk, text: str, locale: str, says: str) -> None:
    await desk.say(LEAD)
    await desk.say("note 1 likes tea")
    await desk.say("new lead Tom Price, Contoso")
    await desk.say("note Tom Price knows Quirin Zwack")
    asked = await desk.say(text, locale=locale)
    assert says in asked.text
    assert await name_of(desk, 1) == "Quirin Zwack"
    chosen = asked.inputs["findings"].split(",")
    assert chosen == ["record:4", "record:2"]
    data = {**asked.buttons["person.erase"], "findings": "record:4"}
    done = await desk.press("person.erase", data, locale=locale)
    assert ("Erased." if locale == "en-US" else "Gelöscht.") in done.text
    assert await name_of(desk, 1) == ERASED
    assert await name_of(desk, 2) == "likes tea"
    assert await name_of(desk, 4) == f"knows {ERASED}"
    # Readers see it in their language, and never the sign that is stored.
    shown = await desk.say("show 1", locale=locale)
    assert ("erased person" if locale == "en-US" else "gelöschte Person") in shown.text
    assert ERASED not in str(shown.card)
    assert "Zwack" not in shown.text
    again = await desk.press("person.erase", data, locale=locale)
    assert "Zwack" not in again.text


@pytest.mark.parametrize(
    "text",
    [
        *("forget it", "forget that", "vergiss es", "forget", "vergiss", "forget her", "personal data"),
        *("forget the meeting with Quirin Zwack", "vergiss den Termin mit Quirin Zwack", "forget Acme"),
        *("forget to call Quirin", "forget about the price", "vergiss, was Quirin gesagt hat"),
        *("vergiss nicht, Quirin anzurufen", "everything on Acme AG", "Auskunft über Acme", "Daten von Acme"),
        *("personal data of Acme", "alle Daten von Acme"),
    ],
)
async def test_who_does_not_name_a_person_forgets_and_shows_nobody(desk: Desk, text: str) -> None:
    await desk.say(LEAD)
    said = await desk.say(text, locale="de-DE" if "vergiss" in text else "en-US")
    assert not {"person.erase", "person.forget"} & set(said.buttons)
    assert "zwack.example" not in said.text
    assert await name_of(desk, 1) == "Quirin Zwack"


async def test_only_owners_show_and_erase(desk: Desk) -> None:
    await desk.say(LEAD)
    for text in ("forget 1", "personal data 1", "audit", "erasures"):
        refused = await desk.say(text, "kim")
        assert "owner" in refused.text, text
        assert "zwack.example" not in refused.text
    sent = {"kind": "record", "subject": 1, "findings": "*", "form": "x"}
    refused = await desk.press("person.erase", sent, "kim")
    assert "owner" in refused.text
    assert await name_of(desk, 1) == "Quirin Zwack"


async def test_another_owner_confirms_or_somebody_withdraws(desk: Desk, database: Database) -> None:
    await owned_by_two(desk, database)
    await desk.say(LEAD)
    asked = await desk.say("forget 1")
    assert "Another owner has to confirm it: Kim" in asked.text
    told = await desk.press("person.erase", {**asked.buttons["person.erase"], "findings": ""})
    assert "Nothing is erased before that" in told.text
    mine = await desk.say("erasures")
    assert "erasure.confirm" not in mine.buttons
    gone = await desk.press("erasure.withdraw", mine.buttons["erasure.withdraw"])
    assert "Withdrawn" in gone.text
    assert "No erasure waits" in gone.text
    asked = await desk.say("forget 1")
    await desk.press("person.erase", {**asked.buttons["person.erase"], "findings": "*"})
    theirs = await desk.say("erasures", "kim")
    assert "Quirin Zwack" in theirs.text
    done = await desk.press("erasure.confirm", theirs.buttons["erasure.confirm"], "kim")
    assert "Erased." in done.text
    assert await name_of(desk, 1) == ERASED
    audit = await desk.say("audit")
    assert "A person erased · Kim" in audit.text
    assert "Erasure withdrawn · Alex" in audit.text
    assert "Zwack" not in audit.text


async def test_a_form_that_was_open_brings_nobody_back(desk: Desk) -> None:
    await desk.say(LEAD)
    form = await desk.press("record.edit.open", {"number": 1, "version": 1})
    verb = next(verb for verb in form.buttons if verb.endswith("edit"))
    sent = {**form.buttons[verb], **form.inputs, "note": "Quirin's street"}
    asked = await desk.say("forget 1")
    await desk.press("person.erase", {**asked.buttons["person.erase"], "findings": "*"})
    late = await desk.press(verb, sent)
    assert "This person was erased" in late.text
    assert "zwack" not in str(late.card).lower()
    assert "street" not in str(late.card)
    assert await name_of(desk, 1) == ERASED
    # A form of today shows who it was by no name, and leaves it so.
    fresh = await desk.press("record.edit.open", {"number": 1, "version": 2})
    assert fresh.inputs["name"] == "erased person"
    saved = await desk.press(verb, {**fresh.buttons[verb], **fresh.inputs, "company": "Acme Ltd"})
    assert "Acme Ltd" in saved.text
    assert await name_of(desk, 1) == ERASED


async def test_an_owner_sees_all_that_is_kept(desk: Desk) -> None:
    await desk.say(LEAD)
    await desk.say("note 1 likes tea")
    await desk.crm.write(ALEX, edit_record, 1, {"source": "fair", "amount": Money(Decimal(12000), "EUR")})
    kept = ("qz@zwack.example", "likes tea")
    for text, locale, words in (
        (
            "personal data of Quirin Zwack",
            "en-US",
            ("Records", "Source: Trade fair", "Type: Note"),
        ),
        (
            "alle Daten von Quirin Zwack",
            "de-DE",
            ("Einträge", "Quelle: Messe", "Betrag: 12.000,00 €", "Art: Notiz"),
        ),
    ):
        shown = await desk.say(text, locale=locale)
        assert all(word in shown.text for word in (*words, *kept, ": Alex")), shown.text
        assert not re.search(r": fair|12000|\bopen\b|\{", shown.text), shown.text


async def test_retention_is_set_and_its_list_shown(desk: Desk) -> None:
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=800)
    await desk.crm.read(ALEX, me)
    lead = (await desk.crm.write(ALEX, at(long_ago, capture_lead), LeadDraft(name="Old One"))).record.number
    await desk.crm.write(ALEX, at(long_ago, disqualify_lead), lead, "no_budget", "")
    assert "keeps closed leads for good" in (await desk.say("retention list")).text
    for text, locale, says in (
        ("retention 24 months", "en-US", "24 months"),
        ("Aufbewahrung 2 Jahre", "de-DE", "24 Monate"),
        ("retention off", "en-US", "for good"),
        ("retention: 12", "en-US", "12 months"),
        ("retention for good", "en-US", "for good"),
        ("Aufbewahrung nach 2 Jahren", "de-DE", "24 Monate"),
        ("Aufbewahrung unbegrenzt", "de-DE", "unbegrenzt"),
        ("Aufbewahrung 12", "de-DE", "12 Monate"),
    ):
        asked = await desk.say(text, locale=locale)
        assert says in asked.text, asked.text
        if "settings.change" in asked.buttons:
            await desk.press("settings.change", asked.buttons["settings.change"], locale=locale)
    assert "Old One" in (await desk.say("retention list")).text
    assert "Old One" in (await desk.say("Aufbewahrungsliste", locale="de-DE")).text
    for wrong in ("retention soon", "retention 90 days", "retention 12 weeks"):
        assert "number of months" in (await desk.say(wrong)).text, wrong
