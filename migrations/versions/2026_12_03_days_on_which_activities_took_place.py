"""Days on which activities took place, where no time of day is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Goes to this revision."""
    op.add_column("activities", sa.Column("done_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Goes back to the one before: the time that stands for a day is told as one there."""
    op.drop_column("activities", "done_on")
