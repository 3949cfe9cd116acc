"""The search index: the words of every record, found by prefix with a plain B-tree on both databases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import sqlalchemy as sa

from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.fields import Type, names_of
from app.domain.lead import Lead
from app.domain.matching import fold
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.domain.record import Record
from app.domain.traces import dialled_in, digits_in, emails_in, ids_in
from app.store.search.search import Search
from app.store.statements import InsertOfSome
from app.store.tables import words
from app.store.workspace_rows import WorkspaceRows

Entry = tuple[str, str]
"""A list of the index, and a word in it. Each kind has a list, by its own name."""

TOLD = {kind: f"{kind.value}:told" for kind in (Kind.LEAD, Kind.OPPORTUNITY)}
"""The lists of what was told about records, beside those of what they are called."""

LONGEST_WORD = 40
_LONGEST_REMEMBERED = 200
"""Characters of a text whose words are worth to be remembered: names come again and again."""
MOST_WORDS = 6
"""Words of a query beyond these are ignored."""

_SPLIT = re.compile(r"[^\w@.+-]+")
_PARTS = re.compile(r"[^\w]+")
_UMLAUTS = re.compile("[äöüß]")
_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_JOINING = re.compile(r"[\s.\-]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")


def entries_of(record: Record) -> set[Entry]:
    """All entries of a record: those of its kind, and beside them those of what was told about it."""
    found = set(product((record.kind.value,), words_of(record)))
    if record.kind in TOLD:
        found.update(product((TOLD[record.kind],), told_of(record)))
    return found


def words_of(record: Record) -> set[str]:
    """The words by which a record is called: name, company, email with its parts, digits of the phone; and
    what an activity tells. One that went up in another is found no more."""
    if getattr(record, "merged_into", None) is not None:
        return set()
    found = set(_spelled(record.name))
    if isinstance(record, Lead):
        found |= _spelled(record.company)
    if isinstance(record, Activity):
        found |= _told(f"{record.name}\n{record.text}")
    if isinstance(record, Lead | Contact):
        found |= _address(record.email)
    if isinstance(record, Organization):
        found |= _address(record.domain)
    if isinstance(record, Lead | Contact | Organization):
        found |= _digits(record.phone)
    return _cut(found)


def told_of(record: Record) -> set[str]:
    """The words of what was told about a lead or an opportunity, and of its name, so that both are found
    together; none where nothing was told. They have a list of their own: who is meant by a name is not to be
    looked for among all who are spoken of."""
    if getattr(record, "merged_into", None) is not None:
        return set()
    texts = [text for text in _texts_of(record) if text]
    if not texts:
        return set()
    found = _told("\n".join(texts)) | _spelled(record.name)
    if isinstance(record, Lead):
        found |= _spelled(record.company)
    return _cut(found)


def _cut(found: set[str]) -> set[str]:
    found.discard("")
    return found if max(map(len, found), default=0) <= LONGEST_WORD else {one[:LONGEST_WORD] for one in found}


_TEXTS = {kind: names_of(kind, Type.TEXT) for kind in TOLD}


def _texts_of(record: Record) -> Sequence[str]:
    if not isinstance(record, Lead | Opportunity):
        return ()
    own = (value for value in record.own.values() if isinstance(value, str))
    return (*(getattr(record, name) for name in _TEXTS[record.kind]), *record.answers.values(), *own)


def query_words(text: str) -> list[str]:
    """The words that somebody looks for, each a prefix: folded, digits of phone numbers and ids joined."""
    folded = fold(_APOSTROPHE.sub("", text))
    phone = re.sub(r"[\s()/.\-–]", "", folded)
    if re.fullmatch(r"\+?\d{5,}", phone):
        return [_significant(phone)]
    if (joined := ids_in(text.upper())) and len(_JOINING.sub("", folded)) == len(joined[0]):
        return joined[:1]
    found = [part for word in _SPLIT.split(folded) for part in _query_parts(word)]
    return [word[:LONGEST_WORD] for word in dict.fromkeys(found)][:MOST_WORDS]


class WordIndex(WorkspaceRows):
    """The words of one workspace."""

    def add(self, record: Record) -> set[Entry]:
        """Makes a new record findable; returns its entries."""
        found = entries_of(record)
        self._insert(record, found)
        return found

    def add_all(self, records: Sequence[Record]) -> None:
        """Makes new records findable."""
        rows = [(*entry, one.number) for one in records for entry in sorted(entries_of(one))]
        _INSERT_ALL.later(self._connection, {"workspace_id": self._workspace_id}, rows)

    def replace(self, record: Record, before: set[Entry]) -> set[Entry]:
        """Keeps the index true after a change; `before` are the entries that were stored. Returns the new
        ones."""
        after = entries_of(record)
        gone = before - after
        for list_ in sorted({list_ for list_, _ in gone}):
            some = words.c.word.in_([word for one, word in gone if one == list_])
            self._delete(record.number, words.c.kind == list_, some)
        self._insert(record, after - before)
        return after

    def remove(self, *numbers: int) -> None:
        """Forgets records."""
        mine = (self._mine(words), words.c.number.in_(numbers))
        self._connection.execute(sa.delete(words).where(*mine))

    def numbers(self, text: str, kind: Kind, limit: int, before: int | None = None) -> list[int]:
        """Numbers of all records of a kind that have, or of which is told, a word starting with every word of
        the text, newest first; `before` continues below a number."""
        prefixes = query_words(text)
        search = Search(self._connection, self._workspace_id)
        lists = [kind.value, *([TOLD[kind]] if kind in TOLD else [])] if prefixes else []
        found = {number for one in lists for number in search.every(prefixes, one)}
        return sorted((n for n in found if before is None or n < before), reverse=True)[:limit]

    def some_numbers(self, text: str, kinds: Sequence[Kind], limit: int) -> list[int]:
        """Like `numbers`, of several kinds and by what records are called alone; but where very many match,
        the newest of some: it takes milliseconds on a million records, as nobody pages through ten thousand
        Müllers."""
        return self._some(text, [kind.value for kind in kinds], limit)

    def told_numbers(self, text: str, kinds: Sequence[Kind], limit: int) -> list[int]:
        """Like `some_numbers`, by what was told about records."""
        return self._some(text, [TOLD[kind] for kind in kinds if kind in TOLD], limit)

    def _some(self, text: str, lists: Sequence[str], limit: int) -> list[int]:
        prefixes = query_words(text)
        search = Search(self._connection, self._workspace_id)
        return search.some(prefixes, lists, limit) if prefixes and lists and limit > 0 else []

    def _insert(self, record: Record, found: set[Entry]) -> None:
        of_record = {"workspace_id": self._workspace_id, "number": record.number}
        _INSERT.later(self._connection, of_record, sorted(found))

    def _delete(self, number: int, *conditions: sa.ColumnElement[bool]) -> None:
        mine = (self._mine(words), words.c.number == number)
        self._connection.execute(sa.delete(words).where(*mine, *conditions))


_INSERT = InsertOfSome(words, shared=("workspace_id", "number"), own=("kind", "word"))
_INSERT_ALL = InsertOfSome(words, shared=("workspace_id",), own=("kind", "word", "number"))


def _spelled(text: str) -> frozenset[str]:
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _words_in(text)


@lru_cache(16384)
def _remembered(text: str) -> frozenset[str]:
    return _words_in(text)


def _words_in(text: str) -> frozenset[str]:
    joined = _APOSTROPHE.sub("", text)
    found = {part for part in _PARTS.split(fold(joined)) if part}
    if joined.isascii():
        return frozenset(found)
    lowered = joined.casefold() if "ß" not in joined else joined.lower()
    if _UMLAUTS.search(lowered):
        # People who type without umlauts leave the dots out or write ae, oe, ue: both are found.
        found |= {part for part in _PARTS.split(fold(lowered.translate(_PLAIN))) if part}
    return frozenset(found)


def _told(text: str) -> set[str]:
    """The words of a text, with its addresses, numbers and ids in one piece each."""
    found = set(_spelled(text))
    if any(map(str.isdigit, text)):
        found |= digits_in(text)
        found |= set(ids_in(text.upper()))
        found |= {word.lstrip("0") for word in found if word.isdigit() and len(word) >= _FEWEST_DIGITS}
    return found | {fold(email) for email in emails_in(text)}


def _address(email: str) -> set[str]:
    folded = fold(email.strip())
    return {folded, *_PARTS.split(folded)} if folded else set()


_FEWEST_DIGITS = 5


def _digits(phone: str) -> set[str]:
    digits = "".join(filter(str.isdigit, phone))
    if len(digits) < _FEWEST_DIGITS:
        return set()
    if not phone.startswith("+"):
        return {digits, digits.lstrip("0")}
    # Numbers are kept as "+49 30 1234567": what follows the country's code is what people dial at home, who
    # in Italy dial the 0 as well.
    national = "".join(filter(str.isdigit, phone.partition(" ")[2]))
    return {digits, national, national.lstrip("0")}


def _significant(phone: str) -> str:
    """What of a number is in the index, whoever wrote it there with the country's code or without."""
    whole = len(phone) > _LONGEST_BEGINNING
    return dialled_in(phone) if whole and phone.startswith(("+", "00")) else phone.lstrip("+0")


_LONGEST_BEGINNING = 8
"""Digits and signs of the beginning of a number that does not tell more than its country."""


def _query_parts(word: str) -> list[str]:
    if "@" in word:
        return [word.strip(".+-")]
    return [part for part in _PARTS.split(word) if part]
