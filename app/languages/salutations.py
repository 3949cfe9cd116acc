"""Salutations: Mr, Mrs, Herr and Frau are no part of a name; Dr. and Prof. are."""

from __future__ import annotations

import re

from app.languages.words import pattern

_SALUTATION = re.compile(rf"(?:{pattern('people_lists.salutation')})\s+(?=[^\W\d])", re.IGNORECASE)
_SALUTATION_END = re.compile(rf"(?:\A|[\s,;|])(?:{pattern('people_lists.salutation')})\s+\Z", re.IGNORECASE)
_ACADEMIC = re.compile(rf"(?:{pattern('people_lists.academic')})(?=[\s,.]|\Z)", re.IGNORECASE)

_DEGREES = re.compile(
    rf"(?:[\s,;/&|().\-]*+(?:{pattern('people_lists.academic', 'people_lists.salutation')}"
    rf"|{pattern('sheets.format.degrees', 'sheets.format.between')})(?!\w))*+[\s.)]*+",
    re.IGNORECASE,
)


def without_salutation(name: str) -> str:
    """A name without "Mr", "Frau" and the like before it: "Frau Dr. Roth" is "Dr. Roth"."""
    found = _SALUTATION.match(name)
    return name[found.end() :] if found else name


def prefix_of(text: str) -> str | None:
    """What of a text stands before a name where it holds nothing but salutations and degrees: "Herr Prof.
    Dr." is "Prof. Dr.", "Mr." is nothing, as is "MBA", which follows names. None where it says
    something else."""
    if not _DEGREES.fullmatch(text):
        return None
    found = _SALUTATION.match(f"{text} x")
    rest = text[found.end() :] if found else text
    return rest if without_academic(rest) != rest else ""


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
