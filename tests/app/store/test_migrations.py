"""The migrations make exactly the tables that the code describes, and take them away again."""

import pytest
import sqlalchemy as sa

from app.domain.member import Actor
from app.host.configuration import PLAYGROUND_TENANT, Configuration, Environment
from app.host.seeding.seed import seed
from app.store.database import Database
from app.store.schema import go_back, migrate, standing
from app.store.search.words import TOLD, entries_of
from app.store.work import begin_write
from tests.kit.books import read_books, records_in
from tests.kit.drift import find_drift


def test_up_without_drift_down_and_up_again(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    assert standing(database).current is None
    migrate(database)
    assert standing(database).problem is None
    find_drift(database)
    go_back(database, "base")
    assert sa.inspect(database.pool).get_table_names() == ["alembic_version"]
    migrate(database)
    migrate(database)
    find_drift(database)
    database.close()


def test_what_ends_a_migration_is_told(postgres_database: Database) -> None:
    def cut_off(_: str) -> None:
        with postgres_database.pool.connect() as other:
            other.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    with pytest.raises(sa.exc.OperationalError, match="terminat"):
        migrate(postgres_database, tell=cut_off)


def test_words_go_along_when_their_key_changes(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    migrate(database, "0008")
    rows = [
        (1, "lead", "müller", 3),
        (1, "contact", "müller", 2),
        (1, "lead", "anna", 3),
        (2, "lead", "王", 1),
    ]
    names = ("workspace_id", "kind", "word", "number")
    with database.write() as connection:
        insert = "INSERT INTO words (workspace_id, kind, word, number) VALUES (:workspace_id, :kind, :word, "
        connection.execute(sa.text(f"{insert}:number)"), [dict(zip(names, row, strict=True)) for row in rows])
    for revision in ("head", "0008", "head"):
        migrate(database) if revision == "head" else go_back(database, revision)
        with database.read() as connection:
            found = connection.execute(sa.text("SELECT workspace_id, kind, word, number FROM words"))
            assert sorted(map(tuple, found)) == sorted(rows)
    find_drift(database)
    key = sa.inspect(database.pool).get_pk_constraint("words")["constrained_columns"]
    assert key == ["workspace_id", "kind", "word", "number"]
    if database.engine.name == "SQLite":
        with database.read() as connection:
            told = sa.text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'words'")
            assert connection.execute(told).scalar() == 2
    database.close()


def test_what_was_told_before_is_found_behind_the_migration(bare_database_url: str) -> None:
    seed(Configuration(database_url=bare_database_url, environment=Environment.DEV), 30, 1, 20)
    database = Database(bare_database_url)
    go_back(database, "0016")
    told = "Mobil 0151 / 401 23 999, Rechnungen an buchhaltung@roth.example, USt-IdNr. DE 812 345 678, Pirna"
    with database.write() as connection:
        connection.execute(sa.text("UPDATE leads SET note = :told WHERE number % 2 = 0"), {"told": told})
        connection.execute(sa.text("UPDATE opportunities SET lost_note = :told"), {"told": told})
        connection.execute(sa.text("UPDATE leads SET phone = '+39 06 1234567' WHERE number % 2 = 1"))
    migrate(database)
    books = read_books(database, PLAYGROUND_TENANT)
    wanted = {
        (list_, word, number)
        for number, record in records_in(books).items()
        for list_, word in entries_of(record)
    }
    assert wanted <= set(books["words"])
    for word in ("15140123999", "buchhaltung@roth.example", "de812345678", "pirna"):
        assert {list_ for list_, other, _ in wanted if other == word} == {*TOLD.values()}
    go_back(database, "0016")
    with database.read() as connection:
        lists = set(connection.execute(sa.text("SELECT DISTINCT kind FROM words")).scalars())
    assert lists.isdisjoint(TOLD.values())
    database.close()


def test_workspaces_keep_their_ids_and_counters_up_and_down(bare_database_url: str) -> None:
    seed(Configuration(database_url=bare_database_url, environment=Environment.DEV), 20, 3, 10)
    database = Database(bare_database_url)
    joined = "directory d JOIN counters c ON c.workspace_id = d.workspace_id"
    before = _counted(database, joined, "d.workspace_id")
    assert len(before) == 3
    go_back(database, "0018")
    assert _counted(database, "workspaces", "id") == before
    with database.write() as connection:
        new = connection.execute(sa.text(_NEWCOMER)).scalar_one()
    assert new == 4
    with pytest.raises(sa.exc.IntegrityError), database.write() as connection:
        connection.execute(sa.text(_NEWCOMER))
    migrate(database)
    find_drift(database)
    assert _counted(database, joined, "d.workspace_id") == {*before, (4, "new", 7, 9)}
    with database.write() as connection:
        work, _ = begin_write(connection, Actor(tenant_id="later", user_id="alex"))
        assert work.workspace.id > 4
        # What points to workspaces goes on to be looked after.
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            connection.execute(sa.text("INSERT INTO counters VALUES (99, 1, 1)"))
        connection.execute(sa.text("UPDATE workspaces SET name = 'kept' WHERE id = 4"))
    go_back(database, "0018")
    with database.read() as connection:
        names = connection.execute(sa.text("SELECT tenant_id FROM workspaces WHERE name = 'kept'"))
        assert list(names.scalars()) == ["new"]
    database.close()


_NEWCOMER = (
    "INSERT INTO workspaces (tenant_id, currency, time_zone, next_number, next_sequence, created_at)"
    " VALUES ('new', 'EUR', 'Europe/Berlin', 7, 9, '2026-11-23 10:00:00') RETURNING id"
)


def _counted(database: Database, source: str, id_: str) -> set[tuple[int, str, int, int]]:
    """The ids, tenants and counters of all workspaces."""
    with database.read() as connection:
        found = connection.execute(
            sa.text(f"SELECT {id_}, tenant_id, next_number, next_sequence FROM {source}")
        )
        return {(row[0], row[1], row[2], row[3]) for row in found}
