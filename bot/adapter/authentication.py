"""The SDK's authentication seam, answered by our gate: one issuer, one audience, no exceptions."""

from typing import Any, NoReturn

from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ConnectorFactory,
)

from app.tokens import Claims
from bot.adapter.connector import Connector
from bot.adapter.credentials import SCOPE
from bot.adapter.sdk import LeanConnectorFactory, encode, identity
from bot.gate import ChatGate
from bot.inbound import ActivityRefused, read_activity


class TeamsAuthentication(BotFrameworkAuthentication):  # type: ignore[misc]
    """Refuses what the stock class lets in: emulator and skill tokens, streaming, calls without a token."""

    def __init__(self, gate: ChatGate, connector: Connector) -> None:
        self._gate = gate
        self._factory = LeanConnectorFactory(connector)

    async def authenticate_request(self, activity: Any, auth_header: str) -> Any:
        """For callers that come through the SDK; raises PermissionError, as the SDK expects."""
        try:
            verified = await self._gate.identify(auth_header or "")
            self._gate.authorise(read_activity(encode(activity)), verified)
        except ActivityRefused as refusal:
            raise PermissionError(refusal.code) from None
        return self.admitted(verified.claims)

    def admitted(self, claims: Claims) -> Any:
        """The SDK's record of a request that passed the gate."""
        result = AuthenticateRequestResult()
        result.audience = SCOPE
        result.claims_identity = identity(claims)
        result.connector_factory = self._factory
        return result

    async def authenticate_streaming_request(self, *_: Any) -> NoReturn:
        raise PermissionError("streaming_refused")

    async def authenticate_channel_request(self, *_: Any) -> NoReturn:
        raise PermissionError("skill_refused")

    def create_connector_factory(self, *_: Any) -> ConnectorFactory:
        return self._factory

    async def create_user_token_client(self, *_: Any) -> None:
        # People sign in with Teams itself; the token service of the Bot Framework is not used.
        return None
