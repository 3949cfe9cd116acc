"""Currencies as people write them: codes, signs and words. Some mean several: "$", "kr"."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from app.languages.strings import LANGUAGES
from app.languages.words import forms_of, names_under

Codes = tuple[str, ...]
"""ISO codes that something may mean, the likeliest first."""


@cache
def currency_names() -> dict[str, Codes]:
    """Codes by everything a currency is called, in lower case: "eur", "€", "euros", "ca$". Where languages
    differ, the fallback wins, and words before the names of a locale."""
    names: dict[str, Codes] = {}
    for language in LANGUAGES:
        names |= _names_of_locale(language)
    for language in reversed(LANGUAGES):
        names |= _names_in_words(language)
    return names


def currencies_called(text: str) -> Codes:
    """What a currency written in any way may be; nothing where it is none."""
    return currency_names().get(_key(text), ())


def find_currency(text: str, home: str = "") -> str | None:
    """The ISO code of a currency written in any way; of several the one at `home`."""
    return agreed_currency((), currencies_called(text), home) or None


def is_code(word: str) -> bool:
    """Whether a word, in any letter case, is the ISO code of a currency: "try" is one."""
    return currency_names().get(word.casefold(), ())[:1] == (word.upper(),)


def agreed_currency(before: Codes, behind: Codes, home: str) -> str | None:
    """The one currency that is written before and behind a number ("$20,000 CAD"), of several the one at
    `home`; "" where none is, None where they differ."""
    codes = [code for code in before if code in behind] if before and behind else before or behind
    if not codes:
        return None if before else ""
    return home if home in codes else codes[0]


def _names_in_words(language: str) -> dict[str, Codes]:
    names: dict[str, Codes] = {}
    for code in names_under(language, "currencies"):
        for form in forms_of(language, f"currencies.{code}"):
            names[_key(form)] = (*names.get(_key(form), ()), code)
    return names


def _names_of_locale(language: str) -> dict[str, Codes]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}  # a language that the library does not know has its words
    codes: dict[str, Codes] = {str(code).casefold(): (str(code),) for code in locale.currencies}
    signs = {_key(str(sign)): (str(code),) for code, sign in locale.currency_symbols.items() if code != "XXX"}
    return codes | signs


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
