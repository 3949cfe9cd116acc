"""A connector with a clock that tests move by sleeping in it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.adapter import Connector, Pacing, open_session
from bot.configuration import BotConfiguration
from tests.kit.connector import RecordingConnector
from tests.kit.keys import serve

PATIENCE = 100.0
"""Real seconds that an attempt may take."""


class Time:
    """A clock; sleeping moves it and is remembered."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Token:
    """The bot's own token; counts how often it was wanted."""

    def __init__(self) -> None:
        self.asked = 0

    async def authorization(self) -> str:
        self.asked += 1
        return "Bearer outbound-token-4711"


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def token() -> Token:
    return Token()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as opened:
        yield opened


@pytest.fixture
def teams() -> RecordingConnector:
    return RecordingConnector()


@pytest.fixture
async def service_url(teams: RecordingConnector) -> AsyncIterator[str]:
    async with serve(teams.app()) as url:
        yield url + "/"


@pytest.fixture
def connector(session: aiohttp.ClientSession, token: Token, service_url: str, time: Time) -> Connector:
    settings = BotConfiguration(service_hosts=frozenset({service_url.rstrip("/")}))
    # An attempt takes real seconds, and a stalled machine must not run out of them.
    pacing = Pacing(total=200.0, per_try=PATIENCE, connect=PATIENCE)
    # No chance: the waits of the tests are exact.
    return Connector(
        session, token, settings, pacing=pacing, clock=time, sleep=time.sleep, chance=lambda: 0.5
    )
