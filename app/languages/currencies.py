"""Currencies as people write them: codes, signs and words."""

from __future__ import annotations

from functools import cache

from babel import Locale

from app.languages.strings import LANGUAGES

_WORDS = {
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "USD",
    "dollars": "USD",
    "us-dollar": "USD",
    "us dollar": "USD",
    "us dollars": "USD",
    "us$": "USD",
    "bucks": "USD",
    "pfund": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "franken": "CHF",
    "schweizer franken": "CHF",
    "fr.": "CHF",
    "sfr": "CHF",
    "sfr.": "CHF",
    "francs": "CHF",
    "yen": "JPY",
    "yuan": "CNY",
    "rmb": "CNY",
    "zł": "PLN",
    "zloty": "PLN",
    "złoty": "PLN",
    "kč": "CZK",
    "kronen": "SEK",
    "kr": "SEK",
    "kr.": "SEK",
}


@cache
def currency_names() -> dict[str, str]:
    """Codes by everything a currency is called, in lower case: "eur", "€", "euros", "ca$"."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        names |= {code.casefold(): code for code in map(str, locale.currencies)}
        signs = ((str(sign), str(code)) for code, sign in locale.currency_symbols.items())
        names |= {" ".join(sign.casefold().split()): code for sign, code in signs if code != "XXX"}
    return names | _WORDS


def find_currency(text: str) -> str | None:
    """The ISO code of a currency written in any way."""
    return currency_names().get(" ".join(text.casefold().split()))
