"""What is kept on a person in words: on the page that is handed over nothing stands as the store keeps it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.crm.activities.activities import ActivityDraft, cancel_activity, log_activity
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.people.members import me
from app.crm.people.participants import add_participant
from app.crm.privacy.disclosing import Imported, show_person
from app.crm.records import edit_record
from app.domain.activity import Activity, ActivityType
from app.domain.contact import Contact
from app.domain.erasure import DataSubject, SubjectKind
from app.domain.errors import Problem
from app.domain.framework import ANSWER_KEYS
from app.domain.imports import Fate, Kept, RowNote
from app.domain.lead import Lead
from app.domain.member import Actor, Role
from app.domain.money import Money
from app.domain.qualification import Authority, Qualification, Timeline
from app.domain.record import field_names
from app.languages.names import locale_name
from app.languages.privacy import Item, sections_of
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from app.person_page import person_page, plain_disclosure
from app.sheets.person import Contact as Spoken
from app.sheets.rows import SheetRow
from app.store.tables import members
from tests.bot.cards import privacy_samples
from tests.bot.cards.samples import TYPICAL

GERMAN = Reader("de", "Europe/Berlin", "EUR")
QUIRIN = LeadDraft(
    name="Quirin Zwack",
    company="Acme",
    phone="+49 30 1234567",
    source="fair",
    budget=Money(Decimal(12000), "EUR"),
    authority=Authority.INFLUENCER,
    metrics="two hours a day",
)


def record(number: int) -> DataSubject:
    return DataSubject(SubjectKind.RECORD, number)


async def told(crm: Crm, actor: Actor, subject: DataSubject, reader: Reader = GERMAN) -> dict[str, list[str]]:
    """The lines of each section."""
    found = await crm.read(actor, show_person, subject)
    return {heading: lines_of(items) for heading, items in sections_of(reader, found)}


def lines_of(items: list[Item]) -> list[str]:
    """A line of each and of its fields."""
    return [line.replace("\xa0", " ") for item in items for line in (item.text, *item.fields)]


async def test_a_page_tells_all_in_words(crm: Crm, alex: Actor) -> None:
    tom = (await crm.write(alex, capture_lead, LeadDraft(name="Tom Price", company="Acme"))).record.number
    await crm.write(alex, qualify_lead, tom, Qualification())
    lead = (await crm.write(alex, capture_lead, QUIRIN)).record.number
    call = ActivityDraft(type=ActivityType.CALL, text="rings back", due=dt.date(2066, 11, 23))
    await crm.write(alex, log_activity, lead, call)
    other = ActivityDraft(type=ActivityType.MEETING, text="a demo", due=dt.date(2066, 11, 24))
    cancelled = (await crm.write(alex, log_activity, lead, other)).record.number
    await crm.write(alex, cancel_activity, cancelled)
    of_tom = (await crm.read(alex, show_person, record(tom))).records
    [contact] = [int(str(one["number"])) for one in of_tom if one["kind"] == "contact"]
    await crm.write(alex, add_participant, lead, contact, "legal")
    await crm.write(alex, edit_record, lead, {"timeline": Timeline.QUARTER, "source": "phone"})
    await crm.write(alex, edit_record, lead, {"phone": "+49 30 7654321"})
    answers = Qualification(budget=QUIRIN["budget"], authority=Authority.DECISION_MAKER, need="a tool")
    await crm.write(alex, qualify_lead, lead, answers)
    sections = await told(crm, alex, record(lead))
    records = sections["Einträge"]
    for line in (
        "Quelle: Anruf", "Budget: 12.000,00 €", "Rolle: Entscheidet", "Status: Qualifiziert",
        "Zuständig: Alex Wilber", "Organization: Acme", "Kontakt: Quirin Zwack",
        f"Andere Teilnehmer: #{contact} (Recht)",
    ):  # fmt: skip
        assert line in records, records
    assert any(line.startswith("Geschlossen: ") and ":" in line[15:] for line in records)
    assert any(line.startswith("Umwandlung: Angelegt: Kontakt #") for line in records), records
    activities = sections["Notizen und Aktivitäten"]
    for line in ("Art: Anruf", "Art: Termin", "Zu: Acme", f"Früher zu: #{lead}", "Fällig: 23.11.2066"):
        assert line in activities, activities
    assert any(line.startswith("Abgesagt: ") for line in activities)
    assert not any(line.startswith("Erledigt: ") for line in activities)
    history = "\n".join(sections["Verlauf"])
    for words in (
        "Quelle: Messe → Anruf",
        "Zeitrahmen: In drei Monaten",
        "Rolle: Hat Einfluss → Entscheidet",
        "Abgesagt",
    ):
        assert words in history, history
    page = person_page(await crm.read(alex, show_person, record(lead)), GERMAN)
    assert "Quelle: Anruf" in page
    raw = r"\b\d{4}-\d\d-\d\d|12000|\bEUR\b|True|decision_maker|\bquarter\b|qualified\b|&#x27;|\{|[a-z]_[a-z]"
    body = page[page.index("</p>") :]
    assert not (found := re.findall(raw, body)), found
    # The page is handed over to one person: others outside stay numbers.
    assert "Tom Price" not in page
    assert "names" not in plain_disclosure(await crm.read(alex, show_person, record(lead)))


async def test_a_colleague_is_told_in_words(crm: Crm, alex: Actor) -> None:
    member = await crm.read(alex, me)
    sections = await told(crm, alex, DataSubject(SubjectKind.MEMBER, member.id))
    assert "Rolle: Besitzer" in sections["Als Teammitglied"]
    assert locale_name("de-AT", "de") == "Deutsch (Österreich)"
    assert [locale_name(odd, "de") for odd in ("xx-1", "??", "de_AT")] == ["xx-1", "??", "de_AT"]


def test_each_record_has_its_own_fields() -> None:
    sections = dict(sections_of(GERMAN, privacy_samples.disclosure(TYPICAL)))
    activities = sections["Notizen und Aktivitäten"]
    assert [item.text for item in activities] == ["Aktivität #4"] * 9
    assert all("Art: Anruf" in item.fields for item in activities)
    assert lines_of(sections["Gesucht als"]) == ["sarah"]
    # What a colleague was shown was looked for by nobody else.
    sections = dict(sections_of(GERMAN, privacy_samples.colleague(TYPICAL)))
    assert lines_of(sections["Gezeigte Listen"]) == ["open leads"]


KEPT = Kept("phone", "Handy", "ask Kim", Problem("phone"))
ROWS: list[tuple[Mapping[str, Any], str]] = [
    (
        {
            "values": {"name": "Quirin", "source": "fair", "amount": {"amount": "1200", "currency": "EUR"}},
            "more": SheetRow(7, {}, {}, (KEPT,), contact=Spoken("Kontakt am", "2026-11-23")).plain()[3:],
        },
        "fair.csv · Zeile 7: Name: Quirin; Quelle: Messe; Betrag: 1.200,00 €; Handy: ask Kim;"
        " Kontakt am: 23.11.2026",
    ),
    ({"values": {"name": "Quirin"}, "more": []}, "fair.csv · Zeile 7: Name: Quirin"),
    (
        RowNote(row=7, fate=Fate.SKIPPED, name="Q. Zwack", like=12, like_name="Quirin Zwack").plain(),
        "fair.csv · Q. Zwack · Zeile 7: wahrscheinlich #12 Quirin Zwack, übersprungen",
    ),
    (
        RowNote(row=7, fate=Fate.LEFT_OUT, name="Quirin").plain(),
        "fair.csv · Zeile 7: nennt niemanden, weggelassen: Quirin",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "says"), ROWS)
async def test_a_row_of_a_file_is_told_in_words(
    crm: Crm, alex: Actor, row: Mapping[str, Any], says: str
) -> None:
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Quirin"))).record.number
    found = await crm.read(alex, show_person, record(lead))
    imported = Imported(id=3, file_name="fair.csv", row=7, told=dict(row))
    sections = dict(sections_of(GERMAN, replace(found, imports=(imported,))))
    assert lines_of(sections["Aus Importen"]) == [says]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_is_kept_has_a_name(language: str) -> None:
    """Besides those that are told as another one."""
    kept = {name for kind in (Lead, Contact, Activity) for name in field_names(kind)}
    kept |= {column.name for column in members.columns} | set(ANSWER_KEYS)
    names = strings(language).keys()
    named = {key.rpartition(".")[2] for key in names if re.match(r"(?:person\.)?field\.", key)}
    assert kept - named == {"cancelled", "done_on", "workspace_id"}
    assert all(strings(language).has(f"member_role.{role}") for role in Role)
