"""Amounts as people write them, and as we do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.money import LARGEST, Money, decimals_of
from app.languages.amounts import find_amount, read_money, read_number
from app.languages.reader import Reader

READERS = {language: Reader(language, "UTC", "EUR") for language in ("en", "de")}
# XXX means "no currency"; its sign is the same for all that has none.
CURRENCIES = sorted({str(code) for code in Locale.parse("en").currencies} - {"XXX"})

BOTH = {
    "120k": ("120000", "EUR"),
    "1.234,56 €": ("1234.56", "EUR"),
    "$1,200.50": ("1200.50", "USD"),
    "1,5 Mio": ("1500000", "EUR"),
    "1.5 million dollars": ("1500000", "USD"),
    "EUR 5000": ("5000", "EUR"),
    "5000EUR": ("5000", "EUR"),
    "€ 5 k": ("5000", "EUR"),
    "50 TEUR": ("50000", "EUR"),
    "T€ 50": ("50000", "EUR"),
    "2 Mio. Euro": ("2000000", "EUR"),
    "3 Mrd. €": ("3000000000", "EUR"),
    "20 Tsd. €": ("20000", "EUR"),
    "12.000,- €": ("12000", "EUR"),
    "1'234.50 CHF": ("1234.50", "CHF"),
    "1 234,56 €": ("1234.56", "EUR"),
    "1\u202f234\u202f567 €": ("1234567", "EUR"),
    "CHF1,234.00": ("1234.00", "CHF"),
    "£10": ("10", "GBP"),
    "0": ("0", "EUR"),
    "  42  ": ("42", "EUR"),
    "1.000.000": ("1000000", "EUR"),
    "0.5": ("0.5", "EUR"),
    "0,5": ("0.5", "EUR"),
    "٣٤ €": ("34", "EUR"),
    "ca. 25 tausend netto": ("25000", "EUR"),
    "bis max. 60.000,- €": ("60000", "EUR"),
    "approx. 40K USD": ("40000", "USD"),
    "5.000 EUR/Jahr": ("5000", "EUR"),
    "€30,000 plus VAT": ("30000", "EUR"),
    "Fr. 8'000.–": ("8000", "CHF"),
    "20'000.-": ("20000", "EUR"),
    "35 lakh INR": ("3500000", "INR"),
    "2.5 crore": ("25000000", "EUR"),
    "Rs. 18,00,000": ("1800000", "INR"),
    "₹12,34,567.50": ("1234567.50", "INR"),
    "C$20,000": ("20000", "CAD"),
    "$20,000 CAD": ("20000", "CAD"),
    "AUD$40k": ("40000", "AUD"),
    "1.234567E+05": ("123456.7", "EUR"),
    "1,5E+06": ("1500000", "EUR"),
    "½ Mio €": ("500000", "EUR"),
    "half a million dollars": ("500000", "USD"),
    "a hundred and twenty-five thousand pounds": ("125000", "GBP"),
    "zweihundertfünfzigtausend": ("250000", "EUR"),
    "anderthalb Millionen Euro": ("1500000", "EUR"),
    # Of a range the lower end.
    "$500-750k": ("500000", "USD"),
    "900-1.2m": ("900000", "EUR"),
    "5000–10k": ("5000", "EUR"),
    "zwischen 20 und 30 Tausend Euro": ("20000", "EUR"),
    "20k to 30k": ("20000", "EUR"),
}


@pytest.mark.parametrize("language", READERS)
@pytest.mark.parametrize("text", BOTH)
def test_both_languages_read_what_is_clear(text: str, language: str) -> None:
    amount, currency = BOTH[text]
    assert read_money(text, READERS[language]) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("1.234 Mio", "1234000", "1234000000"),
        ("1,234 Mio", "1234000000", "1234000"),
        ("1 billion", "1000000000", "1000000000000"),
    ],
)
def test_the_language_decides_what_is_ambiguous(text: str, english: str, german: str) -> None:
    assert read_money(text, READERS["en"]) == Money(Decimal(english), "EUR")
    assert read_money(text, READERS["de"]) == Money(Decimal(german), "EUR")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("five", "amount_invalid"),
        ("€", "amount_invalid"),
        ("5 apples", "amount_invalid"),
        ("12 34", "amount_invalid"),
        ("1.2.3", "amount_invalid"),
        ("€5 $", "amount_invalid"),
        ("9" * 70, "amount_invalid"),
        ("-5", "amount_negative"),
        ("−5 €", "amount_negative"),
        ("1000000 Mrd", "amount_too_large"),
        ("0.001", "amount_too_fine"),
        ("5.5 JPY", "amount_too_fine"),
        ("1e5", "amount_invalid"),
        ("NaN", "amount_invalid"),
        ("<b>5</b>", "amount_invalid"),
        ("(1,234.00)", "amount_negative"),
        ("18 €/Nutzer/Monat", "amount_invalid"),
        ("£18 per seat", "amount_invalid"),
        ("20k-10k", "amount_invalid"),
        ("€5-$10", "amount_invalid"),
        ("0511 667788", "amount_invalid"),
        ("R 5000", "amount_invalid"),
        ("grand", "amount_invalid"),
        ("million", "amount_invalid"),
    ],
)
@pytest.mark.parametrize("language", READERS)
def test_what_is_no_amount_is_a_problem_of_its_field(text: str, code: str, language: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_money(text, READERS[language], "budget")
    assert {name: problem.code for name, problem in refused.value.fields.items()} == {"budget": code}


@pytest.mark.parametrize("text", ["250.000 Euro", "250,000 €", "250.000", "€250,000", "250'000 EUR"])
@pytest.mark.parametrize("language", READERS)
def test_a_group_of_three_is_a_thousand_in_both_languages(text: str, language: str) -> None:
    assert read_money(text, READERS[language]) == Money(Decimal(250_000), "EUR")


@pytest.mark.parametrize(("text", "language"), [("1.234 KWD", "en"), ("1,234 KWD", "de")])
def test_a_currency_with_three_decimals_has_them(text: str, language: str) -> None:
    assert read_money(text, READERS[language]) == Money(Decimal("1.234"), "KWD")


def test_an_empty_field_is_no_money() -> None:
    assert read_money("  ", READERS["en"]) is None


def test_the_currency_of_the_workspace_is_assumed() -> None:
    assert read_money("5", Reader("en", "UTC", "GBP")) == Money(Decimal(5), "GBP")


@pytest.mark.parametrize(
    ("text", "home", "meant"),
    [
        ("$5k", "USD", "USD"),
        ("$5k", "CAD", "CAD"),
        ("$5k", "EUR", "USD"),
        ("5000 kr", "NOK", "NOK"),
        ("5000 kr", "EUR", "SEK"),
        ("R 5000", "ZAR", "ZAR"),
        ("US$5k", "CAD", "USD"),
    ],
)
def test_a_sign_of_several_currencies_is_the_one_at_home(text: str, home: str, meant: str) -> None:
    money = read_money(text, Reader("en", "UTC", home))
    assert money is not None
    assert (money.currency, money.is_assumed) == (meant, False)


@pytest.mark.parametrize(("text", "bare"), [("5", True), ("5k", False), ("5 €", False)])
def test_a_bare_number_is_known_to_be_one(text: str, bare: bool) -> None:
    amount = find_amount(text, "en")
    assert amount is not None
    assert amount.bare is bare


@given(
    amount=st.decimals(0, LARGEST, places=3, allow_nan=False, allow_infinity=False),
    currency=st.sampled_from(CURRENCIES),
    language=st.sampled_from(sorted(READERS)),
)
def test_what_we_write_we_read(amount: Decimal, currency: str, language: str) -> None:
    money = Money(amount.quantize(Decimal(1).scaleb(-decimals_of(currency))), currency)
    assert read_money(READERS[language].money(money), READERS[language]) == money


@given(text=st.text(max_size=80), language=st.sampled_from(sorted(READERS)))
def test_any_text_is_money_or_a_problem(text: str, language: str) -> None:
    try:
        money = read_money(text, READERS[language])
    except InvalidInput as refused:
        fields = set(refused.fields)
    else:
        fields = {"amount"}
        assert money is None or money.amount >= 0
    assert fields == {"amount"}


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("٣", 3), ("²", None), ("1²", None), ("1,²", None)])
def test_only_figures_are_a_number(text: str, number: int | None) -> None:
    assert read_number(text, "en") == number
