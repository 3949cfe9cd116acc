"""Activities: notes, calls, emails, meetings and tasks on records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Id, Moment
from migrations.steps import on_sqlite

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TABLE = "activities"
_SHARED = {
    _TABLE: "1000000 100000 1",
    f"ix_{_TABLE}_workspace_id_about_number": "1000000 100000 10 1",
    f"ix_{_TABLE}_workspace_id_origin": "1000000 100000 10",
    f"ix_{_TABLE}_workspace_id_owner_due_number": "1000000 100000 10000 10 1",
}
"""How many rows share the first columns of each key, as revision 0002 tells of all others."""


def upgrade() -> None:
    """Goes to this revision."""
    op.create_table(
        _TABLE,
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("about", Id, nullable=False),
        sa.Column("origin", Id, nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("owner", Id, nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_activities_workspace_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_activities_workspace_id_owner"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_activities")),
        sqlite_with_rowid=False,
    )
    _index("about", "number")
    _index("origin", some="origin IS NOT NULL")
    _index("owner", "due", "number", some="done_at IS NULL")
    _tell_planner()


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_table(_TABLE)


def _index(*columns: str, some: str = "") -> None:
    where = sa.text(some) if some else None
    op.create_index(
        op.f(f"ix_{_TABLE}_workspace_id_{'_'.join(columns)}"),
        _TABLE,
        ["workspace_id", *columns],
        unique=False,
        sqlite_where=where,
        postgresql_where=where,
    )


def _tell_planner() -> None:
    connection = op.get_bind()
    if not on_sqlite():
        return
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
    for index, stat in _SHARED.items():
        connection.execute(insert, {"tbl": _TABLE, "idx": index, "stat": stat})
    connection.execute(sa.text("ANALYZE sqlite_schema"))
