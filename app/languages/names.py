"""The names of the languages: each in its own words, and in those of the reader."""

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
    """The name of a program's language: "German (Austria)" for "de-AT". An unknown one is returned as it
    is."""
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
