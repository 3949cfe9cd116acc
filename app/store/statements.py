"""Statements of the hot paths: compiled once, run on the driver's own cursor.

SQLAlchemy's share of a small insert is several times that of the database, and a lead takes five of them. The
statements stay Core: what is saved is only their way through SQLAlchemy's engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.store.engine.choice import engine_of
from app.store.engine.compiled import Compiled, Row
from app.store.engine.engine import Engine


class Statement:
    """A statement that every transaction may run. Errors are the driver's. The engine may keep its plan,
    unless it is to `plan_anew` for the values of every run: a plan for all values is as good where a key
    leads to a few rows, and far off where a word may be rare or frequent."""

    def __init__(
        self, clause: sa.ClauseElement, *, plan_anew: bool = False, adds_to: str = "", changes: str = ""
    ) -> None:
        """Of a text that may run later, `adds_to` or `changes` names the table to which it adds rows, or of
        which it may change one that is there."""
        self._clause = clause
        self._plan_anew = plan_anew
        if isinstance(clause, sa.Insert):
            adds_to = str(clause.table.description)
        elif isinstance(clause, sa.Update):
            changes = str(clause.table.description)
        self._table = adds_to or changes
        self._only_adds = bool(adds_to)
        self._compiled: dict[tuple[object, ...], Compiled] = {}

    def later(self, connection: sa.Connection, row: Row) -> None:
        """Runs it at the latest before anything else is run or the transaction ends: who only writes needs no
        answer, and where the engine is far away it may take several statements on one trip."""
        engine = engine_of(connection)
        compiled = self._compiled_for(engine, connection, row)
        engine.later(connection, compiled, compiled.bind(row))

    def later_many(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """`later` for each row; all rows have the same names."""
        if rows:
            engine = engine_of(connection)
            compiled = self._compiled_for(engine, connection, rows[0])
            engine.later_many(connection, compiled, [compiled.bind(row) for row in rows])

    def run(self, connection: sa.Connection, row: Row) -> int:
        """Runs it once; returns how many rows it touched."""
        engine = engine_of(connection)
        compiled = self._compiled_for(engine, connection, row)
        return engine.run(connection, compiled, compiled.bind(row))

    def run_many(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Runs it for each row; all rows have the same names."""
        if rows:
            engine = engine_of(connection)
            compiled = self._compiled_for(engine, connection, rows[0])
            engine.run_many(connection, compiled, [compiled.bind(row) for row in rows])

    def later_rows(
        self, connection: sa.Connection, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """`later_many` for rows whose values stand in the order of the names, in the driver's form: many
        short ones take half the time."""
        compiled = self.compiled(connection, dict.fromkeys(names))
        engine_of(connection).later_many(connection, compiled, compiled.in_order(names, rows))

    def first(self, connection: sa.Connection, row: Row) -> tuple[Any, ...] | None:
        """The first row it selects, as the driver gives it: for whole numbers and texts, which need no
        translation."""
        engine = engine_of(connection)
        compiled = self._compiled_for(engine, connection, row)
        return engine.first(connection, compiled, compiled.bind(row))

    def all(self, connection: sa.Connection, row: Row) -> list[tuple[Any, ...]]:
        """Every row it selects, as `first` gives one."""
        engine = engine_of(connection)
        compiled = self._compiled_for(engine, connection, row)
        return engine.all(connection, compiled, compiled.bind(row))

    def all_of(self, connection: sa.Connection, rows: Sequence[Row]) -> list[list[tuple[Any, ...]]]:
        """What `all` gives for each row."""
        if not rows:
            return []
        engine = engine_of(connection)
        compiled = self._compiled_for(engine, connection, rows[0])
        return engine.all_of(connection, compiled, [compiled.bind(row) for row in rows])

    def translated(self, connection: sa.Connection, row: Row) -> list[tuple[Any, ...]]:
        """Every row it selects, with the values that the types of its columns stand for."""
        return self.compiled(connection, row).translate(self.all(connection, row))

    def compiled(self, connection: sa.Connection, row: Row) -> Compiled:
        """Its text for the driver of a connection and the names of a row."""
        return self._compiled_for(engine_of(connection), connection, row)

    def _compiled_for(self, engine: Engine, connection: sa.Connection, row: Row) -> Compiled:
        key = (engine, *row)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = Compiled(
                self._clause,
                connection.dialect,
                list(row),
                plan_anew=self._plan_anew,
                table=self._table,
                only_adds=self._only_adds,
            )
        return compiled


class InsertOfSome:
    """Adds rows of a table that are the same in the `shared` columns and differ in their `own`. All values
    are in the driver's form."""

    def __init__(self, table: sa.Table, shared: Sequence[str], own: Sequence[str]) -> None:
        self._one_by_one = Statement(sa.insert(table))
        self._at_once = Statement(_insert_of_arrays(table, shared, own), adds_to=str(table.description))
        self._own = own

    def later(self, connection: sa.Connection, shared: Row, rows: Sequence[tuple[Any, ...]]) -> None:
        """Adds rows, each given by its `own` values, like `Statement.later`."""
        if not rows:
            return
        if engine_of(connection).takes_arrays:
            arrays = map(list, zip(*rows, strict=True))
            self._at_once.later(connection, {**shared, **dict(zip(self._own, arrays, strict=True))})
            return
        same = tuple(shared.values())
        self._one_by_one.later_rows(connection, (*shared, *self._own), [(*same, *row) for row in rows])


def _insert_of_arrays(table: sa.Table, shared: Sequence[str], own: Sequence[str]) -> sa.TextClause:
    kinds = {
        name: "bigint" if isinstance(table.c[name].type, sa.Integer) else "text" for name in (*shared, *own)
    }
    same = ", ".join(f"CAST(:{name} AS {kinds[name]})" for name in shared)
    arrays = ", ".join(f"CAST(:{name} AS {kinds[name]}[])" for name in own)
    return sa.text(
        f"INSERT INTO {table.name} ({', '.join((*shared, *own))}) SELECT {same}, {', '.join(own)}"
        f" FROM unnest({arrays}) AS entry ({', '.join(own)})"
    )


def read_together(
    connection: sa.Connection, asked: Sequence[tuple[Statement, Row]]
) -> list[list[tuple[Any, ...]]]:
    """What `all` gives for each of these statements, none of which may be one to `plan_anew`; an engine that
    is far away may be asked for all of them on one trip."""
    compiled = [(statement.compiled(connection, row), row) for statement, row in asked]
    return engine_of(connection).read_together(connection, [(one, one.bind(row)) for one, row in compiled])
