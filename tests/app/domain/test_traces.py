"""What stands in a text is found however it was written there, and however it is looked for."""

from __future__ import annotations

import itertools

import pytest

from app.domain.lead import Lead
from app.domain.traces import keys_in
from app.store.search.words import query_words, told_of

MOBILE = ("0151 40123999", "0151/401 23 999", "+49 151 40123999", "+4915140123999", "0049 (0)151 40123999")
LONDON = ("020 7946 0123", "+44 20 7946 0123", "+44 (0)20 7946 0123", "02079460123", "0044-20-7946-0123")
ROME = ("06 1234 5678", "+39 06 12345678", "0039 0612345678")
VAT = ("DE812345678", "DE 812 345 678", "de-812-345-678", "DE 812345678")
CUSTOMER = ("4711-88-03", "47118803", "4711 88 03")


def is_found(note: str, asked: str) -> bool:
    told = told_of(Lead(number=1, name="Ann Hall", company="Ruby", note=note))
    return all(any(word.startswith(prefix) for word in told) for prefix in query_words(asked))


@pytest.mark.parametrize("writings", [MOBILE, LONDON, ROME, VAT, CUSTOMER], ids=lambda ways: ways[0])
@pytest.mark.parametrize(
    "note", ["{}", "Mobil: {}.", "privat {} (abends)", "Am Markt 3\n01796 Pirna\n{}\nTel"]
)
def test_any_writing_finds_any_other(writings: tuple[str, ...], note: str) -> None:
    for written, asked in itertools.product(writings, repeat=2):
        assert is_found(note.format(written), asked), (written, asked)


def test_numbers_that_stand_beside_each_other_are_two() -> None:
    for note in ("0151 40123999 0711 3030405", "0151 40123999 / 0711 3030405", "0151 40123999, 0711 3030405"):
        assert keys_in(note) == {"15140123999", "7113030405"}
        assert is_found(note, "0711 3030405")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Rechnungen an Buchhaltung@Roth.example.", {"buchhaltung@roth.example"}),
        ("USt-IdNr. DE812345678, HRB 12345", {"de812345678"}),
        ("(312) 555-0147 or 212-555-0188", {"3125550147", "2125550188"}),
        ("budget 1.250.000, call on 23.11.2026, 01.02.2027, 2026-11-23, 10115 Berlin", set()),
        ("24/7, 100 %, since 2019, order 4711", set()),
        ("", set()),
    ],
)
def test_only_what_tells_who_somebody_is_is_compared(text: str, keys: set[str]) -> None:
    assert keys_in(text) == keys
