"""Members have the id by which mentions in the chat point to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Goes to this revision. Whose id is not known tells it with the next message."""
    op.add_column("members", sa.Column("chat_id", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_column("members", "chat_id")
