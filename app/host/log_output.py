"""The output of logs: an event a line, text or JSON, on standard error; a flood of one is a few lines."""

from __future__ import annotations

import copy
import logging
import sys
import threading
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import structlog

from app.logs import TOLD, TURNS, place_of

FIRST_QUIET, LONGEST_QUIET = 1.0, 30.0
"""Seconds for which repetitions of a failure are only counted, at first and while they go on."""
TRACE_EVERY = 60.0
"""Seconds after which a failure that goes on is told with its trace again."""
MOST_KINDS = 500

_Line = MutableMapping[str, Any]


def set_up(form: str, level: str) -> None:
    """Sends all that is logged from `level` ("INFO") on to standard error, in a form: "text" or "json"."""
    handler = QuietHandler()
    handler.setFormatter(formatter(form))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    # Alembic tells its plugins and its context at every look, which helps nobody who runs a host.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def formatter(form: str) -> logging.Formatter:
    """Makes a line of an event."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=TOLD),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _as_json if form == "json" else _as_text,
        ],
    )


class QuietHandler(logging.StreamHandler[Any]):
    """Writes to standard error; what is the same failure again and again is counted and summed up."""

    def __init__(
        self, stream: Any = None, clock: Callable[[], float] = time.monotonic, *, sums_up: bool = True
    ) -> None:
        """Where it `sums_up`, a thread tells how many there were when a flood is over."""
        super().__init__(stream or sys.stderr)
        self._clock = clock
        self._sums_up = sums_up
        self._kinds: dict[tuple[str, str, str], _Kind] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Called by `handle`, which holds the lock of the handler."""
        record = _without_request(record)
        if record.levelno < logging.WARNING or record.name == TURNS:
            super().emit(record)
            return
        error = record.exc_info[1] if record.exc_info else None
        place = place_of(error) if error else ""
        # What has a trace is the same wherever it broke; all else is only where it says the same.
        key = (record.name, str(record.msg) if error else record.getMessage(), place)
        if key not in self._kinds and len(self._kinds) >= MOST_KINDS:
            self._kinds.clear()
        kind = self._kinds.setdefault(key, _Kind())
        now = self._clock()
        if now < kind.quiet_until:
            self._leave_out(kind, record, place, kind.quiet_until - now)
            return
        if now > kind.quiet_until + kind.quiet:
            kind.quiet = FIRST_QUIET
        told = copy.copy(record)
        if kind.left_out:
            told.repeated, kind.left_out = kind.left_out, 0
            kind.quiet = min(kind.quiet * 2.0, LONGEST_QUIET)
        kind.quiet_until = now + kind.quiet
        if place:
            told.error = place
        if now < kind.traced_at + TRACE_EVERY:
            told.exc_info = told.exc_text = None
        elif record.exc_info:
            kind.traced_at = now
        super().emit(told)

    def sum_up(self, kind: _Kind) -> None:
        """Tells how many were left out."""
        with self.lock or threading.RLock():
            record, count, kind.left_out = kind.last, kind.left_out, 0
            if record is None or not count:
                return
            kind.quiet = min(kind.quiet * 2.0, LONGEST_QUIET)
            kind.quiet_until = self._clock() + kind.quiet
            told = copy.copy(record)
            told.repeated = count
            super().emit(told)

    def _leave_out(self, kind: _Kind, record: logging.LogRecord, place: str, seconds: float) -> None:
        kind.left_out += 1
        last = copy.copy(record)
        last.exc_info = last.exc_text = None
        if place:
            last.error = place
        kind.last = last
        if kind.left_out == 1 and self._sums_up:
            timer = threading.Timer(seconds, self.sum_up, (kind,))
            timer.daemon = True
            timer.start()


@dataclass(slots=True)
class _Kind:
    """What is known of one failure; moments are the clock's."""

    quiet: float = FIRST_QUIET
    quiet_until: float = field(default=float("-inf"))
    traced_at: float = field(default=float("-inf"))
    left_out: int = 0
    last: logging.LogRecord | None = None


def _without_request(record: logging.LogRecord) -> logging.LogRecord:
    """A request that cannot be read is worth a line: its trace is long, and holds what was asked for."""
    error = record.exc_info[1] if record.exc_info else None
    if record.name != "aiohttp.server" or not type(error).__module__.startswith("aiohttp.http"):
        return record
    told = copy.copy(record)
    told.msg, told.args = "a request could not be read: %s", (type(error).__name__,)
    told.exc_info = told.exc_text = None
    told.levelno, told.levelname = logging.WARNING, "WARNING"
    return told


def _as_json(_logger: Any, _method: str, line: _Line) -> str:
    return orjson.dumps(dict(line), default=str).decode()


def _as_text(_logger: Any, _method: str, line: _Line) -> str:
    line = dict(line)
    began = f"{line.pop('time')} {str(line.pop('level')).upper()} {line.pop('logger')}: {line.pop('event')}"
    trace = line.pop("exception", "")
    told = "".join(f" {name}={value}" for name, value in line.items())
    return f"{began}{told}" + (f"\n{trace}" if trace else "")
