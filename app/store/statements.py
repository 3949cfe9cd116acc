"""Statements of the hot paths: compiled once, run on the driver's own cursor.

SQLAlchemy's share of a small insert is several times that of the database, and a lead takes five of them. The
statements stay Core: what is saved is only their way through the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from app.store.bundles import join_texts
from app.store.compiled import Compiled, Row

if TYPE_CHECKING:
    from app.store.ways import Ways

_WAITING = "waiting statements"
_WAYS = "ways"
_MOST_TOGETHER = 40


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

    def run_rows(
        self, connection: sa.Connection, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """`run_many` for rows whose values stand in the order of the names, in the driver's form: many short
        ones take half the time."""
        flush(connection)
        compiled = self.compiled(connection, dict.fromkeys(names))
        cursor = _cursor(connection)
        try:
            cursor.executemany(compiled.text, compiled.in_order(names, rows))
        finally:
            cursor.close()

    def first(self, connection: sa.Connection, row: Row) -> tuple[Any, ...] | None:
        """The first row it selects, as the driver gives it: for whole numbers and texts, which need no
        translation."""
        flush(connection)
        ways = _ways(connection)
        if ways is not None and not ways.in_transaction and not self._plan_anew:
            compiled = self.compiled(connection, row)
            return next(iter(ways.begin_with(compiled.text, compiled.bind(row))), None)
        return next(iter(self.all(connection, row)), None)

    def all(self, connection: sa.Connection, row: Row) -> list[tuple[Any, ...]]:
        """Every row it selects, as `first` gives one."""
        flush(connection)
        if connection.dialect.name == "postgresql" and not self._plan_anew:
            compiled = self.compiled(connection, row)
            return _link(connection).read_all([(compiled.text, compiled.bind(row))])[0]
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


def read_together(
    connection: sa.Connection, asked: Sequence[tuple[Statement, Row]]
) -> list[list[tuple[Any, ...]]]:
    """What `all` gives for each of these statements. Outside of a transaction PostgreSQL is asked for
    all of them on one way; none may be one to `plan_anew`."""
    if connection.dialect.name != "postgresql" or not connection.connection.driver_connection.autocommit:  # type: ignore[union-attr]
        return [statement.all(connection, row) for statement, row in asked]
    compiled = [(statement.compiled(connection, row), row) for statement, row in asked]
    return _link(connection).read_all([(one.text, one.bind(row)) for one, row in compiled])


def flush(connection: sa.Connection) -> None:
    """Runs what waits in this transaction."""
    for bundle in _take_bundles(connection):
        _run_bundle(connection, bundle)


def flush_and_commit(connection: sa.Connection) -> None:
    """Runs what waits, and commits on the same way; where nothing waits, whoever commits has to. What fails
    is rolled back."""
    bundles = _take_bundles(connection)
    try:
        for bundle in bundles[:-1]:
            _run_bundle(connection, bundle)
        for bundle in bundles[-1:]:
            _commit_with(connection, bundle)
    except BaseException:
        # SQLAlchemy holds a transaction whose commit failed to be over, and would begin the next one in it.
        roll_back(connection)
        raise


def roll_back(connection: sa.Connection) -> None:
    """Ends a transaction without what waits; whoever rolls back has nothing left to do."""
    if connection.invalidated:
        # All of it went with the connection to the server.
        return
    forget_waiting(connection)
    ways = _ways(connection)
    if ways is not None:
        ways.roll_back()


def forget_waiting(connection: sa.Connection) -> None:
    """Drops what waits: its transaction is over."""
    connection.info.pop(_WAITING, None)


def forget_plans(connection: sa.Connection) -> None:
    """To be called where psycopg may have the server forget all plans."""
    ways = _ways(connection)
    if ways is not None:
        ways.forget_plans()


def _take_bundles(connection: sa.Connection) -> list[list[_Waiting]]:
    waiting: list[_Waiting] | None = connection.info.get(_WAITING)
    if not waiting:
        return []
    connection.info[_WAITING] = []
    return list(_bundles(waiting))


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


def _commit_with(connection: sa.Connection, bundle: Sequence[_Waiting]) -> None:
    ways = _ways(connection)
    if ways is not None and ways.in_transaction:
        ways.commit_with(*_joined(connection, bundle))
    else:
        _run_bundle(connection, bundle)


def _run_bundle(connection: sa.Connection, bundle: Sequence[_Waiting]) -> None:
    text, values = _joined(connection, bundle)
    cursor = _cursor(connection)
    try:
        cursor.execute(text, values, prepare=True)
    finally:
        cursor.close()


def _joined(connection: sa.Connection, bundle: Sequence[_Waiting]) -> tuple[str, list[Any]]:
    compiled = [statement.compiled(connection, row) for statement, row in bundle]
    values = [value for one, (_, row) in zip(compiled, bundle, strict=True) for value in one.bind(row)]
    return join_texts(tuple(one.text for one in compiled)), values


def _ways(connection: sa.Connection) -> Ways | None:
    """How a transaction of PostgreSQL begins and ends with a statement; None where each is on its own."""
    if connection.dialect.name != "postgresql":
        return None
    driver: Any = connection.connection.driver_connection
    return None if driver.autocommit else _link(connection)


def _link(connection: sa.Connection) -> Ways:
    ways: Ways | None = connection.info.get(_WAYS)
    if ways is None:
        # Late: who runs on SQLite needs no driver of PostgreSQL.
        from app.store.ways import Ways

        ways = connection.info[_WAYS] = Ways(connection.connection.driver_connection)  # type: ignore[arg-type]
    return ways


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


_Waiting = tuple[Statement, Row]
