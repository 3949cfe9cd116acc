"""SQLite: one file, one writer, no way to go."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from app.store.engine import page_copies
from app.store.engine.checkpoints import Checkpoints
from app.store.engine.column_types import write_json
from app.store.engine.engine import Engine, Line, Open, Reached, Row

READERS = 2
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    # Megabytes that each connection comes to hold, and the machine once more: its own cache is as near.
    "cache_size=-16384",
    # The writer's own checkpoint only finishes what `checkpoints` has left.
    "wal_autocheckpoint=25000",
)
# It gets no statistics: without them it uses the index that the most conditions fit, which is what the
# statements are written for; with them it tries its luck with the primary key where a value seems frequent.
_TIDY = ("PRAGMA wal_checkpoint(TRUNCATE)",)
_COMPACT = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


class Sqlite(Engine):
    """SQLite in the file that the address names."""

    key = "sqlite"
    name = "SQLite"
    writers = 1
    readers = READERS
    serves_one_host = True
    likes_short_questions = True
    takes_arrays = False

    def connect(self, url: sa.URL) -> sa.Engine:
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        pool = sa.create_engine(
            url, hide_parameters=True, json_serializer=write_json, json_deserializer=orjson.loads
        )
        sa.event.listen(pool, "connect", _prepare)
        sa.event.listen(pool, "begin", _begin)
        return pool

    def for_writing(self, pool: sa.Engine) -> sa.Engine:
        return pool.execution_options(immediate=True)

    def for_reading(self, pool: sa.Engine) -> sa.Engine:
        return pool

    def snapshot(self, database: Open) -> AbstractContextManager[sa.Connection]:
        return database.read()

    def is_alive(self, connection: sa.Connection, idle: float) -> bool:
        return True

    def take_time(self, connection: sa.Connection) -> None:
        """It stops no statement."""

    def is_cut_off(self, error: BaseException) -> bool:
        return False

    def is_locked_out(self, error: BaseException) -> bool:
        return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY")

    def upkeep(self, url: sa.URL) -> Checkpoints:
        return Checkpoints(str(url.database))

    def files(self, url: sa.URL) -> tuple[int, int] | None:
        if not url.database:
            return None
        path = Path(url.database)
        log = path.with_name(f"{path.name}-wal")
        return shutil.disk_usage(path.parent).free, log.stat().st_size if log.exists() else 0

    def tidy(self, pool: sa.Engine) -> None:
        _run_alone(pool, _TIDY)

    def compact(self, pool: sa.Engine) -> None:
        """Takes as much room once more; nobody can write meanwhile."""
        _run_alone(pool, _COMPACT)

    def migrate(self, database: Open, step: Callable[[sa.Connection], None]) -> None:
        """With one writer anyway, all steps are one transaction."""
        with database.write() as connection:
            step(connection)

    def back_up(self, database: Open, file: Path, tables: Set[str], reached: Reached) -> None:
        page_copies.copy(_path(database), file, reached)
        page_copies.make_one_file(file)

    def check_backup(self, file: Path) -> str | None:
        page_copies.check_head(file)
        return page_copies.check(file)

    def restore(self, database: Open, file: Path, tables: Set[str], reached: Reached) -> None:
        page_copies.copy(file, _path(database), reached)

    def is_in_use(self, database: Open) -> bool:
        return page_copies.is_in_use(_path(database))

    @contextmanager
    def fill(self, connection: sa.Connection, table: sa.Table) -> Iterator[Callable[[list[Row]], None]]:
        names = [column.name for column in table.columns]
        insert = sa.insert(table)

        def add(rows: list[Row]) -> None:
            connection.execute(insert, [dict(zip(names, row, strict=True)) for row in rows])

        yield add

    def without_keys(self, connection: sa.Connection) -> AbstractContextManager[None]:
        return contextlib.nullcontext()

    def move_sequences_on(self, connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
        """It sees to that alone."""

    def mark(self, connection: sa.Connection) -> object | None:
        found: object = connection.exec_driver_sql("PRAGMA data_version").scalar()
        return found

    def line(self, values: Sequence[object]) -> Line:
        return values

    def load(self, connection: sa.Connection, table: str, columns: Sequence[str], lines: list[Any]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        places = ", ".join("?" * len(columns))
        cursor = self.cursor(connection)
        try:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", lines)
        finally:
            cursor.close()

    def trust(self, connection: sa.Connection) -> None:
        """The look for a key costs it little."""

    @cached_property
    def dialect(self) -> sa.Dialect:
        return sa.create_engine("sqlite://").dialect

    def in_both(
        self, one: sa.Select[tuple[int]], other: sa.Select[tuple[int]], most: sa.ColumnElement[int]
    ) -> sa.CompoundSelect[Any]:
        # In this order it merges what it intersects.
        both = sa.intersect(one, other).order_by(sa.literal_column("1").desc())
        return both.limit(most).offset(sa.literal_column("0", sa.Integer))

    def has_value(self, column: sa.ColumnElement[Any], name: str, value: object) -> sa.ColumnElement[bool]:
        return sa.func.json_extract(column, f"$.{name}", type_=sa.Text) == sa.literal(value)

    def numbers_in(self, parameter: str) -> str:
        return self.texts_in(parameter)

    def texts_in(self, parameter: str) -> str:
        return f"SELECT value FROM json_each(:{parameter})"


def _prepare(connection: Any, _: Any) -> None:
    # SQLAlchemy is to say when a transaction begins, and how: the driver would begin it too late.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    # On the driver's cursor: SQLAlchemy's way to run a statement takes longer than this one.
    cursor = connection.connection.cursor()
    try:
        cursor.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
    finally:
        cursor.close()


def _run_alone(pool: sa.Engine, statements: Sequence[str]) -> None:
    connection: Any = pool.raw_connection()
    try:
        for statement in statements:
            connection.cursor().execute(statement)
    finally:
        connection.invalidate()


def _path(database: Open) -> Path:
    return Path(str(database.url.database))
