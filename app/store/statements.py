"""Statements of the hot paths: compiled once, run on the driver's own cursor.

SQLAlchemy's share of a small insert is several times that of the database, and a lead takes five of them. The
statements stay Core: what is saved is only their way through the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, cast

import sqlalchemy as sa

Row = Mapping[str, Any]
_WAITING = "waiting statements"
_MOST_TOGETHER = 40
_NAMED = re.compile(r"%\((\w+)\)s")
_NUMBERED = re.compile(r"\$(\d+)")


class Statement:
    """A statement that every transaction may run. Errors are the driver's. PostgreSQL keeps its plan, unless
    it is to `plan_anew` for the values of every run: a plan for all values is as good where a key leads to a
    few rows, and far off where a word may be rare or frequent."""

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
        self.table = adds_to or changes
        self.only_adds = bool(adds_to)
        self._compiled: dict[tuple[str, ...], Compiled] = {}

    def later(self, connection: sa.Connection, row: Row) -> None:
        """Runs it at the latest before anything else is run or the transaction ends: who only writes needs no
        answer, and PostgreSQL takes what waits on one way. To SQLite, which is no way off, waiting is only
        work."""
        if connection.dialect.name == "postgresql":
            connection.info.setdefault(_WAITING, []).append((self, row))
        else:
            self._execute(connection, row).close()

    def later_many(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """`later` for each row; all rows have the same names."""
        if connection.dialect.name == "postgresql":
            for row in rows:
                self.later(connection, row)
        else:
            self.run_many(connection, rows)

    def run(self, connection: sa.Connection, row: Row) -> int:
        """Runs it once; returns how many rows it touched."""
        flush(connection)
        cursor = self._execute(connection, row)
        try:
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def run_many(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Runs it for each row; all rows have the same names."""
        flush(connection)
        if len(rows) <= 1:
            # One row alone goes without the pipeline in which psycopg sends many.
            for row in rows:
                self._execute(connection, row).close()
            return
        compiled = self.compiled(connection, rows[0])
        cursor = _cursor(connection)
        try:
            cursor.executemany(compiled.text, [compiled.bind(row) for row in rows])
        finally:
            cursor.close()

    def first(self, connection: sa.Connection, row: Row) -> tuple[Any, ...] | None:
        """The first row it selects, as the driver gives it: for whole numbers and texts, which need no
        translation."""
        flush(connection)
        cursor = self._execute(connection, row)
        try:
            found = cursor.fetchone()
            return None if found is None else tuple(found)
        finally:
            cursor.close()

    def all(self, connection: sa.Connection, row: Row) -> list[tuple[Any, ...]]:
        """Every row it selects, as `first` gives one."""
        flush(connection)
        cursor = self._execute(connection, row)
        try:
            return cast("list[tuple[Any, ...]]", cursor.fetchall())
        finally:
            cursor.close()

    def all_of(self, connection: sa.Connection, rows: Sequence[Row]) -> list[list[tuple[Any, ...]]]:
        """What `all` gives for each row; PostgreSQL is asked for all of them on one way."""
        if connection.dialect.name != "postgresql" or len(rows) <= 1:
            return [self.all(connection, row) for row in rows]
        flush(connection)
        compiled = self.compiled(connection, rows[0])
        cursor = _cursor(connection)
        try:
            cursor.executemany(compiled.text, [compiled.bind(row) for row in rows], returning=True)
            found = [cursor.fetchall()]
            while cursor.nextset():
                found.append(cursor.fetchall())
            return found
        finally:
            cursor.close()

    def translated(self, connection: sa.Connection, row: Row) -> list[tuple[Any, ...]]:
        """Every row it selects, with the values that the types of its columns stand for."""
        return self.compiled(connection, row).translate(self.all(connection, row))

    def _execute(self, connection: sa.Connection, row: Row) -> Any:
        compiled = self.compiled(connection, row)
        cursor = _cursor(connection)
        cursor.execute(compiled.text, compiled.bind(row), **compiled.options)
        return cursor

    def compiled(self, connection: sa.Connection, row: Row) -> Compiled:
        """Its text for the driver of a connection and the names of a row."""
        key = (connection.dialect.name, *row)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = Compiled(
                self._clause, connection.dialect, list(row), plan_anew=self._plan_anew
            )
        return compiled


def flush(connection: sa.Connection) -> None:
    """Runs what waits in this transaction."""
    waiting: list[_Waiting] | None = connection.info.get(_WAITING)
    if not waiting:
        return
    connection.info[_WAITING] = []
    for bundle in _bundles(waiting):
        _run_bundle(connection, bundle)


def forget_waiting(connection: sa.Connection) -> None:
    """Drops what waits: its transaction is over."""
    connection.info.pop(_WAITING, None)


def _bundles(waiting: Sequence[_Waiting]) -> Iterator[list[_Waiting]]:
    """Parts of what waits that one statement of PostgreSQL can do. Parts of a statement do not see each
    other: none may change a row that another one adds or changes."""
    bundle: list[_Waiting] = []
    touched: dict[str, bool] = {}
    for statement, row in waiting:
        clash = statement.table in touched and not (statement.only_adds and touched[statement.table])
        if bundle and (clash or not statement.table or len(bundle) >= _MOST_TOGETHER):
            yield bundle
            bundle, touched = [], {}
        bundle.append((statement, row))
        touched[statement.table] = statement.only_adds
    yield bundle


def _run_bundle(connection: sa.Connection, bundle: Sequence[_Waiting]) -> None:
    compiled = [statement.compiled(connection, row) for statement, row in bundle]
    values = [value for one, (_, row) in zip(compiled, bundle, strict=True) for value in one.bind(row)]
    cursor = _cursor(connection)
    try:
        cursor.execute(_together(tuple(one.text for one in compiled)), values, prepare=True)
    finally:
        cursor.close()


@lru_cache(500)
def _together(texts: tuple[str, ...]) -> str:
    """One text that does what all these do; its values are those of all, in order."""
    *others, last = _renumbered(texts)
    if not others:
        return last
    return f"WITH {', '.join(f'part_{at} AS ({text})' for at, text in enumerate(others))} {last}"


def _renumbered(texts: Sequence[str]) -> Iterator[str]:
    before = 0
    for text in texts:
        numbers = [int(number) for number in _NUMBERED.findall(text)]
        yield _NUMBERED.sub(lambda found, base=before: f"${int(found[1]) + base}", text)  # type: ignore[misc]
        before += max(numbers, default=0)


def _cursor(connection: sa.Connection) -> Any:
    driver: Any = connection.connection
    if connection.dialect.name != "postgresql":
        return driver.cursor()
    return _raw_cursor()(driver.driver_connection)


@cache
def _raw_cursor() -> Callable[[Any], Any]:
    # Late: who runs on SQLite needs no driver of PostgreSQL.
    from psycopg import RawCursor

    return RawCursor


class Compiled:
    """The text for one driver, and how it wants the values."""

    def __init__(
        self, clause: sa.ClauseElement, dialect: sa.Dialect, names: list[str], *, plan_anew: bool
    ) -> None:
        compiled: Any = clause.compile(dialect=dialect, column_keys=names)
        self.options = {"prepare": not plan_anew} if dialect.name == "postgresql" else {}
        self.text, order = compiled.string, compiled.positiontup
        if not compiled.positional:
            # As PostgreSQL itself marks values: else psycopg would look for them in the text at every run.
            order = list(dict.fromkeys(_NAMED.findall(self.text)))
            numbers = {name: f"${number}" for number, name in enumerate(order, start=1)}
            self.text = _NAMED.sub(lambda found: numbers[found[1]], self.text).replace("%%", "%")
        types = {name: bind.type for bind, name in compiled.bind_names.items()}
        converters = ((place, _processor(types[name], dialect)) for place, name in enumerate(order))
        self._convert = [(place, convert) for place, convert in converters if convert]
        self._pick = itemgetter(*order) if len(order) > 1 else lambda row: tuple(row[name] for name in order)
        self._read = _readers(clause, dialect)

    def bind(self, row: Row) -> list[Any]:
        """The values of a row in the driver's form and order."""
        values = list(self._pick(row))
        for place, convert in self._convert:
            values[place] = convert(values[place])
        return values

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


_Waiting = tuple[Statement, Row]
