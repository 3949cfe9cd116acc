"""Units of money as people write them beside a number: a factor, a currency, or both: "k", "Mio. €", "TEUR";
and the words that tell that a text may speak of money at all."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from app.languages.currencies import currencies_called, currency_names
from app.languages.strings import LANGUAGES
from app.languages.words import forms_of, names_under

LONGEST = 64
"""Characters of the longest text that may be an amount; keeps odd input cheap."""
_FACTOR = re.compile(r"(?P<factor>[^\W\d_]+)(?P<dot>\.?)\s*(?P<rest>.*)\Z", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORT = 3


@lru_cache(maxsize=2048)
def read_unit(text: str, language: str, home: str) -> tuple[Decimal, tuple[str, ...]] | None:
    """Factor and possible currencies of what stands beside a number ("", "k", "Mio. €", "TEUR"), None for all
    else."""
    if not text:
        return Decimal(1), ()
    called = currencies_called(text) or currencies_called(text.rstrip("."))
    if text.isalpha() and len(text) == 1 and home not in called:
        called = ()  # "R 5000" is money in South Africa
    if called:
        return Decimal(1), called
    factors = _factors(language)
    word = _FACTOR.match(text)
    if word and word["factor"].casefold() in factors:
        rest = word["rest"]
        called = currencies_called(rest) if rest else ()
        return (factors[word["factor"].casefold()], called) if called or not rest else None
    # "T€", "kEUR", "MEUR": a factor of one letter, glued to its currency.
    factor, glued = factors.get(text[0].casefold()), currencies_called(text[1:])
    return (factor, glued) if factor and glued else None


def spells_money(text: str) -> bool:
    """Whether a text may be an amount in words: one of them ends as only large numbers do."""
    return len(text) <= LONGEST and any(word.endswith(_large()) for word in text.casefold().split())


def has_money_word(text: str) -> bool:
    """Whether a text has a sign, a code or a word that makes money of a number in it: soon known, and never
    denied where a part of it with a digit is an amount that is not bare."""
    units, signs, letters = _units()
    if not signs.isdisjoint(text):
        return True
    for run in _LETTERS.findall(text):
        word = run.casefold()
        # "TEUR", "kUSD": a factor of one letter is grown together with its currency.
        if word in units or (word[0] in letters and word[1:] in units) or word.endswith(_large()):
            return True
    return False


@cache
def _units() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words that stand beside a number as a unit of money, the signs that do, and the letters that
    multiply it."""
    names = currency_names()
    factors = {factor for language in LANGUAGES for factor in _factors(language)}
    signs = {sign for name in names if not _LETTERS.search(name) for sign in name if not sign.isspace()}
    words = {word for name in (*names, *factors) for word in _LETTERS.findall(name)}
    return frozenset(words), frozenset(signs), frozenset(factor for factor in factors if len(factor) == 1)


@cache
def large_words() -> str:
    """A pattern of the words that only large numbers have: "thousand", "Millionen"; no short ones."""
    return "|".join(sorted(map(re.escape, _large()), key=len, reverse=True)) or r"(?!)"


@cache
def _large() -> tuple[str, ...]:
    forms = {
        form.casefold()
        for language in LANGUAGES
        for power in names_under(language, "amounts.factors")
        for form in forms_of(language, f"amounts.factors.{power}")
    }
    return tuple(sorted(form for form in forms if len(form) > _SHORT))


@cache
def _factors(language: str) -> dict[str, Decimal]:
    """What multiplies a number, by its word in lower case: in one language, and in the others where that one
    has no such word, since a German Billion is a thousand times an English one."""
    others = [each for each in reversed(LANGUAGES) if each != language]
    return {
        form.casefold(): Decimal(10) ** int(power)
        for each in (*others, language)
        for power in names_under(each, "amounts.factors")
        for form in forms_of(each, f"amounts.factors.{power}")
    }
