"""Keys by which duplicates are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from alembic import op

from app.domain.matching import company_root, email_key, name_root, phone_key
from app.store.engine.column_types import Id
from migrations.steps import on_sqlite

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LEAD_KEYS = ("email_key", "phone_key", "name_root", "company_root")
_BATCH = 5000

Row = dict[str, object]


def upgrade() -> None:
    """Goes to this revision. The columns are filled before they are indexed, which is faster."""
    op.add_column("contacts", sa.Column("name_root", sa.Text(), nullable=True))
    for name in _LEAD_KEYS:
        op.add_column("leads", sa.Column(name, sa.Text(), nullable=True))
    _fill("leads", ("name", "company", "email", "phone"), _keys_of_lead)
    _fill("contacts", ("name",), lambda row: {"name_root": name_root(row.name) or None})
    _index("contacts", "name_root")
    for name in _LEAD_KEYS:
        _index("leads", name)
    if on_sqlite():
        _tell_planner()


def downgrade() -> None:
    """Goes back to the one before."""
    if on_sqlite():
        op.execute(sa.text("DELETE FROM sqlite_stat1"))
    for name in reversed(_LEAD_KEYS):
        op.drop_index(op.f(f"ix_leads_workspace_id_{name}_number"), table_name="leads")
        op.drop_column("leads", name)
    op.drop_index(op.f("ix_contacts_workspace_id_name_root_number"), table_name="contacts")
    op.drop_column("contacts", "name_root")


def _tell_planner() -> None:
    """Tells SQLite how many rows share the first columns of a key. Without that it takes ten for every first
    column, prefers the primary key to all other indexes, and reads whole workspaces."""
    connection = op.get_bind()
    connection.execute(sa.text("ANALYZE alembic_version"))  # makes the table of statistics
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")
    inspector = sa.inspect(connection)
    for table in inspector.get_table_names():
        key = inspector.get_pk_constraint(table)["constrained_columns"]
        if len(key) > 1:
            connection.execute(insert, {"tbl": table, "idx": table, "stat": _shared(len(key), unique=True)})
        for index in inspector.get_indexes(table):
            stat = _shared(len(index["column_names"]), unique=bool(index["unique"]))
            connection.execute(insert, {"tbl": table, "idx": index["name"], "stat": stat})
    connection.execute(sa.text("ANALYZE sqlite_schema"))  # reads it again


def _shared(columns: int, *, unique: bool) -> str:
    """Rows in all, then those that share the first column, the first two, and so on."""
    shared = [1_000_000, 100_000, *([10] * (columns - 1))]
    return " ".join(map(str, [*shared[:-1], 1] if unique else shared))


def _index(table: str, column: str) -> None:
    some = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        op.f(f"ix_{table}_workspace_id_{column}_number"),
        table,
        ["workspace_id", column, "number"],
        unique=False,
        sqlite_where=some,
        postgresql_where=some,
    )


def _keys_of_lead(row: sa.Row[tuple[str, ...]]) -> Row:
    person = row.name if row.name.casefold() != row.company.casefold() else ""
    return {
        "email_key": email_key(row.email) or None,
        "phone_key": phone_key(row.phone) or None,
        "name_root": name_root(person) or None,
        "company_root": company_root(row.company) or None,
    }


def _fill(name: str, read: tuple[str, ...], keys_of: Callable[[sa.Row[tuple[str, ...]]], Row]) -> None:
    """Derives the keys of all rows that are there."""
    for rows in _batches(name, read):
        filled = [{"of_workspace": r.workspace_id, "of_number": r.number, **keys_of(r)} for r in rows]
        keys = [key for key in filled[0] if not key.startswith("of_")]
        table = _table(name, tuple(keys))
        one = (
            table.c.workspace_id == sa.bindparam("of_workspace"),
            table.c.number == sa.bindparam("of_number"),
        )
        wanted = sa.update(table).where(*one).values({key: sa.bindparam(key) for key in keys})
        op.get_bind().execute(wanted, filled)


def _batches(name: str, read: tuple[str, ...]) -> Iterator[list[sa.Row[tuple[str, ...]]]]:
    table, place = _table(name, read), (0, 0)
    while True:
        # Compared as a pair, so that each batch begins where the one before ended.
        beyond = sa.tuple_(table.c.workspace_id, table.c.number) > sa.tuple_(*map(sa.literal, place))
        wanted = sa.select(table).where(beyond).order_by(table.c.workspace_id, table.c.number).limit(_BATCH)
        rows = list(op.get_bind().execute(wanted))
        if not rows:
            return
        yield rows
        place = (rows[-1].workspace_id, rows[-1].number)


def _table(name: str, texts: tuple[str, ...]) -> sa.TableClause:
    columns: list[sa.ColumnClause[object]] = [sa.column("workspace_id", Id), sa.column("number", Id)]
    return sa.table(name, *columns, *(sa.column(text, sa.Text) for text in texts))
