"""Sends to Teams: one pooled session, plain JSON, time-outs, and retries where they help."""

import asyncio
import random
import ssl
import time
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from bot.adapter.credentials import TokenSource
from bot.adapter.delivery import DeliveryFailed, Misconfigured, Undelivered, failure
from bot.configuration import BotConfiguration

Activity = Mapping[str, Any]

_AGAIN = frozenset({412, 429, 502, 503, 504})
# Failures that happen before or instead of an answer; after them a repetition is right more often than not.
_BROKEN = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, ConnectionError)


@dataclass(frozen=True, slots=True)
class Pacing:
    """How long to try, in seconds: `total` for a call with its retries, `per_try` for one attempt.

    Waits double from `first_wait` up to `longest_wait`, each by chance up to `jitter` longer or shorter.
    """

    total: float = 10.0
    per_try: float = 5.0
    connect: float = 3.0
    first_wait: float = 0.5
    longest_wait: float = 20.0
    jitter: float = 0.2
    tries: int = 5


@dataclass(frozen=True, slots=True)
class Created:
    """A new conversation, and the id of its first message if one was sent along."""

    conversation_id: str
    activity_id: str


def open_session() -> aiohttp.ClientSession:
    """The session of the host: connections stay open, one TLS context, no cookies. Needs a running loop."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=200, keepalive_timeout=60.0, ttl_dns_cache=300, ssl=ssl.create_default_context()
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        # Looking for proxies costs with every request, so only where there are any.
        trust_env=bool(urllib.request.getproxies()),
    )


class Connector:
    """The connector API of the Bot Framework. Every method raises DeliveryFailed, in one of its kinds.

    `within` is the time, in seconds, that a call may take with all its retries; if not given, `pacing.total`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        credentials: TokenSource,
        configuration: BotConfiguration,
        *,
        pacing: Pacing | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._configuration = configuration
        self._pacing = pacing or Pacing()
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._pacing.connect)
        self._clock = clock
        self._sleep = sleep
        self._chance = chance

    async def send(
        self,
        service_url: str,
        conversation_id: str,
        activity: Activity,
        reply_to: str | None = None,
        *,
        within: float | None = None,
        tries: int | None = None,
    ) -> str:
        """Posts an activity, as an answer to `reply_to` if given; returns its id, "" if it got none. It is
        tried up to `tries` times; if not given, as often as `pacing` says."""
        path = f"{_conversation(conversation_id)}/activities"
        if reply_to:
            path += f"/{quote(reply_to, safe='')}"
        return _id(await self._call("POST", service_url, path, activity, within, tries))

    async def update(
        self,
        service_url: str,
        conversation_id: str,
        activity_id: str,
        activity: Activity,
    ) -> str:
        """Replaces a message; returns its id."""
        path = _message(conversation_id, activity_id)
        return _id(await self._call("PUT", service_url, path, activity)) or activity_id

    async def delete(self, service_url: str, conversation_id: str, activity_id: str) -> None:
        """Removes a message."""
        await self._call("DELETE", service_url, _message(conversation_id, activity_id), None)

    async def create_conversation(self, service_url: str, parameters: Activity) -> Created:
        """Opens a conversation; `parameters` as the service defines them (bot, members, tenantId …)."""
        answer = await self._call("POST", service_url, "v3/conversations", parameters)
        if not isinstance(answer, dict) or not _id(answer):
            raise Undelivered(status=200, code="answer_malformed")
        return Created(_id(answer), str(answer.get("activityId") or ""))

    async def member(
        self, service_url: str, conversation_id: str, user_id: str, *, within: float | None = None
    ) -> dict[str, Any]:
        """One person of a conversation."""
        path = f"{_conversation(conversation_id)}/members/{quote(user_id, safe='')}"
        answer = await self._call("GET", service_url, path, None, within)
        if not isinstance(answer, dict):
            raise Undelivered(status=200, code="answer_malformed")
        return answer

    @property
    def patience(self) -> float:
        """The seconds that a call may take with all its retries, if the caller names no other time."""
        return self._pacing.total

    async def _call(
        self,
        method: str,
        service_url: str,
        path: str,
        body: Activity | None,
        within: float | None = None,
        tries: int | None = None,
    ) -> Any:
        # Checked here again, where the token leaves: an address may have been stored long ago.
        if not self._configuration.trusts(service_url):
            raise Misconfigured(code="service_url_foreign")
        url = URL(f"{service_url.rstrip('/')}/{path}", encoded=True)
        content = None if body is None else orjson.dumps(body)
        deadline = self._clock() + (self._pacing.total if within is None else within)
        most = tries or self._pacing.tries
        for attempt in range(1, most + 1):
            outcome = await self._try(method, url, content, deadline - self._clock())
            if not isinstance(outcome, _Retry):
                return outcome
            wait = self._wait(attempt, outcome)
            if attempt == most or self._clock() + wait >= deadline:
                raise outcome.error
            await self._sleep(wait)
        raise AssertionError("unreachable")

    def _wait(self, attempt: int, outcome: "_Retry") -> float:
        grown = min(self._pacing.first_wait * 2.0 ** (attempt - 1), self._pacing.longest_wait)
        wait = grown * (1.0 + self._pacing.jitter * (2.0 * self._chance() - 1.0))
        return max(wait, outcome.error.retry_after or 0.0)

    async def _try(self, method: str, url: URL, content: bytes | None, left: float) -> "Any | _Retry":
        """One attempt: the parsed answer, or a reason to try again; raises what is final."""
        if left <= 0:
            raise Undelivered(code="out_of_time")
        pacing = self._pacing
        try:
            async with asyncio.timeout(min(left, pacing.per_try)):
                headers = _headers(await self._credentials.authorization())
                async with self._session.request(
                    method,
                    url,
                    data=content,
                    headers=headers,
                    allow_redirects=False,
                    timeout=self._timeout,
                ) as response:
                    return _outcome(response, await response.read())
        except aiohttp.ConnectionTimeoutError:
            return _Retry(Undelivered(code="connect_timeout"))
        except TimeoutError:
            if method == "POST":
                # Nobody knows whether the message arrived; saying it twice is worse than saying so.
                raise Undelivered(code="no_answer") from None
            return _Retry(Undelivered(code="no_answer"))
        except _BROKEN as error:
            return _Retry(Undelivered(code=type(error).__name__))
        except aiohttp.ClientError as error:
            raise Undelivered(code=type(error).__name__) from None


@dataclass(frozen=True, slots=True)
class _Retry:
    error: DeliveryFailed


def _outcome(response: aiohttp.ClientResponse, body: bytes) -> Any:
    status = response.status
    if 200 <= status < 300:
        try:
            return orjson.loads(body) if body else None
        except ValueError:
            # It was taken; only the id is lost.
            return None
    retry_after = _seconds(response.headers.get("Retry-After", "")) if status in _AGAIN else None
    error = failure(status, body, retry_after)
    if status in _AGAIN:
        return _Retry(error)
    raise error


def _seconds(retry_after: str) -> float | None:
    """Retry-After, in seconds or as an HTTP date; None if it makes no sense."""
    if retry_after.isascii() and retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _headers(authorization: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    return headers


@lru_cache(maxsize=4096)
def _conversation(conversation_id: str) -> str:
    return f"v3/conversations/{quote(conversation_id, safe='')}"


def _message(conversation_id: str, activity_id: str) -> str:
    return f"{_conversation(conversation_id)}/activities/{quote(activity_id, safe='')}"


def _id(answer: Any) -> str:
    return str(answer.get("id") or "") if isinstance(answer, dict) else ""
