"""Turns: one that Teams begins, from the HTTP request to its answer, and one that we begin ourselves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
import orjson
from aiohttp import web
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import ConversationReference

from app.crm.refused_sign_ins import Refuse
from app.domain.delivery import Delivery
from app.keys import KeySet
from bot.adapter.activity import JsonActivity
from bot.adapter.authentication import TeamsAuthentication
from bot.adapter.client import Limits
from bot.adapter.connector import Connector, Pacing
from bot.adapter.context import TeamsContext
from bot.adapter.credentials import Credentials, TokenSource, token_source
from bot.adapter.delivery import Misconfigured
from bot.adapter.incoming import IncomingTurn, TurnHandler, as_activity
from bot.adapter.invoke import InvokeAnswer, failed, is_malformed
from bot.adapter.turns import Turns
from bot.configuration import BotConfiguration
from bot.gate import Admission, ChatGate
from bot.inbound import ActivityRefused, Inbound

_log = logging.getLogger(__name__)

_STATUS_TEXTS = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    503: "unavailable",
}


_ADVICE = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "10"}}
"""Headers of refusals, by status; the seconds are those after which keys are asked for again."""


class TeamsAdapter(CloudAdapter):  # type: ignore[misc]
    """The SDK's adapter with our gate before it and our connector behind it, as its own are slow and wrong in
    places. Whatever comes in or leaves by itself is a turn of the SDK, and passes the middleware that was
    registered by `use`."""

    def __init__(
        self,
        configuration: BotConfiguration,
        session: aiohttp.ClientSession,
        *,
        keys: KeySet | None = None,
        credentials: TokenSource | None = None,
        pacing: Pacing | None = None,
        refuse: Refuse | None = None,
    ) -> None:
        """`session` is shared and stays with the caller; the rest is made from `configuration` unless given;
        `refuse` see ChatGate."""
        self.credentials = credentials or token_source(configuration)
        self.connector = Connector(session, self.credentials, configuration, pacing=pacing)
        self.gate = ChatGate(
            configuration, keys or KeySet(session, openid_url=configuration.openid_url), refuse
        )
        self.authentication = TeamsAuthentication(self.connector)
        super().__init__(self.authentication)
        self._app_id = configuration.app_id
        self._turns = Turns()
        self.on_turn_error = self._note_failure

    async def close(self) -> None:
        """Waits for the turns that are under way, and ends what runs in the background."""
        await self.settled()
        if isinstance(self.credentials, Credentials):
            await self.credentials.close()

    async def process(self, request: web.Request, handler: TurnHandler) -> web.Response:
        """Checks a request, runs `handler` for it, and answers: never with a 500, whatever comes in.

        A message is answered when the handler acknowledges it, or is done. An invoke is answered with what
        the handler returned; None means that nobody knows this invoke, which is HTTP 501 with the body null.
        """
        try:
            admission = await self.gate.admit(request)
        except ActivityRefused as refusal:
            return _refusal(refusal)
        inbound = admission.inbound
        if is_malformed(inbound):
            return _answered(failed(inbound, status=400, code="BadRequest"))
        if inbound.kind == "invoke":
            return await self._process(admission, handler)
        return await self._turns.run(partial(self._process, admission, handler))

    async def settled(self) -> None:
        """Waits until no turn is under way; one goes on after its answer where it acknowledged itself."""
        await self._turns.settled()

    async def deliver(self, tenant_id: str, delivery: Delivery, within: float) -> None:
        """Sends what leaves by itself, in one try of at most so many seconds, by a turn that we begin. Raises
        DeliveryFailed where it did not arrive."""
        is_sent = False

        async def speak(context: TeamsContext) -> None:
            nonlocal is_sent
            await context.post(delivery.payload, Limits(within, tries=1))
            is_sent = True

        try:
            await self.continue_conversation(_reference(tenant_id, delivery), speak, self._app_id)
        except Exception:
            if not is_sent:
                raise
            _log.exception("middleware failed after a delivery had arrived")
        if not is_sent:
            raise Misconfigured(code="withheld_by_middleware")

    async def process_proactive(
        self, claims_identity: Any, continuation_activity: Any, audience: Any, logic: Any
    ) -> None:
        """As the SDK does, but that it makes up an id for the turn, to which all that is sent would reply."""
        continuation_activity.id = continuation_activity.relates_to.activity_id
        await super().process_proactive(claims_identity, continuation_activity, audience, logic)

    def _create_create_activity(self, result: Any, *rest: Any) -> Any:
        """As the SDK does, but for the same."""
        activity = super()._create_create_activity(result, *rest)
        activity.id = result.activity_id or None
        return activity

    async def _process(
        self, admission: Admission, handler: TurnHandler, acknowledge: Callable[[], None] = lambda: None
    ) -> web.Response:
        inbound = admission.inbound
        turn = IncomingTurn(inbound, handler, acknowledge)
        admitted = self.authentication.admitted(admission.claims)
        return self._response(inbound, await self.process_activity(admitted, JsonActivity(inbound.raw), turn))

    def _create_turn_context(
        self, activity: Any, identity: Any, scope: Any, client: Any, tokens: Any, turn: Any, factory: Any
    ) -> TeamsContext:
        context = TeamsContext(self, activity)
        context.turn_state.update(
            {
                self.BOT_IDENTITY_KEY: identity,
                self.BOT_CONNECTOR_CLIENT_KEY: client,
                self.USER_TOKEN_CLIENT_KEY: tokens,
                self.BOT_CALLBACK_HANDLER_KEY: turn,
                self.CONNECTOR_FACTORY_KEY: factory,
                self.BOT_OAUTH_SCOPE_KEY: scope,
            }
        )
        return context

    def _process_turn_results(self, context: TeamsContext) -> Any:
        """What a turn is answered with, a message as well; None where it says nothing about that."""
        given = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        return None if given is None else given.value

    def _response(self, inbound: Inbound, answer: Any) -> web.Response:
        if answer is None:
            return web.Response() if inbound.kind != "invoke" else _answered(InvokeAnswer(501))
        try:
            return _answered(answer)
        except TypeError as error:
            return _answered(_crashed(inbound, error))

    async def _note_failure(self, context: TeamsContext, error: Exception) -> None:
        """The SDK's on_turn_error: a failed turn is answered, in the shape its kind expects."""
        turn = context.turn_state[self.BOT_CALLBACK_HANDLER_KEY]
        if not isinstance(turn, IncomingTurn):
            # A turn we began ourselves: whoever began it must know.
            raise error
        context.turn_state[self._INVOKE_RESPONSE_KEY] = as_activity(_crashed(turn.inbound, error))


def _reference(tenant_id: str, delivery: Delivery) -> Any:
    """Where something leaves to, as the SDK has it."""
    activity = JsonActivity(delivery.payload)
    conversation, user = activity.conversation, activity.recipient
    conversation.tenant_id = tenant_id
    user.aad_object_id = delivery.recipient or None
    return ConversationReference(
        activity_id=activity.reply_to_id,
        user=user,
        bot=activity.from_property,
        conversation=conversation,
        channel_id=activity.channel_id,
        service_url=delivery.service_url,
    )


def _crashed(inbound: Inbound, error: Exception) -> InvokeAnswer:
    _log.error("a turn (%s) failed", inbound.kind, exc_info=error)
    return failed(inbound, status=500, code="InternalError")


def _refusal(refusal: ActivityRefused) -> web.Response:
    # The precise code is for the log; who knocks learns no more than the status says.
    headers = _ADVICE.get(refusal.status)
    body = orjson.dumps({"code": _STATUS_TEXTS.get(refusal.status, "refused")})
    return web.Response(status=refusal.status, body=body, content_type="application/json", headers=headers)


def _answered(answer: InvokeAnswer) -> web.Response:
    if answer.body is None and answer.status == 200:
        return web.Response(status=200)
    return web.Response(status=answer.status, body=orjson.dumps(answer.body), content_type="application/json")
