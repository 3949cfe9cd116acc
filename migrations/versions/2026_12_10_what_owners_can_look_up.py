"""What owners can look up: an audit of the workspace, erasures of people, and after how long closed leads are
listed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Id, Json, Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
compatible_from = "0019"


def upgrade() -> None:
    """Goes to this revision. What was set before is told by its events; nobody knows who was refused."""
    op.add_column(
        "workspaces", sa.Column("retention_months", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_table(
        "audit",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("actor", Id, nullable=True),
        sa.Column("sequence", Id, nullable=True),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("details", Json, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_audit_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_audit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_audit_workspace_id_name_at"), "audit", ["workspace_id", "name", "at"])
    op.create_table(
        "erasures",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", Id, nullable=False),
        sa.Column("findings", Json, nullable=True),
        sa.Column("asked_by", Id, nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", Id, nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_erasures_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_erasures")),
        sqlite_with_rowid=False,
    )
    # As each event of a setting is told from now on.
    op.execute(
        "INSERT INTO audit (workspace_id, id, at, name, actor, sequence, count, details)"
        " SELECT workspace_id, row_number() OVER (PARTITION BY workspace_id ORDER BY sequence), at,"
        " 'SettingsChanged', actor, sequence, 1, '{}' FROM events WHERE number = 0"
    )


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_table("erasures")
    op.drop_table("audit")
    op.drop_column("workspaces", "retention_months")
