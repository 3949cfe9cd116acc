"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Amount, Id, Json, Moment, Word

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}
compatible_from = ${repr(up_revision)}  # the oldest revision whose code works with these tables


def upgrade() -> None:
    """Goes to this revision."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Goes back to the one before."""
    ${downgrades if downgrades else "pass"}
