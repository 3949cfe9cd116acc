"""Rows: every cell is in a field or in the note, whatever its column is called."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crm.fields import find_problem
from app.crm.phones import international
from app.dates.stamps import read_stamp
from app.domain.errors import InvalidInput, Problem
from app.domain.event import Kind
from app.domain.framework import ANSWER_KEYS
from app.domain.money import Money
from app.domain.pipeline import DEFAULT_CHOICES
from app.domain.qualification import Authority, Timeline
from app.domain.record import LONGEST_TEXT, plain
from app.languages.reader import Reader
from app.languages.salutations import without_salutation
from app.languages.strings import LANGUAGES, strings
from app.sheets.cells import Fields, cut_names, in_order
from app.sheets.columns import field_of
from app.sheets.nobody import find_nobody
from app.sheets.rows import Sheet, read_sheet

DESK: Any = SimpleNamespace(place=SimpleNamespace(country="DE"), choices=SimpleNamespace(has=lambda *_: True))


def past_of(cell: str, language: str) -> dt.date | Problem:
    return read_stamp(cell, month_first=language == "en") or Problem("date_invalid")


FIELDS = Fields(partial(find_problem, DESK, Kind.LEAD), lambda text: bool(international(text, "DE")), past_of)


def read(*rows: list[str], delimiter: str = ",", language: str = "en") -> Sheet:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return read_sheet(out.getvalue().encode(), "leads.csv", language, "EUR", FIELDS)


def values(titles: str, *cells: str, **options: Any) -> dict[str, object]:
    sheet = read(titles.split("|"), list(cells), **options)
    (row,) = sheet.rows
    assert not row.problems
    return row.values


def kept(titles: str, *cells: str) -> dict[str, str]:
    """Codes of the cells that are in the note, by field."""
    (row,) = read(titles.split("|"), list(cells)).rows
    return {one.field: one.problem.code for one in row.kept}


# As these programs write their exports.
EXPORTS = {
    "First Name|Last Name|Company|Title|Email|Phone|Mobile Phone|Lead Source|Description": "Salesforce",
    "Vorname|Nachname|Firma|Titel|E-Mail|Telefon|Mobiltelefon|Leadquelle|Beschreibung": "Salesforce",
    "FirstName|LastName|Company|Title|Email|Phone|MobilePhone|LeadSource|Description": "Salesforce API",
    "First Name|Last Name|Company Name|Job Title|Email|Phone Number|Mobile Phone Number|Original Source|"
    "Message": "HubSpot",
    "Vorname|Nachname|Unternehmensname|Jobtitel|E-Mail-Adresse|Telefonnummer|Mobiltelefonnummer|"
    "Ursprüngliche Quelle|Nachricht": "HubSpot",
    "First Name|Last Name|Company|Job Title|E-mail Address|Business Phone|Mobile Phone|Source|"
    "Notes": "Outlook",
    "Vorname|Nachname|Firma|Position|E-Mail-Adresse|Telefon geschäftlich|Mobiltelefon|"
    "Herkunft|Notizen": "Outlook",
    "Given Name|Family Name|Organization 1 - Name|Organization 1 - Title|E-mail 1 - Value|Phone 1 - Value|"
    "Phone 2 - Value|Source|Notes": "Google",
}  # fmt: skip


@pytest.mark.parametrize("titles", EXPORTS, ids=lambda titles: f"{EXPORTS[titles]} {titles[:10]}")
def test_exports_of_other_programs_are_understood(titles: str) -> None:
    cells = "Sarah|Meier|Acme|CTO|s@acme.example|030 1|0171 2|Referral|Tall".split("|")
    assert values(titles, *cells) == {
        "name": "Sarah Meier",
        "company": "Acme",
        "job_title": "CTO",
        "email": "s@acme.example",
        "phone": "030 1",
        "source": "referral",
        "note": f"Tall\n{titles.split('|')[6]}: 0171 2",
    }


def test_every_field_is_known_by_what_the_catalogs_call_it() -> None:
    fields = ("name", "company", "job_title", "email", "phone", "source", "need", "note", "amount", "budget")
    for language in LANGUAGES:
        for field in (*fields, "currency", "timeline", *ANSWER_KEYS):
            assert field_of(strings(language).t(f"field.{field}")) == field


_LINE = st.text(st.characters(categories=["L", "N"]) | st.sampled_from(" .,;'\"&-"), min_size=1, max_size=25)
_TEXT = _LINE.map(str.strip).filter(bool)
_EMAILS = st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,9})?@[a-z]{1,9}\.example", fullmatch=True)
_PHONES = st.from_regex(r"(\+49 |0)[1-9][0-9]{2,4} [0-9]{4,8}", fullmatch=True)
_AMOUNTS = st.decimals(0, 10**9, places=2).map(Decimal)


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, object]:
    """Fields of leads as JSON knows them."""
    money = st.builds(Money, _AMOUNTS, st.sampled_from(["EUR", "USD", "CHF"])).map(plain)
    lists = {
        "source": st.sampled_from(DEFAULT_CHOICES["lead_source"]),
        "authority": st.sampled_from([one.value for one in Authority]),
        "timeline": st.sampled_from([one.value for one in Timeline]),
        "amount": money,
    }
    texts = dict.fromkeys(("company", "job_title", "need", "note", *ANSWER_KEYS), _TEXT)
    optional: Any = {**texts, **lists, "email": _EMAILS, "phone": _PHONES}
    return draw(st.fixed_dictionaries({"name": _TEXT.filter(is_plain_name)}, optional=optional))


def is_plain_name(name: str) -> bool:
    """Whether a text is one name in its usual order, and no row that frames a report."""
    row = [(2, (name,))]
    return (
        cut_names(name) == (name, "", ())
        and in_order(without_salutation(name), turned=False) == name
        and not find_nobody(["Name"], row)
    )


@given(
    drafts=st.lists(drafts(), min_size=1, max_size=6),
    language=st.sampled_from(LANGUAGES),
    delimiter=st.sampled_from(",;\t"),
)
def test_what_was_written_is_read(drafts: list[dict[str, object]], language: str, delimiter: str) -> None:
    """Written with the words and numbers of a language, in the order in which the fields came up."""
    catalog, reader = strings(language), Reader(language)
    fields = list(dict.fromkeys(name for draft in drafts for name in draft))
    titles = [{"authority": "Authority"}.get(name) or catalog.t(f"field.{name}") for name in fields]
    rows = [[_cell(reader, name, draft.get(name)) for name in fields] for draft in drafts]
    sheet = read(titles, *rows, delimiter=delimiter, language=language)
    assert [row.values for row in sheet.rows] == drafts
    assert not any(row.problems for row in sheet.rows)


def _cell(reader: Reader, field: str, value: Any) -> str:
    lists = {"source": "lead_source", "authority": "authority", "timeline": "timeline"}
    if value is None:
        return ""
    if field == "amount":
        return reader.amount(Decimal(value["amount"]), value["currency"])
    return reader.t(f"{lists[field]}.{value}") if field in lists else str(value)


@pytest.mark.parametrize(
    ("titles", "cells", "expected"),
    [
        ("Name|Mobil", "Ann|0171 2", {"name": "Ann", "phone": "0171 2"}),
        ("Name|Industry|", "Ann|Steel|x", {"name": "Ann", "note": "Industry: Steel\nx"}),
        ("Name|Source", "Ann|Carrier pigeon", {"name": "Ann", "note": "Source: Carrier pigeon"}),
        ("Name|Notes|Comment", "Ann|a|b", {"name": "Ann", "note": "a\nComment: b"}),
        ("Name|Notes|Comment", "Ann|a|a", {"name": "Ann", "note": "a"}),
        ("Name|Currency", "Ann|EUR", {"name": "Ann", "note": "Currency: EUR"}),
        ("Name|First name|Last name", "Meier, Sarah|Sarah|Meier", {"name": "Sarah Meier"}),
        ("Company|Vorname|Firma", "Acme|Ann|Roe", {"name": "Ann", "company": "Acme", "note": "Firma: Roe"}),
        ("Name|First name", "Robert Roe|Ann", {"name": "Robert Roe", "note": "First name: Ann"}),
    ],
)
def test_no_cell_is_lost(titles: str, cells: str, expected: dict[str, object]) -> None:
    assert values(titles, *cells.split("|")) == expected


@pytest.mark.parametrize(
    ("titles", "amount", "currency", "expected"),
    [
        ("Name|Betrag|Währung", "1.234,50", "CHF", ("1234.50", "CHF")),
        ("Name|Amount|Currency", "1,234.50", "", ("1234.50", "EUR")),
        ("Name|Amount|Currency", "$1,200", "USD", ("1200", "USD")),
        ("Name|Amount|Currency", "12000", "US-Dollar", ("12000", "USD")),
        ("Name|Wert|Währung", "1,5 Mio", "", ("1500000", "EUR")),
    ],
)
def test_amounts_are_read_as_the_titles_speak(
    titles: str, amount: str, currency: str, expected: tuple[str, str]
) -> None:
    read = values(titles, "Ann", amount, currency)
    assert read == {"name": "Ann", "amount": {"amount": expected[0], "currency": expected[1]}}


def test_an_amount_keeps_its_own_currency_and_the_other_is_told() -> None:
    assert values("Name|Amount|Currency", "Ann", "$5", "EUR") == {
        "name": "Ann",
        "amount": {"amount": "5", "currency": "USD"},
        "note": "Currency: EUR",
    }


def test_what_cannot_be_read_is_told_by_field_and_kept_in_the_note() -> None:
    titles, cells = "Name|Amount|Budget|Currency|Source|Email", "Ann|much|5|Taler|Pigeon|nowhere".split("|")
    assert kept(titles, *cells) == {
        "amount": "amount_invalid",
        "budget": "currency_unknown",
        "source": "choice_unknown",
        "email": "email_invalid",
    }
    assert values(titles, *cells)["note"].splitlines() == [  # type: ignore[attr-defined]
        "Amount: much",
        "Budget: 5",
        "Source: Pigeon",
        "Email: nowhere",
        "Currency: Taler",
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([["Email", "Phone"], ["a@b.example", "1"]], "file_header"), ([["Name", "Email"]], "file_without_rows")],
)
def test_a_file_without_what_a_lead_needs_is_refused(rows: list[list[str]], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(*rows)
    assert refused.value.fields["file"].code == code


def test_one_table_has_one_digest_however_it_is_written() -> None:
    rows = [["Name", "Firma"], ["Zoë", "A & B"]]
    digests = {read(*rows, delimiter=delimiter).digest for delimiter in ",;\t"}
    assert len(digests) == 1
    assert read(*rows, ["Ann", ""]).digest not in digests


SEVERAL = {
    "ann@a.example ::: ann2@a.example": "ann@a.example",
    "ann@a.example; ann2@a.example": "ann@a.example",
    "ann@a.example,ann2@a.example": "ann@a.example",
    "ann@a.example / ann2@a.example": "ann@a.example",
    "ann@a.example\nann2@a.example": "ann@a.example",
    "ann@a.example oder ann2@a.example": "ann@a.example",
    "not known or ann2@a.example": "ann2@a.example",
    "Ann Roe <ann@a.example>": "ann@a.example",
    "mailto:ann@a.example": "ann@a.example",
    "030 111222 / 0171 33344450": "030 111222",
    "030 111222/0171 33344450": "030 111222",
    "030 111222 oder 0171 33344450": "030 111222",
    "030 111222; 0171 33344450": "030 111222",
    "030 111222, 0171 33344450": "030 111222",
    "+49 30 111222 ::: +49 171 33344450": "+49 30 111222",
    "030/111222": "030/111222",
    "030 111222, App. 12": "030 111222, App. 12",
}


@pytest.mark.parametrize("cell", SEVERAL)
def test_of_several_values_the_first_fills_the_field_and_the_others_the_note(cell: str) -> None:
    field, title = ("email", "Email") if "@" in cell else ("phone", "Phone")
    found = values(f"Name|{title}", "Ann", cell)
    assert found[field] == SEVERAL[cell]
    rest = re.split(r"\s*(?:[;,\n]|:::| /|/(?=0171)| or | oder )\s*", cell)
    left = [piece for piece in rest if piece.removeprefix("mailto:") != found[field] and cell != found[field]]
    assert [piece for piece in left if piece not in str(found["note"])] == []


@pytest.mark.parametrize(
    ("titles", "cells", "expected"),
    [
        ("Title|Name|Job Title", "Dr.|Eva Roe|Head of", {"name": "Dr. Eva Roe", "job_title": "Head of"}),
        ("Position|Titel|Name", "CIO|Prof. Dr.|Eva Roe", {"name": "Prof. Dr. Eva Roe", "job_title": "CIO"}),
        ("Name|Titel", "Eva Lind|Frau", {"name": "Eva Lind", "note": "Titel: Frau"}),
        ("Name|Title", "Eva Lind|Mr & Mrs", {"name": "Eva Lind", "note": "Title: Mr & Mrs"}),
        ("Name|Title", "Eva Lind|Director", {"name": "Eva Lind", "job_title": "Director"}),
        ("Name|Title|Rolle", "Al Roe|CFO|COO", {"name": "Al Roe", "job_title": "COO", "note": "Title: CFO"}),
        ("Name|Title", "Dr. Eva Lind|Dr.", {"name": "Dr. Eva Lind"}),
        ("Anrede|Vorname|Name", "Herr Dr.|Tom|Roe", {"name": "Dr. Tom Roe", "note": "Anrede: Herr Dr."}),
        ("Nachname, Vorname|Firma", "Lind, Rachel|Acme", {"name": "Rachel Lind", "company": "Acme"}),
        ("Name", "Frau Eva Lind", {"name": "Eva Lind", "note": "Name: Frau Eva Lind"}),
        ("Name|Firma|E-Mail", "||eva@l.example", {"name": "eva@l.example", "email": "eva@l.example"}),
        ("Deal Name|Contact|Company", "Pilot||", {"name": "Pilot", "note": "Deal Name: Pilot"}),
    ],
)  # fmt: skip
def test_titles_and_names_are_told_by_what_they_hold(
    titles: str, cells: str, expected: dict[str, object]
) -> None:
    assert values(titles, *cells.split("|")) == expected


AMOUNTS = (
    "tbd",
    "n/a",
    "-",
    "offen",
    "ca. 5000 €",
    "ab 5.000 €",
    "10000-20000",
    "5.000 EUR/Jahr",
    "(1,234.00)",
)


@pytest.mark.parametrize("cell", AMOUNTS)
def test_an_amount_in_an_odd_writing_stays_as_it_was_written(cell: str) -> None:
    assert values("Name|Amount", "Ann", cell)["note"] == f"Amount: {cell}"


def test_a_note_holds_as_much_as_it_can_and_the_rest_is_told() -> None:
    (row,) = read(["Name", "Size", "Colour"], ["Ann", "x" * 3990, "blue and green"]).rows
    assert len(str(row.values["note"])) <= LONGEST_TEXT
    [left] = row.kept
    assert left.problem.code == "note_full"
    assert "x\nC" in str(row.values["note"])
    assert f"{row.values['note']}{left.text}".endswith("\nColour: blue and green")


FRAMED = [
    ["Teilnehmerliste Messe 2026", "", ""],
    ["# Export", "", ""],
    ["Report:", "Leads November", ""],
    [],
    ["Name", "Firma", "Betrag"],
    ["Eva Lind", "Confidential Records GmbH", "5"],
    ["Total Rossi", "Total", "7"],
    ["Ben", "", ""],
    ["Name", "Firma", "Betrag"],
    ["Summe", "", "12"],
    [],
    ["Vertraulich", "", ""],
    ["Erstellt von: Alex am 30.11.2026", "", ""],
    ["© 2026 Example Org", "", ""],
    ["Example Org", "", ""],
    ["Seite 1 von 1", "", ""],
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_frames_a_table_is_left_out_and_nobody_else(language: str) -> None:
    sheet = read(*FRAMED, language=language, delimiter=";")
    assert [row.values["name"] for row in sheet.rows] == ["Eva Lind", "Total Rossi", "Ben"]
    assert [row.number for row in sheet.nobody] == [1, 2, 3, 9, 10, 12, 13, 14, 15, 16]


@given(
    rows=st.lists(st.lists(_TEXT, min_size=3, max_size=3), min_size=1, max_size=4),
    ending=st.sampled_from([";", ";;;", "; ;"]),
)
def test_empty_cells_at_the_end_change_nothing(rows: list[list[str]], ending: str) -> None:
    lines = [";".join(f'"{cell.replace(chr(34), "")}x"' for cell in row) for row in rows]
    plain, padded = (
        read_sheet("\n".join(["Name;Firma;Notiz", *told]).encode(), "", "de", "EUR", FIELDS)
        for told in (lines, [f"{line}{ending}" for line in lines])
    )
    assert [row.values for row in padded.rows] == [row.values for row in plain.rows]


def test_a_row_that_is_too_wide_or_names_nobody_says_what_it_holds() -> None:
    wide, nameless = read(["Name", "Phone"], ["Ann", "030 1", "x", "y"], ["", "ask Ben"]).rows
    assert wide.problems["row"] == Problem(
        "row_wide", {"cells": 4, "titles": 2, "row": "Ann · 030 1 · x · y"}
    )
    assert nameless.problems["row"] == Problem("row_nameless", {"row": "ask Ben"})
