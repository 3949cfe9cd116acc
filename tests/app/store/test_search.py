"""Search finds what has all words: the same as looking at every record, whichever way it takes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.record import Record
from app.host.configuration import PLAYGROUND_TENANT, Configuration, Environment
from app.host.seeding.seed import seed
from app.store.database import Database
from app.store.search import search
from app.store.search.entries import merge
from app.store.search.search import Search
from app.store.search.words import WordIndex, entries_of, query_words, told_of, words_of
from tests.kit.books import read_books, records_in

QUERIES = (
    *"müller sarah mueller person tech gmbh 王 さくら example 030 иванова ს".split(),
    *"sarah meier|tech innovators|gmbh sarah|person example|m t|s g p|müller gmbh|zzz sarah|tech pi".split(
        "|"
    ),
    *"tech nord|pilot tech nord|ag nord optik|leonie tech innovators|lead mail|firm e|٣ a".split("|"),
)
ALL_KINDS = tuple(Kind)
LIMIT = 20
_WAYS: dict[str, dict[str, int]] = {
    # A rare word leads to few records; whole lists are compared; samples are looked at; one after the other.
    "few": {"FEW": 2_000},
    "lists": {"FEW": 1, "_TIMES": 1_000_000},
    "samples": {"FEW": 1, "SAMPLE": 3, "LARGER": 9, "_TIMES": 0},
    "both": {"FEW": 1, "SAMPLE": 2, "LARGER": 40, "_TIMES": 1},
    "usual": {},
}


@pytest.fixture(params=_WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sets go every way when the limits between the ways are moved."""
    for name, value in _WAYS[request.param].items():
        monkeypatch.setattr(search, name, value)


@pytest.fixture(scope="module")
def chance() -> random.Random:
    return random.Random("search")  # noqa: S311 - nothing here is a secret


def test_every_way_finds_what_a_look_at_all_finds(
    database: Database, database_url: str, way: None, chance: random.Random
) -> None:
    seed(Configuration(database_url=database_url, environment=Environment.DEV), 500, 2, 300)
    records = records_in(read_books(database, PLAYGROUND_TENANT))
    known = {number: words_of(record) for number, record in records.items()}
    with database.read() as connection:
        found = Search(connection, 1)
        for text in (*QUERIES, *_draw(known, chance, 15)):
            for kinds in (ALL_KINDS, (Kind.LEAD,), (Kind.CONTACT, Kind.OPPORTUNITY)):
                prefixes = query_words(text)
                matching = _look_at_all(records, known, prefixes, kinds)
                some = found.some(prefixes, kinds, LIMIT)
                assert set(some) <= matching, text
                assert len(some) == min(LIMIT, len(matching)), text
                assert some == sorted(some, reverse=True), text


def test_of_two_whole_words_the_newest_are_found(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(Configuration(database_url=database_url, environment=Environment.DEV), 500, 1, 300)
    monkeypatch.setattr(search, "FEW", 1)
    records = records_in(read_books(database, PLAYGROUND_TENANT))
    known = {number: words_of(record) for number, record in records.items()}
    with database.read() as connection:
        found = Search(connection, 1)
        for text in ("tech gmbh", "nord ag", "person example", "tech nord"):
            prefixes = query_words(text)
            matching = _look_at_all(records, known, prefixes, (Kind.ORGANIZATION,))
            for limit in (1, 3, 1_000):
                some = found.some(prefixes, (Kind.ORGANIZATION,), limit)
                assert some == sorted(matching, reverse=True)[:limit], text


def test_sqlite_merges_two_whole_words_in_order(database: Database) -> None:
    """It sorts no list for it, so that it ends with the last record that is wanted."""
    if database.engine.name != "SQLite":
        return
    values = {"workspace": 1, "kind": "organization", "from_0": "tech", "from_1": "gmbh", "most": 11}
    with database.read() as connection:
        compiled = merge(database.engine).compiled(connection, values)
        cursor = connection.connection.cursor()
        plan = [
            row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {compiled.text}", compiled.bind(values))
        ]
    assert "MERGE (INTERSECT)" in plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


def test_pages_of_one_kind_hold_everything_once(
    database: Database, database_url: str, chance: random.Random
) -> None:
    seed(Configuration(database_url=database_url, environment=Environment.DEV), 500, 1, 200)
    records = records_in(read_books(database, PLAYGROUND_TENANT))
    known = {number: words_of(record) for number, record in records.items()}
    told = {number: told_of(record) for number, record in records.items()}
    with database.read() as connection:
        index = WordIndex(connection, 1)
        for text in (*QUERIES, *_draw(known, chance, 10)):
            for kind in (Kind.LEAD, Kind.ORGANIZATION):
                prefixes = query_words(text)
                wanted = _look_at_all(records, known, prefixes, (kind,))
                wanted |= _look_at_all(records, told, prefixes, (kind,))
                pages = list(_pages(index, text, kind))
                assert pages == sorted(wanted, reverse=True), text


def test_a_changed_name_is_found_by_its_new_words_only(database: Database, database_url: str) -> None:
    seed(Configuration(database_url=database_url, environment=Environment.DEV), 30, 1, 20)
    records = records_in(read_books(database, PLAYGROUND_TENANT))
    lead = next(record for record in records.values() if isinstance(record, Lead))
    renamed = replace(lead, name="Zoë Ünlü-Ōkami 王 ٣٤", company="Ørsted & Söhne")
    with database.write() as connection:
        WordIndex(connection, 1).replace(renamed, entries_of(lead))
    with database.read() as connection:
        found = Search(connection, 1)
        for text in ("zoe unlu", "ünlü okami", "王 oersted", "soehne zoë", "sohne ٣"):
            assert lead.number in found.some(query_words(text), ALL_KINDS, LIMIT), text
        gone = words_of(lead) - words_of(renamed)
        for word in gone:
            assert lead.number not in found.some([word], ALL_KINDS, 1_000), word


def test_another_workspace_is_never_seen(database: Database, database_url: str) -> None:
    seed(Configuration(database_url=database_url, environment=Environment.DEV), 60, 2, 20)
    with database.read() as connection:
        mine, theirs, nobody = (Search(connection, workspace) for workspace in (1, 2, 3))
        for text in ("gmbh", "sarah", "tech s", "e m"):
            prefixes = query_words(text)
            assert nobody.some(prefixes, ALL_KINDS, LIMIT) == []
            assert mine.some(prefixes, ALL_KINDS, 1_000) != theirs.some(prefixes, ALL_KINDS, 1_000)


def _look_at_all(
    records: Mapping[int, Record],
    known: Mapping[int, set[str]],
    prefixes: list[str],
    kinds: tuple[Kind, ...],
) -> set[int]:
    return {
        number
        for number, words in known.items()
        if records[number].kind in kinds
        and all(any(word.startswith(prefix) for word in words) for prefix in prefixes)
    }


def _draw(known: Mapping[int, set[str]], chance: random.Random, count: int) -> Iterator[str]:
    """Beginnings of words of one record, and now and then of two that have nothing to do with each other."""
    numbers = sorted(known)
    for _ in range(count):
        words = sorted(known[chance.choice(numbers)])
        words += sorted(known[chance.choice(numbers)]) if chance.random() < 0.3 else []
        some = chance.sample(words, min(len(words), chance.randint(1, 4)))
        yield " ".join(word[: chance.randint(1, len(word))] for word in some)


def _pages(index: WordIndex, text: str, kind: Kind) -> Iterator[int]:
    before = None
    while page := index.numbers(text, kind, 7, before):
        yield from page
        before = page[-1]
