"""Words of what was told: notes, needs, and the numbers and addresses in them are found."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from app.domain.activity import Activity, ActivityType
from app.domain.contact import Contact
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.domain.record import Record
from app.store.engine.column_types import Id, Json
from app.store.search.words import TOLD, entries_of
from migrations.steps import on_postgres

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BATCH = 2000
_READ: dict[type[Record], tuple[str, ...]] = {
    Lead: ("name", "company", "email", "phone", "note", "need", "disqualify_note", "answers"),
    Opportunity: ("name", "need", "lost_note", "answers"),
    Contact: ("name", "email", "phone"),
    Organization: ("name", "domain", "phone"),
    Activity: ("name", "text"),
}
"""The columns that words are taken from, by kind of record."""
_TABLES: dict[type[Record], str] = {
    Lead: "leads",
    Opportunity: "opportunities",
    Contact: "contacts",
    Organization: "organizations",
    Activity: "activities",
}
_NEW: dict[type[Record], str] = {
    Lead: "note <> '' OR need <> '' OR disqualify_note <> '' OR answers IS NOT NULL OR phone LIKE '+%0%'",
    Opportunity: "need <> '' OR lost_note <> '' OR answers IS NOT NULL",
    Contact: "phone LIKE '+%0%'",
    Organization: "phone LIKE '+%0%'",
    Activity: "text <> '' OR name <> ''",
}
"""Which rows may have words that are not there yet."""


def upgrade() -> None:
    """Goes to this revision. Only the words that are missing are added."""
    if on_postgres():
        op.execute("SET LOCAL statement_timeout = 0")
    insert = sa.text(
        "INSERT INTO words (workspace_id, kind, word, number) VALUES (:workspace_id, :kind, :word, :number)"
        " ON CONFLICT DO NOTHING"
    )
    for record in _READ:
        for rows in _batches(record):
            found = [entry for row in rows for entry in _entries(record, row)]
            if found:
                op.get_bind().execute(insert, found)


def downgrade() -> None:
    """Goes back to the one before: what was told is found no more, but for activities."""
    op.execute(
        sa.text("DELETE FROM words WHERE kind IN (:lead, :opportunity)").bindparams(
            **{kind.value: name for kind, name in TOLD.items()}
        )
    )


def _entries(record: type[Record], row: sa.Row[tuple[object, ...]]) -> Iterator[dict[str, object]]:
    values = {name: getattr(row, name) for name in _READ[record] if getattr(row, name) is not None}
    for kind, word in sorted(entries_of(_revived(record, row.number, values))):
        yield {"workspace_id": row.workspace_id, "kind": kind, "word": word, "number": row.number}


def _revived(record: type[Record], number: int, values: dict[str, object]) -> Record:
    """As much of a record as its words need."""
    return record(number=number, **values, **_REQUIRED.get(record, {}))  # type: ignore[arg-type]


_REQUIRED: dict[type[Record], dict[str, object]] = {
    Opportunity: {"stage": 0, "pipeline": 0},
    Activity: {"type": ActivityType.NOTE, "about": 0},
}


def _batches(record: type[Record]) -> Iterator[list[sa.Row[tuple[object, ...]]]]:
    columns: list[sa.ColumnClause[object]] = [sa.column("workspace_id", Id), sa.column("number", Id)]
    for name in _READ[record]:
        columns.append(sa.column(name, Json if name == "answers" else sa.Text))
    merged = "" if record in _REQUIRED else " AND merged_into IS NULL"
    table, place = sa.table(_TABLES[record], *columns), (0, 0)
    while True:
        # Compared as a pair, so that each batch begins where the one before ended.
        beyond = sa.tuple_(table.c.workspace_id, table.c.number) > sa.tuple_(*map(sa.literal, place))
        wanted = sa.select(table).where(beyond, sa.text(f"({_NEW[record]}){merged}"))
        rows = list(
            op.get_bind().execute(wanted.order_by(table.c.workspace_id, table.c.number).limit(_BATCH))
        )
        if not rows:
            return
        yield rows
        place = (rows[-1].workspace_id, rows[-1].number)
