"""Rows: every cell is in a field or in the note, whatever its column is called."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.framework import ANSWER_KEYS
from app.domain.money import Money
from app.domain.pipeline import DEFAULT_CHOICES
from app.domain.qualification import Authority, Timeline
from app.domain.record import plain
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from app.sheets.columns import field_of
from app.sheets.rows import Sheet, read_sheet


def read(*rows: list[str], delimiter: str = ",", language: str = "en") -> Sheet:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return read_sheet(out.getvalue().encode(), "leads.csv", language, "EUR")


def values(titles: str, *cells: str, **options: Any) -> dict[str, object]:
    sheet = read(titles.split("|"), list(cells), **options)
    (row,) = sheet.rows
    assert not row.problems
    return row.values


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
    texts = dict.fromkeys(("company", "job_title", "email", "phone", "need", "note", *ANSWER_KEYS), _TEXT)
    optional: Any = {**texts, **lists}
    return draw(st.fixed_dictionaries({"name": _TEXT}, optional=optional))


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
        ("Name|First name|Last name", "Meier, Sarah|Sarah|Meier", {"name": "Meier, Sarah"}),
        ("Company|Vorname|Firma", "Acme|Ann|Roe", {"name": "Ann", "company": "Acme", "note": "Firma: Roe"}),
        ("Name|First name", "Ann Roe|Bob", {"name": "Ann Roe", "note": "First name: Bob"}),
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


def test_what_cannot_be_read_is_told_by_field() -> None:
    sheet = read(["Name", "Amount", "Budget", "Currency"], ["Ann", "much", "5", "Taler"], ["a"] * 5)
    assert dict(sheet.rows[0].problems) == {"amount": "amount_invalid", "budget": "currency_unknown"}
    assert dict(sheet.rows[1].problems) == {"row": "row_wide"}


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
