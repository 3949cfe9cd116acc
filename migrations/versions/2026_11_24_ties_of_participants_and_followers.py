"""Participants and followers, looked up the other way round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Id
from migrations.steps import on_sqlite

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Which column of which table the other side is, and what it points to.
_TABLES = {"participations": ("contact", "contacts", "number"), "followings": ("member", "members", "id")}


def upgrade() -> None:
    """Goes to this revision. No record has participants or followers before it."""
    for table, (other, target, key) in _TABLES.items():
        op.create_table(
            table,
            sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
            sa.Column("number", Id, autoincrement=False, nullable=False),
            sa.Column(other, Id, autoincrement=False, nullable=False),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.ForeignKeyConstraint(
                ["workspace_id", other],
                [f"{target}.workspace_id", f"{target}.{key}"],
                name=op.f(f"fk_{table}_workspace_id_{other}"),
            ),
            sa.PrimaryKeyConstraint("workspace_id", "number", other, name=op.f(f"pk_{table}")),
            sqlite_with_rowid=False,
        )
        index = op.f(f"ix_{table}_workspace_id_{other}_number")
        op.create_index(index, table, ["workspace_id", other, "number"], unique=False)
        _tell_planner(table, index)


def downgrade() -> None:
    """Goes back to the one before."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _tell_planner(table: str, index: str) -> None:
    """How many rows share the first columns of a key, as revision 0002 tells of all others."""
    connection = op.get_bind()
    if not on_sqlite():
        return
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
    for key, stat in ((table, "1000000 100000 10 1"), (index, "1000000 100000 10 1")):
        connection.execute(insert, {"tbl": table, "idx": key, "stat": stat})
    connection.execute(sa.text("ANALYZE sqlite_schema"))
