"""What the databases of a run hand on from one test to the next: what SQLAlchemy has compiled, and
connections to PostgreSQL. To compile it anew takes longer than many a test, and so does a new connection,
which reads all about each table.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

import psycopg
import pytest
import sqlalchemy as sa
from psycopg._preparing import PrepareManager
from sqlalchemy.engine import make_url

from app.store.engine.addresses import IN_MEMORY, with_driver
from app.store.engine.postgres import Postgres
from app.store.engine.sqlite import Sqlite

E = TypeVar("E", Sqlite, Postgres)
Connect = Callable[[E, sa.URL], sa.Engine]
MOST = 6
"""Connections that are kept of each database."""
_FILES = make_url(IN_MEMORY)


class Lending:
    """What nobody has at the moment, by the address of the database; all files count as one."""

    def __init__(self) -> None:
        self._free: dict[sa.URL, list[psycopg.Connection[Any]]] = defaultdict(list)
        self._shared = {_FILES}
        self._first: dict[sa.URL, sa.Engine] = {}

    def share(self, url: str) -> None:
        """From now on connections to the database at this address are kept."""
        self._shared.add(make_url(with_driver(url)))

    def take(self, url: sa.URL) -> psycopg.Connection[Any] | None:
        """One that still lives; None where there is none."""
        free = self._free[url]
        while free:
            connection = free.pop()
            # Some tests end the connections of others.
            with contextlib.suppress(psycopg.OperationalError):
                connection.execute("SELECT 1")
                connection.autocommit = False
                return connection
            connection.close()
        return None

    def give_back(self, url: sa.URL, connection: psycopg.Connection[Any]) -> None:
        """Keeps a connection for the next who takes one; ends it where there are enough."""
        free = self._free[url]
        if len(free) < MOST:
            with contextlib.suppress(psycopg.OperationalError):
                _end_session(connection)
                free.append(connection)
                return
        connection.close()

    @contextlib.contextmanager
    def borrowed(self, url: str) -> Iterator[psycopg.Connection[Any]]:
        """One for a moment; a new one, which is not kept, where there is none."""
        address = make_url(with_driver(url))
        if connection := self.take(address):
            yield connection
            self.give_back(address, connection)
            return
        with psycopg.connect(url) as connection:
            yield connection

    def end(self) -> None:
        """Ends all that nobody has: for tests that look at who is connected, and for the end of the run."""
        for free in self._free.values():
            while free:
                free.pop().close()

    @contextlib.contextmanager
    def lends(self) -> Iterator[None]:
        """Meanwhile the store gets here what there is."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Sqlite, "connect", self._sharing(Sqlite.connect))
            patch.setattr(Postgres, "connect", self._sharing(Postgres.connect))
            yield
        self.end()

    def _sharing(self, connect: Connect[E]) -> Connect[E]:
        def connect_sharing(engine: E, url: sa.URL) -> sa.Engine:
            pool = connect(engine, url)
            address = _FILES if isinstance(engine, Sqlite) else url
            if address in self._shared:
                if address != _FILES:
                    # Before the dialect is another one: the pool asks the one that it was made with.
                    sa.event.listen(pool, "do_connect", lambda *_: self.take(address))
                self._share(address, pool)
            return pool

        return connect_sharing

    def _share(self, address: sa.URL, pool: sa.Engine) -> None:
        first = self._first.get(address)
        if first is not None and first.dialect.server_version_info is not None:
            # Whatever is compiled is compiled for one dialect.
            pool.dialect = pool.pool._dialect = first.dialect
            pool._compiled_cache = first._compiled_cache
            return
        self._first[address] = pool
        if address != _FILES:
            # What is thrown away for its faults is not kept.
            pool.dialect.do_terminate = pool.dialect.do_close  # type: ignore[method-assign]
            pool.dialect.do_close = partial(self.give_back, address)  # type: ignore[method-assign]


def _end_session(connection: psycopg.Connection[Any]) -> None:
    """Leaves nothing of what was done with a connection: no transaction, lock, setting or statement."""
    connection.rollback()
    connection.isolation_level = connection.read_only = connection.deferrable = None
    connection.autocommit = True
    connection.execute("DISCARD ALL")
    # Of what the server has prepared psycopg forgets nothing where it has seen this statement before.
    threshold, connection._prepared = connection.prepare_threshold, PrepareManager()
    connection.prepare_threshold = threshold
