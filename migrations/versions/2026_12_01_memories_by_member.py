"""Memories by member: in a channel "it" is what each person spoke of last, not what anybody did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Id, Json, Moment
from migrations.steps import on_sqlite

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Goes to this revision. What a conversation spoke of is not taken along: nobody knows who did."""
    op.create_table(
        "memories",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("member", Id, autoincrement=False, nullable=False),
        sa.Column("about", Id, nullable=True),
        sa.Column("shown", Json, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_memories_workspace_id_member"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "conversation_id", "member", name=op.f("pk_memories")),
        sqlite_with_rowid=False,
    )
    op.drop_column("conversations", "about")
    _tell_planner()


def downgrade() -> None:
    """Goes back to the one before."""
    op.add_column("conversations", sa.Column("about", Id, nullable=True))
    op.drop_table("memories")


def _tell_planner() -> None:
    """How many rows share the first columns of the key, as revision 0002 tells of all others."""
    connection = op.get_bind()
    if not on_sqlite():
        return
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
    connection.execute(insert, {"tbl": "memories", "idx": "memories", "stat": "100000 10000 3 1"})
    connection.execute(sa.text("ANALYZE sqlite_schema"))
