"""The keys that sign tokens: one set for each issuer, read over https and kept.

Both faces use it: the bot for tokens of the Bot Framework, the tab for Teams SSO tokens.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt
import orjson

from app.meters import KEY_FETCHES

_log = logging.getLogger(__name__)

DAY = 86_400.0
HOUR = 3_600.0
_DOCUMENT_LIMIT = 1024 * 1024


class KeysUnavailable(Exception):
    """The key endpoint gave no usable answer."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key of the issuer; `endorsements` are the channels it may speak for (Bot Framework only)."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class KeySet:
    """The signing keys of one issuer, by key id.

    They are read on first use and again after `lifetime`; when that fails the known keys stay in use. An
    unknown key id causes one extra reading, then at most one per `forced_interval`, so that a rotation is
    noticed at once but nobody can make us hammer the endpoint with invented ids. All times are in seconds.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        openid_url: str = "",
        jwks_url: str = "",
        lifetime: float = DAY,
        forced_interval: float = HOUR,
        retry_interval: float = 10.0,
        timeout: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
        may_ask: Callable[[], bool] = lambda: True,
    ) -> None:
        """Give the address of the OpenID metadata, or the one of the keys themselves. `may_ask` is asked
        before each reading."""
        if bool(openid_url) == bool(jwks_url):
            raise ValueError("a key set needs either openid_url or jwks_url")
        self._session = session
        self._openid_url = openid_url
        self._jwks_url = jwks_url
        self._whose = "bot" if openid_url else "tab"
        self._lifetime = lifetime
        self._forced_interval = forced_interval
        self._retry_interval = retry_interval
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._clock = clock
        self._may_ask = may_ask
        self._keys: dict[str, SigningKey] = {}
        self._read_at: float | None = None
        self._failed_at: float | None = None
        self._forced_at: float | None = None
        self._reading: asyncio.Task[None] | None = None

    def known(self, kid: str) -> SigningKey | None:
        """The key, if it can be told without asking the endpoint."""
        return self._keys.get(kid) if self._is_fresh() else None

    async def find(self, kid: str) -> SigningKey | None:
        """The key, or None if the issuer has none of that id; KeysUnavailable if no key was ever read."""
        if not self._is_fresh() or self._reading is not None:
            await self._read()
        elif kid not in self._keys and self._may_force():
            self._forced_at = self._clock()
            await self._read()
        if not self._keys:
            raise KeysUnavailable
        return self._keys.get(kid)

    def _is_fresh(self) -> bool:
        return self._read_at is not None and self._clock() - self._read_at < self._lifetime

    def _may_force(self) -> bool:
        if self._read_at is None or self._is_backing_off():
            return False
        return self._forced_at is None or self._clock() - self._forced_at >= self._forced_interval

    def _is_backing_off(self) -> bool:
        return self._failed_at is not None and self._clock() - self._failed_at < self._retry_interval

    async def _read(self) -> None:
        """Reads the keys once for all who are waiting; a failure is logged and keeps what is known."""
        if self._reading is None:
            if self._is_backing_off() or not self._may_ask():
                return
            self._reading = asyncio.create_task(self._replace())
            self._reading.add_done_callback(self._finish)
        # Shielded: a caller that goes away must not take the keys from the others.
        await asyncio.shield(self._reading)

    def _finish(self, _task: "asyncio.Task[None]") -> None:
        self._reading = None

    async def _replace(self) -> None:
        try:
            keys = await self._fetch()
        except (KeysUnavailable, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            KEY_FETCHES.labels(self._whose, "failed").inc()
            self._failed_at = self._clock()
            # A rotation during an outage must be noticed when the endpoint is back, not an hour later.
            self._forced_at = None
            _log.error(
                "signing keys could not be read (%s); %d stay in use", type(error).__name__, len(self._keys)
            )
            return
        KEY_FETCHES.labels(self._whose, "read").inc()
        self._keys, self._read_at, self._failed_at = keys, self._clock(), None

    async def _fetch(self) -> dict[str, SigningKey]:
        jwks_url = self._jwks_url or self._jwks_url_of(await self._get(self._openid_url))
        listed = (await self._get(jwks_url)).get("keys")
        keys = dict(_signing_keys(listed if isinstance(listed, list) else []))
        if not keys:
            raise KeysUnavailable
        return keys

    def _jwks_url_of(self, metadata: dict[str, Any]) -> str:
        url = metadata.get("jwks_uri")
        # Keys read over a weaker connection than the one that named them could be anybody's.
        if not isinstance(url, str) or urlsplit(url).scheme not in {
            "https",
            urlsplit(self._openid_url).scheme,
        }:
            raise KeysUnavailable
        return url

    async def _get(self, url: str) -> dict[str, Any]:
        async with self._session.get(url, timeout=self._timeout, allow_redirects=False) as response:
            if response.status != 200:
                raise KeysUnavailable
            body = await response.content.read(_DOCUMENT_LIMIT)
            while body and (more := await response.content.read(_DOCUMENT_LIMIT)):
                body += more
                if len(body) > _DOCUMENT_LIMIT:
                    raise KeysUnavailable
        document = orjson.loads(body)
        if not isinstance(document, dict):
            raise KeysUnavailable
        return document


def _signing_keys(listed: list[Any]) -> "list[tuple[str, SigningKey]]":
    """The usable keys of a JWKS; entries of other kinds are none of our business and are skipped."""
    found = []
    for entry in listed:
        if not isinstance(entry, dict) or entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig":
            continue
        kid, endorsements = entry.get("kid"), entry.get("endorsements")
        if not isinstance(kid, str) or not kid:
            continue
        try:
            key = jwt.PyJWK(entry, "RS256")
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        names = endorsements if isinstance(endorsements, list) else []
        found.append((kid, SigningKey(key, frozenset(name for name in names if isinstance(name, str)))))
    return found
