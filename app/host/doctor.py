"""The doctor: checks configuration, database, disk, front end, secret, keys, clock and network. It names
every remedy and changes nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import aiohttp

from app.faults import Code, Fault
from app.host.checks import configuration_notes, configuration_problems, front_end_problems
from app.host.configuration import Configuration
from app.host.main import bot_configuration
from app.host.remedies import REMEDIES, Weight
from app.store.engine.addresses import file_of, shown
from app.store.opening import first_line, opened
from app.store.schema import standing

MOST_DRIFT = 120
"""Seconds that the clock may be off before tokens are in danger (they tolerate 300)."""
LEAST_SPACE = 1_000_000_000
"""Bytes that should be free where the database of SQLite lies."""
_SHARED_TENANT = "botframework.com"
_SCOPE = "https://api.botframework.com/.default"

# What Entra ID says to a wrong registration (AADSTS…), and where it has no number.
_REFUSALS: dict[str, Code] = {
    "7000215": "app_password_refused",
    "7000222": "app_password_expired",
    "700016": "app_id_unknown",
    "90002": "app_tenant_unknown",
    "900023": "app_tenant_unknown",
    "invalid_client": "app_password_refused",
    "unauthorized_client": "app_id_unknown",
    "invalid_request": "app_tenant_unknown",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, what was seen, and the problem's code (None where all is well)."""

    subject: str
    seen: str
    problem: Code | None = None

    @property
    def weight(self) -> Weight | None:
        return REMEDIES[self.problem].weight if self.problem else None


async def examine(configuration: Configuration, *, at_start: bool = False) -> int:
    """Prints a line per check, with the remedy below each problem; returns 1 where something has to be put
    right. `at_start`, where nobody is there to wait for a network, what may pass by itself is only told."""
    findings = [finding async for finding in findings_of(configuration)]
    for finding in findings:
        print(f"{finding.weight or 'ok':5} {finding.subject}: {finding.seen}")
        if finding.problem:
            print(f"      → {REMEDIES[finding.problem].advice}")
    weights = {finding.weight for finding in findings}
    return 1 if Weight.WRONG in weights or (Weight.PASSING in weights and not at_start) else 0


async def findings_of(configuration: Configuration) -> AsyncIterator[Finding]:
    """All findings, one after the other; nothing a check meets ends the examination."""
    for finding in (
        *_configuration(configuration),
        *await _database(configuration),
        *_disk(configuration),
        _front_end(configuration),
    ):
        yield finding
    if bot_configuration(configuration).is_anonymous:
        yield Finding("secret, keys, clock", "not needed: development without registration")
        return
    checks: tuple[Callable[[aiohttp.ClientSession, Configuration], Awaitable[Finding]], ...] = (
        _secret,
        _keys,
        _tab_keys,
        _clock,
        _connector,
    )
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        for check in checks:
            yield await check(session, configuration)


def _configuration(configuration: Configuration) -> Iterator[Finding]:
    problems = configuration_problems(configuration)
    for problem in problems + configuration_notes(configuration):
        yield Finding(REMEDIES[problem].subject, problem, problem)
    if not problems:
        yield Finding("settings", configuration.environment.value)


async def _database(configuration: Configuration) -> list[Finding]:
    def look() -> Finding:
        with opened(configuration.database_url) as database:
            found = standing(database)
            # Begins and ends a transaction that may write: a disk that is read-only says so here.
            with database.write():
                pass
        seen = (
            f"{shown(configuration.database_url)}, revision {found.current or 'none'}, needed {found.needed}"
        )
        return Finding("database", seen, found.problem)

    if "database_url_unescaped" in configuration_problems(configuration):
        return []  # told already; nothing that is read from it would be true
    try:
        return [await asyncio.to_thread(look)]
    except Fault as fault:
        return [Finding("database", fault.seen or shown(configuration.database_url), fault.code)]
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the doctor goes on
        seen = first_line(error, configuration.database_url)
        return [Finding("database", seen, "database_unreachable")]


def _disk(configuration: Configuration) -> Iterator[Finding]:
    path = file_of(configuration.database_url)
    if path is None or not path.parent.is_dir():
        return
    free = shutil.disk_usage(path.parent).free
    yield Finding("disk", f"{free / 1e9:.1f} GB free", "disk_low" if free < LEAST_SPACE else None)


def _front_end(configuration: Configuration) -> Finding:
    problems = front_end_problems(configuration)
    index = configuration.static_dir / "index.html"
    return Finding("front end", "not built" if problems else str(index), *problems)


async def _secret(session: aiohttp.ClientSession, configuration: Configuration) -> Finding:
    """Whether Entra ID gives the bot a token; what it answers is told by its number alone."""
    if configuration.app_type == "UserAssignedMSI":
        return Finding("secret", "not needed: a managed identity, which this machine has or has not")
    if not (configuration.app_id and configuration.app_password):
        return Finding("secret", "not asked: the registration is not complete")
    tenant = configuration.app_tenant_id if configuration.app_type == "SingleTenant" else _SHARED_TENANT
    form = {
        "grant_type": "client_credentials",
        "client_id": configuration.app_id,
        "client_secret": configuration.app_password,
        "scope": _SCOPE,
    }
    url = f"{configuration.bot_login_url.rstrip('/')}/{tenant}/oauth2/v2.0/token"
    try:
        async with session.post(url, data=form) as answer:
            document = await answer.json(content_type=None)
            if answer.status >= 500 or not isinstance(document, dict):
                return Finding("secret", f"status {answer.status}", "login_unreachable")
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the doctor goes on
        return Finding("secret", type(error).__name__, "login_unreachable")
    if document.get("access_token"):
        return Finding("secret", "gives a token")
    number = re.search(r"AADSTS(\d+)", str(document.get("error_description", "")))
    told = number[1] if number else str(document.get("error", ""))
    code = _REFUSALS.get(told) or _REFUSALS.get(str(document.get("error", "")), "app_password_refused")
    return Finding(REMEDIES[code].subject, f"refused: {f'AADSTS{told}' if number else told}", code)


async def _keys(session: aiohttp.ClientSession, configuration: Configuration) -> Finding:
    try:
        async with session.get(configuration.bot_openid_url) as answer:
            document = await answer.json(content_type=None)
        count = await _count_keys(session, document["jwks_uri"])
    except Exception as error:  # noqa: BLE001 - as above
        return Finding("keys", type(error).__name__, "keys_unreachable")
    return Finding("keys", f"{count} of the Bot Framework", None if count else "keys_unreachable")


async def _tab_keys(session: aiohttp.ClientSession, configuration: Configuration) -> Finding:
    tenant = configuration.app_tenant_id or "common"
    try:
        count = await _count_keys(session, configuration.tab_keys_url.replace("{tenant}", tenant))
    except Exception as error:  # noqa: BLE001 - as above
        return Finding("keys of the tab", type(error).__name__, "tab_keys_unreachable")
    return Finding("keys of the tab", f"{count} of Entra ID", None if count else "tab_keys_unreachable")


async def _count_keys(session: aiohttp.ClientSession, url: str) -> int:
    async with session.get(url) as answer:
        return len((await answer.json(content_type=None))["keys"])


async def _clock(session: aiohttp.ClientSession, configuration: Configuration) -> Finding:
    try:
        async with session.get(configuration.bot_openid_url) as answer:
            told = email.utils.parsedate_to_datetime(answer.headers["Date"])
    except Exception as error:  # noqa: BLE001 - as above
        return Finding("clock", type(error).__name__, "keys_unreachable")
    drift = abs((dt.datetime.now(dt.UTC) - told).total_seconds())
    return Finding("clock", f"{drift:.0f} s off", "clock_wrong" if drift > MOST_DRIFT else None)


async def _connector(session: aiohttp.ClientSession, configuration: Configuration) -> Finding:
    """Whether a way leads to Teams: any answer will do."""
    hosts = sorted(bot_configuration(configuration).service_hosts, reverse=True)
    host = next((host for host in hosts if "*" not in host), "")
    if not host:
        return Finding("connector", "not asked: no host is named in full")
    try:
        async with session.get(host if "://" in host else f"https://{host}") as answer:
            return Finding("connector", f"{host} answers ({answer.status})")
    except Exception as error:  # noqa: BLE001 - as above
        return Finding("connector", f"{host}: {type(error).__name__}", "connector_unreachable")
