"""Turns that are answered before they are over.

What such a turn was to change is kept; only what it says is still on its way. Teams, which sends a turn again
that it had no answer to within 15 seconds, then need not wait for its own connector to take that.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import web

_log = logging.getLogger(__name__)

TurnTask = Callable[[Callable[[], None]], Coroutine[Any, Any, web.Response]]
"""A turn: it is given how to acknowledge itself, and gives its answer in the end."""


class Turns:
    """The turns under way."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[web.Response]] = set()

    async def run(self, work: TurnTask) -> web.Response:
        """The answer of a turn: 200 as soon as it acknowledges itself, else what it gives in the end.

        It is a task of its own, so that the connection that brought it is free for the next turn however long
        the connector takes. One that breaks after it was acknowledged is logged.
        """
        answered: asyncio.Future[web.Response] = asyncio.get_running_loop().create_future()

        def acknowledge() -> None:
            if not answered.done():
                answered.set_result(web.Response())

        def end(task: asyncio.Task[web.Response]) -> None:
            self._under_way.discard(task)
            error = None if task.cancelled() else task.exception()
            if answered.done():
                if error:
                    _log.error("a turn failed after it was acknowledged", exc_info=error)
            elif task.cancelled():
                answered.cancel()
            elif error:
                answered.set_exception(error)
            else:
                answered.set_result(task.result())

        task = asyncio.create_task(work(acknowledge))
        self._under_way.add(task)
        task.add_done_callback(end)
        return await answered

    async def settled(self) -> None:
        """Waits until none is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)
