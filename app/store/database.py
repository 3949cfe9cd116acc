"""The database: engine, transactions, and what differs between SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import make_url

POSTGRES_CONNECTIONS = 8
"""Connections and worker threads of one process; more only queue up inside the database."""
SQLITE_READERS = 2

# A generic plan is made once for all values and is far off for rare words; planning anew is cheap.
_POSTGRES_OPTIONS = "-c plan_cache_mode=force_custom_plan -c lock_timeout=10000 -c statement_timeout=30000"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "cache_size=-65536",
    # A checkpoint waits for the disk: one in ten thousand pages instead of one in a thousand.
    "wal_autocheckpoint=10000",
)


class Database:
    """One database. `writers` and `readers` say how many threads may use it at once."""

    def __init__(self, url: str) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writers = 1 if self.is_sqlite else POSTGRES_CONNECTIONS
        self.readers = SQLITE_READERS if self.is_sqlite else POSTGRES_CONNECTIONS
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgres(self.url)
        self._writing = self.engine.execution_options(immediate=self.is_sqlite)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that may write; commits at the end, rolls back on an error."""
        with self._writing.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def _with_driver(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url[len(plain) :]
    return url


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, json_serializer=_dump, json_deserializer=orjson.loads)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # SQLAlchemy is to say when a transaction begins, and how: the driver would begin it too late.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _postgres(url: sa.URL) -> sa.Engine:
    return sa.create_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=POSTGRES_CONNECTIONS,
        connect_args={"options": _POSTGRES_OPTIONS, "connect_timeout": 10},
        json_serializer=_dump,
        json_deserializer=orjson.loads,
    )


def _dump(value: object) -> str:
    return orjson.dumps(value).decode()
