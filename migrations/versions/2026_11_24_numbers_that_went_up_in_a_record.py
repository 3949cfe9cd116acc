"""Numbers of the records that went up in one, by which a merge is shown and taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Json

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = ("leads", "contacts", "organizations")


def upgrade() -> None:
    """Goes to this revision."""
    for table in _TABLES:
        op.add_column(table, sa.Column("absorbed", Json, nullable=True))


def downgrade() -> None:
    """Goes back to the one before."""
    for table in reversed(_TABLES):
        op.drop_column(table, "absorbed")
