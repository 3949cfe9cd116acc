"""Currencies as people write them: codes, signs and words."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from app.languages.strings import LANGUAGES
from app.languages.words import forms_of, names_under


@cache
def currency_names() -> dict[str, str]:
    """Codes by everything a currency is called, in lower case: "eur", "€", "euros", "ca$". Where languages
    differ, the fallback wins, and words before the names of a locale."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        names |= _names_of_locale(language)
    for language in reversed(LANGUAGES):
        for code in names_under(language, "currencies"):
            names |= {_key(form): code for form in forms_of(language, f"currencies.{code}")}
    return names


def find_currency(text: str) -> str | None:
    """The ISO code of a currency written in any way."""
    return currency_names().get(_key(text))


def _names_of_locale(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}  # a language that the library does not know has its words
    codes = {str(code).casefold(): str(code) for code in locale.currencies}
    signs = {_key(str(sign)): str(code) for code, sign in locale.currency_symbols.items() if code != "XXX"}
    return codes | signs


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
