"""The host process: starts listening, says so, and ends on a signal without losing what is under way."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import sys

from aiohttp import web

from app.main import SettingsRefused, create_app
from app.remedies import remedy
from app.settings import Settings
from app.store.database import Database
from app.store.schema import migrate, pending

GRACE = 10.0
"""Seconds that requests under way get to end."""

YOUNG_OBJECTS = 20_000
"""New objects after which the collector looks for cycles among them."""

log = logging.getLogger("leadline")


async def serve(settings: Settings) -> int:
    """Runs until SIGINT or SIGTERM; returns the exit status, 2 where the host must not start."""
    try:
        app = create_app(settings)
    except SettingsRefused as refused:
        for problem in refused.problems:
            log.error("%s: %s", problem, remedy(problem))
        return 2
    if not _has_tables(settings):
        return 2
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE, handle_signals=False)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port, reuse_port=False).start()
        except OSError as error:
            log.error("port_taken: %s (%s)", remedy("port_taken"), error.strerror)
            return 2
        # What was imported stays: leaving it out of every collection keeps the pauses short.
        gc.collect()
        gc.freeze()
        # A turn makes some thousand objects and drops them again: looking through them less often is cheaper.
        gc.set_threshold(YOUNG_OBJECTS, 20, 20)
        log.info("listening on http://%s:%d", *_address(runner))
        await _stopped()
    finally:
        await runner.cleanup()
    return 0


def _has_tables(settings: Settings) -> bool:
    database = Database(settings.database_url)
    try:
        current, needed = pending(database)
        if current != needed and settings.is_dev:
            migrate(database)
        elif current != needed:
            log.error("migrations_pending: %s", remedy("migrations_pending"))
            return False
    except Exception as error:  # noqa: BLE001 - any failure to connect is told with its remedy
        log.error("database_unreachable: %s (%s)", remedy("database_unreachable"), type(error).__name__)
        return False
    finally:
        database.close()
    return True


def _address(runner: web.AppRunner) -> tuple[str, int]:
    host, port, *_ = runner.addresses[0]
    return str(host), int(port)


async def _stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":
        with contextlib.suppress(asyncio.CancelledError):
            await stop.wait()
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
