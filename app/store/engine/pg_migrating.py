"""Migrating PostgreSQL: one process at a time, and without holding a table for long.

Each step is a transaction of its own, so that no table stays locked until the last of them is done; a run
that was broken off goes on where it ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa

from app.store.engine.errors import TablesBusy

LOCK_WAIT = "3s"
"""How long a step waits for a table. Whoever comes after it for the same table waits behind it, so it gives
up soon and tries again."""
TRIES = 40
PAUSE = 1.0
"""Seconds between two tries."""
_MIGRATING = 7281094
"""The advisory lock of whoever migrates."""
_LOCKED = "55P03"


def migrate(pool: sa.Engine, step: Callable[[sa.Connection], None]) -> None:
    """Runs a step until no table is in its way. Raises TablesBusy."""
    with _alone(pool) as connection:
        for tries_left in reversed(range(TRIES)):
            try:
                step(connection)
                return
            except sa.exc.OperationalError as error:
                connection.rollback()
                if getattr(error.orig, "sqlstate", "") != _LOCKED:
                    raise
                if not tries_left:
                    raise TablesBusy from error
                time.sleep(PAUSE)


@contextmanager
def _alone(pool: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for whoever migrates, one at a time. It asks for the lock again and again: to wait inside
    the database would be a transaction, and an index that is made beside the writers waits for every
    transaction to end."""
    connection = pool.connect()
    try:
        while not connection.execute(sa.select(sa.func.pg_try_advisory_lock(_MIGRATING))).scalar():
            connection.commit()
            time.sleep(0.2)
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_WAIT}'")
        connection.commit()
        yield connection
    finally:
        # Closed for good: its settings and its lock belong to no other.
        with suppress(sa.exc.SQLAlchemyError):
            connection.rollback()
        if not connection.invalidated:
            # One that was lost cannot be, and to try would hide what it was lost by.
            connection.detach()
        connection.close()
