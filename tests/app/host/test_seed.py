"""Seeded data is as true as typed data: books add up in every workspace, and many scripts are found."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from app.crm.crm import Crm
from app.crm.records import find_records
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from app.host.configuration import PLAYGROUND_TENANT, PLAYGROUND_USER, Configuration, Environment
from app.host.seeding import seed as seeding
from app.host.seeding.sample_data import COMPANY, FIRST, LAST
from app.host.seeding.seed import seed
from app.store.database import Database
from app.store.tables import workspaces
from tests.kit.books import check_books, read_books, records_in

SCRIPTS = {
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "CJK",
    "HIRAGANA",
    "HANGUL",
    "DEVANAGARI",
    "THAI",
}


@pytest.fixture
def settings(database_url: str) -> Configuration:
    return Configuration(database_url=database_url, environment=Environment.DEV)


def test_every_workspace_adds_up_after_several_transactions(
    settings: Configuration, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeding, "TRANSACTION", 16)
    monkeypatch.setattr(seeding, "PORTION", 5)
    seed(settings, opportunities=100, workspaces=3, leads=41)
    counted: Counter[str] = Counter()
    for tenant in _tenants(database):
        books = read_books(database, tenant)
        check_books(books)
        counted.update(type(record).__name__ for record in records_in(books).values())
    assert counted == {"Opportunity": 100, "Contact": 100, "Organization": 100, "Lead": 41}


def test_a_second_seed_adds_to_the_first(settings: Configuration, database: Database) -> None:
    seed(settings, opportunities=7, workspaces=1, leads=0)
    seed(settings, opportunities=0, workspaces=1, leads=9)
    books = read_books(database, PLAYGROUND_TENANT)
    check_books(books)
    assert len(books["leads"]) == 9
    names = [r.name for r in records_in(books).values() if isinstance(r, Opportunity)]
    assert len(names) == 7


def test_other_processes_make_the_same_rows(
    settings: Configuration, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeding, "ALONE", 0)
    monkeypatch.setattr(seeding, "PORTION", 10)
    seed(settings, opportunities=60, workspaces=2)
    for tenant in _tenants(database):
        check_books(read_books(database, tenant))


async def test_people_of_every_script_are_found(settings: Configuration, crm: Crm) -> None:
    seed(settings, opportunities=400, workspaces=1, leads=100)
    alex = Actor(tenant_id=PLAYGROUND_TENANT, user_id=PLAYGROUND_USER)
    for word in ("Müller", "Иванова", "Παπαδόπουλος", "王", "さくら", "أحمد", "शर्मा", "ใจดี"):
        found = await crm.read(alex, find_records, word)
        assert any(word in hit.name for hit in found.hits), word


def test_names_are_of_many_scripts() -> None:
    letters = {letter for name in FIRST + LAST + COMPANY for letter in name if letter.isalpha()}
    assert {unicodedata.name(letter).split()[0] for letter in letters} >= SCRIPTS


def _tenants(database: Database) -> list[str]:
    with database.read() as connection:
        return [row.tenant_id for row in connection.execute(workspaces.select())]
