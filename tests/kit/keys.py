"""An own key set: signs tokens like the Bot Framework or Entra ID, and serves the keys over HTTP.

keys = KeyRing()
async with serve(keys.app()) as url:
    KeySet(session, openid_url=f"{url}/openid")     # or jwks_url=f"{url}/keys"
    token = keys.sign(bot_claims(app_id, service_url))
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import jwt
import orjson
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.domain.member import Actor

BOT_ISSUER = "https://api.botframework.com"
TEAMS_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
"""The client id of Teams in a browser."""


class KeyRing:
    """Named RSA keys, what they endorse, and an endpoint that can rotate, fail, and counts its readers.

    `published` are the key ids to be served; `reads` counts the readings of the keys; while `is_down` the
    endpoint answers 503.
    """

    def __init__(self, *kids: str, endorsements: tuple[str, ...] = ("msteams",)) -> None:
        self.published: list[str] = []
        self.endorsements: dict[str, tuple[str, ...]] = {}
        self.reads = 0
        self.is_down = False
        self._url = ""
        for kid in kids or ("key-1",):
            self.add(kid, endorsements=endorsements)

    def add(self, kid: str, *, endorsements: tuple[str, ...] = ("msteams",)) -> None:
        """Publishes a further key."""
        self.endorsements[kid] = endorsements
        if kid not in self.published:
            self.published.append(kid)

    def rotate(self, kid: str) -> None:
        """Withdraws all keys and publishes only this one; the others can still sign."""
        self.published.clear()
        self.add(kid)

    def sign(
        self,
        claims: Mapping[str, Any],
        kid: str | None = None,
        *,
        alg: str = "RS256",
        key: Any = None,
        headers: Mapping[str, Any] | None = None,
    ) -> str:
        """A token over `claims`, by the first published key unless `kid` names another (published or not).

        `alg` "none" gives an unsigned token, "HS256" one that is keyed with the public key (the confusion
        attack); `key` signs with a foreign key under our `kid`.
        """
        kid = kid or self.published[0]
        named = {"kid": kid, **(headers or {})}
        if alg == "HS256":
            return _hmac_token(claims, named, public_pem(kid))
        signing: Any = None if alg == "none" else key or private_key(kid)
        # Below jwt.encode, which would not sign the odd claims that a forger tries.
        return jwt.PyJWS().encode(json.dumps(dict(claims)).encode(), signing, algorithm=alg, headers=named)

    def app(self) -> web.Application:
        """The endpoint: `/openid` (metadata, also at the well-known path) and `/keys`."""
        app = web.Application()
        app.router.add_get("/openid", self._metadata)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._metadata)
        app.router.add_get("/keys", self._keys)
        return app

    async def _metadata(self, request: web.Request) -> web.Response:
        if self.is_down:
            return web.Response(status=503)
        return web.json_response({"issuer": BOT_ISSUER, "jwks_uri": f"http://{request.host}/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        self.reads += 1
        if self.is_down:
            return web.Response(status=503)
        return web.json_response({"keys": [self._jwk(kid) for kid in self.published]})

    def _jwk(self, kid: str) -> dict[str, Any]:
        public: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(
            private_key(kid).public_key(), as_dict=True
        )
        return {**public, "kid": kid, "use": "sig", "endorsements": list(self.endorsements[kid])}


def bot_claims(app_id: str, service_url: str, **changes: Any) -> dict[str, Any]:
    """The claims of a token from the Bot Framework; a change to None removes a claim."""
    now = int(time.time())
    claims = {
        "serviceurl": service_url,
        "nbf": now - 60,
        "exp": now + 3600,
        "iss": BOT_ISSUER,
        "aud": app_id,
        **changes,
    }
    return _stated(claims)


def sso_claims(app_id: str, actor: Actor, **changes: Any) -> dict[str, Any]:
    """The claims of the token that Teams gives a person's tab; a change to None removes a claim."""
    now = int(time.time())
    claims = {
        "aud": app_id,
        "iss": f"https://login.microsoftonline.com/{actor.tenant_id}/v2.0",
        "tid": actor.tenant_id,
        "oid": actor.user_id,
        "name": actor.name,
        "scp": "access_as_user",
        "azp": TEAMS_WEB,
        "ver": "2.0",
        "iat": now - 60,
        "nbf": now - 60,
        "exp": now + 3600,
        **changes,
    }
    return _stated(claims)


def _stated(claims: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if value is not None}


@cache
def private_key(kid: str) -> rsa.RSAPrivateKey:
    """The key of that name; making one costs a tenth of a second, so every test run makes it once."""
    assert kid
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(kid: str) -> bytes:
    """The public half as a forger could get it."""
    return (
        private_key(kid)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def _hmac_token(claims: Mapping[str, Any], headers: Mapping[str, Any], secret: bytes) -> str:
    # By hand: PyJWT rightly refuses to key an HMAC with a public key.

    head = _base64url(orjson.dumps({"typ": "JWT", "alg": "HS256", **headers}))
    signed = f"{head}.{_base64url(orjson.dumps(dict(claims)))}"
    return f"{signed}.{_base64url(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@asynccontextmanager
async def serve(app: web.Application) -> AsyncIterator[str]:
    """Runs an application on a free loopback port; gives its address without a slash at the end."""
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()
