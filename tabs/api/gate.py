"""The gate: finds out who asks, by a Teams SSO token or, on a developer's machine, by the development
door."""

from __future__ import annotations

import hmac
import logging
import math
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp
import jwt
from aiohttp import web

from app.crm.refused_sign_ins import Refusal, Refuse
from app.domain.identity import is_guid, person_name
from app.keys import KeySet
from app.limits import Limits, Rate
from app.requests import comes_from_here
from app.tokens import Claims, TokenCache, TokenRefused, Verified, examine
from tabs.api.replies import RequestRefused
from tabs.configuration import TabConfiguration

SCOPE = "access_as_user"
NEWCOMERS = 64
"""Tenants of which no genuine token was seen yet and whose keys are kept nevertheless."""
NEW_KEYS = Rate(20, 0.5)
"""How often keys of such tenants are asked for."""

_GUEST_MARK = "#EXT#"
_PROVEN = frozenset({"scope_missing", "client_foreign"})
"""Reasons to refuse a token that is genuine."""
_ORDINARY = frozenset({"token_expired", "token_malformed", "keys_unavailable", "app_unregistered"})
"""Reasons that say nothing about who asks: a token that has run out is renewed."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """A proven person. `expires_at` is when the proof ends, in seconds since the epoch; `is_guest` says that
    they do not belong to the tenant."""

    tenant_id: str
    user_id: str
    name: str
    expires_at: float
    is_guest: bool = False


class TabGate:
    """Tells who asks. Tokens seen before are believed until they expire."""

    def __init__(
        self, configuration: TabConfiguration, session: aiohttp.ClientSession, refuse: Refuse | None = None
    ) -> None:
        """`refuse` is told of each who is not let in."""
        self._configuration = configuration
        self._refuse = refuse or (lambda _: None)
        self._session = session
        self._audience = configuration.audience()
        self._clients = {client.lower() for client in configuration.teams_clients}
        self._seen = TokenCache()
        self._proven: dict[str, KeySet] = {}
        self._asking = Limits(NEW_KEYS)
        self._newcomers: OrderedDict[str, KeySet] = OrderedDict()
        self._dev_token = secrets.token_urlsafe(32) if configuration.dev and configuration.dev_user_id else ""

    async def identify(self, request: web.Request) -> Identity:
        """The person behind a request. Raises RequestRefused: 401 for a missing or wrong token, 403 for a
        foreign tenant, 503 where there are no keys to check it."""
        headers = request.headers.getall("Authorization", ())
        scheme, _, token = (headers[0] if len(headers) == 1 else "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise RequestRefused(401, "token_missing", **_challenge(""))
        if self._is_dev_token(token) and _is_own_page(request):
            configuration = self._configuration
            return Identity(
                configuration.dev_tenant_id, configuration.dev_user_id, configuration.dev_user_name, math.inf
            )
        return await self._person(token)

    def dev_token(self, request: web.Request) -> str:
        """The token that stands for the person whom the chat playground plays. Raises RequestRefused with 404
        where this is no development host or the request does not come from this machine."""
        if not self._dev_token or not _is_own_page(request):
            raise RequestRefused(404, "path_unknown")
        return self._dev_token

    def _is_dev_token(self, token: str) -> bool:
        return bool(self._dev_token) and hmac.compare_digest(
            token.encode("utf-8", "replace"), self._dev_token.encode()
        )

    async def _person(self, token: str) -> Identity:
        verified = self._seen.find(token)
        if verified is None:
            try:
                verified = await self._verify(token)
            except TokenRefused as refused:
                log.warning("refused with 401: %s", refused.reason)
                self._tell(token, refused.reason)
                raise _refusal(refused.reason) from None
            self._seen.add(token, verified)
        claims = verified.claims
        tenant, name = claims["tid"].lower(), person_name(claims.get("name"))
        return Identity(tenant, claims["oid"].lower(), name, verified.expires_at, is_guest(claims))

    async def _verify(self, token: str) -> Verified:
        tenant = _tenant(token)
        if not self._audience:
            raise TokenRefused("app_unregistered")
        if not self._configuration.admits(tenant):
            log.warning("refused with 403: tenant_foreign")
            raise RequestRefused(403, "tenant_foreign")
        # The issuer must be the tenant whose keys are used: any other tenant could vouch for it otherwise.
        issuers = {issuer.replace("{tenant}", tenant) for issuer in self._configuration.issuers}
        verified = await examine(token, self._keys(tenant), audience=self._audience, issuers=issuers)
        self._authorise(verified.claims)
        if tenant in self._newcomers:
            self._proven[tenant] = self._newcomers.pop(tenant)
        return verified

    def _tell(self, token: str, reason: str) -> None:
        """Tells whom nobody let in: by the id of the directory only where the token itself is genuine."""
        if reason in _ORDINARY:
            return
        claims = _claims(token) if reason in _PROVEN else {}
        tenant, user = _claims(token).get("tid"), claims.get("oid")
        if is_guid(tenant):
            user_id = str(user).lower() if is_guid(user) else ""
            self._refuse(Refusal(str(tenant).lower(), user_id, reason, "tab"))

    def _keys(self, tenant: str) -> KeySet:
        """The keys of an admitted tenant. Where every tenant is admitted, invented ones must neither fill
        the memory, nor drive out the keys of those that exist, nor have us ask for theirs all the time."""
        known = self._proven.get(tenant) or self._newcomers.get(tenant)
        if known is None:
            known = KeySet(
                self._session,
                jwks_url=self._configuration.keys_url.replace("{tenant}", tenant),
                may_ask=partial(self._may_ask, tenant),
            )
            self._newcomers[tenant] = known
            if len(self._newcomers) > NEWCOMERS:
                self._newcomers.popitem(last=False)
        return known

    def _may_ask(self, tenant: str) -> bool:
        return tenant in self._proven or self._asking.take("", "") is None

    def _authorise(self, claims: Claims) -> None:
        """Whether a genuine token is one of a person, given to a client of Teams for this API."""
        scopes = claims.get("scp")
        if claims.get("idtyp") == "app" or not isinstance(scopes, str) or SCOPE not in scopes.split():
            raise TokenRefused("scope_missing")
        client = claims.get("azp", claims.get("appid"))
        if not isinstance(client, str) or client.lower() not in self._clients:
            raise TokenRefused("client_foreign")
        if not is_guid(claims.get("oid")):
            raise TokenRefused("person_missing")


def _is_own_page(request: web.Request) -> bool:
    """Whether a browser on this machine asks for a page of ours, and no other site has it ask."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    return comes_from_here(request) and site in {"none", "same-origin"}


def _tenant(token: str) -> str:
    """The tenant that a token claims to come from, not proven yet. It becomes part of an address, so it must
    look like the id it is."""
    tenant = _claims(token).get("tid")
    if not is_guid(tenant):
        raise TokenRefused("tenant_missing")
    return str(tenant)


def _claims(token: str) -> dict[str, Any]:
    """What a token claims, not proven. Raises TokenRefused."""
    try:
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        raise TokenRefused("token_malformed") from None
    return claims


def is_guest(claims: Claims) -> bool:
    """Whether a token says that its person is a guest of the tenant, in any of the ways in which Entra says
    so: the optional claim `acct`, who has signed them in, or the name of a guest's account."""
    account, provider = claims.get("acct"), claims.get("idp")
    names = (claims.get(name) for name in ("upn", "preferred_username", "unique_name"))
    return (
        account not in ("0", 0, None)
        or (provider is not None and claims["tid"].lower() not in str(provider).lower())
        or any(_GUEST_MARK in str(name).upper() for name in names)
    )


def _refusal(reason: str) -> RequestRefused:
    if reason == "keys_unavailable":
        return RequestRefused(503, "keys_unavailable", **{"Retry-After": "10"})
    return RequestRefused(401, "token_refused", **_challenge('error="invalid_token"'))


def _challenge(error: str) -> dict[str, str]:
    return {"WWW-Authenticate": ", ".join(filter(None, ('Bearer realm="leadline"', error)))}
