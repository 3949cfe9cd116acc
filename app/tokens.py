"""Signed tokens (JWT, RS256): the keys that sign them, the check, and the memory of what was checked.

Both faces use it: the bot for tokens of the Bot Framework, the tab for Teams SSO tokens. What a claim *means*
(serviceurl, scp, tid …) is decided by the face; here a token is genuine, in time, and for us – or refused.
"""

import asyncio
import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt
import orjson

_log = logging.getLogger(__name__)

DAY = 86_400.0
HOUR = 3_600.0
LEEWAY = 300.0
_DOCUMENT_LIMIT = 1024 * 1024

Claims = Mapping[str, Any]
Issuers = Collection[str] | Callable[[Claims], bool]


class TokenRefused(Exception):
    """A token that must not be believed; `reason` is a short code that is safe to log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeysUnavailable(Exception):
    """The key endpoint gave no usable answer."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key of the issuer; `endorsements` are the channels it may speak for (Bot Framework only)."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a genuine token says. `expires_at` is in seconds since the epoch, without leeway."""

    claims: Claims
    endorsements: frozenset[str]
    expires_at: float


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
    ) -> None:
        """Give the address of the OpenID metadata, or the one of the keys themselves."""
        if bool(openid_url) == bool(jwks_url):
            raise ValueError("a key set needs either openid_url or jwks_url")
        self._session = session
        self._openid_url = openid_url
        self._jwks_url = jwks_url
        self._lifetime = lifetime
        self._forced_interval = forced_interval
        self._retry_interval = retry_interval
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._clock = clock
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
            if self._is_backing_off():
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
            self._failed_at = self._clock()
            # A rotation during an outage must be noticed when the endpoint is back, not an hour later.
            self._forced_at = None
            _log.error(
                "signing keys could not be read (%s); %d stay in use", type(error).__name__, len(self._keys)
            )
            return
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


class TokenCache:
    """Remembers verified tokens by their digest, until they expire; the least recently used go first.

    A cache belongs to one way of checking: never share it between different audiences or issuers. No token is
    believed for longer than `longest` seconds, so that a withdrawn key does not live on in here.
    """

    def __init__(
        self, size: int = 4096, *, longest: float = DAY, clock: Callable[[], float] = time.time
    ) -> None:
        self._size = size
        self._longest = longest
        self._clock = clock
        self._entries: OrderedDict[bytes, tuple[Verified, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, token: str) -> Verified | None:
        digest = _digest(token)
        entry = self._entries.get(digest)
        if entry is None:
            return None
        if self._clock() >= entry[1]:
            del self._entries[digest]
            return None
        self._entries.move_to_end(digest)
        return entry[0]

    def add(self, token: str, verified: Verified) -> None:
        until = min(verified.expires_at, self._clock() + self._longest)
        self._entries[_digest(token)] = (verified, until)
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


class TokenCheck:
    """A key set, the audiences and the issuers of one face, with the memory of tokens seen before."""

    def __init__(
        self,
        keys: KeySet,
        *,
        audience: Collection[str],
        issuers: Issuers,
        leeway: float = LEEWAY,
        cache: TokenCache | None = None,
    ) -> None:
        self._keys = keys
        self._audience = audience
        self._issuers = issuers
        self._leeway = leeway
        self._cache = TokenCache() if cache is None else cache

    async def verify(self, token: str) -> Verified:
        """What the token says; raises TokenRefused."""
        seen = self._cache.find(token)
        if seen is not None:
            return seen
        verified = await examine(
            token, self._keys, audience=self._audience, issuers=self._issuers, leeway=self._leeway
        )
        self._cache.add(token, verified)
        return verified


async def verify(
    token: str, keys: KeySet, *, audience: Collection[str], issuers: Issuers, leeway: float = LEEWAY
) -> Claims:
    """The claims of a genuine token for one of `audience` by one of `issuers`; raises TokenRefused."""
    return (await examine(token, keys, audience=audience, issuers=issuers, leeway=leeway)).claims


async def examine(
    token: str, keys: KeySet, *, audience: Collection[str], issuers: Issuers, leeway: float = LEEWAY
) -> Verified:
    """Like verify, with the endorsements of the signing key and the time of expiry beside the claims."""
    kid = _key_id(token)
    key = keys.known(kid)
    if key is None:
        # Whoever invents key ids must at least forge a plausible token before the endpoint is asked again.
        _require_issuer(_decode(token, None, audience, leeway), issuers)
        key = await _find(keys, kid)
    claims = _decode(token, key.key, audience, leeway)
    _require_issuer(claims, issuers)
    return Verified(MappingProxyType(claims), key.endorsements, _expiry(claims))


async def _find(keys: KeySet, kid: str) -> SigningKey:
    try:
        key = await keys.find(kid)
    except KeysUnavailable:
        raise TokenRefused("keys_unavailable") from None
    if key is None:
        raise TokenRefused("key_unknown")
    return key


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise TokenRefused("token_malformed") from None
    # The token must not choose how it is verified: "none" and HS256 with the public key are old tricks.
    if header.get("alg") != "RS256":
        raise TokenRefused("algorithm_refused")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise TokenRefused("key_unnamed")
    return kid


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (jwt.ExpiredSignatureError, "token_expired"),
    (jwt.ImmatureSignatureError, "token_not_yet_valid"),
    (jwt.InvalidAudienceError, "audience_foreign"),
    (jwt.InvalidSignatureError, "signature_wrong"),
    (jwt.MissingRequiredClaimError, "claim_missing"),
)


def _decode(token: str, key: jwt.PyJWK | None, audience: Collection[str], leeway: float) -> dict[str, Any]:
    """The claims, checked for time and audience; the signature is checked if there is a key."""
    try:
        return jwt.decode(
            token,
            key if key is not None else "",
            algorithms=["RS256"],
            audience=list(audience),
            leeway=leeway,
            options={
                "verify_signature": key is not None,
                "verify_exp": True,
                "verify_nbf": True,
                "verify_iat": True,
                "verify_aud": True,
                "require": ["exp", "iss", "aud"],
            },
        )
    except jwt.PyJWTError as error:
        raise TokenRefused(_reason(error)) from None
    except (ValueError, TypeError, OverflowError, RecursionError):
        # Claims of odd types: a number too large for a time, a list where a name belongs.
        raise TokenRefused("token_malformed") from None


def _reason(error: Exception) -> str:
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), "token_malformed")


def _require_issuer(claims: Claims, issuers: Issuers) -> None:
    issuer = claims["iss"]
    # The type first: a list cannot be looked up in a set.
    if not isinstance(issuer, str) or not (issuers(claims) if callable(issuers) else issuer in issuers):
        raise TokenRefused("issuer_foreign")


def _expiry(claims: Claims) -> float:
    try:
        return float(claims["exp"])
    except (ValueError, TypeError, OverflowError):
        raise TokenRefused("token_malformed") from None
