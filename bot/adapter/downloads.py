"""Downloads: files that people attach in a personal chat, read from where Teams has put them."""

import asyncio
import logging
import re

import aiohttp
from yarl import URL

from app.domain.errors import InvalidInput, Problem
from app.requests import read_within
from bot.configuration import BotConfiguration
from bot.inbound import SharedFile

MOST_HOPS = 3
"""Redirects that are followed, each to a trusted address."""

_HOST = re.compile(r"[a-z0-9.-]+|::1")
"""What two readers of an address take for the same host: no escapes, no names in other scripts."""
_MOVED = frozenset({301, 302, 303, 307, 308})
PATIENCE = 10.0
"""Seconds for a file: Teams waits no longer than 15 for a turn."""

_log = logging.getLogger(__name__)


class Downloads:
    """Reads attached files over the host's session. Their addresses come with a message, so only those of
    Microsoft's storage are asked, over https, and nothing of ours is sent along: the address itself holds the
    right to read."""

    def __init__(
        self, session: aiohttp.ClientSession, configuration: BotConfiguration, patience: float = PATIENCE
    ) -> None:
        self._session = session
        self._configuration = configuration
        self._time = aiohttp.ClientTimeout(total=patience)

    async def fetch(self, file: SharedFile, limit: int) -> bytes:
        """The bytes of a file, at most `limit`. Raises InvalidInput for `file`."""
        try:
            async with asyncio.timeout(self._time.total):
                return await self._follow(URL(file.url, encoded=True), file.home, limit)
        except (aiohttp.ClientError, TimeoutError, ConnectionError, ValueError) as error:
            # Not the error's text: it holds the address, and whoever has that can read the file.
            _log.warning("a file could not be read: %s", type(error).__name__)
            raise InvalidInput(file="file_unavailable") from None

    async def _follow(self, url: URL, home: str, limit: int) -> bytes:
        for _ in range(1 + MOST_HOPS):
            self._must_trust(url, home)
            async with self._session.get(url, allow_redirects=False, timeout=self._time) as response:
                if response.status in _MOVED and "Location" in response.headers:
                    url = url.join(URL(response.headers["Location"], encoded=True))
                elif response.status == 200:
                    return await _read(response, limit)
                else:
                    _log.warning("a file could not be read: status %d", response.status)
                    break
        raise InvalidInput(file="file_unavailable")

    def _must_trust(self, url: URL, home: str) -> None:
        """Whether an address is one of Microsoft's storage, and of the same organization as the `home` that
        Teams tells: whatever a message says, no other tenant's files are read."""
        host = (url.host or "").lower()
        named = url.user is None and url.password is None and url.port is not None and _HOST.fullmatch(host)
        kept = named and self._configuration.keeps_files(url.scheme, host, url.port or 0)
        if not kept or (home and _storage_of(host) != _storage_of(home.lower())):
            _log.warning("a file at a foreign address was refused")
            raise InvalidInput(file="file_foreign")


def _storage_of(host: str) -> str:
    """The storage of an organization: what its people have of their own lies beside what its teams have
    (contoso-my.sharepoint.com, contoso.sharepoint.com)."""
    name, dot, domain = host.partition(".")
    return f"{name.removesuffix('-my')}{dot}{domain}"


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    content = await read_within(response, limit)
    if content is None:
        raise InvalidInput(file=Problem("file_large", {"limit": limit // 1024 // 1024}))
    return content
