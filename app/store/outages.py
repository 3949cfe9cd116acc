"""Outages: a transaction that ended with its server is begun once more when the server is back.

It may be, as long as nobody can have kept it: what was not committed PostgreSQL takes back when its
connection ends. Once the end was asked for, the answer alone tells whether it was kept, and that is lost.
Then it is only begun again where the store recognises it: a turn is stored in the transaction that carries it
out, and once alone, so the second time either finds it there, or nothing of the first was kept. A commit that
is still under way holds the lock of its workspace, for which the second time waits.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa

from app.domain.errors import Busy
from app.store.database import Database

PATIENCE = 5.0
"""Seconds that the database is waited for, counted from when it was last there: a restart takes one or two.
Whoever comes later hears at once that it is away."""
MOST_TRIES = 3
"""A server that comes back may go again at once, or answer over a connection that had ended unseen."""
_PAUSE = 0.1

T = TypeVar("T")

log = logging.getLogger(__name__)


class Outages:
    """Carries transactions of one database out. Used from many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._away_since: float | None = None

    def carry_out(self, transaction: Callable[[], T], *, recognised: bool = False) -> T:
        """What a transaction gives, begun anew where its server ended during it. `recognised` is for one that
        only reads, or of which the store tells whether the time before was kept. Raises Busy where a lock was
        not had in time."""
        for _ in range(MOST_TRIES - 1):
            try:
                return self._try(transaction)
            except Exception as error:
                if not is_cut_off(self._database, error):
                    raise
                if (self._database.was_committing and not recognised) or not self._is_back():
                    raise
            log.warning("the connection to the database has ended; a transaction is begun once more")
        return self._try(transaction)

    def _try(self, transaction: Callable[[], T]) -> T:
        try:
            given = transaction()
        except Exception as error:
            if not self._database.engine.is_locked_out(_cause(error)):
                raise
            log.warning("a lock was not had in time: %s", type(error).__name__)
            raise Busy from error
        self._away_since = None
        return given

    def _is_back(self) -> bool:
        """Waits for the database as long as it is worth it."""
        since = self._away_since = self._away_since or time.monotonic()
        while time.monotonic() - since < PATIENCE:
            try:
                self._database.reconnect()
            except Exception as error:
                if not is_cut_off(self._database, error):
                    raise
                time.sleep(_PAUSE)
            else:
                return True
        return False


def is_cut_off(database: Database, error: BaseException) -> bool:
    """Whether the connection has ended, or there is none to be had."""
    return database.engine.is_cut_off(_cause(error))


def is_refused(database: Database, error: BaseException) -> bool:
    """Whether the database will never take these values, however often it is asked."""
    cause = _cause(error)
    driver = database.pool.dialect.loaded_dbapi
    return isinstance(cause, driver.DataError | driver.IntegrityError | UnicodeError)


def _cause(error: BaseException) -> BaseException | Any:
    return error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
