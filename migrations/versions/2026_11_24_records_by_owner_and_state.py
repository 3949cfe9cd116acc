"""Leads and opportunities by owner and state, newest first: those of a colleague that are open, won, lost"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.steps import on_sqlite

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = ("leads", "opportunities")
_BEFORE, _NOW = ["workspace_id", "owner", "number"], ["workspace_id", "owner", "status", "number"]


def upgrade() -> None:
    """Goes to this revision."""
    for table in _TABLES:
        _create(table, _NOW, "1000000 100000 10 5 1")
        op.drop_index(op.f(_name(table, _BEFORE)), table_name=table)
    _read_again()


def downgrade() -> None:
    """Goes back to the one before."""
    for table in reversed(_TABLES):
        _create(table, _BEFORE, "1000000 100000 10 10")
        op.drop_index(op.f(_name(table, _NOW)), table_name=table)
    _read_again()


def _create(table: str, columns: list[str], shared: str) -> None:
    name = _name(table, columns)
    op.create_index(op.f(name), table, columns, unique=False)
    if on_sqlite():
        # How many rows share the first columns of the key, as revision 0002 tells of all others.
        insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
        op.get_bind().execute(insert, {"tbl": table, "idx": name, "stat": shared})


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"


def _read_again() -> None:
    if on_sqlite():
        op.get_bind().execute(sa.text("ANALYZE sqlite_schema"))
