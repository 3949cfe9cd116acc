"""The catalogs: i18next JSON with nested keys, {{name}} placeholders and plural suffixes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

FALLBACK = "en"
"""What is spoken where nothing else is asked for."""


def _spoken() -> tuple[str, ...]:
    """A language is a folder with a catalog."""
    folders = sorted(path.parent.name for path in Path(__file__).parent.glob("*/catalog.json"))
    return (FALLBACK, *(name for name in folders if name != FALLBACK))


LANGUAGES = _spoken()
"""What the product speaks: the folders beside this module, the fallback first."""

_TAG = re.compile(r"[a-z]{2,8}")
_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_QUANTITIES = frozenset({"count", "done", "least", "limit", "most", "rows", "size"})
"""Placeholders of how many there are; other whole numbers are names, such as that of a record."""
_Sentence = str | tuple[str, ...]


class Strings:
    """The sentences of one language by flattened key ("reply.saved")."""

    def __init__(self, language: str, catalog: Mapping[str, Any]) -> None:
        self.language = language
        self._sentences = {key: _compile(text) for key, text in _flatten(catalog)}

    def t(self, key: str, **details: object) -> str:
        """The sentence of a key, its placeholders filled from `details`; how many there are is written in
        groups of digits. A number `count` picks the plural form. Raises KeyError for a missing key or
        placeholder."""
        sentence = self._sentences.get(key)
        if sentence is None:
            sentence = self._plural(key, details.get("count"))
        if isinstance(sentence, str):
            return sentence
        # Literals and the names of placeholders alternate.
        return "".join(
            self._written(part, details[part]) if i % 2 else part for i, part in enumerate(sentence)
        )

    def _written(self, name: str, value: object) -> str:
        if value.__class__ is int and name in _QUANTITIES:
            return write_count(value, self.language)
        return str(value)

    def _plural(self, key: str, count: object) -> _Sentence:
        if count == 0 and f"{key}_zero" in self._sentences:
            return self._sentences[f"{key}_zero"]
        return self._sentences[f"{key}_one" if count == 1 else f"{key}_other"]

    def has(self, key: str) -> bool:
        """Whether there is a sentence without plural forms under this key."""
        return key in self._sentences

    def keys(self) -> frozenset[str]:
        """All keys, plural suffixes included."""
        return frozenset(self._sentences)

    def placeholders(self, key: str) -> frozenset[str]:
        """The names that the sentence of an exact key wants filled."""
        sentence = self._sentences[key]
        return frozenset() if isinstance(sentence, str) else frozenset(sentence[1::2])


@cache
def strings(language: str) -> Strings:
    """The catalog of a language of LANGUAGES, read once."""
    path = Path(__file__).parent / language / "catalog.json"
    return Strings(language, json.loads(path.read_text(encoding="utf-8")))


@cache
def locale_of(language: str) -> Locale:
    """By whose rules a language writes numbers, dates and lists. Its catalog says so, since it may follow the
    rules of another."""
    return Locale.parse(strings(language).t("language.locale"), sep="-")


def language_of(*wishes: str) -> str:
    """The first language that is spoken here among wishes such as "de", "de-AT" or ""; the fallback else."""
    for wish in wishes:
        tag = _TAG.match(wish.lower())
        if tag and tag.group() in LANGUAGES:
            return tag.group()
    return FALLBACK


def write_count(count: int, language: str) -> str:
    """ "5.000" in German, "5,000" in English."""
    # Nearly all counts are small: babel is asked for the others.
    return str(count) if -1000 < count < 1000 else str(format_decimal(count, locale=locale_of(language)))


def _compile(text: str) -> _Sentence:
    parts = tuple(_PLACEHOLDER.split(text))
    return text if len(parts) == 1 else parts


def _flatten(catalog: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in catalog.items():
        flat += _flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, value)]
    return flat
