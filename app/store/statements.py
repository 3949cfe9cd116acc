"""Statements of the hot paths: compiled once, run on the driver's own cursor.

SQLAlchemy's share of a small insert is several times that of the database, and a lead takes five of them. The
statements stay Core: what is saved is only their way through the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa

Row = Mapping[str, Any]


class Statement:
    """A statement that every transaction may run. Errors are the driver's."""

    def __init__(self, clause: sa.ClauseElement) -> None:
        self._clause = clause
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def run(self, connection: sa.Connection, row: Row) -> int:
        """Runs it once; returns how many rows it touched."""
        compiled = self._for(connection, row)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.bind(row))
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def run_many(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Runs it for each row; all rows have the same names."""
        if len(rows) <= 1:
            # One row alone goes without the pipeline in which psycopg sends many.
            for row in rows:
                self.run(connection, row)
            return
        compiled = self._for(connection, rows[0])
        cursor = connection.connection.cursor()
        try:
            values: Any = [compiled.bind(row) for row in rows]
            cursor.executemany(compiled.text, values)
        finally:
            cursor.close()

    def first(self, connection: sa.Connection, row: Row) -> tuple[Any, ...] | None:
        """The first row it selects, as the driver gives it: for whole numbers and texts, which need no
        translation."""
        compiled = self._for(connection, row)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.bind(row))
            found = cursor.fetchone()
            return None if found is None else tuple(found)
        finally:
            cursor.close()

    def all(self, connection: sa.Connection, row: Row) -> list[tuple[Any, ...]]:
        """Every row it selects, as `first` gives one."""
        compiled = self._for(connection, row)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.bind(row))
            return cast("list[tuple[Any, ...]]", cursor.fetchall())
        finally:
            cursor.close()

    def translated(self, connection: sa.Connection, row: Row) -> list[tuple[Any, ...]]:
        """Every row it selects, with the values that the types of its columns stand for."""
        return self._for(connection, row).translate(self.all(connection, row))

    def _for(self, connection: sa.Connection, row: Row) -> _Compiled:
        key = (connection.dialect.name, *row)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = _Compiled(self._clause, connection.dialect, list(row))
        return compiled


class _Compiled:
    """The text for one driver, and how it wants the values."""

    def __init__(self, clause: sa.ClauseElement, dialect: sa.Dialect, names: list[str]) -> None:
        compiled: Any = clause.compile(dialect=dialect, column_keys=names)
        self.text: str = compiled.string
        order = compiled.positiontup if compiled.positional else list(compiled.bind_names.values())
        types = {name: bind.type for bind, name in compiled.bind_names.items()}
        self._positional: bool = compiled.positional
        self._binds = [(name, _processor(types[name], dialect)) for name in order]
        self._read = _readers(clause, dialect)

    def bind(self, row: Row) -> Sequence[Any] | Row:
        """The values of a row in the driver's form."""
        values = [value(row[name]) if value else row[name] for name, value in self._binds]
        return (
            values if self._positional else dict(zip((name for name, _ in self._binds), values, strict=True))
        )

    def translate(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows in Python's form."""
        if not any(self._read):
            return rows
        return [
            tuple(read(value) if read else value for read, value in zip(self._read, row, strict=True))
            for row in rows
        ]


def _readers(clause: Any, dialect: sa.Dialect) -> list[Callable[[Any], Any] | None]:
    if not isinstance(clause, sa.SelectBase):
        return []
    types: list[Any] = [column.type for column in clause.selected_columns]
    return [type_.dialect_impl(dialect).result_processor(dialect, None) for type_ in types]


def _processor(type_: Any, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return found
