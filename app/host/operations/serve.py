"""`serve`: the host."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable

from app.host.configuration import Configuration

HELP = "run the host"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (PORT)")


def run(configuration: Configuration, _: argparse.Namespace) -> int:
    # Late: the other commands need neither the faces nor the network.
    from app.host.server import serve

    return asyncio.Runner(loop_factory=_loop_factory()).run(serve(configuration))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    if sys.platform == "win32":
        return asyncio.new_event_loop
    import uvloop

    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
