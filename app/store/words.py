"""The search index: the words of every record, found by prefix with a plain B-tree on both databases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import sqlalchemy as sa

from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.matching import fold
from app.domain.organization import Organization
from app.domain.record import Record
from app.store.search import Search
from app.store.statements import Statement
from app.store.tables import words

LONGEST_WORD = 40
MOST_OF_TEXT = 600
"""Characters of an activity's text whose words are kept: each word is a row."""
MOST_WORDS = 6
"""Words of a query beyond these are ignored."""

_SPLIT = re.compile(r"[^\w@.+-]+")
_PARTS = re.compile(r"[^\w]+")
_UMLAUTS = re.compile("[äöüß]")
_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")


def words_of(record: Record) -> set[str]:
    """All words by which a record is found: name, company, email with its parts, digits of the phone, and the
    beginning of what an activity tells. One that went up in another is found no more."""
    if getattr(record, "merged_into", None) is not None:
        return set()
    found = set(_spelled(record.name))
    if isinstance(record, Lead):
        found |= _spelled(record.company)
    if isinstance(record, Activity):
        found |= _spelled(record.text[:MOST_OF_TEXT])
    if isinstance(record, Lead | Contact):
        found |= _address(record.email)
    if isinstance(record, Organization):
        found |= _address(record.domain)
    if isinstance(record, Lead | Contact | Organization):
        found |= _digits(record.phone)
    return {word[:LONGEST_WORD] for word in found if word}


def query_words(text: str) -> list[str]:
    """The words that somebody looks for, each a prefix: folded, digits of phone numbers joined."""
    folded = fold(_APOSTROPHE.sub("", text))
    phone = re.sub(r"[\s()/.-]", "", folded)
    if re.fullmatch(r"\+?\d{5,}", phone):
        return [_significant(phone)]
    found = [part for word in _SPLIT.split(folded) for part in _query_parts(word)]
    return [word[:LONGEST_WORD] for word in dict.fromkeys(found)][:MOST_WORDS]


class WordIndex:
    """The words of one workspace."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def add(self, record: Record) -> set[str]:
        """Makes a new record findable; returns its words."""
        found = words_of(record)
        self._insert(record, found)
        return found

    def replace(self, record: Record, before: set[str]) -> set[str]:
        """Keeps the index true after a change; `before` are the words that were stored. Returns the new
        ones."""
        after = words_of(record)
        if gone := before - after:
            self._delete(record.number, words.c.word.in_(gone))
        self._insert(record, after - before)
        return after

    def remove(self, *numbers: int) -> None:
        """Forgets records."""
        mine = (words.c.workspace_id == self._workspace_id, words.c.number.in_(numbers))
        self._connection.execute(sa.delete(words).where(*mine))

    def numbers(self, text: str, kind: Kind, limit: int, before: int | None = None) -> list[int]:
        """Numbers of all records of a kind that have a word starting with every word of the text, newest
        first; `before` continues below a number."""
        prefixes = query_words(text)
        found = Search(self._connection, self._workspace_id).every(prefixes, kind) if prefixes else set()
        return sorted((n for n in found if before is None or n < before), reverse=True)[:limit]

    def some_numbers(self, text: str, kinds: Sequence[Kind], limit: int) -> list[int]:
        """Like `numbers`, of several kinds, but where very many match, the newest of some: it takes
        milliseconds on a million records, as nobody pages through ten thousand Müllers."""
        prefixes = query_words(text)
        search = Search(self._connection, self._workspace_id)
        return search.some(prefixes, kinds, limit) if prefixes and limit > 0 else []

    def _insert(self, record: Record, found: set[str]) -> None:
        if not found:
            return
        row = {"workspace_id": self._workspace_id, "number": record.number, "kind": record.kind.value}
        if self._connection.dialect.name == "postgresql":
            _INSERT_ALL.later(self._connection, {**row, "words": sorted(found)})
            return
        _INSERT.run_many(self._connection, [{**row, "word": word} for word in sorted(found)])

    def _delete(self, number: int, *conditions: sa.ColumnElement[bool]) -> None:
        mine = (words.c.workspace_id == self._workspace_id, words.c.number == number)
        self._connection.execute(sa.delete(words).where(*mine, *conditions))


_INSERT = Statement(sa.insert(words))
# A row costs PostgreSQL little, a statement much.
_INSERT_ALL = Statement(
    sa.text(
        "INSERT INTO words (workspace_id, word, number, kind)"
        " SELECT CAST(:workspace_id AS bigint), word, CAST(:number AS bigint), :kind"
        " FROM unnest(CAST(:words AS text[])) AS word"
    ),
    adds_to="words",
)


@lru_cache(16384)
def _spelled(text: str) -> frozenset[str]:
    joined = _APOSTROPHE.sub("", text)
    found = {part for part in _PARTS.split(fold(joined)) if part}
    lowered = joined.casefold() if "ß" not in joined else joined.lower()
    if _UMLAUTS.search(lowered):
        # People who type without umlauts leave the dots out or write ae, oe, ue: both are found.
        found |= {part for part in _PARTS.split(fold(lowered.translate(_PLAIN))) if part}
    return frozenset(found)


def _address(email: str) -> set[str]:
    folded = fold(email.strip())
    return {folded, *_PARTS.split(folded)} if folded else set()


def _digits(phone: str) -> set[str]:
    digits = "".join(filter(str.isdigit, phone))
    if len(digits) < 5:
        return set()
    return {digits, _national(phone)} if phone.startswith("+") else {digits.lstrip("0")}


def _national(phone: str) -> str:
    # Numbers are kept as "+49 30 1234567": what follows the country's code is what people dial at home.
    return "".join(filter(str.isdigit, phone.partition(" ")[2]))


def _significant(phone: str) -> str:
    return phone.lstrip("+0")


def _query_parts(word: str) -> list[str]:
    if "@" in word:
        return [word.strip(".+-")]
    return [part for part in _PARTS.split(word) if part]
