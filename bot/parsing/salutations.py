"""Salutations: Mr, Mrs, Herr and Frau are no part of a name; Dr. and Prof. are."""

from __future__ import annotations

import re

from app.languages.words import pattern

_SALUTATION = re.compile(rf"(?:{pattern('people_lists.salutation')})\s+(?=[^\W\d])", re.IGNORECASE)
_SALUTATION_END = re.compile(rf"(?:\A|[\s,;|])(?:{pattern('people_lists.salutation')})\s+\Z", re.IGNORECASE)
_ACADEMIC = re.compile(rf"(?:{pattern('people_lists.academic')})(?=[\s,.]|\Z)", re.IGNORECASE)


def without_salutation(name: str) -> str:
    """A name without "Mr", "Frau" and the like before it: "Frau Dr. Roth" is "Dr. Roth"."""
    found = _SALUTATION.match(name)
    return name[found.end() :] if found else name


def is_salutation_before(text: str) -> bool:
    """Whether a text ends with "Mr", "Frau" and the like: what follows is a name."""
    return _SALUTATION_END.search(text[-20:]) is not None


def is_addressed(text: str) -> bool:
    """Whether a text begins as only a person's name does: "Frau Roth", "Prof. Dr. Roth"."""
    return _SALUTATION.match(text) is not None or _ACADEMIC.match(text) is not None


def without_academic(name: str) -> str:
    """A name without "Dr.", "Prof." and the like before it."""
    found = _ACADEMIC.match(name)
    while found:
        name = name[found.end() :].lstrip(" .")
        found = _ACADEMIC.match(name)
    return name
