"""Similarity: whether two people or companies are the same, by rules that can be told. Nothing is learned."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.crm.duplicates.matches import (
    ALIKE,
    Match,
    compare_companies,
    compare_domains,
    compare_emails,
    compare_names,
    compare_phones,
    name_words,
)
from app.domain.matching import (
    bare,
    dialled,
    email_key,
    is_shared_mailbox,
    person_words,
)


class Similarity(StrEnum):
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
class Features:
    """By what somebody is recognised. `person` is empty where only a company is known; `phone` is in
    international form (+49 30 1234567), or as it was typed where nobody knows of which country it is; `told`
    are the keys of what else is known of them, from notes (app.domain.traces)."""

    person: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How alike two are, and why: the reasons are told to people, strongest first."""

    similarity: Similarity
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Findings:
    """What was found field by field."""

    person: Match
    company: Match
    email: Match
    phone: Match
    domain: Match
    told: frozenset[str] = frozenset()

    @property
    def told_email(self) -> bool:
        """Whether an address of one is told of the other."""
        return any("@" in key for key in self.told)

    @property
    def told_phone(self) -> bool:
        """Whether a number of one is told of the other."""
        return any(map(str.isdigit, self.told))

    @property
    def told_company(self) -> bool:
        """Whether the id of one's company is told of the other."""
        return any("@" not in key and not key.isdigit() for key in self.told)

    @property
    def is_reached_alike(self) -> bool:
        """Whether both can be reached in one way, by what is told of one of them."""
        return self.told_email or self.told_phone

    @property
    def company_same(self) -> bool:
        if self.domain is Match.EQUAL or self.told_company:
            return True
        return self.company in ALIKE and self.domain is not Match.DIFFERENT


def compare(a: Features, b: Features) -> Verdict:
    """Whether two sets of features mean the same person or company. Symmetric."""
    found = _Findings(
        person=compare_names(name_words(a.person), name_words(b.person)),
        company=compare_companies(a.company, b.company),
        email=compare_emails(a.email, b.email),
        phone=compare_phones(a.phone, b.phone),
        domain=compare_domains(a.email, b.email),
        told=_told(a, b) if a.told or b.told else frozenset(),
    )
    if found.person is Match.UNKNOWN:
        similarity = _without_person(a, b, found)
    elif found.person in ALIKE:
        similarity = _of_one_name(a, b, found)
    else:
        similarity = _of_two_names(a, b, found)
    return Verdict(similarity, () if similarity is Similarity.DIFFERENT else _reasons(found))


def _told(a: Features, b: Features) -> frozenset[str]:
    """What is told of one and known of the other, or told of both."""
    return (a.told & (b.told | _reached(b))) | (b.told & _reached(a))


def _reached(one: Features) -> frozenset[str]:
    return frozenset({email_key(one.email), dialled(one.phone)} - {""})


def is_called_alike(name: str, other: str) -> bool:
    """Whether two names of persons may be one, written in two ways."""
    return compare_names(name_words(name), name_words(other)) in ALIKE


def _without_person(a: Features, b: Features, found: _Findings) -> Similarity:
    """At least one of the two is a company without a person."""
    if not a.person and not b.person and (found.told_company or _is_one_company(found)):
        return Similarity.SAME
    if found.email is Match.EQUAL and not is_shared_mailbox(a.email):
        return Similarity.SAME
    shared = found.email is Match.EQUAL or found.phone is Match.EQUAL or found.is_reached_alike
    return (
        Similarity.RELATED if shared or found.company_same or found.company in ALIKE else Similarity.DIFFERENT
    )


def _is_one_company(found: _Findings) -> bool:
    return found.company_same and found.company in ALIKE


def _of_one_name(a: Features, b: Features, found: _Findings) -> Similarity:
    """Both may be called the same: what else speaks for one person, what against?"""
    if found.email is Match.EQUAL or found.is_reached_alike:
        return Similarity.SAME
    if found.person is Match.NEAR and _each_spells_itself(a, b):
        # Meyer with meyer@ and Maier with maier@: nobody mistypes twice the same way.
        shared = found.company_same or found.phone is Match.EQUAL
        return Similarity.RELATED if shared else Similarity.DIFFERENT
    if found.company_same or found.phone is Match.EQUAL:
        return Similarity.SAME
    if found.company is Match.DIFFERENT or found.domain is Match.DIFFERENT:
        return Similarity.RELATED if found.company is Match.EQUAL else Similarity.DIFFERENT
    if found.email is Match.NEAR:
        return Similarity.SAME
    nothing_against = Match.DIFFERENT not in (found.email, found.phone)
    whole = min(len(person_words(a.person)), len(person_words(b.person))) > 1
    return (
        Similarity.SAME if found.person is Match.EQUAL and whole and nothing_against else Similarity.DIFFERENT
    )


def _of_two_names(a: Features, b: Features, found: _Findings) -> Similarity:
    """Two names: one person only behind one mailbox that is nobody else's; a number may be a switchboard."""
    if found.email is Match.EQUAL and not is_shared_mailbox(a.email) and not _are_family(a, b):
        return Similarity.SAME
    # An address in a note may be a colleague's.
    shared = Match.EQUAL in (found.email, found.phone) or found.is_reached_alike
    return Similarity.RELATED if shared or found.company_same else Similarity.DIFFERENT


def _are_family(a: Features, b: Features) -> bool:
    """One surname with two given names."""
    first, second = person_words(a.person), person_words(b.person)
    return len(first) > 1 and len(second) > 1 and first[-1] == second[-1]


def _each_spells_itself(a: Features, b: Features) -> bool:
    """Whether each address holds its own name as it is written, and not the other's."""
    return _spells(a, b) and _spells(b, a)


def _spells(own: Features, other: Features) -> bool:
    local = bare(email_key(own.email).partition("@")[0])
    differing = set(map(bare, person_words(own.person))) - set(map(bare, person_words(other.person)))
    return bool(differing) and all(len(word) > 2 and word in local for word in differing)


def _reasons(found: _Findings) -> tuple[Reason, ...]:
    told = {
        Reason.EMAIL: found.email is Match.EQUAL or found.told_email,
        Reason.PHONE: found.phone is Match.EQUAL or found.told_phone,
        Reason.NAME: found.person is Match.EQUAL,
        Reason.NAME_NEAR: found.person is Match.NEAR,
        Reason.COMPANY: found.company is Match.EQUAL or found.told_company,
        Reason.COMPANY_NEAR: found.company is Match.NEAR,
        Reason.DOMAIN: found.domain is Match.EQUAL and found.company is not Match.EQUAL,
    }
    return tuple(reason for reason, holds in told.items() if holds)
