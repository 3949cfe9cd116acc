"""The bot's own token for calls to the Bot Framework, kept ready so that no turn waits for it."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

import msal
import requests

from bot.adapter.delivery import Misconfigured, Undelivered
from bot.configuration import BotConfiguration

_log = logging.getLogger(__name__)

RESOURCE = "https://api.botframework.com"
SCOPE = f"{RESOURCE}/.default"
_PUBLIC_LOGIN = "https://login.microsoftonline.com"
_SHARED_TENANT = "botframework.com"
_TIMEOUT = 10.0
# MSAL hands out its cached token until five minutes before the end; asked earlier it gives the old one again.
_AHEAD = 280.0
_RETRY_INTERVAL = 30.0

Acquire = Callable[[], dict[str, Any]]


class TokenSource(Protocol):
    """Gives the value of the Authorization header, "" if none is needed."""

    async def authorization(self) -> str: ...


class Anonymous:
    """No registration, no token: for development only."""

    async def authorization(self) -> str:
        return ""


class Credentials:
    """One token for all turns: acquired in a thread, renewed in the background before it ends.

    `acquire` gives MSAL's answer, a dictionary with `access_token` and `expires_in` (seconds), or `error`. It
    runs in a worker thread, never twice at a time.
    """

    def __init__(self, acquire: Acquire, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._acquire = acquire
        self._clock = clock
        self._header = ""
        self._renew_at = 0.0
        self._ends_at = 0.0
        self._refused: tuple[Exception, float] | None = None
        self._renewal: asyncio.Task[None] | None = None

    async def authorization(self) -> str:
        """The header; raises Misconfigured if the registration is refused, Undelivered if nobody answers."""
        now = self._clock()
        if now < self._renew_at:
            return self._header
        if self._refused is not None and now < self._refused[1] and now >= self._ends_at:
            # No token, and the login said no a moment ago: every message asking again would be a storm.
            raise self._refused[0]
        renewal = self._renewal or self._begin()
        if now >= self._ends_at:
            await asyncio.shield(renewal)
        return self._header

    async def close(self) -> None:
        """Ends a renewal under way."""
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.gather(self._renewal, return_exceptions=True)

    def _begin(self) -> "asyncio.Task[None]":
        self._renewal = asyncio.create_task(self._renew())
        self._renewal.add_done_callback(self._finish)
        return self._renewal

    def _finish(self, task: "asyncio.Task[None]") -> None:
        self._renewal = None
        self._refused = None
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self._refused = error, self._clock() + _RETRY_INTERVAL
            # Not again with the next message: the present token is good for a while.
            self._renew_at = min(self._clock() + _RETRY_INTERVAL, self._ends_at)
            _log.error("no token for the connector: %s", error)

    async def _renew(self) -> None:
        asked_at = self._clock()
        try:
            answer = await asyncio.to_thread(self._acquire)
        except (requests.RequestException, OSError, ValueError) as error:
            raise Undelivered(code=type(error).__name__) from None
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            # MSAL's description may quote ids of the tenant; the short code is what an operator needs.
            raise Misconfigured(status=401, code=str(answer.get("error") or "token_missing"))
        lasts = float(answer.get("expires_in") or 0)
        self._header = f"Bearer {token}"
        self._ends_at = asked_at + lasts
        self._renew_at = asked_at + max(lasts - _AHEAD, lasts / 2)


def token_source(configuration: BotConfiguration) -> TokenSource:
    """The source that belongs to the type of the registration."""
    if configuration.is_anonymous:
        return Anonymous()
    if configuration.app_type == "UserAssignedMSI":
        return Credentials(_ManagedIdentity(configuration.app_id))
    return Credentials(_ClientSecret(configuration))


class _ClientSecret:
    """Acquires with id and secret. The MSAL application is built on first use: that asks the network."""

    def __init__(self, configuration: BotConfiguration) -> None:
        self._configuration = configuration
        self._application: Any = None

    def __call__(self) -> dict[str, Any]:
        if self._application is None:
            self._application = self._build()
        answer: dict[str, Any] = self._application.acquire_token_for_client([SCOPE]) or {}
        return answer

    def _build(self) -> Any:
        configuration = self._configuration
        tenant = configuration.app_tenant_id if configuration.app_type == "SingleTenant" else _SHARED_TENANT
        login = configuration.login_url.rstrip("/")
        is_https = urlsplit(login).scheme == "https"
        return msal.ConfidentialClientApplication(
            configuration.app_id,
            client_credential=configuration.app_password,
            authority=f"{login if is_https else _PUBLIC_LOGIN}/{tenant}",
            instance_discovery=False,
            http_client=_Session("" if is_https else login),
        )


class _ManagedIdentity:
    """Acquires as the managed identity of the machine."""

    def __init__(self, app_id: str) -> None:
        self._client = msal.ManagedIdentityClient(
            msal.UserAssignedManagedIdentity(client_id=app_id), http_client=_Session("")
        )

    def __call__(self) -> dict[str, Any]:
        answer: dict[str, Any] = self._client.acquire_token_for_client(resource=RESOURCE) or {}
        return answer


class _Session(requests.Session):
    """MSAL's transport with a time-out; `login_url` replaces the public one where MSAL would refuse it."""

    def __init__(self, login_url: str) -> None:
        super().__init__()
        self._login_url = login_url

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _TIMEOUT)
        if self._login_url:
            url = str(url).replace(_PUBLIC_LOGIN, self._login_url, 1)
        return super().request(method, url, *args, **kwargs)
