"""Gauges: what the parts of a host are busy with, read when somebody looks."""

from __future__ import annotations

import contextlib

from app.courier import Courier
from app.crm.crm import Crm
from app.meters import GaugeValues
from app.store.database import Database

_WAITING = "Calls that wait for a thread: those that write, and those that read."
_BUSY = "Threads that carry out a call: those that write, and those that read."
_CONNECTIONS = "Connections to the database that this host has opened."
_UNSAVED = "Notes of answers that are not saved yet."
_DELIVERIES = "Deliveries that waited at the last look, of all hosts."
_FREE = "Bytes that are free on the disk of the database file."
_LOG = "Bytes in the log of the database file, which is copied into it now and then."


class HostGauges:
    """The gauges of one host."""

    def __init__(self, crm: Crm, database: Database, courier: Courier) -> None:
        self._crm = crm
        self._database = database
        self._courier = courier

    def __call__(self) -> GaugeValues:
        load = self._crm.load()
        found: dict[str, tuple[str, dict[str, float]]] = {
            "leadline_queue_length": (_WAITING, {**load.waiting}),
            "leadline_threads_busy": (_BUSY, {**load.busy}),
            "leadline_database_connections": (_CONNECTIONS, {"": self._database.connections}),
            "leadline_unsaved_answers": (_UNSAVED, {"": load.unsaved}),
            "leadline_deliveries_waiting": (_DELIVERIES, {"": self._courier.waiting}),
        }
        with contextlib.suppress(OSError):
            files = self._database.files()
            if files is not None:
                found["leadline_disk_free_bytes"] = (_FREE, {"": files[0]})
                found["leadline_wal_bytes"] = (_LOG, {"": files[1]})
        return found
