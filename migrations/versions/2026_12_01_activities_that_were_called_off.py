"""Activities that were called off: they are neither open nor done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Goes to this revision."""
    op.add_column(
        "activities", sa.Column("cancelled", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Goes back to the one before: what was called off is done there."""
    op.drop_column("activities", "cancelled")
