"""Hosts are replaced one by one: older code works on under a newer schema that says so, and a large table
stays with its readers and writers while a migration runs."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from app.store import schema
from app.store.compatibility import declared, oldest_code
from app.store.database import Database
from app.store.engine import pg_migrating
from app.store.engine.errors import TablesBusy
from app.store.schema import (
    RevisionUnknown,
    go_back,
    known_revisions,
    migrate,
    newest_revision,
    reason_to_hold,
    scripts,
    standing,
)
from tests.kit.patience import wait_until

BEFORE_THE_RULES = 18
"""The first migrations were written before there were these rules."""
MIGRATION = '''
"""{meaning}."""
import sqlalchemy as sa
from alembic import op
from migrations import steps

revision, down_revision = "{revision}", "{before}"
branch_labels = depends_on = None
compatible_from = {compatible_from!r}


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''


@pytest.fixture
def newer_code(tmp_path: Path) -> Iterator[list[str]]:
    """Code with three more migrations; in the `with` of `becoming` this process is that code."""
    before = newest_revision()
    shutil.copytree(schema.ROOT / "migrations", tmp_path / "migrations", ignore=shutil.ignore_patterns("__*"))
    more = [
        ("9001", before, "A column that older code need not know", before,
         'op.add_column("leads", sa.Column("mood", sa.Text()))', 'op.drop_column("leads", "mood")'),
        ("9002", "9001", "An index", before,
         'steps.create_index("ix_mood", "leads", ["workspace_id", "mood"], where="mood IS NOT NULL")',
         'steps.drop_index("ix_mood", "leads")'),
        ("9003", "9002", "A column goes", "9003",
         'op.execute("UPDATE leads SET mood = NULL")', "pass"),
    ]  # fmt: skip
    for revision, down, meaning, compatible, up, back in more:
        text = MIGRATION.format(
            revision=revision, before=down, meaning=meaning, compatible_from=compatible, up=up, down=back
        )
        (tmp_path / "migrations/versions" / f"{revision}.py").write_text(text)
    yield [before, *(revision for revision, *_ in more)]
    _forget()


def become(code: Path) -> None:
    """From here on this process has the migrations in that folder."""
    schema.ROOT = code
    _forget()


@pytest.fixture
def restored_code() -> Iterator[Path]:
    """The migrations of this code, to which every test returns."""
    own = schema.ROOT
    yield own
    become(own)


def _forget() -> None:
    known_revisions.cache_clear()
    scripts.cache_clear()


def test_older_code_goes_on_under_newer_tables_that_say_so(
    bare_database_url: str, tmp_path: Path, newer_code: list[str], restored_code: Path
) -> None:
    database = Database(bare_database_url)
    migrate(database)
    for revision, problem in zip(newer_code[1:], (None, None, "database_newer"), strict=True):
        become(tmp_path)
        migrate(database, revision)
        become(restored_code)
        assert standing(database).current == revision
        assert standing(database).problem == problem
    become(tmp_path)
    assert standing(database).problem is None
    go_back(database, newer_code[0])
    assert standing(database).problem == "migrations_pending"
    become(restored_code)
    assert standing(database).problem is None
    database.close()


def test_each_step_is_told_and_an_unknown_revision_is_refused(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    told: list[str] = []
    migrate(database, "0003", told.append)
    go_back(database, "0002", told.append)
    assert [line.split()[0] for line in told] == ["0001", "0002", "0003", "0003"]
    assert told[-1].endswith("taken back")
    with pytest.raises(RevisionUnknown):
        migrate(database, "4711")
    database.close()


@pytest.mark.parametrize(
    ("chain", "revision", "oldest"),
    [
        ({"1": None, "2": "1", "3": "2"}, "3", "2"),
        ({"1": None, "2": "1", "3": "1"}, "3", "1"),
        ({"1": None, "2": "1", "3": None}, "3", "3"),
        ({"1": None, "2": None, "3": "1"}, "3", "2"),
        ({"1": None, "2": "1", "3": "1", "4": "3"}, "4", "3"),
        ({"1": None, "2": "1", "3": "1", "4": "3"}, "3", "1"),
        ({"1": None}, "1", "1"),
    ],
)
def test_all_migrations_between_must_agree(chain: dict[str, str | None], revision: str, oldest: str) -> None:
    assert oldest_code(chain, revision) == oldest


def test_a_step_waits_for_a_busy_table_without_holding_up_its_readers(
    postgres_database: Database,
    tmp_path: Path,
    newer_code: list[str],
    restored_code: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A lock that waits keeps everybody out who comes after it: it is given up and asked for again."""
    migrate(postgres_database)
    become(tmp_path)
    monkeypatch.setattr(pg_migrating, "LOCK_WAIT", "200ms")
    migrating = threading.Thread(target=migrate, args=(postgres_database, "9001"))
    waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'leads'::regclass"
    with _connect(postgres_database) as busy, _connect(postgres_database) as reader:
        busy.execute("BEGIN; LOCK TABLE leads IN ACCESS SHARE MODE")
        # The table stays busy until they have read: who is kept out would be so for ever.
        reader.execute("SET statement_timeout = '60s'")
        migrating.start()
        for _ in range(3):
            wait_until(lambda: busy.execute(waits).fetchone())
            reader.execute("SELECT count(*) FROM leads")
        assert migrating.is_alive()
    migrating.join()
    assert standing(postgres_database).current == "9001"


def test_a_table_that_stays_busy_is_told(
    postgres_database: Database,
    tmp_path: Path,
    newer_code: list[str],
    restored_code: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    migrate(postgres_database)
    become(tmp_path)
    monkeypatch.setattr(pg_migrating, "TRIES", 2)
    monkeypatch.setattr(pg_migrating, "LOCK_WAIT", "100ms")
    with _connect(postgres_database) as busy:
        busy.execute("BEGIN; LOCK TABLE leads IN ACCESS SHARE MODE")
        with pytest.raises(TablesBusy):
            migrate(postgres_database)
    migrate(postgres_database)
    assert standing(postgres_database).problem is None


def test_an_index_is_made_beside_a_writer_and_anew_where_it_was_left_half_made(
    postgres_database: Database, tmp_path: Path, newer_code: list[str], restored_code: Path
) -> None:
    migrate(postgres_database)
    become(tmp_path)
    migrate(postgres_database, "9001")
    with _connect(postgres_database) as other:
        other.execute("CREATE INDEX ix_mood ON leads (workspace_id)")
        other.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_mood'::regclass")
    migrate(postgres_database, "9002")
    with _connect(postgres_database) as other:
        made = other.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_mood'").fetchone()
        assert made is not None
        assert "mood IS NOT NULL" in str(made[0])


def test_two_hosts_that_migrate_at_once_wait_for_each_other(postgres_database: Database) -> None:
    other = Database(postgres_database.url.render_as_string(hide_password=False))
    both = [threading.Thread(target=migrate, args=(database,)) for database in (postgres_database, other)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert standing(postgres_database).problem is None
    other.close()


def test_every_new_migration_says_with_whose_code_it_works() -> None:
    chain = declared(scripts())
    silent = [revision for revision in list(chain)[BEFORE_THE_RULES:] if chain[revision] is None]
    assert silent == []
    assert [said for said in chain.values() if said is not None and said not in chain] == []


def test_no_new_migration_holds_a_table_that_was_there(postgres_database: Database) -> None:
    """Judged by what it asks the database to do. Whoever cannot do without says so: `holds_tables`."""
    asked: list[str] = []
    engine = postgres_database.pool
    sa.event.listen(engine, "before_cursor_execute", lambda _, __, text, *___: asked.append(text))
    migrate(postgres_database, known_revisions()[BEFORE_THE_RULES - 1])
    for revision in known_revisions()[BEFORE_THE_RULES:]:
        asked.clear()
        migrate(postgres_database, revision)
        if not reason_to_hold(revision):
            assert holding(asked) == [], revision


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (["CREATE INDEX a ON leads (mood)"], 1),
        (["CREATE INDEX CONCURRENTLY IF NOT EXISTS a ON leads (mood)"], 0),
        (["\nCREATE TABLE moods (\n\tid BIGINT)\n", "CREATE UNIQUE INDEX a ON moods (id)"], 0),
        (["ALTER TABLE leads ADD COLUMN mood TEXT DEFAULT '' NOT NULL"], 0),
        (["ALTER TABLE leads ALTER COLUMN mood TYPE BIGINT"], 1),
        (["ALTER TABLE leads ALTER COLUMN mood SET NOT NULL"], 1),
        (["ALTER TABLE leads ADD CONSTRAINT pk PRIMARY KEY (a)"], 1),
        (["ALTER TABLE leads ADD CONSTRAINT c CHECK (mood <> '') NOT VALID"], 0),
        (["UPDATE leads SET mood = ''"], 1),
        (["UPDATE leads SET mood = '' WHERE number BETWEEN 1 AND 1000"], 0),
        (["DELETE FROM turns"], 1),
        (["UPDATE alembic_version SET version_num='9001'", "DELETE FROM schema_compatibility"], 0),
        (["LOCK TABLE leads"], 1),
    ],
)
def test_what_holds_a_table_is_seen(asked: list[str], wrong: int) -> None:
    assert len(holding(asked)) == wrong


def holding(asked: list[str]) -> list[str]:
    """Those statements that keep others from a table that was there before for as long as it is large."""
    asked = [" ".join(statement.split()) for statement in asked]
    new = {found[1] for statement in asked if (found := _NEW_TABLE.match(statement))} | _BOOKS
    return [
        statement
        for statement in asked
        if (found := _HOLDS.match(statement))
        and next(filter(None, found.groups())).strip('"') not in new
        and not _SPARES.search(statement)
    ]


_BOOKS = {"alembic_version", "schema_compatibility"}
_NEW_TABLE = re.compile(r'CREATE TABLE "?(\w+)')
_HOLDS = re.compile(
    r'CREATE (?:UNIQUE )?INDEX .*? ON "?(\w+)'
    r'|ALTER TABLE "?(\w+)"? (?:ADD CONSTRAINT|ADD PRIMARY KEY|ALTER COLUMN \w+ (?:TYPE|SET NOT NULL))'
    r'|UPDATE "?(\w+)"? SET (?!.* WHERE )|DELETE FROM "?(\w+)"?(?!.* WHERE )|LOCK TABLE "?(\w+)"?',
    re.IGNORECASE,
)
_SPARES = re.compile(r"CONCURRENTLY|NOT VALID", re.IGNORECASE)


def _connect(database: Database) -> psycopg.Connection[tuple[object, ...]]:
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(url, autocommit=True)
