"""What the board reads: a few rows by index, in one order, and never a name of yesterday."""

from __future__ import annotations

from app.crm.board import BoardCard, board
from app.crm.crm import Crm
from app.crm.opportunities import capture_opportunity
from app.domain.member import Actor
from app.host.configuration import PLAYGROUND_TENANT, PLAYGROUND_USER, Configuration, Environment
from app.host.seeding.seed import seed
from app.store.board import _CARDS_OF_STAGE, CARD_FIELDS
from app.store.database import Database

ALEX = Actor(tenant_id=PLAYGROUND_TENANT, user_id=PLAYGROUND_USER)


def test_a_card_has_the_fields_that_the_store_reads() -> None:
    assert BoardCard._fields == tuple(CARD_FIELDS)


async def test_each_column_shows_its_newest_first(database_url: str, crm: Crm) -> None:
    seed(Configuration(database_url=database_url, environment=Environment.DEV), 120, 1, 0)
    whole = await crm.read(ALEX, board, 1000)
    part = await crm.read(ALEX, board, 7)
    for all_of_it, newest in zip(whole.columns, part.columns, strict=True):
        numbers = [card.number for card in all_of_it.cards]
        assert len(numbers) == all_of_it.count
        assert numbers == sorted(numbers, reverse=True)
        assert [card.number for card in newest.cards] == numbers[:7]
        for card in newest.cards:
            assert None not in {card.organization, card.contact, card.owner, card.close_date}
            assert card.organization is not None
            assert card.name.startswith(card.organization.name)


async def test_each_card_has_its_own_names_and_one_without_has_none(crm: Crm) -> None:
    for name, company in (("Tool", "Acme"), ("Alone", ""), ("Other tool", "Acme"), ("Machine", "Bolt")):
        await crm.write(ALEX, capture_opportunity, {"name": name}, company=company)
    first = (await crm.read(ALEX, board)).columns[0]
    named = {card.name: card.organization and card.organization.name for card in first.cards}
    assert named == {"Machine": "Bolt", "Other tool": "Acme", "Alone": None, "Tool": "Acme"}
    assert [card.contact for card in first.cards] == [None] * 4


def test_sqlite_reads_a_stage_by_its_index(database: Database) -> None:
    if database.engine.name != "SQLite":
        return
    values = {"of_workspace": 1, "of_stage": 1, "most": 50}
    with database.read() as connection:
        compiled = _CARDS_OF_STAGE.compiled(connection, values)
        cursor = connection.connection.cursor()
        plan = [
            row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {compiled.text}", compiled.bind(values))
        ]
    assert "ix_opportunities_workspace_id_stage_number (workspace_id=? AND stage=?)" in plan[0]
    assert all(step.startswith("SEARCH") for step in plan), plan
