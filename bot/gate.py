"""The gate before every turn: who may speak to the bot, from where, and in what shape.

It runs before anything else is done with a request and refuses with a status and a code, never with a crash.
"""

import logging
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson
from aiohttp import web

from app.crm.refused_sign_ins import Refusal, Refuse
from app.domain.identity import is_guid
from app.keys import KeySet
from app.requests import comes_from_here, read_within
from app.tokens import KEYS_UNAVAILABLE, Claims, TokenCheck, TokenRefused, Verified
from bot.configuration import BotConfiguration
from bot.inbound import ActivityRefused, Inbound, read_activity

__all__ = ["ActivityRefused", "Admission", "ChatGate"]

_log = logging.getLogger(__name__)

CHANNEL = "msteams"
_NO_CLAIMS: Claims = MappingProxyType({})
# What only people do; updates about members and installations may come without a person.
_PERSONAL_KINDS = frozenset({"message", "invoke"})


@dataclass(frozen=True, slots=True)
class Admission:
    """An activity that may be worked on, with the claims of its token (empty in development)."""

    inbound: Inbound
    claims: Claims


class ChatGate:
    """Checks requests of the Bot Framework against the registration of the bot."""

    def __init__(self, configuration: BotConfiguration, keys: KeySet, refuse: Refuse | None = None) -> None:
        """`refuse` is told of each person who is not let in, though Teams vouches for them."""
        self._configuration = configuration
        self._refuse = refuse or (lambda _: None)
        # The issuer is fixed to the service itself: tokens of emulators, of skills and the bot's own outbound
        # token come from Entra ID and are none of its words.
        self._tokens = TokenCheck(
            keys, audience=(configuration.app_id,), issuers=(configuration.token_issuer,)
        )

    async def admit(self, request: web.Request) -> Admission:
        """Reads and checks a request; raises ActivityRefused, after one line in the log, and nothing else."""
        try:
            return await self._admit(request)
        except ActivityRefused as refusal:
            _log.warning("refused with %d: %s", refusal.status, refusal.code)
            raise
        except Exception as error:  # noqa: BLE001 - whatever comes in must never be answered with a 500
            _log.error("refused with 400: %s while reading", type(error).__name__)
            raise ActivityRefused(400, "request_malformed") from None

    async def _admit(self, request: web.Request) -> Admission:
        self._must_be_activity(request)
        # Before the body: nobody who is not let in makes us wait for theirs.
        verified = await self._verified(request)
        inbound = read_activity(await self._read(request))
        try:
            self.authorise(inbound, verified)
        except ActivityRefused as refusal:
            if verified is not None and inbound.tenant_id and inbound.aad_object_id:
                who = inbound.aad_object_id if is_guid(inbound.aad_object_id) else ""
                self._refuse(Refusal(inbound.tenant_id, who, refusal.code, "chat"))
            raise
        return Admission(inbound, verified.claims if verified is not None else _NO_CLAIMS)

    async def identify(self, header: str) -> Verified:
        """The token of an Authorization header, checked. Raises ActivityRefused with status 401, and with 503
        where there are no keys to check it: then nobody is to blame, and the request is to come again."""
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise ActivityRefused(401, "token_missing")
        if not self._configuration.app_id:
            raise ActivityRefused(401, "app_unregistered")
        try:
            return await self._tokens.verify(token.strip())
        except TokenRefused as refusal:
            status = 503 if refusal.reason == KEYS_UNAVAILABLE else 401
            raise ActivityRefused(status, refusal.reason) from None

    def authorise(self, inbound: Inbound, verified: Verified | None) -> None:
        """Lets this activity in with this token, or without one (None). Raises ActivityRefused with 403."""
        self._authorise_source(inbound, verified)
        if not self._names(inbound.tenant_id):
            raise ActivityRefused(403, "tenant_missing")
        if not self._configuration.admits(inbound.tenant_id):
            raise ActivityRefused(403, "tenant_foreign")
        is_nobody = inbound.is_machine or not self._names(inbound.aad_object_id)
        if is_nobody and (inbound.kind in _PERSONAL_KINDS or inbound.aad_object_id):
            raise ActivityRefused(403, "person_missing")

    def _names(self, id_: str) -> bool:
        """Whether this names a person or a tenant; a developer's tools make up ids of their own."""
        return is_guid(id_) or (self._configuration.dev and bool(id_))

    def _authorise_source(self, inbound: Inbound, verified: Verified | None) -> None:
        if inbound.channel != CHANNEL:
            raise ActivityRefused(403, "channel_foreign")
        if not inbound.service_url:
            raise ActivityRefused(403, "service_url_missing")
        if not self._configuration.trusts(inbound.service_url):
            raise ActivityRefused(403, "service_url_foreign")
        if verified is None:
            return
        if verified.claims.get("serviceurl") != inbound.service_url:
            raise ActivityRefused(403, "service_url_unsigned")
        if inbound.channel not in verified.endorsements:
            raise ActivityRefused(403, "channel_unendorsed")

    def _must_be_activity(self, request: web.Request) -> None:
        if request.method != "POST":
            raise ActivityRefused(405, "method_refused")
        if request.content_type != "application/json":
            raise ActivityRefused(415, "content_type_refused")
        if (request.content_length or 0) > self._configuration.body_limit:
            raise ActivityRefused(413, "body_too_large")

    async def _read(self, request: web.Request) -> dict[str, Any]:
        content = await read_within(request, self._configuration.body_limit)
        if content is None:
            raise ActivityRefused(413, "body_too_large")
        try:
            body = orjson.loads(content)
        except ValueError:
            raise ActivityRefused(400, "json_malformed") from None
        if not isinstance(body, dict):
            raise ActivityRefused(400, "json_no_object")
        return body

    async def _verified(self, request: web.Request) -> Verified | None:
        headers = request.headers.getall("Authorization", [])
        if len(headers) == 1:
            return await self.identify(headers[0])
        if not headers and self._configuration.is_anonymous and comes_from_here(request):
            return None
        raise ActivityRefused(401, "token_missing")
