"""The host process: starts listening, says so, and ends on a signal without losing what is under way."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import sys

from aiohttp import web

from app.faults import Code, Fault
from app.host.checks import configuration_problems, front_end_problems
from app.host.configuration import Configuration
from app.host.connections import Patience, Runner
from app.host.main import create_app
from app.host.readiness import operations_of
from app.host.remedies import tell
from app.store.opening import opened
from app.store.schema import migrate, standing

GRACE = 10.0
"""Seconds that requests under way get to end."""

_OPERATIONS: Code = "operations_port_taken"

YOUNG_OBJECTS = 20_000
"""New objects after which the collector looks for cycles among them."""

log = logging.getLogger("leadline")


async def serve(configuration: Configuration) -> int:
    """Runs until SIGINT or SIGTERM; returns the exit status, 2 where the host must not start."""
    if problems := _problems(configuration):
        for problem in problems:
            log.error("%s", tell(problem))
        return 2
    app = create_app(configuration)
    if not _has_tables(configuration):
        return 2
    patience = Patience(most=configuration.max_connections)
    runner = Runner(app, patience, access_log=None, shutdown_timeout=GRACE, handle_signals=False)
    operations = Runner(operations_of(app), access_log=None, shutdown_timeout=GRACE, handle_signals=False)
    await runner.setup()
    try:
        await operations.setup()
        listens = await _listens(
            operations, configuration.operations_host, configuration.operations_at, _OPERATIONS
        )
        if not (listens and await _listens(runner, configuration.host, configuration.port, "port_taken")):
            return 2
        # What was imported stays: leaving it out of every collection keeps the pauses short.
        gc.collect()
        gc.freeze()
        # A turn makes some thousand objects and drops them again: looking through them less often is cheaper.
        gc.set_threshold(YOUNG_OBJECTS, 20, 20)
        log.info("listening on http://%s:%d", *_address(runner))
        log.info("operations on http://%s:%d", *_address(operations))
        await _stopped()
    finally:
        await operations.cleanup()
        await runner.cleanup()
    return 0


async def _listens(runner: Runner, host: str, port: int, problem: Code) -> bool:
    try:
        await web.TCPSite(runner, host, port, reuse_port=False).start()
    except OSError as error:
        log.error("%s", tell(problem, str(error.strerror)))
        return False
    return True


def _problems(configuration: Configuration) -> list[Code]:
    """What keeps the host from starting, before anything is opened. A developer may build the front end
    later."""
    return configuration_problems(configuration) + (
        [] if configuration.is_dev else front_end_problems(configuration)
    )


def _has_tables(configuration: Configuration) -> bool:
    try:
        with opened(configuration.database_url, may_create=configuration.is_dev) as database:
            problem = standing(database).problem
            if problem == "migrations_pending" and configuration.is_dev:
                migrate(database)
            elif problem:
                log.error("%s", tell(problem))
                return False
    except Fault as fault:
        log.error("%s", tell(fault.code, fault.seen))
        return False
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
