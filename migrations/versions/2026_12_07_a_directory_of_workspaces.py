"""A directory tells where a tenant's rows lie, and counters have a table of their own: all else is found by
the workspace, by which the tables can be divided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.store.engine.column_types import Id
from migrations.steps import on_sqlite

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
compatible_from = "0019"

_COUNTERS = ("next_number", "next_sequence")


def upgrade() -> None:
    """Goes to this revision. Every workspace keeps its id and its counters."""
    op.create_table(
        "directory",
        sa.Column("workspace_id", Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_directory")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_directory_tenant_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "counters",
        sa.Column("workspace_id", Id, autoincrement=False, nullable=False),
        *(sa.Column(name, Id, nullable=False) for name in _COUNTERS),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_counters_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_counters")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO directory (workspace_id, tenant_id) SELECT id, tenant_id FROM workspaces")
    op.execute(
        "INSERT INTO counters (workspace_id, next_number, next_sequence)"
        " SELECT id, next_number, next_sequence FROM workspaces"
    )
    if on_sqlite():
        _rebuild(with_counters=False)
        return
    op.execute("SELECT setval('directory_workspace_id_seq', last_value, is_called) FROM workspaces_id_seq")
    op.execute("ALTER TABLE workspaces ALTER COLUMN id DROP DEFAULT")
    op.execute("DROP SEQUENCE workspaces_id_seq")
    op.drop_constraint("uq_workspaces_tenant_id", "workspaces")
    for name in _COUNTERS:
        op.drop_column("workspaces", name)


def downgrade() -> None:
    """Goes back to the one before."""
    if on_sqlite():
        _rebuild(with_counters=True)
    else:
        _restore()
    op.drop_table("counters")
    op.drop_table("directory")


def _restore() -> None:
    for name in _COUNTERS:
        op.add_column("workspaces", sa.Column(name, Id))
    op.execute(
        "UPDATE workspaces SET next_number = counters.next_number, next_sequence = counters.next_sequence"
        " FROM counters WHERE counters.workspace_id = workspaces.id"
    )
    for name in _COUNTERS:
        op.alter_column("workspaces", name, nullable=False)
    op.create_unique_constraint("uq_workspaces_tenant_id", "workspaces", ["tenant_id"])
    op.execute("CREATE SEQUENCE workspaces_id_seq OWNED BY workspaces.id")
    op.execute("SELECT setval('workspaces_id_seq', last_value, is_called) FROM directory_workspace_id_seq")
    op.execute("ALTER TABLE workspaces ALTER COLUMN id SET DEFAULT nextval('workspaces_id_seq')")


def _rebuild(*, with_counters: bool) -> None:
    """SQLite drops no constraint: the table is made anew, with all other columns as they are. What points to
    it is looked at when the transaction ends; a table that was renamed would not be found then, so the rows
    come back into one of the old name."""
    known = sa.Table("workspaces", sa.MetaData(), autoload_with=op.get_bind())
    columns = [column for column in known.columns if column.name not in _COUNTERS]
    names = ", ".join(column.name for column in columns)
    counters = ", ".join(_COUNTERS)
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept_workspaces AS SELECT * FROM workspaces")
    op.drop_table("workspaces")
    op.create_table(
        "workspaces",
        *(
            sa.Column(
                column.name, column.type, nullable=column.nullable, server_default=column.server_default
            )
            for column in columns
        ),
        *(sa.Column(name, Id, nullable=False) for name in _COUNTERS if with_counters),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        *([sa.UniqueConstraint("tenant_id", name=op.f("uq_workspaces_tenant_id"))] if with_counters else ()),
    )
    if with_counters:
        op.execute(
            f"INSERT INTO workspaces ({names}, {counters}) SELECT {names}, {counters} FROM kept_workspaces"
            " JOIN counters ON counters.workspace_id = kept_workspaces.id"
        )
    else:
        op.execute(f"INSERT INTO workspaces ({names}) SELECT {names} FROM kept_workspaces")
    op.execute("DROP TABLE kept_workspaces")
