"""Candidates: leads and contacts that may be the same as somebody new, with their companies. One statement
finds them by key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from app.domain.event import Kind
from app.domain.matching import (
    company_domain,
    company_key,
    company_root,
    dialled,
    email_key,
    fold,
    name_root,
    phone_key,
    typed_key,
)
from app.store.duplicates.lookups import (
    ENTRY,
    FIND_SPELLED,
    MATCH,
    MOST_OF_KEY,
    MOST_OF_WORD,
    MOST_TOLD,
    ONE,
    PARTS,
    RARE,
    SORTS,
    finding,
    known_keys,
)
from app.store.engine.choice import engine_of
from app.store.tables import activities, organizations, words
from app.store.workspace_rows import WorkspaceRows

_BEGINNING = 5


class Candidate(NamedTuple):
    """What tells a lead, a contact or an organization from another. `contact` is the one that a lead became;
    `company` of a contact is its organization's name; `shared` are the keys by which it was found among what
    was told of one of the two."""

    kind: str
    number: int
    name: str
    version: int
    company: str
    email: str
    phone: str
    status: str
    owner: int | None
    contact: int | None
    shared: frozenset[str] = frozenset()


class KnownOrganization(NamedTuple):
    """What tells an organization from another."""

    number: int
    name: str
    domain: str


class Matches(NamedTuple):
    """The oldest organization with a company's name, and with a domain; the oldest contact with an email
    address, and with a phone number."""

    company: int | None
    domain: int | None
    email: int | None
    phone: int | None


class Candidates(WorkspaceRows):
    """Looks into one workspace."""

    def find(
        self, person: str, company: str, email: str, phone: str, told: frozenset[str] = frozenset()
    ) -> list[Candidate]:
        """Leads and contacts that share a key with somebody, and organizations with the company's name or the
        email's domain; `person` is empty for a company, `told` are the keys of what else is told of whom."""
        keys = self._keys(person, company, email, phone, told)
        given = tuple([name for name in PARTS if keys[name]])
        return self._told_of(finding(given).all(self._connection, keys)) if given else []

    def find_each(self, asked: Sequence[tuple[str, str, str, str, frozenset[str]]]) -> list[list[Candidate]]:
        """What `find` gives for each of several: person, company, email, phone, told."""
        keys = [self._keys(*one) for one in asked]
        known = self._known(keys)
        found: list[list[Candidate]] = [[] for _ in keys]
        # All keys in one statement, given or not: the same one goes to PostgreSQL for everybody. But for what
        # few have.
        alike: dict[tuple[str, ...], list[int]] = {}
        for at, one in enumerate(keys):
            if not known.isdisjoint(_sorted_out(one)):
                parts = tuple(name for name in PARTS if name not in RARE or one[name])
                alike.setdefault(parts, []).append(at)
        for parts, places in alike.items():
            rows = finding(parts).all_of(self._connection, [keys[at] for at in places])
            for at, rows_of_one in zip(places, rows, strict=True):
                found[at] = self._told_of(rows_of_one)
        return found

    def _known(self, keys: Sequence[dict[str, Any]]) -> set[tuple[str, str]]:
        """Those of many keys that anybody has."""
        asked: dict[str, set[str]] = {sort: set() for sort in SORTS}
        for one in keys:
            for sort, key in _sorted_out(one):
                asked[sort].add(key)
        values = {sort: orjson.dumps(list(some)).decode() for sort, some in asked.items()}
        statement = known_keys(engine_of(self._connection))
        return set(statement.all(self._connection, {**values, "workspace": self._workspace_id}))

    def _told_of(self, rows: Iterable[tuple[Any, ...]]) -> list[Candidate]:
        """The candidates among rows, and those of whom entries of the index tell."""
        candidates, entries = _apart(rows)
        if not entries:
            return candidates
        found = {(one.kind, one.number): one for one in candidates}
        about = self._subjects(entries)
        of_words: dict[int, set[str]] = {}
        for entry in entries:
            of_words.setdefault(about.get(entry.number, entry.number), set()).add(entry.word)
        values = {"workspace": self._workspace_id}
        for number, shared in of_words.items():
            for row in ONE.all(self._connection, {**values, "number": number}):
                one = Candidate(*row[:-1])
                found[one.kind, one.number] = one._replace(shared=frozenset(shared))
        return list(found.values())

    def _subjects(self, entries: Sequence[_Entry]) -> dict[int, int]:
        """What activities are about, by their numbers."""
        numbers = [entry.number for entry in entries if entry.list == Kind.ACTIVITY]
        if not numbers:
            return {}
        mine = (self._mine(activities), activities.c.number.in_(numbers))
        rows = self._connection.execute(sa.select(activities.c.number, activities.c.about).where(*mine))
        return {row.number: row.about for row in rows}

    def _keys(
        self, person: str, company: str, email: str, phone: str, told: frozenset[str]
    ) -> dict[str, Any]:
        email, number = email_key(email), dialled(phone)
        reached = [key for key in (email, number) if key]
        others = sorted(told)[:MOST_TOLD]
        words_ = [*reached, *others, *[None] * (MOST_TOLD + 2)]
        return {
            "reached": reached or others or None,
            "others": others or None,
            **{f"word_{at}": words_[at] for at in range(MOST_TOLD + 2)},
            "email": email or None,
            "phone": phone_key(phone) or None,
            "typed": typed_key(phone) or None,
            # The country that the number lacks may be any: words know what is dialled inside of it.
            "dialled": None if phone.startswith("+") else number or None,
            "person": name_root(person) or None,
            "company": company_root(company) or None,
            "company_key": company_key(company) or None,
            "domain": company_domain(email) or None,
            "workspace": self._workspace_id,
        }

    def match(self, *, company: str, domain: str, email: str, phone: str) -> Matches:
        """What has these keys; an empty one finds nothing."""
        keys = {"company": company or None, "domain": domain or None}
        keys |= {"email": email or None, "phone": phone or None}
        row = MATCH.first(self._connection, {**keys, "workspace": self._workspace_id})
        return Matches(*row) if row else Matches(None, None, None, None)

    def find_spelled_alike(self, company: str) -> list[Candidate]:
        """Leads with a word that begins like one of the company's: some of them where there are many."""
        found: dict[int, Candidate] = {}
        for beginning in beginnings_of(company):
            keys = {
                "workspace": self._workspace_id,
                "beginning": beginning,
                "after": beginning + "\U0010ffff",
            }
            for row in FIND_SPELLED.all(self._connection, keys):
                candidate = Candidate(*row)
                found[candidate.number] = candidate
        return list(found.values())

    def find_organizations(self, company: str, email: str) -> list[KnownOrganization]:
        """Organizations with a company's name or an email's domain, or with a word that begins like one of
        the company's: some of them where there are many."""
        columns = (organizations.c.number, organizations.c.name, organizations.c.domain)
        mine = (self._mine(organizations), organizations.c.merged_into.is_(None))
        keyed = {"company_key": company_key(company), "domain": company_domain(email)}
        parts = [
            sa.select(*columns).where(*mine, organizations.c[name] == key).limit(MOST_OF_KEY).subquery()
            for name, key in keyed.items()
            if key
        ]
        for beginning in beginnings_of(company):
            spelled = (
                sa.select(words.c.number)
                .where(
                    self._mine(words),
                    words.c.word >= beginning,
                    words.c.word < beginning + "\U0010ffff",
                    words.c.kind == Kind.ORGANIZATION.value,
                )
                .limit(MOST_OF_WORD)
                .subquery()
            )
            parts.append(
                sa.select(*columns).where(*mine, organizations.c.number.in_(sa.select(spelled))).subquery()
            )
        if not parts:
            return []
        found = self._connection.execute(sa.union(*(sa.select(part) for part in parts)))
        return [KnownOrganization(*row) for row in found]


def _sorted_out(keys: dict[str, Any]) -> list[tuple[str, str]]:
    """The keys of somebody, each with the sort of which it is."""
    return [(sort, keys[name]) for name, sort in _SORTS if keys[name]]


_SORTS = (
    *((sort, sort) for sort in SORTS if sort != "word"),
    ("typed", "phone"),
    *((name, "word") for name in ("dialled", *(f"word_{at}" for at in range(MOST_TOLD + 2)))),
)
"""Which sort each key is of."""


def beginnings_of(company: str) -> list[str]:
    """How words of a company's name begin; one with a slip behind that is found by it."""
    beginnings = {word[:_BEGINNING] for word in company_key(company).split() if len(word) >= _BEGINNING}
    return sorted(beginnings | {fold(company)[:_BEGINNING]} - {""})


class _Entry(NamedTuple):
    """An entry of the index that tells of somebody."""

    list: str
    number: int
    word: str


def _apart(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Candidate], list[_Entry]]:
    """Candidates, each once, and the entries that tell of further ones."""
    found: dict[tuple[str, int], Candidate] = {}
    entries: list[_Entry] = []
    for *columns, word in rows:
        candidate = Candidate(*columns)
        if candidate.kind == ENTRY:
            entries.append(_Entry(candidate.name, candidate.number, word))
        else:
            found.setdefault((candidate.kind, candidate.number), candidate)
    return list(found.values()), entries
