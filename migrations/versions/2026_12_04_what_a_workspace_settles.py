"""What a workspace settles: on which days it works, which days are free, and a version of its settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TEXTS = {"working_days": "mon tue wed thu fri", "subdivision": "", "free_days": ""}
_NUMBERS = {"public_holidays": "1", "version": "1"}


def upgrade() -> None:
    """Goes to this revision. A workspace that is there works from Monday to Friday, but for the public
    holidays of its country."""
    for name, default in _TEXTS.items():
        op.add_column("workspaces", sa.Column(name, sa.Text(), server_default=default, nullable=False))
    for name, default in _NUMBERS.items():
        op.add_column("workspaces", sa.Column(name, sa.Integer(), server_default=default, nullable=False))


def downgrade() -> None:
    """Goes back to the one before."""
    for name in (*_NUMBERS, *_TEXTS):
        op.drop_column("workspaces", name)
