"""Words that point to a record: "#104", "lead nr. 104", "it", "that one", "diesen Lead"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.event import Kind
from app.domain.matching import fold
from app.languages.words import forms, pattern
from bot.parsing.courtesies import without_courtesy_at_end

LARGEST_NUMBER = 15
"""Digits; what is longer is no number of a record."""


def _any(*keys: str) -> str:
    return f"(?:{pattern(*(f'pointers.{key}' for key in keys))})"


_RECORDS = (Kind.LEAD, Kind.OPPORTUNITY, Kind.CONTACT, Kind.ORGANIZATION)
_KIND = _any("kinds", *(f"kind.{kind.value}" for kind in _RECORDS))
_ARTICLE, _DEMONSTRATIVE = _any("articles"), _any("demonstratives")
_OF_KIND = {
    kind: re.compile(rf".*\s{word}|(?:{_any('determiners')}\s+)?{word}\s.+", re.IGNORECASE | re.DOTALL)
    for kind in Kind
    for word in (_any(f"kind.{kind.value}"),)
}
NUMBER = re.compile(
    rf"(?:{_any('openers')}\s++)*+"
    rf"(?:{_KIND}\s++)?(?:#|{_any('numbers')}\b\.?)?\s*#?(?P<number>\d+)(?P<end>[.,:;)?!]?)(?=\s|$)",
    re.IGNORECASE,
)
KIND_WORD = re.compile(rf"{_KIND}\s+(?=\S)", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?:{_any('determiners')}\s+)?(?:{_KIND}\s+(?:{_any('owned_by')}\s+(?:{_ARTICLE}\s+)?)?)?"
    rf"(?P<name>\S.*?)(?:(?<![\s-])[\s-]++{_any('deals')})?",
    re.IGNORECASE | re.DOTALL,
)
_FOR = forms("pointers.meant_for")
_TARGET = re.compile(
    rf"(?<![\s,;])[\s,;]++(?:(?P<link>{_any('meant_for', 'links')})\s+)?"
    rf"(?P<sign>#|(?:{_ARTICLE} )?{_KIND}\s+#?|{_any('numbers')}\b\.?\s*)?"
    r"(?P<number>\d+)[.!]?\s*\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\b{_any('counted')}\Z", re.IGNORECASE)
# "1 am 20. Dezember" is no time, though "1 am" is one.
_MEASURE = re.compile(
    rf"\d+(?:[.,:]\d+)?\s*(?:{_any('measures')}|{_any('before_noon')}(?!\.?\s*\d))\b|\d+\s*[%€]",
    re.IGNORECASE,
)
_NOUN = f"(?:{_any('nouns')}|{_KIND})"
_PRONOUN = re.compile(
    rf"{_any('objects', 'pronouns', 'demonstratives')}"
    rf"|(?:{_DEMONSTRATIVE}|{_ARTICLE}|{_any('last')})\s+{_NOUN}"
    # "The call" may be any that is planned, "that call" is the one that was spoken of.
    rf"|(?:{_DEMONSTRATIVE}|{_any('last')})\s+{_any('kind.activity')}",
    re.IGNORECASE,
)
# "it" before a preposition: but a record that is called so goes first.
PRONOUN_HEAD = re.compile(
    rf"(?P<pronoun>{_DEMONSTRATIVE}\s+{_NOUN}|{_any('objects', 'pronouns', 'demonstratives')})[,.:;]?\s+"
    rf"(?P<rest>(?:{_any('go_on')}|->|→|@)(?:\s|\b).*)",
    re.IGNORECASE | re.DOTALL,
)
# Pronouns that no sentence begins with as its subject, but for "it", and for "es" with a verb behind it.
OBJECT_HEAD = re.compile(
    rf"(?P<pronoun>{_any('objects')})[,.:;]?\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
# Any pronoun, "her" and "ihr" included, which may as well be whose something is.
PRONOUN_FIRST = re.compile(
    rf"(?P<pronoun>{_any('objects', 'pronouns')})[,.:;]?\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
# "qualify her, budget 20k": a pronoun that punctuation keeps apart.
POINTED_HEAD = re.compile(
    rf"(?P<pronoun>{_PRONOUN.pattern})\s*[,:;]\s*(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Target:
    """The number of a record behind what is told of it: "slides | for 4". `said` is how it was written; it is
    not `sure` where the number may count something: "a table for 4"."""

    number: int
    said: str
    sure: bool


def find_target(text: str) -> Target | None:
    """The number at the end of a text that names a record: "for 4", "for #4", "zu Deal 4"; None for "at 4",
    "for 4 hours"."""
    found = _TARGET.search(text)
    if found is None or len(found["number"]) > LARGEST_NUMBER:
        return None
    if not found["sign"] and fold(found["link"] or "") not in _FOR:
        return None
    before = text[: found.start()].rstrip().casefold()
    sure = bool(found["sign"]) or not _COUNTED.search(before)
    return Target(int(found["number"]), found.group(), sure) if before else None


def is_measure(text: str) -> bool:
    """Whether a text begins with a number that counts or is a time: "4 hours", "4 pm", "4 Uhr"."""
    return _MEASURE.match(text) is not None


def bare_name(text: str) -> str:
    """A name without what is said around it: "the Tech Innovators deal", "den Deal mit Tech Innovators"."""
    found = _NAMED.fullmatch(text.strip())
    return found["name"] if found else text


def find_number(text: str) -> int | None:
    """The number where a text is nothing but the number of a record: "104", "#104", "lead 104"."""
    found = NUMBER.fullmatch(text.strip())
    return int(found["number"]) if found and len(found["number"]) <= LARGEST_NUMBER else None


def points_by_number(text: str) -> bool:
    """Whether a text begins with the number of a record."""
    return NUMBER.match(text) is not None


def is_pronoun(text: str) -> bool:
    """Whether a text is nothing but a word for what was spoken of last: "it", "that one", "den"."""
    # What a text begins with tells soon enough, and most begin otherwise.
    if _PRONOUN.match(text.lstrip(" .,!?")) is None:
        return False
    return _PRONOUN.fullmatch(without_courtesy_at_end(text).strip(" .,!?")) is not None


def kind_named(said: str) -> Kind | None:
    """The kind of record that is said beside a name or a word that points to one: "the Acme deal", "that
    note", "lead Meier"; None for "it"."""
    bare = without_courtesy_at_end(said).strip(" .,!?")
    return next((kind for kind, word in _OF_KIND.items() if word.fullmatch(bare)), None)
