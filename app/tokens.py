"""Signed tokens (JWT, RS256): the check, and the memory of what was checked.

Both faces use it: the bot for tokens of the Bot Framework, the tab for Teams SSO tokens. What a claim *means*
(serviceurl, scp, tid …) is decided by the face; here a token is genuine, in time, and for us – or refused.
"""

import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import jwt

from app.keys import DAY, KeySet, KeysUnavailable, SigningKey

_log = logging.getLogger(__name__)

LEEWAY = 300.0

KEYS_UNAVAILABLE = "keys_unavailable"
"""The reason where a token could not be checked, so that nothing is known against it."""

Claims = Mapping[str, Any]


class TokenRefused(Exception):
    """A token that must not be believed; `reason` is a short code that is safe to log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Verified:
    """What a genuine token says. `expires_at` is in seconds since the epoch, without leeway."""

    claims: Claims
    endorsements: frozenset[str]
    expires_at: float


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
        issuers: Collection[str],
        cache: TokenCache | None = None,
    ) -> None:
        self._keys = keys
        self._audience = audience
        self._issuers = issuers
        self._cache = TokenCache() if cache is None else cache

    async def verify(self, token: str) -> Verified:
        """What the token says; raises TokenRefused."""
        seen = self._cache.find(token)
        if seen is not None:
            return seen
        verified = await examine(token, self._keys, audience=self._audience, issuers=self._issuers)
        self._cache.add(token, verified)
        return verified


async def examine(
    token: str, keys: KeySet, *, audience: Collection[str], issuers: Collection[str]
) -> Verified:
    """What a genuine token says for one of `audience` by one of `issuers`; raises TokenRefused."""
    kid = _key_id(token)
    key = keys.known(kid)
    if key is None:
        # Whoever invents key ids must at least forge a plausible token before the endpoint is asked again.
        _require_issuer(_decode(token, None, audience), issuers)
        key = await _find(keys, kid)
    claims = _decode(token, key.key, audience)
    _require_issuer(claims, issuers)
    return Verified(MappingProxyType(claims), key.endorsements, _expiry(claims))


async def _find(keys: KeySet, kid: str) -> SigningKey:
    try:
        key = await keys.find(kid)
    except KeysUnavailable:
        raise TokenRefused(KEYS_UNAVAILABLE) from None
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


def _decode(token: str, key: jwt.PyJWK | None, audience: Collection[str]) -> dict[str, Any]:
    """The claims, checked for time and audience; the signature is checked if there is a key."""
    try:
        return jwt.decode(
            token,
            key if key is not None else "",
            algorithms=["RS256"],
            audience=list(audience),
            leeway=LEEWAY,
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


def _require_issuer(claims: Claims, issuers: Collection[str]) -> None:
    issuer = claims["iss"]
    # The type first: a list cannot be looked up in a set.
    if not isinstance(issuer, str) or issuer not in issuers:
        raise TokenRefused("issuer_foreign")


def _expiry(claims: Claims) -> float:
    try:
        return float(claims["exp"])
    except (ValueError, TypeError, OverflowError):
        raise TokenRefused("token_malformed") from None
