"""The host as operators start it (`python -m app serve`), with the watchdog in its event loop."""

from __future__ import annotations

import runpy
import sys

from aiohttp import web

from bench.watchdog import watch

_set_up = web.BaseRunner.setup


async def _set_up_watched(runner: web.BaseRunner) -> None:
    await watch()
    await _set_up(runner)


if __name__ == "__main__":
    # Every host on aiohttp passes here with its loop running; so the host needs no door for a bench.
    web.BaseRunner.setup = _set_up_watched  # type: ignore[assignment,method-assign]
    sys.argv = ["app", "serve"]
    runpy.run_module("app", run_name="__main__")
