"""Units of money: what tells that a text may speak of money at all."""

from __future__ import annotations

import pytest

from app.languages.amounts import find_amount
from app.languages.units import has_money_word

MONEY = [
    "50k", "1,5 Mio. €", "TEUR 25", "25 kEUR", "$1,200.50", "Fr. 8'000.–", "20 Tsd. Euro",
    "5 bis zwanzigtausend", "half a million dollars", "R$ 500", "20,000 CAD", "8 T€", "3 grand",
]  # fmt: skip
NONE = [
    "note 104 she was glad",
    "next Friday 2pm",
    "+49 30 1234567",
    "20 Lizenzen am 3.4.",
    "Tom Becker, CTO",
]


@pytest.mark.parametrize("text", MONEY)
def test_a_text_with_money_in_it_has_a_word_of_money(text: str) -> None:
    amount = find_amount(text, "en")
    assert amount is not None
    assert not amount.bare
    assert has_money_word(f"they offer {text} until 5 May")


@pytest.mark.parametrize("text", NONE)
def test_a_text_of_days_and_numbers_has_none(text: str) -> None:
    assert not has_money_word(text)
