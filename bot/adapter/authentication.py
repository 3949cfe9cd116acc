"""The SDK's authentication seam: the gate has admitted a request before the SDK sees it, and nobody else."""

from __future__ import annotations

from typing import Any, NoReturn

from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from app.tokens import Claims
from bot.adapter.client import LeanConnectorFactory
from bot.adapter.connector import Connector
from bot.adapter.credentials import SCOPE


class TeamsAuthentication(BotFrameworkAuthentication):  # type: ignore[misc]
    """Refuses all that the stock class would check by itself, and lets in: emulator and skill tokens,
    streaming, calls without a token."""

    def __init__(self, connector: Connector) -> None:
        self._factory = LeanConnectorFactory(connector)

    def admitted(self, claims: Claims) -> Any:
        """The SDK's record of a request that passed the gate."""
        result = AuthenticateRequestResult()
        result.audience = SCOPE
        result.claims_identity = ClaimsIdentity(claims, True)
        result.connector_factory = self._factory
        return result

    async def authenticate_request(self, *_: Any) -> NoReturn:
        raise PermissionError("gate_avoided")

    async def authenticate_streaming_request(self, *_: Any) -> NoReturn:
        raise PermissionError("streaming_refused")

    async def authenticate_channel_request(self, *_: Any) -> NoReturn:
        raise PermissionError("skill_refused")

    def create_connector_factory(self, *_: Any) -> ConnectorFactory:
        return self._factory

    async def create_user_token_client(self, *_: Any) -> None:
        # People sign in with Teams itself; the token service of the Bot Framework is not used.
        return None
