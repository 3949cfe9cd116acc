"""Metrics: what an operator watches, in the Prometheus text format."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Histogram, generate_latest

_SECONDS = Histogram(
    "leadline_request_seconds",
    "Seconds until a request was answered, by route and status.",
    ("method", "route", "status"),
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 15),
)
_children: dict[tuple[str, str, int], Histogram] = {}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Measures a request; labels are routes, never paths, so that their number stays small."""
    began = time.perf_counter()
    status = 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as answer:
        status = answer.status
        raise
    finally:
        resource = request.match_info.route.resource
        key = (request.method, resource.canonical if resource else "", status)
        if key not in _children:
            _children[key] = _SECONDS.labels(key[0], key[1], str(key[2]))
        _children[key].observe(time.perf_counter() - began)


async def show(_: web.Request) -> web.Response:
    """GET /metrics."""
    return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})
