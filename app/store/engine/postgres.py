"""PostgreSQL: a server, some way off, for many hosts and writers."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.store.engine import pg_copy, pg_migrating, pg_programs
from app.store.engine.column_types import write_json
from app.store.engine.compiled import Compiled, Values
from app.store.engine.engine import Engine, Line, Open, Reached, Row, Upkeep
from app.store.engine.errors import BackupFailed
from app.store.engine.execution import Found

CONNECTIONS = 8
"""Connections and worker threads of one process; more only queue up inside the database."""
TRUSTED_FOR = 1.0
"""Seconds after which a connection is asked whether it still lives before it is used again."""
PREPARED = 200
"""Statements whose plans a connection keeps: those that are run by `Postgres.execute` say it themselves, no
others are."""
_NEVER = 2**31
# Every table has an index that begins with the workspace: without one a plan that was kept from when a table
# held a few rows would go on to read the whole of it.
# No statement runs so long that compiling it to machine code would pay. A server that can do so goes by the
# estimated cost, in which up to PostgreSQL 17 a scan that is off counts ten thousand millions.
_OPTIONS = "-c enable_seqscan=off -c jit=off -c lock_timeout=10000 -c statement_timeout=30000"
_NO_LIMIT = "SET LOCAL statement_timeout = 0"
_TIDY = ("SET statement_timeout = 0", "VACUUM (ANALYZE)")
_COMPACT = ("SET statement_timeout = 0", "SET lock_timeout = 0", "VACUUM (FULL, ANALYZE)")
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_WHO_MAY_SEE = f"{_OTHERS} AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)"
_CLIENTS = f"{_OTHERS} AND backend_type = 'client backend'"
_TRIES, _PAUSE = 150, 0.2

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_CONNECTION = "08"
_SHUTDOWNS = frozenset({"57P01", "57P02", "57P03"})
_LOCKED = "55P03"


class NoUpkeep:
    """The server looks after itself."""

    turnstile: AbstractContextManager[Any] = contextlib.nullcontext()

    def count_commit(self) -> None:
        pass

    def close(self) -> None:
        pass


class Postgres(Engine):
    """PostgreSQL, asked one statement at a time."""

    key = "postgresql"
    name = "PostgreSQL"
    writers = CONNECTIONS
    readers = CONNECTIONS
    serves_one_host = False
    likes_short_questions = False
    takes_arrays = True

    def connect(self, url: sa.URL) -> sa.Engine:
        pool = sa.create_engine(
            url,
            pool_size=CONNECTIONS,
            # Reading and writing threads, and whoever migrates or checks beside them.
            max_overflow=CONNECTIONS + 8,
            connect_args={"options": _OPTIONS, "connect_timeout": 10, "prepare_threshold": _NEVER},
            # What people typed belongs into no log.
            hide_parameters=True,
            json_serializer=write_json,
            json_deserializer=orjson.loads,
        )
        sa.event.listen(pool, "connect", _prepare)
        return pool

    def for_writing(self, pool: sa.Engine) -> sa.Engine:
        return pool

    def for_reading(self, pool: sa.Engine) -> sa.Engine:
        # Without isolation between its statements a transaction that only reads is nothing but two trips more
        # to the server: each statement sees what is committed then either way.
        return pool.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def snapshot(self, database: Open) -> Iterator[sa.Connection]:
        with database.pool.connect() as opened:
            connection = opened.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
                self.take_time(connection)
                yield connection

    def is_alive(self, connection: sa.Connection, idle: float) -> bool:
        """One that was idle is asked, as the server may have been restarted meanwhile."""
        if getattr(connection.connection.driver_connection, "closed", False):
            return False
        if idle <= TRUSTED_FOR:
            return True
        try:
            with connection.begin():
                connection.exec_driver_sql("SELECT 1")
        except sa.exc.SQLAlchemyError:
            return False
        return True

    def take_time(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql(_NO_LIMIT)

    def is_cut_off(self, error: BaseException) -> bool:
        if not isinstance(error, psycopg.OperationalError):
            return False
        state = error.sqlstate
        # Without a state the driver itself has seen the end.
        return state is None or state[:2] == _CONNECTION or state in _SHUTDOWNS

    def is_locked_out(self, error: BaseException) -> bool:
        return getattr(error, "sqlstate", None) == _LOCKED

    def cursor(self, connection: sa.Connection) -> Any:
        # Not SQLAlchemy's own, which looks for its marks of values in the text at every run.
        return psycopg.RawCursor(connection.connection.driver_connection)  # type: ignore[arg-type]

    def execute(self, connection: sa.Connection, compiled: Compiled, values: Values) -> Any:
        cursor = self.cursor(connection)
        cursor.execute(compiled.text, values, prepare=not compiled.plan_anew)
        return cursor

    def all_of(self, connection: sa.Connection, compiled: Compiled, rows: Sequence[Values]) -> list[Found]:
        """All on one trip."""
        if len(rows) <= 1:
            return super().all_of(connection, compiled, rows)
        cursor = self.cursor(connection)
        try:
            cursor.executemany(compiled.text, rows, returning=True)
            found = [cursor.fetchall()]
            while cursor.nextset():
                found.append(cursor.fetchall())
            return found
        finally:
            cursor.close()

    def upkeep(self, url: sa.URL) -> Upkeep:
        return NoUpkeep()

    def files(self, url: sa.URL) -> tuple[int, int] | None:
        return None

    def tidy(self, pool: sa.Engine) -> None:
        with _alone(pool) as driver:
            _run_each(driver, _TIDY)

    def compact(self, pool: sa.Engine) -> None:
        """Takes as much room once more; nobody can write or read meanwhile."""
        with _alone(pool) as driver:
            _wait_for_others(driver)
            _run_each(driver, _COMPACT)
            # Only some may ask for it; whoever may not waits for the next one.
            with contextlib.suppress(Exception):
                driver.execute("CHECKPOINT")

    def migrate(self, database: Open, step: Callable[[sa.Connection], None]) -> None:
        pg_migrating.migrate(database.pool, step)

    def back_up(self, database: Open, file: Path, tables: Set[str], reached: Reached) -> None:
        pg_programs.dump(database, file, len(tables), reached)

    def check_backup(self, file: Path) -> str | None:
        pg_programs.check_head(file)
        return None

    def restore(self, database: Open, file: Path, tables: Set[str], reached: Reached) -> None:
        # Read to its end before anything goes.
        pg_programs.read_through(database, file)
        _empty(database, tables)
        pg_programs.put_back(database, file, len(tables), reached)

    def is_in_use(self, database: Open) -> bool:
        with database.read() as connection:
            return bool(connection.execute(sa.text(_CLIENTS)).scalar())

    def fill(
        self, connection: sa.Connection, table: sa.Table
    ) -> AbstractContextManager[Callable[[list[Row]], None]]:
        return pg_copy.writer(connection, table, [self.converter(column.type) for column in table.columns])

    def without_keys(self, connection: sa.Connection) -> AbstractContextManager[None]:
        return pg_copy.without_keys(connection)

    def move_sequences_on(self, connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
        pg_copy.move_sequences_on(connection, tables)

    def mark(self, connection: sa.Connection) -> object | None:
        return None

    def line(self, values: Sequence[object]) -> Line:
        return pg_copy.line_of(values)

    def load(self, connection: sa.Connection, table: str, columns: Sequence[str], lines: list[Any]) -> None:
        pg_copy.write_lines(connection, table, columns, lines)

    def trust(self, connection: sa.Connection) -> None:
        pg_copy.trust(connection)

    @cached_property
    def dialect(self) -> sa.Dialect:
        return sa.create_engine("postgresql+psycopg://").dialect

    def in_both(
        self, one: sa.Select[tuple[int]], other: sa.Select[tuple[int]], most: sa.ColumnElement[int]
    ) -> sa.Select[Any]:
        # The order and the offset of each keep it from looking for each number of one in the other.
        none = sa.literal_column("0", sa.Integer)
        left, right = (
            some.order_by(sa.literal_column("1").desc()).offset(none).subquery() for some in (one, other)
        )
        (first,), (second,) = left.c, right.c
        both = sa.select(first).join_from(left, right, first == second)
        return both.order_by(first.desc()).limit(most).offset(none)

    def has_value(self, column: sa.ColumnElement[Any], name: str, value: object) -> sa.ColumnElement[bool]:
        return sa.type_coerce(column, postgresql.JSONB).contains({name: value})

    def numbers_in(self, parameter: str) -> str:
        return f"SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:{parameter} AS json))"

    def texts_in(self, parameter: str) -> str:
        return f"SELECT value FROM json_array_elements_text(CAST(:{parameter} AS json))"


def _prepare(connection: Any, _: Any) -> None:
    connection.prepared_max = PREPARED


@contextmanager
def _alone(pool: sa.Engine) -> Iterator[psycopg.Connection[Any]]:
    """A connection outside of any transaction, which is thrown away."""
    connection: Any = pool.raw_connection()
    try:
        driver: psycopg.Connection[Any] = connection.driver_connection
        driver.autocommit = True
        yield driver
    finally:
        connection.invalidate()


def _run_each(driver: Any, statements: Sequence[str]) -> None:
    for statement in statements:
        driver.execute(statement)


def _wait_for_others(driver: Any) -> None:
    """Waits until nobody may still see what was deleted, or for a while: it is kept for them."""
    for _ in range(_TRIES):
        (others,) = driver.execute(_WHO_MAY_SEE).fetchone()
        if not others:
            return
        time.sleep(_PAUSE)


def _empty(database: Open, ours: Set[str]) -> None:
    """Takes our tables away. Others in the same database are somebody else's, or of a newer version."""
    names = set(sa.inspect(database.pool).get_table_names())
    if foreign := sorted(names - ours):
        raise BackupFailed(
            f"the database has tables that this version does not know ({', '.join(foreign[:3])}):"
            " restore into a new, empty database"
        )
    with database.write() as connection:
        for name in sorted(names):
            connection.execute(sa.text(f'DROP TABLE "{name}" CASCADE'))
