"""The doctor: checks settings, database, migrations, clock, keys and front end, and names every remedy."""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from app.main import bot_settings
from app.remedies import remedy
from app.settings import Settings
from app.store.database import Database
from app.store.schema import pending

MOST_DRIFT = 120
"""Seconds that the clock may be off before tokens are in danger (they tolerate 300)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, what was seen, and the problem's code ("" where all is well)."""

    subject: str
    seen: str
    problem: str = ""


async def examine(settings: Settings) -> int:
    """Prints a line per check, with the remedy below each problem; returns 1 where there is one."""
    findings = [finding async for finding in findings_of(settings)]
    for finding in findings:
        print(f"{'ok   ' if not finding.problem else 'WRONG'} {finding.subject}: {finding.seen}")
        if finding.problem:
            print(f"      → {remedy(finding.problem)}")
    return 1 if any(finding.problem for finding in findings) else 0


async def findings_of(settings: Settings) -> AsyncIterator[Finding]:
    """All findings, one after the other; nothing a check meets ends the examination."""
    for finding in (*_settings(settings), await _database(settings), _front_end(settings)):
        yield finding
    checks: tuple[Callable[[aiohttp.ClientSession, Settings], Awaitable[Finding]], ...] = (_keys, _clock)
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        for check in checks:
            yield await check(session, settings)


def _settings(settings: Settings) -> list[Finding]:
    problems = bot_settings(settings).problems(settings.host)
    url = urlsplit(settings.public_url)
    if not settings.is_dev and url.hostname in {"localhost", "127.0.0.1", None}:
        problems.append("public_url_local")
    elif not settings.is_dev and url.scheme != "https":
        problems.append("public_url_insecure")
    name = settings.environment.value
    return [Finding("settings", name, problem) for problem in problems] or [Finding("settings", name)]


async def _database(settings: Settings) -> Finding:
    try:
        database = Database(settings.database_url)
        subject = f"database {database.url.render_as_string(hide_password=True)}"
        current, needed = await asyncio.to_thread(pending, database)
        database.close()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the doctor goes on
        return Finding("database", _first_line(error), "database_unreachable")
    problem = "" if current == needed else "migrations_pending"
    return Finding(subject, f"revision {current or 'none'}, needed {needed}", problem)


def _front_end(settings: Settings) -> Finding:
    index = settings.static_dir / "index.html"
    problem = "" if index.is_file() else "front_end_missing"
    return Finding("front end", str(index) if not problem else "not built", problem)


async def _keys(session: aiohttp.ClientSession, settings: Settings) -> Finding:
    if bot_settings(settings).is_anonymous:
        return Finding("keys", "not needed: development without registration")
    try:
        async with session.get(settings.bot_openid_url) as answer:
            document = await answer.json(content_type=None)
        async with session.get(document["jwks_uri"]) as answer:
            keys = (await answer.json(content_type=None))["keys"]
    except Exception as error:  # noqa: BLE001 - as above
        return Finding("keys", _first_line(error), "keys_unreachable")
    return Finding("keys", f"{len(keys)} keys", "" if keys else "keys_unreachable")


async def _clock(session: aiohttp.ClientSession, settings: Settings) -> Finding:
    if bot_settings(settings).is_anonymous:
        return Finding("clock", "not needed: development without registration")
    try:
        async with session.get(settings.bot_openid_url) as answer:
            told = email.utils.parsedate_to_datetime(answer.headers["Date"])
    except Exception as error:  # noqa: BLE001 - as above
        return Finding("clock", _first_line(error), "keys_unreachable")
    drift = abs((dt.datetime.now(dt.UTC) - told).total_seconds())
    return Finding("clock", f"{drift:.0f} s off", "clock_wrong" if drift > MOST_DRIFT else "")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200] or type(error).__name__
