"""The servers that are compared, and the environment each is started with."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.goals import AGENTS, ECHO, LEAD, STOCK
from bench.keys import LOGIN_TENANT, OPENID_PATH
from bench.peers import PeerError, install_agents
from bench.processes import Program
from bench.turns import APP_ID, CONVERSATIONS, name_tenant

STORE = "leadline.db"


@dataclass(frozen=True, slots=True)
class Variant:
    """A program, the scene that is played with it, and whether its turns carry a signed token."""

    name: str
    program: Program
    scene: str
    signed: bool


def list_variants(
    folder: Path, ports: Mapping[str, int], trust: Mapping[str, str], notes: list[str]
) -> Iterator[Variant]:
    """All that can be started here; what cannot is told in `notes`. `ports` are the Teams side's."""
    ours = {**trust, **_configure(folder, ports)}
    stock = (sys.executable, "-m", "bench.stock.botbuilder_echo")
    yield Variant(STOCK, Program(STOCK, stock, trust), "echo", signed=False)
    try:
        agents = (install_agents(), "-m", "bench.stock.agents_echo")
        yield Variant(AGENTS, Program(AGENTS, agents, trust), "echo", signed=False)
    except PeerError as reason:
        notes.append(f"the Agents SDK was not measured: {reason}")
    echo = (sys.executable, "-m", "bench.servers.echo")
    yield Variant(ECHO, Program(ECHO, echo, ours), "echo", signed=True)
    host = (sys.executable, "-m", "bench.servers.host")
    yield Variant(LEAD, Program(LEAD, host, ours), "lead", signed=True)


def start_host(folder: Path, ports: Mapping[str, int], trust: Mapping[str, str]) -> tuple[Program, Program]:
    """The migration and the host as operators start them, for the time of the start."""
    environment = {**trust, **_configure(folder, ports)}
    return (
        Program("migrate", (sys.executable, "-m", "app", "migrate"), environment),
        Program("serve", (sys.executable, "-m", "app", "serve"), environment),
    )


def count_leads(folder: Path) -> int | None:
    """How many leads the host has stored; None without a store. Read beside the code that is measured."""
    path = folder / STORE
    if not path.exists():
        return None
    with closing(sqlite3.connect(path)) as store:
        return int(store.execute("SELECT count(*) FROM leads").fetchone()[0])


def configure_host(url: str) -> dict[str, str]:
    """A production host over a database."""
    return {
        "LEADLINE_ENV": "production",
        "LEADLINE_TENANTS": ",".join(name_tenant(index) for index in range(CONVERSATIONS)),
        "DATABASE_URL": url,
        "PUBLIC_URL": "https://leadline.example",
        "MicrosoftAppId": APP_ID,
        "MicrosoftAppPassword": "not a secret",
        "MicrosoftAppType": "SingleTenant",
        "MicrosoftAppTenantId": LOGIN_TENANT,
    }


def configure_teams(ports: Mapping[str, int]) -> dict[str, str]:
    """A host's Bot Framework and the sign-in of its bot: the Teams side of the bench."""
    return {
        "BOT_OPENID_URL": f"http://127.0.0.1:{ports['http']}{OPENID_PATH}",
        "BOT_LOGIN_URL": f"https://127.0.0.1:{ports['https']}",
        "BOT_SERVICE_HOSTS": ",".join(f"{scheme}://127.0.0.1:{port}" for scheme, port in ports.items()),
    }


def _configure(folder: Path, ports: Mapping[str, int]) -> dict[str, str]:
    return {**configure_host(f"sqlite:///{folder / STORE}"), **configure_teams(ports)}
