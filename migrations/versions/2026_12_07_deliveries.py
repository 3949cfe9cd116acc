"""What leaves by itself is kept until it has arrived, and where nothing arrives is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Id, Json, Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
compatible_from = "0019"


def upgrade() -> None:
    """Goes to this revision."""
    op.create_table(
        "deliveries",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Text(), server_default="", nullable=False),
        sa.Column("recipient", sa.Text(), server_default="", nullable=False),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.Column("payload", Json, nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_deliveries_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_deliveries")),
        sqlite_with_rowid=False,
    )
    waits = sa.text("state = 'waiting'")
    op.create_index(
        op.f("ix_deliveries_workspace_id_conversation_id_id"),
        "deliveries",
        ["workspace_id", "conversation_id", "id"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.add_column("conversations", sa.Column("unreachable_at", Moment(), nullable=True))


def downgrade() -> None:
    """Goes back to the one before; what waits is not delivered then."""
    op.drop_column("conversations", "unreachable_at")
    op.drop_table("deliveries")
