"""The fields that a workspace describes itself, and where records keep their values."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Json

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
compatible_from = "0019"

_HOLDING = ("leads", "opportunities", "contacts", "organizations")


def upgrade() -> None:
    """Goes to this revision."""
    op.add_column("workspaces", sa.Column("own_fields", sa.Text(), server_default="", nullable=False))
    for table in _HOLDING:
        op.add_column(table, sa.Column("own", Json, nullable=True))


def downgrade() -> None:
    """Goes back to the one before."""
    for table in _HOLDING:
        op.drop_column(table, "own")
    op.drop_column("workspaces", "own_fields")
