"""Holdings: every row of a workspace that names a person, in whatever table it lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.recognition import Signs
from app.store import tables
from app.store.engine.choice import engine_of
from app.store.workspace_rows import WorkspaceRows

_PATTERNS = 100
"""Patterns of one statement; SQLite nests them, a thousand at most."""
# Words come from records, and the others hold what owners set, ids, or no text at all.
_UNTOLD = frozenset(
    "directory workspaces members pipelines stages choices words turns conversations audit erasures"
    " stage_totals participations followings".split()
)
_KEPT_AS_IT_IS = frozenset("conversation_id activity_id digest kind state duplicates service_url".split())
"""Texts by which something is found again, or which are ours: people may be called as they are, but nobody is
told of by them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A row: the name of its table, its key without the workspace, and what it tells, by column."""

    table: str
    key: Mapping[str, int | str]
    told: Mapping[str, Any]

    @property
    def texts(self) -> dict[str, Any]:
        """What it tells in words."""
        columns = told_columns(tables.metadata.tables[self.table])
        return {column.name: self.told[column.name] for column in columns}


class Holdings(WorkspaceRows):
    """What one workspace holds on people."""

    def speaking_of(self, signs: Signs) -> Iterator[Holding]:
        """All rows that may speak of somebody; more than do, and no less."""
        patterns = signs.like_patterns()
        for table in tables.metadata.sorted_tables:
            columns = told_columns(table)
            if not columns:
                continue
            seen: set[tuple[int | str, ...]] = set()
            for start in range(0, len(patterns), _PATTERNS):
                for one in self._with(table, columns, patterns[start : start + _PATTERNS]):
                    if (key := tuple(one.key.values())) not in seen:
                        seen.add(key)
                        yield one

    def events_of(self, numbers: Iterable[int]) -> list[Holding]:
        """All events of records."""
        wanted = self._of(tables.events).where(tables.events.c.number.in_(list(numbers)))
        return self._read(tables.events, wanted.order_by(tables.events.c.sequence))

    def portions(self, id_: int) -> list[Holding]:
        """The portions of an import."""
        wanted = self._of(tables.import_portions).where(tables.import_portions.c.import_id == id_)
        return self._read(tables.import_portions, wanted)

    def rows(self, table: str, column: str, values: Iterable[int | str]) -> list[Holding]:
        """The rows of a table with one of these values in a column."""
        found = tables.metadata.tables[table]
        return self._read(found, self._of(found).where(found.c[column].in_(list(values))))

    def rewrite(self, holding: Holding, told: Mapping[str, Any]) -> None:
        """Stores other texts in a row."""
        changed = {name: value for name, value in told.items() if value != holding.told[name]}
        if changed:
            table = tables.metadata.tables[holding.table]
            self._connection.execute(sa.update(table).where(*self._is(table, holding)).values(changed))

    def remove(self, holding: Holding) -> None:
        """Takes a row away."""
        table = tables.metadata.tables[holding.table]
        self._connection.execute(sa.delete(table).where(*self._is(table, holding)))

    def take_time(self) -> None:
        """Lets the statements of this transaction run as long as they need; one that only reads has to be a
        `Database.snapshot` for that."""
        engine_of(self._connection).take_time(self._connection)

    def _with(
        self, table: sa.Table, columns: Sequence[sa.Column[Any]], patterns: Sequence[str]
    ) -> list[Holding]:
        pieces = [sa.func.coalesce(sa.cast(column, sa.Text), "") for column in columns]
        text: sa.ColumnElement[str] = pieces[0]
        for piece in pieces[1:]:
            text = text.concat(" ").concat(piece)
        fits = sa.or_(*(text.ilike(pattern, escape="\\") for pattern in patterns))
        return self._read(table, self._of(table).where(fits))

    def _of(self, table: sa.Table) -> sa.Select[Any]:
        return sa.select(table).where(self._mine(table))

    def _is(self, table: sa.Table, holding: Holding) -> list[sa.ColumnElement[bool]]:
        mine: list[sa.ColumnElement[bool]] = [self._mine(table)]
        return mine + [table.c[name] == value for name, value in holding.key.items()]

    def _read(self, table: sa.Table, wanted: sa.Select[Any]) -> list[Holding]:
        keys = [column.name for column in table.primary_key if column.name != "workspace_id"]
        return [
            Holding(
                table=table.name,
                key={name: row[name] for name in keys},
                # Exactly texts: SQLAlchemy's names of columns are more than that.
                told={str(name): row[name] for name in row if name not in (*keys, "workspace_id")},
            )
            for row in self._connection.execute(wanted).mappings()
        ]


def told_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns in which somebody may be spoken of."""
    if table.name in _UNTOLD or "workspace_id" not in table.c:
        return []
    return [
        column
        for column in table.c
        if isinstance(column.type, sa.Text | sa.JSON)
        and not column.primary_key
        and column.name not in _KEPT_AS_IT_IS
    ]
