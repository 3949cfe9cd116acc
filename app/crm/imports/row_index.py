"""The index of a file's rows that become leads. It has the same keys as the leads that are there."""

from __future__ import annotations

from collections import defaultdict

from app.crm.duplicates.similarity import Features
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.matching import company_root, dialled, email_key, name_root, phone_key
from app.store.duplicates.candidates import Candidate, beginnings_of
from app.store.duplicates.lookups import MOST_OF_COMPANY, MOST_OF_KEY, MOST_OF_WORD
from app.store.search.words import words_of

_LONGEST_BEGINNING = 5


class RowIndex:
    """Leads that the store did not have yet when all rows of a portion were looked up together."""

    def __init__(self) -> None:
        self._by_key: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[Candidate]] = defaultdict(list)
        self._unread: list[Candidate] = []
        self._asked: tuple[Features | None, list[tuple[str, str]]] = (None, [])

    def add(self, number: int, name: str, features: Features) -> None:
        """Notes a lead of a name; one that is none yet has its row's number, but below zero, where no
        record's is."""
        candidate = Candidate(
            kind=Kind.LEAD.value,
            number=number,
            name=name,
            version=1,
            company=features.company,
            email=features.email,
            phone=features.phone,
            status="open",
            owner=None,
            contact=None,
        )
        for key in self._keys(features):
            self._by_key[key].append(candidate)
        self._unread.append(candidate)

    def find(self, features: Features) -> list[Candidate]:
        """Rows that share a key with somebody, as many of each as the store would give."""
        found: dict[Candidate, None] = {}
        for name, key in self._keys(features):
            most = MOST_OF_COMPANY if name == "company" else MOST_OF_KEY
            found |= dict.fromkeys(self._by_key.get((name, key), ())[-most:])
        if not features.person:
            self._read_words()
            for beginning in beginnings_of(features.company):
                found |= dict.fromkeys(self._by_beginning.get(beginning, ())[:MOST_OF_WORD])
        return list(found)

    def _keys(self, features: Features) -> list[tuple[str, str]]:
        """The keys of somebody: most are added right after they were looked for."""
        if self._asked[0] is not features:
            self._asked = features, _keys(features)
        return self._asked[1]

    def _read_words(self) -> None:
        """Only a company without a person is looked for by words, so most files need none."""
        for one in self._unread:
            lead = Lead(number=1, name=one.name, company=one.company, email=one.email, phone=one.phone)
            for beginning in {word[:length] for word in words_of(lead) for length in _LENGTHS}:
                self._by_beginning[beginning].append(one)
        self._unread.clear()


_LENGTHS = range(1, _LONGEST_BEGINNING + 1)


def _keys(features: Features) -> list[tuple[str, str]]:
    keys = {
        "email": email_key(features.email),
        "phone": phone_key(features.phone),
        "dialled": dialled(features.phone),
        "person": name_root(features.person),
        "company": company_root(features.company),
    }
    return [(name, key) for name, key in keys.items() if key]
