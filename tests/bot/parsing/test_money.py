"""Among the words of a line money is found, and nothing else is taken for it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from app.domain.money import Money
from app.languages.reader import Reader
from bot.parsing.lead import read_lead

TODAY = dt.date(2026, 11, 25)
AMERICAN = Reader("en", "America/New_York", "USD", "US")
GERMAN = Reader("de", "Europe/Berlin", "EUR", "DE")


@pytest.mark.parametrize("reader", [AMERICAN, GERMAN], ids=["en", "de"])
@pytest.mark.parametrize(
    ("part", "amount", "currency"),
    [
        ("they'd pay $25,000 up front and $500 per month", 25_000, "USD"),
        ("budget SEK 400k for 60 users", 400_000, "SEK"),
        ("deal of roughly 40 thousand pounds", 40_000, "GBP"),
        ("5 licences for $2,500 total", 2_500, "USD"),
        ("hat rund eine halbe Million Euro", 500_000, "EUR"),
        ("Budget: zwanzigtausend Franken", 20_000, "CHF"),
    ],
)
def test_money_is_found(part: str, amount: int, currency: str, reader: Reader) -> None:
    line = read_lead(f"Joy Tran, Plum Inc, {part}", reader, TODAY)
    assert line.amount == Money(Decimal(amount), currency)


@pytest.mark.parametrize("reader", [AMERICAN, GERMAN], ids=["en", "de"])
@pytest.mark.parametrize(
    "part",
    [
        *("40 licences @ £18/user/month", "40 Lizenzen zu 18 €/Nutzer/Monat", "$99/month", "je 18 €"),
        *("40 seats at $18", "99 USD per user", "200 € im Monat", "18 € pro Kopf", "à 5.000 €"),
        *("20 m wide hall", "200 try outs", "1500 employees", "24/7", "2026-2027", "2026", "10115"),
        *("order no. 4502123456", "4006381333931", "5550188", "DE812345678", "customer no 4711-88", "100%"),
    ],
)
def test_what_is_no_amount_is_kept(part: str, reader: Reader) -> None:
    line = read_lead(f"Joy Tran, Plum Inc, {part}", reader, TODAY)
    assert line.amount is None
    assert part in (line.note, line.need, f"{line.timeline}", line.phone) or line.timeline


@pytest.mark.parametrize(
    ("text", "name", "company", "phone", "amount"),
    [
        ("Joy Tran, Plum Inc, 2125550188, $60k", "Joy Tran", "Plum Inc", "2125550188", 60_000),
        ("Joy Tran, Plum Inc, $60k, 212 555 0188", "Joy Tran", "Plum Inc", "212 555 0188", 60_000),
        ("Joy Tran, 3M, 30,000", "Joy Tran", "3M", "", 30_000),
        ("5M Plastics, contact unknown, 2 million", "", "5M Plastics", "", 2_000_000),
        ("Joy Tran, Plum Inc, 3m", "Joy Tran", "Plum Inc", "", 3_000_000),
    ],
)
def test_neither_a_phone_nor_a_company_is_an_amount(
    text: str, name: str, company: str, phone: str, amount: int
) -> None:
    line = read_lead(text, AMERICAN, TODAY)
    assert (line.name, line.company, line.phone) == (name, company, phone)
    assert line.amount == Money(Decimal(amount), "USD")


def test_a_range_leaves_its_upper_end_in_the_note() -> None:
    line = read_lead("Joy Tran, Plum Inc, $500-750k", AMERICAN, TODAY)
    assert (line.amount, line.note) == (Money(Decimal(500_000), "USD"), "$500-750k")
