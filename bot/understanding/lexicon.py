"""The lexicon: ordinary words of the language, which are no names by themselves."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from app.domain.matching import PUNCTUATION, fold
from app.languages.words import forms
from bot.parsing.marks import MARK

SHORTEST_STEM = 4
"""Letters of the shortest word that may have another ending."""

_OWNED = re.compile(r"(?:['’`´]s|['’`´])\Z", re.IGNORECASE)
_SOUND = re.compile(r"[^\W\d_]")


def plain(word: str) -> str:
    """A word folded, without the punctuation around it and without the sign of an owner ("Ann's")."""
    return fold(_OWNED.sub("", word.strip(PUNCTUATION)))


@lru_cache(maxsize=8192)
def is_ordinary(word: str) -> bool:
    """Whether a word belongs to the language: an article, a verb, a noun of a seller's day, a number. Who is
    mentioned is as little the name of a record."""
    folded = plain(word)
    if (
        MARK.search(word)
        or not _SOUND.search(folded)
        or folded in _ordinary()
        or fold(word.strip(".,:;!?")) in _ordinary()
    ):
        return True
    stems = (folded[: -len(ending)] for ending in forms("ordinary.endings") if folded.endswith(ending))
    return any(len(stem) >= SHORTEST_STEM and stem in _ordinary() for stem in stems)


@cache
def _ordinary() -> frozenset[str]:
    keys = ("functions", "verbs", "nouns", "others", "numbers", "more")
    asking = forms("told.imperatives")
    return frozenset().union(*(forms(f"ordinary.{key}") for key in keys), roles(), asking)


@cache
def roles() -> frozenset[str]:
    """What people are called who are no name: "the customer", "der Chef"."""
    return forms("roles.nouns")


@cache
def salutations() -> frozenset[str]:
    """What stands before a name and is no part of it: "Mr", "Frau"."""
    return forms("salutations.words")


@cache
def company_marks() -> frozenset[str]:
    """What stands before a company's name: "the company", "der Firma"."""
    return forms("company_marks.words")


@cache
def told_words() -> frozenset[str]:
    """Words by which a text tells of something that happened."""
    return forms("told.evidence")


@cache
def particles() -> frozenset[str]:
    """Small words inside names: "van", "von"."""
    return forms("names.particles")
