"""Participants, followers, answers, merges, conversions; what stages require and when they go stale."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Id, Json
from migrations.steps import on_sqlite

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COMPANY = ("participants", "followers", "answers")
_MERGED = ("leads", "contacts", "organizations")
_STALE_AFTER = {"qualified": 10, "meeting": 10, "proposal": 7, "negotiation": 5}


def upgrade() -> None:
    """Goes to this revision. Stages that still have their default key get the default days."""
    op.add_column(
        "workspaces", sa.Column("framework", sa.Text(), nullable=False, server_default=sa.text("'bant'"))
    )
    op.add_column("conversations", sa.Column("about", Id, nullable=True))
    op.add_column("stages", sa.Column("required", Json, nullable=True))
    op.add_column(
        "stages", sa.Column("stale_after", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    stages = sa.table("stages", sa.column("key", sa.Text), sa.column("stale_after", sa.Integer))
    for key, days in _STALE_AFTER.items():
        op.execute(sa.update(stages).where(stages.c.key == key).values(stale_after=days))
    for table in ("leads", "opportunities"):
        for name in _COMPANY:
            op.add_column(table, sa.Column(name, Json, nullable=True))
    op.add_column("leads", sa.Column("conversion", Json, nullable=True))
    for table in _MERGED:
        op.add_column(table, sa.Column("merged_into", Id, nullable=True))
        _index(table)


def downgrade() -> None:
    """Goes back to the one before."""
    for table in reversed(_MERGED):
        op.drop_index(op.f(f"ix_{table}_workspace_id_merged_into"), table_name=table)
        op.drop_column(table, "merged_into")
    op.drop_column("leads", "conversion")
    for table in ("opportunities", "leads"):
        for name in reversed(_COMPANY):
            op.drop_column(table, name)
    op.drop_column("stages", "stale_after")
    op.drop_column("stages", "required")
    op.drop_column("conversations", "about")
    op.drop_column("workspaces", "framework")


def _index(table: str) -> None:
    some = sa.text("merged_into IS NOT NULL")
    name = op.f(f"ix_{table}_workspace_id_merged_into")
    op.create_index(
        name,
        table,
        ["workspace_id", "merged_into"],
        unique=False,
        sqlite_where=some,
        postgresql_where=some,
    )
    connection = op.get_bind()
    if on_sqlite():
        # How many rows share the first columns of the key, as revision 0002 tells of all others.
        insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
        connection.execute(insert, {"tbl": table, "idx": name, "stat": "1000000 100000 10"})
        connection.execute(sa.text("ANALYZE sqlite_schema"))
