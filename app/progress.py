"""Progress: how far a long command is, on the terminal as one line, in a log as a line now and then."""

from __future__ import annotations

import sys
import time
from typing import TextIO

EVERY = 0.2
"""Seconds between two looks at a terminal."""
EVERY_IN_A_LOG = 10.0


class Progress:
    """Tells how much of a whole is done. `total` may be 0 where nobody knows it."""

    def __init__(self, label: str, total: int = 0, stream: TextIO | None = None) -> None:
        self._label = label
        self._total = total
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._began = time.monotonic()
        self._told_at = self._began
        self._is_open = False
        self.done = 0

    def advance(self, count: int = 1) -> None:
        """Counts what was done since."""
        self.reach(self.done + count)

    def reach(self, done: int, total: int | None = None) -> None:
        """Counts what is done so far, and anew how much there is, where that became clear."""
        self.done = done
        self._total = self._total if total is None else total
        now = time.monotonic()
        if now - self._told_at >= (EVERY if self._is_terminal else EVERY_IN_A_LOG):
            self._told_at = now
            self._tell(now)

    def end(self) -> None:
        """Tells the last state, with how long it took."""
        self._tell(time.monotonic())
        if self._is_open:
            self._stream.write("\n")
            self._stream.flush()

    def _tell(self, now: float) -> None:
        share = f" {min(100, 100 * self.done // self._total)} %" if self._total else ""
        of = f" of {self._total:,}" if self._total else ""
        line = f"{self._label}:{share} ({self.done:,}{of}, {now - self._began:.0f} s)"
        self._stream.write(f"\r{line}\x1b[K" if self._is_terminal else f"{line}\n")
        self._stream.flush()
        self._is_open = self._is_terminal
