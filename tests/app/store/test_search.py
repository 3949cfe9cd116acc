"""Search finds what has all words: the same as looking at every record, whichever way it takes."""

from __future__ import annotations

import pytest

from app.domain.event import Kind
from app.seed import seed
from app.settings import PLAYGROUND_TENANT, Environment, Settings
from app.store import search
from app.store.database import Database
from app.store.search import Search
from app.store.words import query_words, words_of
from tests.kit.books import read_books, records_in

QUERIES = (
    "müller sarah mueller person tech gmbh 王 さくら example",
    "sarah meier|tech innovators|gmbh sarah|person example|m t|s g p|müller gmbh|zzz sarah|tech pi",
)


@pytest.mark.parametrize("sample", [3, 2000])
def test_every_way_finds_what_a_look_at_all_finds(
    database: Database, database_url: str, sample: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SAMPLE", sample)
    monkeypatch.setattr(search, "_NEWEST", search.newest_of(sample))
    search._sample.cache_clear()
    seed(Settings(database_url=database_url, environment=Environment.DEV), 300, 1, 200)
    records = records_in(read_books(database, PLAYGROUND_TENANT))
    known = {number: words_of(record) for number, record in records.items()}
    with database.read() as connection:
        for text in QUERIES[0].split() + QUERIES[1].split("|"):
            for kind in (None, Kind.LEAD):
                prefixes = query_words(text)
                matching = {
                    number
                    for number, words in known.items()
                    if kind in {None, records[number].kind}
                    and all(any(word.startswith(prefix) for word in words) for prefix in prefixes)
                }
                found = Search(connection, 1, kind).some(prefixes, 20)
                assert set(found) <= matching, text
                assert len(found) == min(20, len(matching)), text
                assert found == sorted(found, reverse=True), text
    search._sample.cache_clear()
