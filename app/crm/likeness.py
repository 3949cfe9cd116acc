"""Likeness: whether two people or companies are the same, by rules that can be told. Nothing is learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache, lru_cache

from app.crm.slips import is_mistyped, pair_up
from app.domain.matching import (
    AND,
    bare,
    company_domain,
    company_key,
    company_root,
    dialled,
    domain_root,
    email_key,
    is_shared_mailbox,
    person_words,
    phone_key,
)
from app.domain.names import forms_of, sounds_of
from app.languages.words import forms


class Likeness(StrEnum):
    """`SAME` is a likely duplicate, `RELATED` somebody else of the same company or behind the same number."""

    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"


class Reason(StrEnum):
    """What two have in common; `card.duplicate.<reason>` in the catalogs says it."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    NAME_NEAR = "name_near"
    COMPANY = "company"
    COMPANY_NEAR = "company_near"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """By what somebody is recognised. `person` is empty where only a company is known; `phone` is in
    international form (+49 30 1234567), or as it was typed where nobody knows of which country it is."""

    person: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How alike two are, and why: the reasons are told to people, strongest first."""

    likeness: Likeness
    reasons: tuple[Reason, ...] = ()


class _Match(Enum):
    UNKNOWN = 0
    DIFFERENT = 1
    NEAR = 2
    EQUAL = 3


_ALIKE = (_Match.NEAR, _Match.EQUAL)
_PREFIXES = frozenset({"mac", "mc", "o", "dell"})
"""What some write apart from the surname that follows it."""


@dataclass(frozen=True, slots=True)
class _Findings:
    """What was found field by field."""

    person: _Match
    company: _Match
    email: _Match
    phone: _Match
    domain: _Match

    @property
    def company_same(self) -> bool:
        if self.domain is _Match.EQUAL:
            return True
        return self.company in _ALIKE and self.domain is not _Match.DIFFERENT


def compare(a: Identity, b: Identity) -> Verdict:
    """Whether two identities mean the same person or company. Symmetric."""
    found = _Findings(
        person=_names(_person_words(a.person), _person_words(b.person)),
        company=_companies(a.company, b.company),
        email=_emails(a.email, b.email),
        phone=_phones(a.phone, b.phone),
        domain=_domains(a.email, b.email),
    )
    if found.person is _Match.UNKNOWN:
        likeness = _without_person(a, b, found)
    elif found.person in _ALIKE:
        likeness = _of_one_name(a, b, found)
    else:
        likeness = _of_two_names(a, b, found)
    return Verdict(likeness, () if likeness is Likeness.DIFFERENT else _reasons(found))


def is_called_alike(name: str, other: str) -> bool:
    """Whether two names of persons may be one, written in two ways."""
    return _names(_person_words(name), _person_words(other)) in _ALIKE


def _without_person(a: Identity, b: Identity, found: _Findings) -> Likeness:
    """At least one of the two is a company without a person."""
    if not a.person and not b.person and found.company_same and found.company in _ALIKE:
        return Likeness.SAME
    if found.email is _Match.EQUAL and not is_shared_mailbox(a.email):
        return Likeness.SAME
    shared = found.email is _Match.EQUAL or found.phone is _Match.EQUAL
    return Likeness.RELATED if shared or found.company_same or found.company in _ALIKE else Likeness.DIFFERENT


def _of_one_name(a: Identity, b: Identity, found: _Findings) -> Likeness:
    """Both may be called the same: what else speaks for one person, what against?"""
    if found.email is _Match.EQUAL:
        return Likeness.SAME
    if found.person is _Match.NEAR and _each_spells_itself(a, b):
        # Meyer with meyer@ and Maier with maier@: nobody mistypes twice the same way.
        shared = found.company_same or found.phone is _Match.EQUAL
        return Likeness.RELATED if shared else Likeness.DIFFERENT
    if found.company_same or found.phone is _Match.EQUAL:
        return Likeness.SAME
    if found.company is _Match.DIFFERENT or found.domain is _Match.DIFFERENT:
        return Likeness.RELATED if found.company is _Match.EQUAL else Likeness.DIFFERENT
    if found.email is _Match.NEAR:
        return Likeness.SAME
    nothing_against = _Match.DIFFERENT not in (found.email, found.phone)
    whole = min(len(person_words(a.person)), len(person_words(b.person))) > 1
    return Likeness.SAME if found.person is _Match.EQUAL and whole and nothing_against else Likeness.DIFFERENT


def _of_two_names(a: Identity, b: Identity, found: _Findings) -> Likeness:
    """Two names: one person only behind one mailbox that is nobody else's; a number may be a switchboard."""
    if found.email is _Match.EQUAL and not is_shared_mailbox(a.email) and not _are_family(a, b):
        return Likeness.SAME
    shared = _Match.EQUAL in (found.email, found.phone)
    return Likeness.RELATED if shared or found.company_same else Likeness.DIFFERENT


def _are_family(a: Identity, b: Identity) -> bool:
    """One surname with two given names."""
    first, second = person_words(a.person), person_words(b.person)
    return len(first) > 1 and len(second) > 1 and first[-1] == second[-1]


def _each_spells_itself(a: Identity, b: Identity) -> bool:
    """Whether each address holds its own name as it is written, and not the other's."""
    return _spells(a, b) and _spells(b, a)


def _spells(own: Identity, other: Identity) -> bool:
    local = bare(email_key(own.email).partition("@")[0])
    differing = set(map(bare, person_words(own.person))) - set(map(bare, person_words(other.person)))
    return bool(differing) and all(len(word) > 2 and word in local for word in differing)


def _reasons(found: _Findings) -> tuple[Reason, ...]:
    told = {
        Reason.EMAIL: found.email is _Match.EQUAL,
        Reason.PHONE: found.phone is _Match.EQUAL,
        Reason.NAME: found.person is _Match.EQUAL,
        Reason.NAME_NEAR: found.person is _Match.NEAR,
        Reason.COMPANY: found.company is _Match.EQUAL,
        Reason.COMPANY_NEAR: found.company is _Match.NEAR,
        Reason.DOMAIN: found.domain is _Match.EQUAL and found.company is not _Match.EQUAL,
    }
    return tuple(reason for reason, holds in told.items() if holds)


def _keys(a: str, b: str) -> _Match:
    if not a or not b:
        return _Match.UNKNOWN
    return _Match.EQUAL if a == b else _Match.DIFFERENT


def _emails(a: str, b: str) -> _Match:
    match = _keys(email_key(a), email_key(b))
    if match is _Match.DIFFERENT:
        (local_a, _, at_a), (local_b, _, at_b) = email_key(a).partition("@"), email_key(b).partition("@")
        near_locals = at_a == at_b and is_mistyped(local_a, local_b)
        if near_locals or (local_a == local_b and is_mistyped(at_a, at_b)):
            return _Match.NEAR
    return match


def _domains(a: str, b: str) -> _Match:
    match = _keys(domain_root(a), domain_root(b))
    if match is _Match.EQUAL:
        # acme.de and acme.com are likely one, but that alone makes no company the same.
        return _Match.EQUAL if company_domain(a) == company_domain(b) else _Match.NEAR
    if match is _Match.DIFFERENT and is_mistyped(domain_root(a), domain_root(b)):
        return _Match.NEAR
    return match


@lru_cache(maxsize=4096)
def _phones(a: str, b: str) -> _Match:
    """Where the country of a number is not known, it may be the same as one of any country."""
    if a.startswith("+") and b.startswith("+"):
        return _keys(phone_key(a), phone_key(b))
    return _Match.EQUAL if dialled(a) and dialled(a) == dialled(b) else _Match.UNKNOWN


def _companies(a: str, b: str) -> _Match:
    match = _keys(company_key(a), company_key(b))
    if match is not _Match.DIFFERENT:
        return match
    first, second = _company_words(a), _company_words(b)
    if "".join(first) == "".join(second) or sorted(first) == sorted(second):
        return _Match.EQUAL
    if _digits(first) != _digits(second):
        return _Match.DIFFERENT
    if company_root(a) == company_root(b) or _one_slip("".join(first), "".join(second), first, second):
        return _Match.NEAR
    pairs = pair_up(first, second, _same_company_word) if len(first) == len(second) else None
    return _Match.NEAR if pairs is not None and pairs <= 1 else _Match.DIFFERENT


def _company_words(company: str) -> list[str]:
    words = [_spelled(word) for word in company_key(company).split() if word != AND]
    return [word for word in words if word not in _saying_little()] or words


@cache
def _saying_little() -> frozenset[str]:
    """Words that name a part or the whole of one company, and legal forms that only one of two may spell out;
    the keys that are stored know the short ones."""
    return frozenset(_spelled(word) for word in forms("likeness.parts") | forms("likeness.legal_forms"))


def _spelled(word: str) -> str:
    return bare(word).replace("ph", "f")


@lru_cache(maxsize=4096)
def _person_words(name: str) -> tuple[str, ...]:
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
def _names(a: tuple[str, ...], b: tuple[str, ...]) -> _Match:
    if not a or not b:
        return _Match.UNKNOWN
    if sorted(a) == sorted(b) or "".join(a) == "".join(b):
        return _Match.EQUAL
    shorter, longer = sorted((a, b), key=len)
    slips = pair_up(shorter, longer, _same_name_word)
    if slips is None or slips > 2:
        return _Match.DIFFERENT
    if len(shorter) == 1 and len(longer) > 1:
        # "Sarah" may be short for "Sarah Meier", "Meier" could be anybody of that name.
        return _Match.NEAR if slips == 0 and _same_name_word(shorter[0], longer[0]) == 0 else _Match.DIFFERENT
    return _Match.EQUAL if slips == 0 and len(a) == len(b) else _Match.NEAR


def _same_name_word(a: str, b: str) -> int | None:
    """How many slips lie between two words of names; None where they are two names."""
    if bare(a) == bare(b) or forms_of(a) & forms_of(b):
        return 0
    if sounds_of(a) == sounds_of(b):
        return 1
    if 1 in (len(a), len(b)):
        return 1 if a[0] == b[0] else None
    return 1 if is_mistyped(a, b) else None
