"""The migrations make exactly the tables that the code describes, and take them away again."""

import sqlalchemy as sa

from app.store.database import Database
from app.store.schema import find_drift, go_back, migrate, pending


def test_up_without_drift_down_and_up_again(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    assert pending(database)[0] is None
    migrate(database)
    current, needed = pending(database)
    assert current == needed
    find_drift(database)
    go_back(database, "base")
    assert sa.inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate(database)
    migrate(database)
    find_drift(database)
    database.close()


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
    key = sa.inspect(database.engine).get_pk_constraint("words")["constrained_columns"]
    assert key == ["workspace_id", "kind", "word", "number"]
    if database.is_sqlite:
        with database.read() as connection:
            told = sa.text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'words'")
            assert connection.execute(told).scalar() == 2
    database.close()
