"""Activities of customers: an index with all that is asked of thousands of them."""

from __future__ import annotations

from migrations.steps import create_index, drop_index

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
compatible_from = "0019"

_BEFORE = "ix_activities_workspace_id_about_number"
_AFTER = "ix_activities_about"


def upgrade() -> None:
    """Makes the new index before the old one goes."""
    columns = ["workspace_id", "about", "done_at", "number", "type", "owner", "cancelled"]
    create_index(_AFTER, "activities", columns)
    drop_index(_BEFORE, "activities")


def downgrade() -> None:
    """Goes back to the one before."""
    create_index(_BEFORE, "activities", ["workspace_id", "about", "number"])
    drop_index(_AFTER, "activities")
