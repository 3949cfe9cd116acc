"""Words by kind: frequent words that never meet belong to records of different kinds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.steps import on_sqlite

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COLUMNS = {
    "workspace_id": "INTEGER NOT NULL",
    "kind": "TEXT NOT NULL",
    "word": "TEXT NOT NULL",
    "number": "INTEGER NOT NULL",
}
_INDEX = "ix_words_workspace_id_number_word"


def upgrade() -> None:
    """Goes to this revision."""
    _rekey(["workspace_id", "kind", "word", "number"], "1000000 100000 20000 10 1")


def downgrade() -> None:
    """Goes back to the one before."""
    _rekey(["workspace_id", "word", "number"], "1000000 100000 10 1")


def _rekey(key: list[str], shared: str) -> None:
    """Orders the table by another key. `shared` is how many rows share its first columns, as revision 0002
    tells of all others."""
    if on_sqlite():
        _rebuild(key, shared)
        return
    # A large index takes longer than a statement may.
    op.execute("SET LOCAL statement_timeout = 0")
    op.drop_constraint("pk_words", "words")
    op.create_primary_key("pk_words", "words", key)


def _rebuild(key: list[str], shared: str) -> None:
    """SQLite keeps the rows in the key itself: they are copied in its order, which is faster."""
    columns = ", ".join(f"{name} {type_}" for name, type_ in _COLUMNS.items())
    names, in_order = ", ".join(_COLUMNS), ", ".join(key)
    op.execute(
        f"CREATE TABLE words_by_key ({columns}, CONSTRAINT pk_words PRIMARY KEY ({in_order})) WITHOUT ROWID"
    )
    op.execute(f"INSERT INTO words_by_key ({names}) SELECT {names} FROM words ORDER BY {in_order}")
    op.drop_table("words")
    op.rename_table("words_by_key", "words")
    op.create_index(op.f(_INDEX), "words", ["workspace_id", "number", "word"], unique=False)
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
    for index, stat in (("words", shared), (_INDEX, "1000000 100000 10 10")):
        op.get_bind().execute(insert, {"tbl": "words", "idx": index, "stat": stat})
    op.execute("ANALYZE sqlite_schema")
