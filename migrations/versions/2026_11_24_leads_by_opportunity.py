"""Leads by the opportunity that they became or joined: asked before an opportunity goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.steps import on_sqlite

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NAME = "ix_leads_workspace_id_opportunity"


def upgrade() -> None:
    """Goes to this revision."""
    some = sa.text("opportunity IS NOT NULL")
    op.create_index(
        op.f(_NAME),
        "leads",
        ["workspace_id", "opportunity"],
        unique=False,
        sqlite_where=some,
        postgresql_where=some,
    )
    connection = op.get_bind()
    if on_sqlite():
        # How many rows share the first columns of the key, as revision 0002 tells of all others.
        insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
        connection.execute(insert, {"tbl": "leads", "idx": _NAME, "stat": "1000000 100000 10"})
        connection.execute(sa.text("ANALYZE sqlite_schema"))


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_index(op.f(_NAME), table_name="leads")
