"""The database: its connections, one for each thread, and its transactions."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app.store.directory import KNOWN, Known
from app.store.engine.addresses import with_driver
from app.store.engine.choice import engine_at

Begin = Callable[[], AbstractContextManager[sa.Connection]]
"""What begins a transaction of a kind, such as `Database.read`."""

Unreachable = sa.exc.OperationalError
"""The database cannot be reached, or does not let us in."""


class Database:
    """One database. `engine` knows what differs from one kind to another; `pool` has the connections;
    `writers` and `readers` say how many threads may use it at once; `Clash` is what a `Statement` fails with
    that would break a key."""

    def __init__(self, url: str) -> None:
        self.url = make_url(with_driver(url))
        self.engine = engine_at(self.url)
        self.writers = self.engine.writers
        self.readers = self.engine.readers
        self.pool = self.engine.connect(self.url)
        self.Clash: type[Exception] = self.pool.dialect.loaded_dbapi.IntegrityError
        self.pool.update_execution_options(**{KNOWN: Known()})
        self._writing = self.engine.for_writing(self.pool)
        self._reading = self.engine.for_reading(self.pool)
        self._of_thread = threading.local()
        self._opened: list[sa.Connection] = []
        self._upkeep = self.engine.upkeep(self.url)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that may write; commits at the end, rolls back on an error."""
        self._of_thread.committing = False
        connection = self._connection("writing", self._writing)
        with self._upkeep.turnstile, connection.begin():
            yield connection
            self._of_thread.committing = True
        self._of_thread.committing = False
        self._upkeep.count_commit()

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
        with self.engine.snapshot(self) as connection:
            yield connection

    def reconnect(self) -> None:
        """Replaces the connections of this thread that have ended; raises `Unreachable` where the database is
        away."""
        for name, pool in (("writing", self._writing), ("reading", self._reading)):
            if hasattr(self._of_thread, name):
                self._connection(name, pool)

    @property
    def connections(self) -> int:
        """Connections that are open."""
        return len(self._opened)

    def files(self) -> tuple[int, int] | None:
        """Bytes that are free where the database lies, and bytes of its log, which is copied into its file
        now and then; None where the server looks after that."""
        return self.engine.files(self.url)

    def tidy(self) -> None:
        """Puts the files in order after very much was added, and tells the planner what is there."""
        self.engine.tidy(self.pool)

    def compact(self) -> None:
        """Rewrites the files without what was deleted, which they hold until their pages are used again. It
        takes as much room once more; SQLite lets nobody write meanwhile, PostgreSQL nobody read either."""
        self.engine.compact(self.pool)

    def close(self) -> None:
        """Gives all connections back; nobody may use the database any more."""
        self._upkeep.close()
        for connection in self._opened:
            connection.close()
        self.pool.dispose()

    def _connection(self, name: str, pool: sa.Engine) -> sa.Connection:
        # Each thread keeps its own: taking one out of a pool and back costs as much as two statements.
        kept: dict[str, tuple[sa.Connection | None, float]] = self._of_thread.__dict__
        connection, used_at = kept.setdefault(name, (None, 0.0))
        now = time.monotonic()
        if connection is not None and not self._is_good(connection, now - used_at):
            setattr(self._of_thread, name, (None, 0.0))
            self._drop(connection)
            connection = None
        if connection is None:
            connection = pool.connect()
            self._opened.append(connection)
        setattr(self._of_thread, name, (connection, now))
        return connection

    def _is_good(self, connection: sa.Connection, idle: float) -> bool:
        """Whether a connection can be used again."""
        if connection.closed or connection.invalidated:
            return False
        return self.engine.is_alive(connection, idle)

    def _drop(self, connection: sa.Connection) -> None:
        if connection in self._opened:
            self._opened.remove(connection)
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            connection.invalidate()
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            connection.close()
