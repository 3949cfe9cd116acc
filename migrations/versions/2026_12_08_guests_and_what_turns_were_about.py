"""Workspaces say whether guests may come in; turns keep what they were about, so that another one is none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
compatible_from = "0019"


def upgrade() -> None:
    """Goes to this revision. No guest comes in until an owner allows it."""
    op.add_column("workspaces", sa.Column("guests", sa.Integer(), server_default="0", nullable=False))
    op.add_column("turns", sa.Column("what", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_column("turns", "what")
    op.drop_column("workspaces", "guests")
