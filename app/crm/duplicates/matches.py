"""Matches: how one field of two people or companies compares, spellings and typos included."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import cache, lru_cache

from app.crm.duplicates.typos import is_mistyped, pair_up
from app.domain.matching import (
    AND,
    bare,
    company_domain,
    company_key,
    company_root,
    dialled,
    domain_root,
    email_key,
    person_words,
    phone_key,
)
from app.domain.names import forms_of, sounds_of
from app.languages.words import forms


class Match(Enum):
    """What the comparison of one field says; `UNKNOWN` where one of the two has none."""

    UNKNOWN = 0
    DIFFERENT = 1
    NEAR = 2
    EQUAL = 3


ALIKE = (Match.NEAR, Match.EQUAL)
_PREFIXES = frozenset({"mac", "mc", "o", "dell"})
"""What some write apart from the surname that follows it."""


def _keys(a: str, b: str) -> Match:
    if not a or not b:
        return Match.UNKNOWN
    return Match.EQUAL if a == b else Match.DIFFERENT


def compare_emails(a: str, b: str) -> Match:
    """Whether two addresses are one."""
    match = _keys(email_key(a), email_key(b))
    if match is Match.DIFFERENT:
        (local_a, _, at_a), (local_b, _, at_b) = email_key(a).partition("@"), email_key(b).partition("@")
        near_locals = at_a == at_b and is_mistyped(local_a, local_b)
        if near_locals or (local_a == local_b and is_mistyped(at_a, at_b)):
            return Match.NEAR
    return match


def compare_domains(a: str, b: str) -> Match:
    """Whether two addresses are of one company, by their domains."""
    match = _keys(domain_root(a), domain_root(b))
    if match is Match.EQUAL:
        # acme.de and acme.com are likely one, but that alone makes no company the same.
        return Match.EQUAL if company_domain(a) == company_domain(b) else Match.NEAR
    if match is Match.DIFFERENT and is_mistyped(domain_root(a), domain_root(b)):
        return Match.NEAR
    return match


@lru_cache(maxsize=4096)
def compare_phones(a: str, b: str) -> Match:
    """Where the country of a number is not known, it may be the same as one of any country."""
    if a.startswith("+") and b.startswith("+"):
        return _keys(phone_key(a), phone_key(b))
    return Match.EQUAL if dialled(a) and dialled(a) == dialled(b) else Match.UNKNOWN


def compare_companies(a: str, b: str) -> Match:
    """Whether two names of companies are one."""
    match = _keys(company_key(a), company_key(b))
    if match is not Match.DIFFERENT:
        return match
    first, second = _company_words(a), _company_words(b)
    if "".join(first) == "".join(second) or sorted(first) == sorted(second):
        return Match.EQUAL
    if _digits(first) != _digits(second):
        return Match.DIFFERENT
    if company_root(a) == company_root(b) or _one_slip("".join(first), "".join(second), first, second):
        return Match.NEAR
    pairs = pair_up(first, second, _same_company_word) if len(first) == len(second) else None
    return Match.NEAR if pairs is not None and pairs <= 1 else Match.DIFFERENT


def _company_words(company: str) -> list[str]:
    words = [_spelled(word) for word in company_key(company).split() if word != AND]
    return [word for word in words if word not in _saying_little()] or words


@cache
def _saying_little() -> frozenset[str]:
    """Words that name a part or the whole of one company, and legal forms that only one of two may spell out;
    the keys that are stored know the short ones."""
    return frozenset(_spelled(word) for word in forms("similarity.parts") | forms("similarity.legal_forms"))


def _spelled(word: str) -> str:
    return bare(word).replace("ph", "f")


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, with prefixes joined to their surnames: "Mac Donnell" is MacDonnell."""
    joined: list[str] = []
    for word in person_words(name.replace("ı", "i")):
        if joined and joined[-1] in _PREFIXES:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def _digits(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if any(map(str.isdigit, word)))


def _one_slip(a: str, b: str, first: Sequence[str], second: Sequence[str]) -> bool:
    """One name written apart and the other together, with a slip besides."""
    return len(first) != len(second) and min(len(a), len(b)) >= 9 and is_mistyped(a, b)


def _same_company_word(a: str, b: str) -> int | None:
    if a == b:
        return 0
    return 1 if is_mistyped(a, b) else None


@lru_cache(maxsize=4096)
def compare_names(a: tuple[str, ...], b: tuple[str, ...]) -> Match:
    """Whether two names of persons may be one, by their words."""
    if not a or not b:
        return Match.UNKNOWN
    if sorted(a) == sorted(b) or "".join(a) == "".join(b):
        return Match.EQUAL
    shorter, longer = sorted((a, b), key=len)
    slips = pair_up(shorter, longer, _same_name_word)
    if slips is None or slips > 2:
        return Match.DIFFERENT
    if len(shorter) == 1 and len(longer) > 1:
        # "Sarah" may be short for "Sarah Meier", "Meier" could be anybody of that name.
        return Match.NEAR if slips == 0 and _same_name_word(shorter[0], longer[0]) == 0 else Match.DIFFERENT
    return Match.EQUAL if slips == 0 and len(a) == len(b) else Match.NEAR


def _same_name_word(a: str, b: str) -> int | None:
    """How many slips lie between two words of names; None where they are two names."""
    if bare(a) == bare(b) or forms_of(a) & forms_of(b):
        return 0
    if sounds_of(a) == sounds_of(b):
        return 1
    if 1 in (len(a), len(b)):
        return 1 if a[0] == b[0] else None
    return 1 if is_mistyped(a, b) else None
