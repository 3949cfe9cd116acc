"""The doctor refuses what is wrong by its variable, and so does the host; each problem has a remedy."""

from __future__ import annotations

import ctypes
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, get_args

import psycopg
import pytest
import sqlalchemy as sa
from aiohttp import web

from app.faults import Code
from app.host import doctor
from app.host.checks import configuration_problems
from app.host.configuration import Configuration
from app.host.doctor import Finding, findings_of
from app.host.remedies import REMEDIES, Weight, tell
from app.store.engine.addresses import is_unescaped
from app.store.engine.faults import fault_in
from app.store.opening import opened
from tests.app.host.test_commands import REGISTERED, run
from tests.kit.activities import APP_ID, TENANT
from tests.kit.keys import KeyRing, serve
from tests.kit.login import Login

PASSWORDS = ("p@ss/w#rd", "a?b@c", "50%", "se/cret", "#hash", "@", "%zz")


def test_every_problem_has_a_remedy() -> None:
    assert set(get_args(Code)) == set(REMEDIES)
    for code in get_args(Code):
        assert tell(code).startswith(f"{REMEDIES[code].subject}: {code}: ")
        assert len(REMEDIES[code].advice) > 20


WRONG: list[tuple[dict[str, str], Code]] = [
    ({"LEADLINE_TENANTS": "my-tenant"}, "tenants_invalid"),
    ({"LEADLINE_TENANTS": f"{TENANT},contoso.onmicrosoft.com"}, "tenants_invalid"),
    ({"MicrosoftAppTenantId": "contoso.onmicrosoft.com"}, "app_tenant_invalid"),
    ({"MicrosoftAppTenantId": "", "LEADLINE_TENANTS": TENANT}, "app_tenant_missing"),
    ({"MicrosoftAppId": "leadline"}, "app_id_invalid"),
    ({"MicrosoftAppPassword": ""}, "app_password_missing"),
    ({"MicrosoftAppType": "Multi"}, "app_type_invalid"),
    ({"PUBLIC_URL": "http://localhost:3978"}, "public_url_local"),
    ({"PUBLIC_URL": "https://127.0.0.1"}, "public_url_local"),
    ({"PUBLIC_URL": "https://[::1]"}, "public_url_local"),
    ({"PUBLIC_URL": "http://crm.example.com"}, "public_url_insecure"),
    ({"PUBLIC_URL": "https://crm.example.com/leadline"}, "public_url_path"),
    ({"PUBLIC_URL": "https://crm.example.com?x=1"}, "public_url_path"),
    ({"PUBLIC_URL": "https://me@crm.example.com"}, "public_url_path"),
    ({"PUBLIC_URL": "crm.example.com"}, "public_url_invalid"),
    ({"PUBLIC_URL": "https://crm.example.com:many"}, "public_url_invalid"),
    ({"TAB_KEYS_URL": "http://foo"}, "tab_keys_url_invalid"),
    ({"TAB_KEYS_URL": "junk"}, "tab_keys_url_invalid"),
    ({"TAB_KEYS_URL": "https://login.example/keys"}, "tab_keys_url_invalid"),
    ({"BOT_OPENID_URL": "junk"}, "openid_url_insecure"),
    ({"BOT_LOGIN_URL": "http://login.example"}, "login_url_insecure"),
    ({"BOT_FILE_HOSTS": "http://files.example.com"}, "file_host_insecure"),
    ({"BOT_FILE_HOSTS": "files.example.com/path"}, "file_host_invalid"),
    ({"BOT_SERVICE_HOSTS": "http://teams.example"}, "service_host_insecure"),
    ({"BOT_SERVICE_HOSTS": "teams example"}, "service_host_invalid"),
    ({"LEADLINE_ENV": "dev", "HOST": "0.0.0.0"}, "dev_exposed"),
    *(
        ({"DATABASE_URL": f"postgresql://leadline:{password}@db/leadline"}, "database_url_unescaped")
        for password in PASSWORDS
    ),
]


@pytest.mark.parametrize(("settings", "code"), WRONG)
async def test_what_is_wrong_is_refused_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], code: Code
) -> None:
    read = _read(monkeypatch, settings)
    assert configuration_problems(read) == [code]
    variable = next(name for name in settings if name == REMEDIES[code].subject)
    assert variable in tell(code)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"LEADLINE_TENANTS": f"{TENANT}, {TENANT.upper()}"},
        {"PUBLIC_URL": "https://crm.example.com/"},
        {"PUBLIC_URL": "https://crm.example.com:8443"},
        {"BOT_FILE_HOSTS": "*.sharepoint.com,files.example:8443"},
        {"BOT_SERVICE_HOSTS": "https://teams.example:8443"},
        {"MicrosoftAppType": "UserAssignedMSI", "MicrosoftAppPassword": ""},
        {"DATABASE_URL": "postgresql://leadline:p%40ss%2Fw%23rd@db:5432/leadline?sslmode=require"},
        {"DATABASE_URL": "postgresql://leadline@db/leadline"},
        {"DATABASE_URL": "postgresql:///leadline?host=/run/postgresql&user=me@x"},
        {"DATABASE_URL": "postgresql://leadline:@/leadline?host=/run/postgresql"},
    ],
)
def test_what_is_right_is_let_in(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    assert configuration_problems(_read(monkeypatch, settings)) == []


def test_the_host_refuses_the_same_and_never_prints_a_part_of_a_password(tmp_path: Path) -> None:
    chosen = {
        **REGISTERED,
        "LEADLINE_TENANTS": "my-tenant",
        "PUBLIC_URL": "https://crm.example.com/leadline",
        "BOT_FILE_HOSTS": "http://files.example.com",
        "DATABASE_URL": "postgresql://leadline:p@ss/w0rd#123@db/leadline",
    }
    for command in ("doctor", "serve"):
        refused = run(command, **chosen)
        told = refused.stdout + refused.stderr
        assert refused.returncode in {1, 2}
        for code in ("tenants_invalid", "public_url_path", "file_host_insecure", "database_url_unescaped"):
            assert code in told
        for part in ("p@ss", "ss/w0rd", "w0rd", "bot-secret-0815", "Traceback"):
            assert part not in told
    for command in ("migrate", "seed"):
        refused = run(command, **chosen)
        assert refused.returncode == 2
        assert refused.stderr.startswith("DATABASE_URL: database_url_unescaped: percent-encode")


def test_the_host_refuses_to_start_without_its_front_end(database_url: str) -> None:
    refused = run("serve", **REGISTERED, DATABASE_URL=database_url, STATIC_DIR="/nowhere")
    assert refused.returncode == 2
    assert "front end: front_end_missing: " in refused.stderr


def test_nothing_comes_into_being_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "data" / "x.db"
    for command in ("doctor", "serve"):
        told = run(command, **REGISTERED, DATABASE_URL=f"sqlite:///{path}")
        assert "run python -m app migrate" in told.stdout + told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_be_written_is_told_as_such(tmp_path: Path, sqlite_template: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    try:
        (folder / "x.db").write_bytes(sqlite_template.read_bytes())
        (folder / "x.db").chmod(0o444)
        folder.chmod(0o555)
        for url in (f"sqlite:///{folder / 'x.db'}", f"sqlite:///{folder / 'new.db'}"):
            for command in ("doctor", "migrate"):
                told = _as_anybody(command, {**REGISTERED, "DATABASE_URL": url})
                assert told.returncode in {1, 2}, told.stdout + told.stderr
                assert "must be writable" in told.stdout + told.stderr, told.stdout + told.stderr
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://nobody:s3cret@127.0.0.1:9/none", "database_unreachable"),
        ("{server}/there-is-none", "database_unknown"),
        ("{server_as_anybody}", "database_unknown"),
    ],
)
async def test_what_keeps_postgresql_away_is_told_apart(postgres: str, url: str, code: str) -> None:
    before, _, parameters = postgres.partition("?")
    server = before.rpartition("/")[0]
    address = url.format(server=server, server_as_anybody=before.replace("postgres:@", "no_such_role:@")) + (
        f"?{parameters}" if "{" in url else ""
    )
    found = await _found(_settings(database_url=address), "database")
    assert found.problem == code
    assert "s3cret" not in found.seen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('connection failed: FATAL:  password authentication failed for user "x"', "database_refused"),
        ("permission denied for schema public", "database_rights"),
        ("database or disk is full", "disk_full"),
        ("attempt to write a readonly database", "database_read_only"),
        ("database is locked", "tables_busy"),
        ("file is not a database", "database_unreachable"),
        ("no such table: leads", None),
    ],
)
def test_errors_are_sorted_by_what_can_be_done(text: str, code: str | None) -> None:
    assert fault_in(sqlite3.OperationalError(text)) == code


def test_only_who_is_away_is_told_to_be() -> None:
    assert fault_in(psycopg.OperationalError("could not receive data from server")) == "database_unreachable"
    assert fault_in(psycopg.errors.AdminShutdown("terminated")) == "database_unreachable"
    assert fault_in(psycopg.errors.LockNotAvailable("canceling statement")) == "tables_busy"
    assert fault_in(psycopg.errors.UndefinedTable('relation "leads" does not exist')) is None
    assert fault_in(psycopg.errors.QueryCanceled("canceling statement due to statement timeout")) is None


def test_what_the_program_is_to_blame_for_is_no_fault_of_the_database(database_url: str) -> None:
    with (
        pytest.raises(sa.exc.DBAPIError, match="nowhere"),
        opened(database_url) as database,
        database.read() as connection,
    ):
        connection.exec_driver_sql("SELECT 1 FROM nowhere")
    with pytest.raises(FileNotFoundError), opened(database_url):
        raise FileNotFoundError


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_that_cuts_the_address_is_seen(password: str) -> None:
    assert is_unescaped(f"postgresql://leadline:{password}@db/leadline")


@pytest.fixture
async def teams() -> AsyncIterator[tuple[Login, dict[str, Any]]]:
    """A sign-in, keys and a connector on loopback; what the settings must say of them."""
    login, ring = Login(), KeyRing()
    connector = web.Application()
    async with serve(login.app()) as login_url, serve(ring.app()) as keys, serve(connector) as service:
        yield (
            login,
            {
                "bot_login_url": login_url,
                "bot_openid_url": f"{keys}/openid",
                "tab_keys_url": f"{keys}/keys",
                "bot_service_hosts": frozenset({service}),
            },
        )


async def test_all_is_well(teams: tuple[Login, dict[str, Any]], database_url: str) -> None:
    login, addresses = teams
    settings = _settings(database_url=database_url, **addresses)
    findings = [finding async for finding in findings_of(settings)]
    assert [finding for finding in findings if finding.problem not in {None, "disk_low"}] == []
    assert login.requests[0]["client_id"] == APP_ID
    assert login.tenants == [TENANT]
    assert await doctor.examine(settings) == 0


@pytest.mark.parametrize(
    ("description", "code"),
    [
        ("AADSTS7000215: Invalid client secret provided.", "app_password_refused"),
        ("AADSTS7000222: The provided client secret keys are expired.", "app_password_expired"),
        ("AADSTS700016: Application with identifier was not found.", "app_id_unknown"),
        ("AADSTS90002: Tenant not found.", "app_tenant_unknown"),
        ("no", "app_password_refused"),
    ],
)
async def test_a_secret_that_does_not_work_is_told(
    teams: tuple[Login, dict[str, Any]],
    database_url: str,
    description: str,
    code: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def refuse(_: web.Request) -> web.Response:
        document = {"error": "invalid_client", "error_description": description}
        return web.json_response(document, status=401)

    refusing = web.Application()
    refusing.router.add_post("/{tenant}/oauth2/v2.0/token", refuse)
    async with serve(refusing) as login_url:
        settings = _settings(database_url=database_url, **{**teams[1], "bot_login_url": login_url})
        [found] = [f async for f in findings_of(settings) if f.problem not in {None, "disk_low"}]
        assert found.problem == code
        assert found.subject == REMEDIES[found.problem].subject
        # It does not pass by itself: the container does not start either.
        assert await doctor.examine(settings, at_start=True) == 1
    assert "bot-secret-0815" not in capsys.readouterr().out


async def test_a_network_that_is_away_is_no_wrong_secret(
    teams: tuple[Login, dict[str, Any]], database_url: str
) -> None:
    settings = _settings(database_url=database_url, **{**teams[1], "bot_login_url": "http://127.0.0.1:9"})
    found = await _found(settings, "secret")
    assert (found.problem, found.weight) == ("login_unreachable", Weight.PASSING)
    assert await doctor.examine(settings) == 1
    assert await doctor.examine(settings, at_start=True) == 0


async def test_everybody_is_let_in_only_with_a_word(
    teams: tuple[Login, dict[str, Any]], database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = _settings(database_url=database_url, tenants=frozenset({"*"}), **teams[1])
    assert await doctor.examine(settings) == 0
    assert "NOTE  LEADLINE_TENANTS: tenants_any" in capsys.readouterr().out


async def test_a_clock_that_is_off_is_told(
    teams: tuple[Login, dict[str, Any]], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "MOST_DRIFT", -1)
    found = await _found(_settings(database_url=database_url, **teams[1]), "clock")
    assert found.problem == "clock_wrong"


async def test_a_database_that_is_behind_is_told(bare_database_url: str) -> None:
    from app.store.database import Database
    from app.store.schema import migrate

    database = Database(bare_database_url)
    migrate(database, "0003")
    database.close()
    found = await _found(_settings(database_url=bare_database_url), "database")
    assert found.problem == "migrations_pending"
    assert "revision 0003" in found.seen


async def _found(settings: Configuration, subject: str) -> Finding:
    async for finding in findings_of(settings):
        if finding.subject == subject:
            return finding
    raise AssertionError(subject)


def _settings(**changes: Any) -> Configuration:
    values: dict[str, Any] = {
        "environment": "production",
        "public_url": "https://leadline.example",
        "app_id": APP_ID,
        "app_password": "bot-secret-0815",
        "app_tenant_id": TENANT,
        "bot_login_url": "http://127.0.0.1:9",
        "bot_openid_url": "http://127.0.0.1:9/openid",
        "tab_keys_url": "http://127.0.0.1:9/keys",
        "bot_service_hosts": frozenset({"http://127.0.0.1:9"}),
        **changes,
    }
    return Configuration(**values)


def _read(monkeypatch: pytest.MonkeyPatch, settings: Mapping[str, str]) -> Configuration:
    """The settings as they are read from the environment."""
    for name, value in {**REGISTERED, **settings}.items():
        monkeypatch.setenv(name, value)
    return Configuration()


def _as_anybody(command: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a command to which the rights of files apply also where the tests run as root."""
    return subprocess.run(
        [sys.executable, "-m", "app", command],
        cwd=Path(__file__).parents[3],
        env={"PATH": os.environ["PATH"], **settings},
        preexec_fn=_give_up_overriding,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _give_up_overriding() -> None:
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
