"""The directory: what a process knows of it is never believed against what a workspace says of itself."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.records import find_records
from app.domain.member import Actor
from app.store import directory as directory_module
from app.store.database import Database
from app.store.directory import KNOWN, Known
from app.store.tables import directory, metadata
from tests.kit.books import check_books, read_books, records_in


async def test_a_workspace_that_went_and_came_again(
    crm: Crm, database: Database, alex: Actor, stranger: Actor
) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    before = read_books(database, alex.tenant_id)["workspaces"]
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(sa.delete(table))
    await crm.write(stranger, capture_lead, LeadDraft(name="Theirs"))
    assert await crm.news({alex.tenant_id: 0}) == {}
    assert not (await crm.read(alex, find_records, "theirs")).hits
    assert (await crm.write(alex, capture_lead, LeadDraft(name="Ben"))).record.number == 1
    assert list(await crm.news({alex.tenant_id: 0})) == [alex.tenant_id]
    for actor, name in ((alex, "Ben"), (stranger, "Theirs")):
        books = read_books(database, actor.tenant_id)
        check_books(books)
        assert [record.name for record in records_in(books).values()] == [name]
        assert books["workspaces"].keys() != before.keys(), "an id was given twice"


async def test_nobody_gets_into_a_workspace_by_what_is_known(
    crm: Crm, database: Database, alex: Actor, stranger: Actor
) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    await crm.write(stranger, capture_lead, LeadDraft(name="Theirs"))
    known: Known = database.pool.get_execution_options()[KNOWN]
    assert sorted(known) == sorted((alex.tenant_id, stranger.tenant_id))
    known[alex.tenant_id] = known[stranger.tenant_id]
    assert not (await crm.read(alex, find_records, "theirs")).hits
    known[alex.tenant_id] = known[stranger.tenant_id]
    assert (await crm.write(alex, capture_lead, LeadDraft(name="Ben"))).record.number == 2
    assert len(records_in(read_books(database, stranger.tenant_id))) == 1


class _Forgetful(Known):
    """What is known where another thread forgets it at once."""

    def __setitem__(self, tenant: str, workspace: int) -> None:
        pass


async def test_what_another_thread_forgets_is_found_all_the_same(
    crm: Crm, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_module, "_known", lambda _: _Forgetful())
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    assert (await crm.write(alex, capture_lead, LeadDraft(name="Ben"))).record.number == 2


async def test_what_is_known_has_a_limit(
    crm: Crm, database: Database, alex: Actor, stranger: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_module, "MOST_KNOWN", 1)
    for number in (1, 2, 3):
        for actor in (alex, stranger):
            assert (await crm.write(actor, capture_lead, LeadDraft(name="Ann"))).record.number == number
    assert len(database.pool.get_execution_options()[KNOWN]) == 1


async def test_a_tenant_that_is_refused_at_first_is_not_known(
    crm: Crm, database: Database, alex: Actor
) -> None:
    """Its workspace was founded and taken back in one transaction."""

    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        await crm.write(alex, fail)
    with database.read() as connection:
        assert not connection.execute(sa.select(directory)).all()
    assert (await crm.write(alex, capture_lead, LeadDraft(name="Ann"))).record.number == 1
