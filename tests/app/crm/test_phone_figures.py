"""Figures: of 1,000 national numbers of 25 countries, typed there as people write them, 99 % are read as
what they are; of 500 texts that are none, none becomes a number anywhere."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import phonenumbers
import pytest
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from app.crm.phones import international

COUNTRIES = "DE AT CH GB IE FR IT ES PT NL BE LU DK SE NO FI PL CZ US CA AU NZ IN SG ZA".split()
ELSEWHERE = [*COUNTRIES, "GR", "HU", "TR", "JP", "IL"]
OF_EACH = 40
LEAST = 0.99

WRITINGS: tuple[Callable[[str], str], ...] = (
    str,
    lambda national: "".join(filter(str.isdigit, national)),
    lambda national: national.replace(" ", "-").replace("(", "").replace(")", ""),
    lambda national: national.replace(" ", "/", 1),
    lambda national: national.replace(" ", ".").replace("-", ".").replace("(", "").replace(")", ""),
    lambda national: national.replace(" ", "\xa0"),
    "Tel. {}".format,
    lambda national: f"mobile: {''.join(filter(str.isdigit, national))}",
    "{} (office)".format,
    "  {} ".format,
)


def numbers_of(country: str, chance: random.Random) -> Iterator[PhoneNumber]:
    """Valid numbers of a country, most of them mobile, without end."""
    kinds = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.MOBILE)
    while True:
        example = phonenumbers.example_number_for_type(country, chance.choice(kinds))
        assert example is not None
        digits = phonenumbers.national_significant_number(example)
        number = phonenumbers.parse(
            f"+{example.country_code}{digits[:-5]}{chance.randrange(100_000):05}", None
        )
        if phonenumbers.is_valid_number(number):
            yield number


def test_national_numbers_are_read_where_they_are_typed() -> None:
    chance = random.Random("numbers")  # noqa: S311 - nothing here is a secret
    wrong = []
    for country in COUNTRIES:
        for at, number in zip(range(OF_EACH), numbers_of(country, chance), strict=False):
            national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
            typed = WRITINGS[at % len(WRITINGS)](national)
            wanted = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
            if international(typed, country).removesuffix(" (office)") != wanted:
                wrong.append((country, typed))
    assert len(wrong) <= (1 - LEAST) * OF_EACH * len(COUNTRIES), wrong


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


# "#" is any digit.
NO_NUMBERS = (
    *("Order 4#########", "PO 9#######", "Bestellnr. 4#######", "Auftrag 55####-###", "RE-2026-#####"),
    *("Kundennr. 7######", "Kundennummer 03########", "Invoice no. 41#######", "order no. 0##########"),
    *("1#.0#.20##", "2#/1/20##", "20##-11-2#", "11-2#-19##", "20##112#", "1#.1.2026 1#:30", "0#:00-1#:30"),
    *("DE#########", "ATU########", "CHE-###.###.###", "GB ### #### ##", "NL#########B01", "HRB 4####"),
    *("DE ### ### ###", "USt-IdNr. 66#######", "4#.###,00 €", "$4##,###", "3#.###.###", "1,###,###.50"),
    *("4#'### CHF", "4##k", "₹4#,##,###", "4#.###,-", "4####", "4#### Berlin", "D-4####", "4### Wien"),
    *("4####-####", "SW1A #AA", "DE## #### #### #### #### ##", "AT##################"),
    *("CH## 0#### #### #### #### #", "BLZ 651 ### ##", "Konto 39########", "SN 4207########"),
    *(
        "####-####-####-####",
        "40###########",
        "978-3-##-######-#",
        "IMEI ###############",
        "5###############",
    ),
    *("192.168.1##.4#", "ID 4######", "Seriennummer 0#########", "4### employees", "4#######-# pieces"),
)


@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_is_no_number_becomes_none_anywhere(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311 - nothing here is a secret
    for _ in range(-(-500 // len(NO_NUMBERS))):
        typed = "".join(_digits(chance, 1) if sign == "#" else sign for sign in kind)
        read = {country: found for country in ELSEWHERE if (found := international(typed, country))}
        assert not read, typed
