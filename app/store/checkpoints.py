"""Checkpoints: SQLite's log copied back into its file beside the writer instead of by it.

SQLite lets the commit that makes the log long do this work, which takes tens of milliseconds while every
other writer waits. A second connection may do it while the writer goes on.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading

EVERY = 400
"""Commits between two checkpoints: about forty megabytes of log."""

log = logging.getLogger(__name__)


class Checkpoints:
    """Copies the log of one database file in a thread, which starts with the first copy that is due."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._commits = 0
        self._due = threading.Event()
        self._ended = False
        self._thread: threading.Thread | None = None

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
                    # PASSIVE waits for nobody. What it leaves is little, and the writer's own checkpoint, far
                    # later, then finds a short way to begin the log anew.
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                except sqlite3.Error:
                    log.warning("the log was not copied; the next time it will be", exc_info=True)
