"""Requests: what both faces ask of one before it is let in: where it comes from, and how much it brings."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address

from aiohttp import ClientResponse, web

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto")


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`, a name or an address."""
    try:
        return host.lower() == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def comes_from_here(request: web.Request) -> bool:
    """Whether this machine sent the request to this machine: no tunnel or proxy did on behalf of somebody
    else, and no page of a foreign site whose name was made to point here."""
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    if not isinstance(peer, tuple) or not is_loopback(str(peer[0])):
        return False
    if any(name in request.headers for name in _FORWARDED):
        return False
    host = request.host
    return is_loopback(host if host.endswith("]") else host.rpartition(":")[0] or host)


async def read_within(message: web.Request | ClientResponse, limit: int) -> bytes | None:
    """The body of a request or an answer, None where it has more than `limit` bytes."""
    if (message.content_length or 0) > limit:
        return None
    content = bytearray()
    # Counted while reading: the announced length says nothing about chunked or compressed bodies.
    while chunk := await message.content.readany():
        content += chunk
        if len(content) > limit:
            return None
    return bytes(content)
