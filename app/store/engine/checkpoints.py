"""Checkpoints: SQLite's log copied back into its file beside the writer instead of by it.

SQLite lets the commit that makes the log long do this work, which takes tens of milliseconds while every
other writer waits. A second connection may do it while the writer goes on; only for the little that the
writer added meanwhile is it kept out, so that its next commit finds nothing left and begins the log anew. A
log that is never begun anew grows until a commit does all of it after all.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time

EVERY = 400
"""Commits between two checkpoints: about forty megabytes of log."""
SOON = 0.004
"""Seconds; a copy that took no longer has left so little that the writer may wait for the rest."""
MOST_COPIES = 6
"""Copies beside a writer who is never behind; then the writer waits for the rest whatever it is."""

log = logging.getLogger(__name__)


class Checkpoints:
    """Copies the log of one database file in a thread, which starts with the first copy that is due."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._commits = 0
        self._due = threading.Event()
        self._ended = False
        self._thread: threading.Thread | None = None
        self.turnstile = threading.Lock()
        """Whoever writes holds it; so does the last copy, which no commit may follow."""

    def count_commit(self) -> None:
        """Notes a commit; called by one thread at a time, as there is one writer."""
        self._commits += 1
        if self._commits % EVERY:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)
            self._thread.start()
        self._due.set()

    def close(self) -> None:
        """Ends the thread after the copy that is under way."""
        if self._thread is None:
            return
        self._ended = True
        self._due.set()
        self._thread.join()

    def _work(self) -> None:
        with contextlib.closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            while self._due.wait() and not self._ended:
                self._due.clear()
                try:
                    self._copy(connection)
                except sqlite3.Error:
                    log.warning("the log was not copied; the next time it will be", exc_info=True)

    def _copy(self, connection: sqlite3.Connection) -> None:
        for _ in range(MOST_COPIES):
            began = time.monotonic()
            connection.execute(_COPY).fetchone()
            if time.monotonic() - began < SOON:
                break
        with self.turnstile:
            connection.execute(_COPY).fetchone()


_COPY = "PRAGMA wal_checkpoint(PASSIVE)"  # waits for nobody
