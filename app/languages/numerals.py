"""Numbers in words: "twenty-five thousand", "zweihundertfünfzigtausend", "half a million"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from app.domain.matching import fold
from app.languages.strings import LANGUAGES
from app.languages.words import folded_pattern, forms_of, names_under

_SHORTEST_FACTOR = 3
"""Letters of the shortest word for a factor: a "k" stands behind figures."""
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number, the largest factor among its words, and what follows it in the text. It `is_counted` where it
    has more than a factor."""

    value: Decimal
    factor: Decimal
    rest: str
    is_counted: bool


def read_numeral(text: str, language: str) -> Numeral | None:
    """The number that a text begins with. Words may be glued."""
    words = _words(language)
    said, at, counted = fold(text), 0, False
    total = group = Decimal(0)
    largest = Decimal(1)
    for _ in range(_MOST_WORDS):
        found = words.token.match(said, at)
        if found is None:
            break
        word = found["word"]
        if word in words.values:
            group, counted = group + words.values[word], True
        elif word in words.factors:
            factor = words.factors[word]
            group = (group or Decimal(1)) * factor
            largest = max(largest, factor)
            if factor > _HUNDRED:
                total, group = total + group, Decimal(0)
        at = found.end()
    if not at or (at < len(said) and said[at].isalnum() and said[at - 1].isalnum()):
        return None
    return Numeral(total + group, largest, said[at:].strip(" -"), counted)


_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Words:
    token: re.Pattern[str]
    values: dict[str, Decimal]
    factors: dict[str, Decimal]


@cache
def _words(language: str) -> _Words:
    """The words of numbers, those of this language before the others' where they differ."""
    values: dict[str, Decimal] = {}
    factors: dict[str, Decimal] = {}
    for each in (*(one for one in reversed(LANGUAGES) if one != language), language):
        for name in names_under(each, "amounts.numbers"):
            values |= {fold(form): Decimal(name) for form in forms_of(each, f"amounts.numbers.{name}")}
        for name in names_under(each, "amounts.hundredths"):
            values |= {
                fold(form): Decimal(name) / 100 for form in forms_of(each, f"amounts.hundredths.{name}")
            }
        for name in names_under(each, "amounts.factors"):
            factors |= {
                fold(form): Decimal(10) ** int(name)
                for form in forms_of(each, f"amounts.factors.{name}")
                if len(form) >= _SHORTEST_FACTOR
            }
    known = "|".join(map(re.escape, sorted({*values, *factors}, key=lambda word: (-len(word), word))))
    joined = rf"(?:[\s-]*(?:{folded_pattern('amounts.joins')})(?=\W|{known}))?"
    token = rf"{joined}[\s-]*(?P<word>{known})\.?"
    return _Words(re.compile(token), values, factors)
