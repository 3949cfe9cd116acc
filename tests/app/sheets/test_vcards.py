"""vCards of every version, as phones and address books write them, and the codes on badges."""

from __future__ import annotations

import codecs
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sheets.vcards import Card, has_cards, read_card, split_cards


def read(*lines: str, newline: str = "\r\n") -> Card:
    text = newline.join(("BEGIN:VCARD", *lines, "END:VCARD", ""))
    card = read_card(text)
    assert card is not None
    assert has_cards(text)
    assert len(split_cards(text)) == 1
    return card


def test_a_card_of_a_phone_is_read_by_its_fields() -> None:
    card = read(
        "VERSION:3.0",
        "N:Roth;Anna;Maria;Dr.;",
        "FN:Dr. Anna Roth",
        "ORG:Acme\\, Inc.;Sales",
        "TITLE:Head of",
        "  IT",
        "TEL;type=WORK;type=FAX:+49 30 2",
        "TEL;TYPE=home:+49 30 1",
        "item1.TEL;TYPE=cell;type=pref:+49 171 1234567",
        "item2.EMAIL;type=INTERNET;type=pref:anna@acme.example",
        "item2.X-ABLabel:_$!<Work>!$_",
        "ADR;TYPE=WORK:;;Hauptstr. 5;Berlin;;10115;Germany",
        "NOTE:met at the fair\\, likes tea",
        "BDAY:1980-02-03",
        "PHOTO;ENCODING=b:AAAA",
        " BBBB",
    )
    assert card == Card(
        name="Dr. Anna Roth",
        company="Acme, Inc.",
        job_title="Head of IT",
        emails=["anna@acme.example"],
        phones=["+49 171 1234567", "+49 30 1"],
        notes=[
            "Sales",
            "Fax: +49 30 2",
            "Hauptstr. 5, Berlin, 10115, Germany",
            "met at the fair, likes tea",
            "Bday: 1980-02-03",
        ],
    )


def test_version_4_writes_addresses_of_phones_and_quotes_its_options() -> None:
    card = read(
        "VERSION:4.0",
        "FN:Eva Lind",
        'TEL;VALUE=uri;TYPE="voice,work":tel:+49-30-123456;ext=5',
        "EMAIL;PREF=1:eva@lind.example",
        'ADR;LABEL="Weg 1: Hof\\nBonn":;;Weg 1;Bonn;;53111;D',
    )
    assert (card.name, card.phones, card.emails) == (
        "Eva Lind",
        ["+49-30-123456 ext. 5"],
        ["eva@lind.example"],
    )
    assert card.notes == ["Weg 1, Bonn, 53111, D"]


@pytest.mark.parametrize("charset", ["UTF-8", "ISO-8859-1", "WINDOWS-1252", "utf-16", "x-nobody-knows"])
def test_version_2_quotes_letters_of_any_charset(charset: str) -> None:
    try:
        codec = codecs.lookup(charset).name
    except LookupError:
        codec = "utf-8"
    quoted = quopri.encodestring("Jörg Müller".encode(codec)).decode().strip()
    assert read(f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{quoted}").name == "Jörg Müller"
    assert read(f"FN;QUOTED-PRINTABLE;CHARSET={charset}:{quoted}").name == "Jörg Müller"


def test_lines_of_quoted_printable_are_broken_wherever_phones_like() -> None:
    card = read(
        "VERSION:2.1",
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCl=",
        "ler;J=C3=B6rg;;;",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one =0D=0A=",
        "=",
        "two",
        "TEL;WORK:+49 30 1",
    )
    assert (card.name, card.notes, card.phones) == ("Jörg Müller", ["one two"], ["+49 30 1"])


def test_a_company_has_no_person_and_a_salutation_is_no_name() -> None:
    assert read("FN:Lind AG", "X-ABShowAs:COMPANY") == Card(company="Lind AG")
    assert read("FN:Frau Eva Lind") == Card(name="Eva Lind", notes=["Frau Eva Lind"])


def test_the_code_of_a_badge_is_a_card() -> None:
    code = r"MECARD:N:Lind,Eva;ORG:Lind\; Partner;TEL:+49301;EMAIL:eva@lind.example;ADR:Weg 1, Bonn;;"
    assert split_cards(f"scanned: {code}") == (code,)
    assert read_card(code) == Card(
        name="Eva Lind",
        company="Lind; Partner",
        emails=["eva@lind.example"],
        phones=["+49301"],
        notes=["Weg 1, Bonn"],
    )


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("BEGIN:VCARD\nFN:Ann\nBEGIN:VCARD\nFN:Ben\nEND:VCARD", 2),
        ("BEGIN:VCARD\nFN:Ann\nthis is odd\nEND:VCARD\n\nBEGIN:VCARD\nFN:Ben", 2),
        ("BEGIN:VCARD", 0),
        ("BEGIN:VCARD\nFN", 1),
        ("BEGIN:VCARD\n:\n;;\nEND:VCARD", 1),
        ("END:VCARD", 0),
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes(text: str, cards: int) -> None:
    found = split_cards(text)
    assert len(found) == cards
    assert {card.name for one in found if (card := read_card(one))} <= {"Ann", "Ben", ""}


_VALUES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)


@given(name=_VALUES, company=_VALUES, note=_VALUES, newline=st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_was_written_is_read(name: str, company: str, note: str, newline: str) -> None:
    card = read(f"FN:{name}", f"ORG:{company}", f"NOTE:{note}", newline=newline)
    assert (card.name, card.company, card.notes) == (name, company, [note])


@given(text=st.text(alphabet=st.sampled_from('BEGIN:VCARD\nFN;=\\"ü ')))
def test_nothing_breaks_it(text: str) -> None:
    read_card(f"BEGIN:VCARD\n{text}")
