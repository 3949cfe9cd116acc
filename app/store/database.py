"""The database: engine, transactions, and what differs between SQLite and PostgreSQL."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app.store.checkpoints import Checkpoints
from app.store.directory import KNOWN, Known
from app.store.statements import flush, flush_and_commit, forget_plans, forget_waiting, roll_back

POSTGRES_CONNECTIONS = 8
"""Connections and worker threads of one process; more only queue up inside the database."""
SQLITE_READERS = 2
TRUSTED_FOR = 1.0
"""Seconds after which a connection is asked whether it still lives before it is used again."""

# Every table has an index that begins with the workspace: without one a plan that was kept from when a table
# held a few rows would go on to read the whole of it.
# No statement runs so long that compiling it to machine code would pay. A server that can do so goes by the
# estimated cost, in which up to PostgreSQL 17 a scan that is off counts ten thousand millions.
_POSTGRES_OPTIONS = "-c enable_seqscan=off -c jit=off -c lock_timeout=10000 -c statement_timeout=30000"
PREPARED = 200
"""Statements whose plans a connection to PostgreSQL keeps: those of `app.store.statements` say it themselves,
no others are."""
_NEVER = 2**31
_AUTOCOMMIT = {"isolation_level": "AUTOCOMMIT"}
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    # Megabytes that each connection comes to hold, and the machine once more: its own cache is as near.
    "cache_size=-16384",
    # The writer's own checkpoint only finishes what app.store.checkpoints has left.
    "wal_autocheckpoint=25000",
)

# SQLite gets no statistics: without them it uses the index that the most conditions fit, which is what the
# statements are written for; with them it tries its luck with the primary key where a value seems frequent.
_TIDY_SQLITE = ("PRAGMA wal_checkpoint(TRUNCATE)",)
_TIDY_POSTGRES = ("SET statement_timeout = 0", "VACUUM (ANALYZE)")
_COMPACT_SQLITE = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
_COMPACT_POSTGRES = ("SET statement_timeout = 0", "SET lock_timeout = 0", "VACUUM (FULL, ANALYZE)")
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)"
)
_TRIES, _PAUSE = 150, 0.2


Begin = Callable[[], AbstractContextManager[sa.Connection]]
"""What begins a transaction of a kind, such as `Database.read`."""

Unreachable = sa.exc.OperationalError
"""The database cannot be reached, or does not let us in."""


class Database:
    """One database. `writers` and `readers` say how many threads may use it at once; `Clash` is what a
    `Statement` fails with that would break a key."""

    def __init__(self, url: str) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writers = 1 if self.is_sqlite else POSTGRES_CONNECTIONS
        self.readers = SQLITE_READERS if self.is_sqlite else POSTGRES_CONNECTIONS
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgres(self.url)
        self.Clash: type[Exception] = self.engine.dialect.loaded_dbapi.IntegrityError
        self.engine.update_execution_options(**{KNOWN: Known()})
        self._writing = self.engine.execution_options(immediate=self.is_sqlite)
        # Without isolation between its statements a transaction of PostgreSQL that only reads is nothing but
        # two ways more to the server: each statement sees what is committed then either way.
        self._reading = self.engine if self.is_sqlite else self.engine.execution_options(**_AUTOCOMMIT)
        self._of_thread = threading.local()
        self._opened: list[sa.Connection] = []
        self._checkpoints = Checkpoints(str(self.url.database)) if self.is_sqlite else None
        self._turnstile = self._checkpoints.turnstile if self._checkpoints else contextlib.nullcontext()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that may write; commits at the end, rolls back on an error."""
        self._of_thread.committing = False
        connection = self._connection("writing", self._writing)
        with self._turnstile, connection.begin():
            yield connection
            self._of_thread.committing = True
        self._of_thread.committing = False
        if self._checkpoints:
            self._checkpoints.count_commit()

    @property
    def was_committing(self) -> bool:
        """Whether this thread's last transaction that may write failed in its end, so that nobody knows
        whether it was kept."""
        return getattr(self._of_thread, "committing", False)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that only reads. On SQLite all its statements see one state; on PostgreSQL each
        sees what was committed when it began."""
        connection = self._connection("reading", self._reading)
        with connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """A transaction that only reads, however long, and whose statements all see one state."""
        if self.is_sqlite:
            with self.read() as connection:
                yield connection
            return
        with self.engine.connect() as opened:
            connection = opened.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                yield connection

    def reconnect(self) -> None:
        """Replaces the connections of this thread that have ended; raises `Unreachable` where the database is
        away."""
        for name, engine in (("writing", self._writing), ("reading", self._reading)):
            if hasattr(self._of_thread, name):
                self._connection(name, engine)

    @property
    def connections(self) -> int:
        """Connections that are open."""
        return len(self._opened)

    def files(self) -> tuple[int, int] | None:
        """Bytes that are free where the database lies, and bytes of its log, which is copied into its file
        now and then; None where the server looks after that."""
        path = Path(self.url.database) if self.is_sqlite and self.url.database else None
        if path is None:
            return None
        log = path.with_name(f"{path.name}-wal")
        return shutil.disk_usage(path.parent).free, log.stat().st_size if log.exists() else 0

    def tidy(self) -> None:
        """Puts the files in order after very much was added, and tells PostgreSQL's planner what is there."""
        connection: Any = self.engine.raw_connection()
        try:
            if not self.is_sqlite:
                connection.driver_connection.autocommit = True
            for statement in _TIDY_SQLITE if self.is_sqlite else _TIDY_POSTGRES:
                connection.cursor().execute(statement)
        finally:
            connection.invalidate()

    def compact(self) -> None:
        """Rewrites the files without what was deleted, which they hold until their pages are used again. It
        takes as much room once more; SQLite lets nobody write meanwhile, PostgreSQL nobody read either."""
        connection: Any = self.engine.raw_connection()
        try:
            if not self.is_sqlite:
                connection.driver_connection.autocommit = True
            if not self.is_sqlite:
                _wait_for_others(connection.driver_connection)
            for statement in _COMPACT_SQLITE if self.is_sqlite else _COMPACT_POSTGRES:
                connection.cursor().execute(statement)
            if not self.is_sqlite:
                # Only some may ask for it; whoever may not waits for the next one.
                with contextlib.suppress(Exception):
                    connection.cursor().execute("CHECKPOINT")
        finally:
            connection.invalidate()

    def close(self) -> None:
        """Gives all connections back; nobody may use the database any more."""
        if self._checkpoints:
            self._checkpoints.close()
        for connection in self._opened:
            connection.close()
        self.engine.dispose()

    def _connection(self, name: str, engine: sa.Engine) -> sa.Connection:
        # Each thread keeps its own: taking one out of a pool and back costs as much as two statements.
        kept: dict[str, tuple[sa.Connection | None, float]] = self._of_thread.__dict__
        connection, used_at = kept.setdefault(name, (None, 0.0))
        now = time.monotonic()
        if connection is not None and not self._is_good(connection, now - used_at):
            setattr(self._of_thread, name, (None, 0.0))
            self._drop(connection)
            connection = None
        if connection is None:
            connection = engine.connect()
            self._opened.append(connection)
        setattr(self._of_thread, name, (connection, now))
        return connection

    def _is_good(self, connection: sa.Connection, idle: float) -> bool:
        """Whether a connection can be used again; one that was idle is asked, as the server may have been
        restarted meanwhile."""
        if connection.closed or connection.invalidated:
            return False
        if self.is_sqlite:
            return True
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

    def _drop(self, connection: sa.Connection) -> None:
        if connection in self._opened:
            self._opened.remove(connection)
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            connection.invalidate()
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            connection.close()


def _wait_for_others(connection: Any) -> None:
    """Waits until nobody may still see what was deleted, or for a while: PostgreSQL keeps it for them."""
    for _ in range(_TRIES):
        (others,) = connection.execute(_OTHERS).fetchone()
        if not others:
            return
        time.sleep(_PAUSE)


def _flush_in_time(engine: sa.Engine) -> None:
    """What waits is run before any other statement, and goes with a transaction that ends."""
    sa.event.listen(engine, "before_cursor_execute", lambda connection, *_: flush(connection))
    sa.event.listen(engine, "commit", flush_and_commit)
    sa.event.listen(engine, "begin", forget_waiting)
    sa.event.listen(engine, "rollback", roll_back)
    sa.event.listen(engine, "rollback_savepoint", lambda connection, *_: forget_plans(connection))


def _with_driver(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url[len(plain) :]
    return url


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, hide_parameters=True, json_serializer=_dump, json_deserializer=orjson.loads
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # SQLAlchemy is to say when a transaction begins, and how: the driver would begin it too late.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        # On the driver's cursor: SQLAlchemy's way to run a statement takes longer than this one.
        cursor = connection.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
        finally:
            cursor.close()

    return engine


def _postgres(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS,
        # Reading and writing threads, and whoever migrates or checks beside them.
        max_overflow=POSTGRES_CONNECTIONS + 8,
        connect_args={"options": _POSTGRES_OPTIONS, "connect_timeout": 10, "prepare_threshold": _NEVER},
        # What people typed belongs into no log.
        hide_parameters=True,
        json_serializer=_dump,
        json_deserializer=orjson.loads,
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.prepared_max = PREPARED

    _flush_in_time(engine)
    return engine


def _dump(value: object) -> str:
    return orjson.dumps(value).decode()
