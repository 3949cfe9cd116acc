"""One turn, from the HTTP request to its answer."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import orjson
from aiohttp import web
from botbuilder.core import InvokeResponse
from botbuilder.integration.aiohttp import CloudAdapter

from app.crm.refused_sign_ins import Refuse
from app.keys import KeySet
from bot.adapter.authentication import TeamsAuthentication
from bot.adapter.connector import Connector, Pacing
from bot.adapter.credentials import Credentials, TokenSource, token_source
from bot.adapter.invoke import InvokeAnswer, failed, is_malformed
from bot.adapter.outbox import Outbox
from bot.adapter.sdk import LeanClient, encode, turn_context
from bot.adapter.turns import Turns
from bot.configuration import BotConfiguration
from bot.gate import Admission, ChatGate
from bot.inbound import ActivityRefused, Inbound

_log = logging.getLogger(__name__)

TurnHandler = Callable[[Inbound, Outbox], Awaitable[InvokeAnswer | None]]
OnError = Callable[[Inbound, Outbox, Exception], Awaitable[str | None]]

_OUTBOX = "bot.outbox"
_FAILURE = "bot.failure"
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
    """The SDK's adapter without its slow and faulty parts; middleware and proactive turns work.

    `on_error` is told of every handler that fails. It may send an apology to the conversation, and returns
    the sentence that the answer to an invoke carries (None for no sentence).
    """

    def __init__(
        self,
        configuration: BotConfiguration,
        session: aiohttp.ClientSession,
        *,
        keys: KeySet | None = None,
        credentials: TokenSource | None = None,
        pacing: Pacing | None = None,
        on_error: OnError | None = None,
        refuse: Refuse | None = None,
    ) -> None:
        """`session` is shared and stays with the caller; the rest is made from `configuration` unless given;
        `refuse` see ChatGate."""
        self.credentials = credentials or token_source(configuration)
        self.connector = Connector(session, self.credentials, configuration, pacing=pacing)
        self.gate = ChatGate(
            configuration, keys or KeySet(session, openid_url=configuration.openid_url), refuse
        )
        self.authentication = TeamsAuthentication(self.gate, self.connector)
        super().__init__(self.authentication)
        self._on_error = on_error
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
            return await self._process(admission, Outbox(self.connector, inbound), handler)
        return await self._turns.run(
            lambda acknowledge: self._process(
                admission, Outbox(self.connector, inbound, acknowledge), handler
            )
        )

    async def settled(self) -> None:
        """Waits until no turn is under way; one goes on after its answer where it acknowledged itself."""
        await self._turns.settled()

    async def _process(self, admission: Admission, outbox: Outbox, handler: TurnHandler) -> web.Response:
        async def turn(_: Any) -> InvokeAnswer | None:
            return await handler(outbox.inbound, outbox)

        context = self._context(admission, outbox, turn)
        return await self._response(context, outbox, await self.run_pipeline(context, turn))

    async def run(self, request: web.Request, bot_callback: Callable[[Any], Awaitable[Any]]) -> web.Response:
        """Like process, for a bot written against the SDK, e.g. `ActivityHandler().on_turn`."""
        try:
            admission = await self.gate.admit(request)
        except ActivityRefused as refusal:
            return _refusal(refusal)
        outbox = Outbox(self.connector, admission.inbound)

        async def turn(context: Any) -> InvokeAnswer | None:
            await bot_callback(context)
            result: InvokeResponse | None = self._process_turn_results(context)
            return None if result is None else InvokeAnswer(int(result.status), encode(result.body))

        context = self._context(admission, outbox, turn)
        return await self._response(context, outbox, await self.run_pipeline(context, turn))

    def _context(self, admission: Admission, outbox: Outbox, turn: Callable[[Any], Awaitable[Any]]) -> Any:
        """The SDK's turn with all that its parts look for in it."""
        inbound = admission.inbound
        result = self.authentication.admitted(admission.claims)
        context = turn_context(self, inbound.raw)
        context.turn_state.update(
            {
                self.BOT_IDENTITY_KEY: result.claims_identity,
                self.BOT_CONNECTOR_CLIENT_KEY: LeanClient(self.connector, inbound.service_url),
                self.CONNECTOR_FACTORY_KEY: result.connector_factory,
                self.BOT_OAUTH_SCOPE_KEY: result.audience,
                self.BOT_CALLBACK_HANDLER_KEY: turn,
                _OUTBOX: outbox,
            }
        )
        return context

    async def _response(self, context: Any, outbox: Outbox, answer: InvokeAnswer | None) -> web.Response:
        answer = context.turn_state.get(_FAILURE, answer)
        if answer is None:
            return web.Response() if outbox.inbound.kind != "invoke" else _answered(InvokeAnswer(501))
        try:
            return _answered(answer)
        except TypeError as error:
            return _answered(await self._failed(outbox, error))

    async def _note_failure(self, context: Any, error: Exception) -> None:
        """The SDK's on_turn_error: a failed turn is answered, in the shape its kind expects."""
        outbox = context.turn_state.get(_OUTBOX)
        if outbox is None:
            # A turn we began ourselves: whoever began it must know.
            raise error
        context.turn_state[_FAILURE] = await self._failed(outbox, error)

    async def _failed(self, outbox: Outbox, error: Exception) -> InvokeAnswer:
        inbound, message = outbox.inbound, None
        try:
            if self._on_error is None:
                _log.error("a turn (%s) failed", inbound.kind, exc_info=error)
            else:
                message = await self._on_error(inbound, outbox, error)
        except Exception as again:  # noqa: BLE001 - the apology failed as well; the answer must still go out
            _log.error("the apology for a failed turn failed: %s", type(again).__name__)
        return failed(inbound, status=500, code="InternalError", message=message or "")


def _refusal(refusal: ActivityRefused) -> web.Response:
    # The precise code is for the log; who knocks learns no more than the status says.
    headers = _ADVICE.get(refusal.status)
    body = orjson.dumps({"code": _STATUS_TEXTS.get(refusal.status, "refused")})
    return web.Response(status=refusal.status, body=body, content_type="application/json", headers=headers)


def _answered(answer: InvokeAnswer) -> web.Response:
    if answer.body is None and answer.status == 200:
        return web.Response(status=200)
    return web.Response(status=answer.status, body=orjson.dumps(answer.body), content_type="application/json")
