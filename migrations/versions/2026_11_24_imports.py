"""Imports: files that were brought along, and what became of their rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Id, Json, Moment
from migrations.steps import on_sqlite

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COUNTS = ("rows", "created", "added", "skipped", "refused")
_SHARED = {
    ("imports", "imports"): "100000 100 1",
    ("imports", "ix_imports_workspace_id_digest"): "100000 100 1",
    ("import_portions", "import_portions"): "100000 1000 10 1",
}
"""How many rows share the first columns of each key, as revision 0002 tells of all others."""


def upgrade() -> None:
    """Goes to this revision."""
    op.create_table(
        "imports",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("member", Id, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("duplicates", sa.Text(), nullable=False),
        sa.Column("columns", Json, nullable=False),
        *(sa.Column(name, Id, nullable=False) for name in _COUNTS),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_imports_workspace_id_member"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_imports")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_imports_workspace_id_digest"), "imports", ["workspace_id", "digest"])
    op.create_table(
        "import_portions",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        sa.Column("import_id", Id, autoincrement=False, nullable=False),
        sa.Column("position", Id, autoincrement=False, nullable=False),
        sa.Column("rows", Json, nullable=True),
        sa.Column("first_sequence", Id, nullable=True),
        sa.Column("last_sequence", Id, nullable=True),
        sa.Column("told", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "import_id"],
            ["imports.workspace_id", "imports.id"],
            name=op.f("fk_import_portions_workspace_id_import_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "import_id", "position", name=op.f("pk_import_portions")),
        sqlite_with_rowid=False,
    )
    _tell_planner()


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_table("import_portions")
    op.drop_table("imports")


def _tell_planner() -> None:
    connection = op.get_bind()
    if not on_sqlite():
        return
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
    for (table, index), stat in _SHARED.items():
        connection.execute(insert, {"tbl": table, "idx": index, "stat": stat})
    connection.execute(sa.text("ANALYZE sqlite_schema"))
