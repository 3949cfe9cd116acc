"""Telephone numbers: what is certainly one is read, and nothing else becomes one."""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from app.crm.phones import international, read_phone

COUNTRIES = (
    "DE AT CH GB IE FR IT ES PT NL BE LU DK SE NO FI PL CZ HU GR TR US CA AU NZ IN SG ZA BR MX JP IL"
).split()
_TYPES = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE)


def numbers_of(country: str) -> Iterator[PhoneNumber]:
    """Valid numbers of a country: the examples of its plan, and others that end differently."""
    for kind in _TYPES:
        example = phonenumbers.example_number_for_type(country, kind)
        if example is None:
            continue
        digits = phonenumbers.national_significant_number(example)
        for ending in range(0, 1000, 70):
            changed = f"+{example.country_code}{digits[:-3]}{ending:03}"
            number = phonenumbers.parse(changed)
            if phonenumbers.is_valid_number(number):
                yield number


def written(number: PhoneNumber, form: int = PhoneNumberFormat.INTERNATIONAL) -> str:
    return phonenumbers.format_number(number, form)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_national_number_is_one_of_the_country_where_it_is_typed(country: str) -> None:
    numbers = list(numbers_of(country))
    assert len(numbers) > 10
    for number in numbers:
        national = written(number, PhoneNumberFormat.NATIONAL)
        assert international(national, country) == written(number), national
        assert international(national.replace(" ", ""), country) == written(number), national


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_number_with_its_countrys_code_is_read_everywhere(country: str) -> None:
    for number in numbers_of(country):
        whole, code = written(number), str(number.country_code)
        national = phonenumbers.national_significant_number(number)
        for place in ("DE", "US", "GB", "IN", "DK"):
            assert international(whole, place) == whole
            assert international(f"+{code}{national}", place) == whole
        for place in ("DE", "GB"):
            assert international(f"00{code} {national}", place) == whole
        assert international(f"011 {code} {national}", "US") == whole


@pytest.mark.parametrize(
    ("typed", "country", "meant"),
    [
        ("(312) 555-0147", "US", "+1 312-555-0147"),
        ("2125550188", "US", "+1 212-555-0188"),
        ("1-800-555-0199", "US", "+1 800-555-0199"),
        ("1-800-555-0199", "DE", "+1 800-555-0199"),
        ("1-800-FLOWERS", "US", "+1 800-356-9377"),
        ("020 7946 0123", "GB", "+44 20 7946 0123"),
        ("44 20 7946 0123", "DE", "+44 20 7946 0123"),
        ("447911123456", "DE", "+44 7911 123456"),
        ("49 30 1234567", "US", "+49 30 1234567"),
        ("0049 30 1234567", "US", "+49 30 1234567"),
        ("011 44 20 7946 0123", "DE", "+44 20 7946 0123"),
        ("011 2345 6789", "IN", "+91 11 2345 6789"),
        ("9845098450", "IN", "+91 98450 98450"),
        ("1715556677", "DE", "+49 171 5556677"),
        ("0316/445566", "AT", "+43 316 445566"),
        ("043 333 22 11", "CH", "+41 43 333 22 11"),
        ("+49 (0) 30 / 123 45-67", "US", "+49 30 1234567"),
        ("tel:+49-30-1234567", "GB", "+49 30 1234567"),
        ("Tel.: 030 1234567", "DE", "+49 30 1234567"),
        ("Telefon-Nr. 030 1234567", "DE", "+49 30 1234567"),
        ("030 12345 App. 12", "DE", "+49 30 12345 ext. 12"),
        ("030 12345, Durchwahl 12", "DE", "+49 30 12345 ext. 12"),
        ("(312) 555-0147 x12", "US", "+1 312-555-0147 ext. 12"),
        ("089 123456 abends", "DE", "+49 89 123456 abends"),
        ("030 1234567 privat", "DE", "+49 30 1234567 privat"),
        ("privat: 030 1234567", "DE", "+49 30 1234567 privat"),
        ("410 555 1234 (mobile)", "US", "+1 410-555-1234 (mobile)"),
    ],
)
def test_habits_of_writing(typed: str, country: str, meant: str) -> None:
    assert international(typed, country) == meant


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("020 7946 0123", "DE"),
        ("(312) 555-0147", "DE"),
        ("030 1234567", "US"),
        ("030 1234567", "GB"),
        ("0412 345 678", "US"),
        ("2125550188", "DE"),
        ("7185550123", "GB"),
        ("01632 960 123", "GB"),
    ],
)
def test_a_number_of_another_country_stays_as_typed(typed: str, country: str) -> None:
    assert read_phone(typed, country) == typed


NO_NUMBERS = [
    *("", "n/a", "tbd", "-", "unbekannt", "über Zentrale DW 17", "siehe Notiz", "Zimmer 203", "Room 12B"),
    *("12345", "110", "112", "911", "4711", "0", "007", "2026", "10115", "10115 Berlin", "SW1A 1AA"),
    *("2026-11-23", "23.11.2026", "01.02.2026", "1/2/2026", "11-23-2026", "20261123", "23.11.26"),
    *(
        "14:30",
        "09:00-17:00",
        "2026-11-23 14:30",
        "KW 48",
        "60k",
        "60.000 €",
        "$60,000",
        "1.234,56",
        "25.000",
    ),
    *("2.500.000", "1,234,567.89", "12.345.678", "DE123456789", "DE89 3704 0044 0532 0130 00", "HRB 12345"),
    *("4006381333931", "978-3-16-148410-0", "1732460000123", "192.168.178.1", "10.0.0.1", "3M2", "4x4"),
    *("ann@acme.example", "https://acme.example/030123", "#104", "Nr. 1", "12 345 678 911", "12345678911"),
    *("030 111222 / 0171 3334445", "030-111222 oder 0171-3334445", "0000000000", "1111", "99999", "1.2.3"),
    *("+", "+0", "00", "(", "()", "--", "++49", "+49", "0049", "ext. 12", "DW 17", "x12"),
]


@pytest.mark.parametrize("country", ["DE", "AT", "CH", "GB", "US", "IN", "AU", "FR", "DK", "ES", "PL", "MX"])
@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_becomes_none(typed: str, country: str) -> None:
    assert international(typed, country) == ""


_WORDS = st.text(st.characters(categories=("L", "P", "Z")), max_size=40)


@given(before=_WORDS, digits=st.integers(0, 99_999), behind=_WORDS, country=st.sampled_from(COUNTRIES))
def test_a_few_digits_among_words_are_no_number(before: str, digits: int, behind: str, country: str) -> None:
    found = international(f"{before}a{digits}b{behind}", country)
    assert found == ""


@given(st.text(max_size=90), st.sampled_from(COUNTRIES))
def test_whatever_is_typed_is_kept(typed: str, country: str) -> None:
    kept = read_phone(typed, country)
    assert kept == typed or kept.startswith("+")
    # What was read once is read the same way again, wherever that is.
    assert read_phone(kept, "US") == kept
