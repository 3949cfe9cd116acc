"""What the languages are called: each by its own name, and in the words of whoever reads about them."""

from __future__ import annotations

from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from app.languages.strings import LANGUAGES, locale_of, strings

ListStyle = Literal["standard", "or"]
"""How a list ends: "and" its last entry, or "or"."""


def own_name(language: str) -> str:
    """What a language calls itself: "Deutsch"."""
    return strings(language).t("language.name")


def name_in(language: str, reading: str) -> str:
    """What a language is called in the one that is being read: "German"; its own name where that one has no
    word for it."""
    return locale_of(reading).languages.get(language) or own_name(language)


def locale_name(locale: str, reading: str) -> str:
    """What the language of a program is called: "German (Austria)" for "de-AT"; as it is written where it is
    none that is known."""
    try:
        return str(Locale.parse(locale, sep="-").get_display_name(locale_of(reading)) or locale)
    except (ValueError, UnknownLocaleError):
        return locale


@cache
def spoken_languages(reading: str, style: ListStyle = "standard") -> str:
    """All languages of the product, for who reads one of them; that one first: "English and German"."""
    others = (language for language in LANGUAGES if language != reading)
    return format_list(
        [name_in(language, reading) for language in (reading, *others)],
        style=style,
        locale=locale_of(reading),
    )
