"""Pasted contact data: found whatever words they contain, and nothing else is taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.languages.reader import Reader
from bot.parsing.lead import read_lead
from bot.parsing.line import LeadLine
from bot.understanding.contacts import looks_like_contact, read_person
from bot.understanding.personal_names import deal_out, is_person_name, similarity
from tests.bot.understanding.test_people import TODAY, Somebody, corpus, people

READERS = {language: Reader(language, "Europe/Berlin", "EUR") for language in ("en", "de")}
every_language = pytest.mark.parametrize("language", READERS)

CONTACTS: dict[str, dict[str, str]] = {
    "PSX\n陳 麗 秋\nRACHEL TONG\nFINANCE MANAGER\n88 Queen's Road\n+852 2345 6789\nrachel@psx.example": {
        "name": "Rachel Tong (陳 麗 秋)",
        "company": "PSX",
        "job_title": "FINANCE MANAGER",
        "email": "rachel@psx.example",
        "phone": "+852 2345 6789",
        "note": "88 Queen's Road",
    },
    "NORDWIND\nИван Петров\nIVAN PETROV\nivan.petrov@nordwind.example": {
        "name": "Ivan Petrov (Иван Петров)",
        "company": "NORDWIND",
        "email": "ivan.petrov@nordwind.example",
    },
    "Eva Lind\nLind AG\nHauptstr. 5\n53111\nBonn\neva@lind.example": {
        "name": "Eva Lind",
        "company": "Lind AG",
        "email": "eva@lind.example",
        "note": "Hauptstr. 5\n53111\nBonn",
    },
    "Kind regards\nCharlotte Hughes\nBuyer\nBexmoor Water plc\nDD: 0161 496 0123\nch@b.example": {
        "name": "Charlotte Hughes",
        "job_title": "Buyer",
        "company": "Bexmoor Water plc",
        "phone": "0161 496 0123",
        "email": "ch@b.example",
        "note": "Kind regards",
    },
    "Hannah Brill | IT Manager | Foldway Systems | hannah.brill@foldway.example | +1 646 555 0119": {
        "name": "Hannah Brill",
        "job_title": "IT Manager",
        "company": "Foldway Systems",
        "email": "hannah.brill@foldway.example",
        "phone": "+1 646 555 0119",
    },
    "met Tori Walsh, COO at Wattle Energy, tori@wattle.example, 0491 570 157, she wants a demo": {
        "name": "Tori Walsh",
        "job_title": "COO",
        "company": "Wattle Energy",
        "email": "tori@wattle.example",
        "phone": "0491 570 157",
        "need": "a demo",
    },
    "MÖBUS & PARTNER\nSteuerberater PartG mbB\n\nDr. Ulrich Möbus\nSteuerberater\n0421 334455": {
        "name": "Dr. Ulrich Möbus",
        "job_title": "Steuerberater",
        "company": "MÖBUS & PARTNER",
        "phone": "0421 334455",
        "note": "Steuerberater PartG mbB",
    },
    "Ansprechpartner dort:\nHr. Ferdinand Lohse\nLeiter Technik\nLohse Kälte GmbH\nTel. 0441 223344": {
        "name": "Ferdinand Lohse",
        "job_title": "Leiter Technik",
        "company": "Lohse Kälte GmbH",
        "phone": "0441 223344",
        "note": "Ansprechpartner dort",
    },
    "Patrick Sailer\nVertriebsleiter IT\nSailer Systemhaus e.K.\nMobil: 0171 6655443\np.sailer@it.example": {
        "name": "Patrick Sailer",
        "job_title": "Vertriebsleiter IT",
        "company": "Sailer Systemhaus e.K.",
        "phone": "0171 6655443",
        "email": "p.sailer@it.example",
    },
    "Tom Roe\nCTO at Acme Inc.\nBerlin, Germany · Contact info\n500+ connections": {
        "name": "Tom Roe",
        "job_title": "CTO",
        "company": "Acme Inc.",
        "note": "Berlin\nGermany\nContact info\n500+ connections",
    },
    "lead Liam Nguyen, Nguyen Foods, liam@nguyen.example": {
        "name": "Liam Nguyen",
        "company": "Nguyen Foods",
        "email": "liam@nguyen.example",
    },
    "Frau Hofmeister, Allianz SE, 089 1234567": {
        "name": "Hofmeister",
        "company": "Allianz SE",
        "phone": "089 1234567",
    },
    "Beate Hofmeister, Allianz, b.hofmeister@allianz.example": {
        "name": "Beate Hofmeister",
        "company": "Allianz",
        "email": "b.hofmeister@allianz.example",
    },
    "Von: Nadine Kurth <n.kurth@kurth.example>\nAn: Alex Wilber\nBetreff: Anfrage\n\nViele Grüße\n"
    "Nadine Kurth\n"
    "Kurth Werbung GmbH": {
        "name": "Nadine Kurth",
        "company": "Kurth Werbung GmbH",
        "email": "n.kurth@kurth.example",
        "note": "An: Alex Wilber\nBetreff: Anfrage\nViele Grüße",
    },
}


@every_language
@pytest.mark.parametrize("text", CONTACTS)
def test_contact_data_are_read_by_their_fields(text: str, language: str) -> None:
    found = looks_like_contact(text, READERS[language], TODAY)
    assert found is not None
    assert fields_of(found) == CONTACTS[text]


WORDED: dict[str, dict[str, str]] = {
    "for Hannah Wu, she's the head of sales at Kestrel Ltd": {
        "name": "Hannah Wu",
        "job_title": "head of sales",
        "company": "Kestrel Ltd",
    },
    "Schmitz, Karl; Fa. Schmitz Rohrreinigung; 0221 556677": {
        "name": "Karl Schmitz",
        "company": "Schmitz Rohrreinigung",
        "phone": "0221 556677",
    },
    "Smith, John, Acme, john.smith@acme.example": {
        "name": "John Smith",
        "company": "Acme",
        "email": "john.smith@acme.example",
    },
    '"Dr. Becker, Anja" <anja@becker.example>': {"name": "Dr. Anja Becker", "email": "anja@becker.example"},
    "Rüdiger Bärmann Firma Bäckerei Süßholz GmbH Tel 0711 334455": {
        "name": "Rüdiger Bärmann",
        "company": "Bäckerei Süßholz GmbH",
        "phone": "0711 334455",
    },
    "frau meierhofer von der firma schmidtke elektro, sie will ein angebot": {
        "name": "meierhofer",
        "company": "schmidtke elektro",
        "need": "ein angebot",
    },
    "inbound from website: harry@potter.example, Harry, Potterwares Ltd": {
        "name": "Harry",
        "company": "Potterwares Ltd",
        "email": "harry@potter.example",
        "source": "website",
        "note": "inbound from website",
    },
    "Priya Nair, Infovista Systems in Bangalore, priya@i.example": {
        "name": "Priya Nair",
        "company": "Infovista Systems",
        "email": "priya@i.example",
        "note": "in Bangalore",
    },
    "Tori Walsh, COO Wattle Energy Pty Ltd, tori@w.example": {
        "name": "Tori Walsh",
        "job_title": "COO",
        "company": "Wattle Energy Pty Ltd",
        "email": "tori@w.example",
    },
    "Universität zu Köln, Dezernat 5, Frau Prof. Dr. Dr. h.c. Ingrid Nolte-Schäfer": {
        "name": "Prof. Dr. Dr. h.c. Ingrid Nolte-Schäfer",
        "company": "Universität zu Köln",
        "note": "Dezernat 5",
    },
    "Tom Roe, VP of Engineering at Acme": {
        "name": "Tom Roe",
        "job_title": "VP of Engineering",
        "company": "Acme",
    },
    "Freiwillige Feuerwehr Au, Kommandant Sepp Mayr": {
        "name": "Sepp Mayr",
        "job_title": "Kommandant",
        "company": "Freiwillige Feuerwehr Au",
    },
    "Ann Lee <ann.lee@lee.example>\nCFO Lee Foods\nwants a call": {
        "name": "Ann Lee",
        "job_title": "CFO",
        "company": "Lee Foods",
        "email": "ann.lee@lee.example",
        "need": "a call",
    },
    "BRIGHT & SONS LTD\nPlumbing Supplies\n\nGeorge Bright\nManaging Director\ngeorge@bright.example": {
        "name": "George Bright",
        "job_title": "Managing Director",
        "company": "BRIGHT & SONS LTD",
        "email": "george@bright.example",
        "note": "Plumbing Supplies",
    },
    "@Dan Brown, Acme": {"name": "Dan Brown", "company": "Acme"},
    "Ann Hall (CFO, Acme AG, ann@acme.example)": {
        "name": "Ann Hall",
        "job_title": "CFO",
        "company": "Acme AG",
        "email": "ann@acme.example",
    },
}


@every_language
@pytest.mark.parametrize("text", WORDED)
def test_a_person_is_read_however_they_are_worded(text: str, language: str) -> None:
    assert fields_of(read_person(text, READERS[language], TODAY)) == WORDED[text]


OTHERS = [
    "",
    "tom@acme.example",
    "call Tom, +49 30 1234567",
    "move 104 to proposal, tom@acme.example",
    "won this month",
    "note: call 030 1234567 tomorrow",
    "Kind regards\nAnn",
    "Best regards\nTom Roe\nAcme",
    "#4 Tom Roe, t@acme.example",
    "Notiz zu Tom: Tel 030 1234567",
    "mail an tom@acme.example geschickt, will Angebot",
    "list my leads",
    "a, b",
    "can you email Tom Roe, tom@acme.example?",
    "new lead Tom Roe, Acme, tom@acme.example",
    "104",
    "Tom Roe, Acme",
    "task send Tom Roe, tom@acme.example, the offer",
    "Ann Hall: her mail is ann@acme.example",
    "50k, 030 1234567",
    "ändere die Telefonnummer von Tom Roe auf 030 1234567",
    "Termin mit Tom Roe, Acme, morgen, 030 1234567",
    "spoke to Tom Roe, Acme, tom@acme.example, wants an offer",
]


@every_language
@pytest.mark.parametrize("text", OTHERS)
def test_other_messages_are_no_contact_data(text: str, language: str) -> None:
    assert looks_like_contact(text, READERS[language], TODAY) is None


def test_a_longer_text_is_something_else() -> None:
    signature = "Tom Roe\nCTO\nAcme Inc.\ntom@acme.example\n"
    assert looks_like_contact(signature, READERS["en"], TODAY) is not None
    assert looks_like_contact(signature + "x" * 4000, READERS["en"], TODAY) is None


@given(several=people(least=1, reached=True), order=st.permutations(range(3)))
def test_anybody_on_a_card_is_read(several: list[Somebody], order: list[int]) -> None:
    one = several[0]
    facts = [one.company, *(fact for fact in (one.email, one.phone) if fact)]
    shuffled = [facts[at] for at in order if at < len(facts)]
    for text in ("\n".join([one.name, *shuffled]), " | ".join([one.name, *shuffled])):
        found = looks_like_contact(text, READERS["en"], TODAY)
        assert found is not None
        assert (found.name, found.company, found.email, found.phone) == (
            one.name,
            one.company,
            one.email,
            one.phone,
        )


@every_language
def test_a_person_is_read_as_any_lead_is(language: str) -> None:
    """What is done for pasted data changes nothing about a line that is none."""
    for text in corpus():
        if text.startswith("Meier-Schulze, Sabine;"):
            # Not an order that `read_lead` knows: the surname goes first.
            continue
        assert read_person(text, READERS[language], TODAY) == read_lead(text, READERS[language], TODAY), text


def test_a_vcard_is_read_by_its_fields() -> None:
    card = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Frau Dr. Anna Roth\nORG:Acme Inc.\nTEL:+49 171 1234567\nTEL:+49 30 1\n"
        "EMAIL:anna@acme.example\nADR:;;Hauptstr. 5;Berlin;;10115;Germany\nEND:VCARD"
    )
    for text in (card, card.replace("\n", "\r\n"), f"Here she is:\n{card}"):
        assert fields_of(read_person(text, READERS["en"], TODAY)) == {
            "name": "Dr. Anna Roth",
            "company": "Acme Inc.",
            "email": "anna@acme.example",
            "phone": "+49 171 1234567",
            "note": "+49 30 1\nHauptstr. 5, Berlin, 10115, Germany\nFrau Dr. Anna Roth",
        }


NAMES = [
    "Ann Hall",
    "Dr. Becker",
    "Frau Weiß",
    "Otto von der Heydt",
    "Ben O'Brien",
    "Eva Müller-Lüdenscheid",
    "Anna Hallo",
    "JOHN SMITH",
    "Prof. Dr. Dr. h.c. Ingrid Nolte",
    "Beate Hofmeister",
    "José de la Cruz",
]
NO_NAMES = [
    "Acme",
    "Acme GmbH",
    "Sales Manager",
    "Head of IT",
    "team",
    "Kind regards",
    "new lead",
    "von der",
    "the budget",
    "Stadtwerke Kiel",
    "Tom Roe, Acme",
    "tom@acme.example",
    "12 Main Street",
    "Springfield Office",
    "wants a demo",
    "",
]


@pytest.mark.parametrize("text", NAMES)
def test_people_have_names(text: str) -> None:
    assert is_person_name(text)


@pytest.mark.parametrize("text", NO_NAMES)
def test_other_words_are_no_names(text: str) -> None:
    assert not is_person_name(text)


@pytest.mark.parametrize(
    ("email", "name", "points"),
    [
        ("anna.roth@acme.example", "Anna Roth", 3),
        ("a.roth@acme.example", "Dr. Anna Roth", 2),
        ("anna@acme.example", "Anna Roth", 2),
        ("ar@acme.example", "Anna Roth", 1),
        ("office@acme.example", "Anna Roth", 0),
        ("anna@acme.example", "", 0),
    ],
)
def test_an_address_looks_like_its_owner(email: str, name: str, points: int) -> None:
    assert similarity(email, name) == points


@given(st.permutations(["nia@t.example", "carl.voss@t.example", "av@t.example"]))
def test_addresses_are_dealt_out_by_name_in_any_order(emails: list[str]) -> None:
    names = ["Nia Brook", "Carl Voss", "Ann Vega"]
    assert deal_out(emails, names) == ["nia@t.example", "carl.voss@t.example", "av@t.example"]
    assert deal_out([*emails, "office@t.example"], names) is None


def fields_of(line: LeadLine) -> dict[str, str]:
    """What was read, without blanks."""
    return {name: str(value) for name in LeadLine.__slots__ if (value := getattr(line, name))}
