"""`python -m app …` as an administrator runs it: a process, its exit status, and what it says."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.kit.ports import free_ports

ROOT = Path(__file__).parents[3]
REGISTERED = {
    "LEADLINE_ENV": "production",
    "MicrosoftAppId": "6f1d8a52-9a0e-4b8f-8a39-0c2a7c8d5e11",
    "MicrosoftAppPassword": "bot-secret-0815",
    "MicrosoftAppTenantId": "39213499-7cc3-4cca-901c-31a0924d47e2",
    "PUBLIC_URL": "https://leadline.example",
    "BOT_OPENID_URL": "http://127.0.0.1:9/openid",
}


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=_environment(settings),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@contextmanager
def serving(**settings: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = next(free_ports())
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port)], cwd=ROOT, env=_environment(settings)
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def test_migrate_seed_and_doctor(database_url: str) -> None:
    settings = {"DATABASE_URL": database_url, "LEADLINE_ENV": "dev"}
    assert run("migrate", **settings).returncode == 0
    seeded = run("seed", "--opportunities", "30", "--workspaces", "2", **settings)
    assert seeded.returncode == 0, seeded.stderr
    assert "30 opportunities" in seeded.stdout
    examined = run("doctor", **settings)
    assert "WRONG database" not in examined.stdout


def test_serve_gets_ready_and_ends_on_a_signal(database_url: str) -> None:
    with serving(DATABASE_URL=database_url, LEADLINE_ENV="dev") as (process, url):
        assert _get(f"{url}/readyz", until=200) == 200
        assert _get(f"{url}/healthz", until=200) == 200
        assert _get(f"{url}/privacy", until=200) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0


def test_operators_have_a_port_of_their_own(sqlite_template: Path, tmp_path: Path) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "leadline.db")
    port = str(next(free_ports()))
    settings = {"DATABASE_URL": f"sqlite:///{path}", "OPERATIONS_PORT": port}
    with serving(**REGISTERED, **settings) as (_, url):
        assert _get(f"{url}/readyz", until=200) == 200
        assert _get(f"http://127.0.0.1:{port}/metrics", until=200) == 200
        assert _get(f"http://127.0.0.1:{port}/readyz", until=200) == 200
        assert _get(f"{url}/metrics", until=404) == 404
        with urllib.request.urlopen(f"{url}/readyz", timeout=60) as answer:
            assert answer.headers["Server"] is None
            assert answer.read() == b'{"status": "ready"}'
        taken = run("serve", "--port", "0", **REGISTERED, **settings)
        assert (taken.returncode, "OPERATIONS_PORT" in taken.stderr) == (2, True)


def test_serve_tells_what_is_missing_before_it_listens(tmp_path: Path) -> None:
    refused = run("serve", LEADLINE_ENV="production", DATABASE_URL=f"sqlite:///{tmp_path / 'x.db'}")
    assert refused.returncode == 2
    for name in ("MicrosoftAppId", "MicrosoftAppPassword", "MicrosoftAppTenantId", "LEADLINE_TENANTS"):
        assert name in refused.stderr


def test_development_is_never_exposed(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'x.db'}"
    refused = run("serve", "--host", "0.0.0.0", LEADLINE_ENV="dev", DATABASE_URL=database)
    assert refused.returncode == 2
    assert "dev_exposed" in refused.stderr


def test_serve_in_production_asks_for_the_migration(tmp_path: Path) -> None:
    refused = run("serve", **REGISTERED, DATABASE_URL=f"sqlite:///{tmp_path / 'x.db'}")
    assert refused.returncode == 2
    assert "python -m app migrate" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("RATE_LIMIT_PERSON", "60"),
        ("LEADLINE_OWNERS", "alex@contoso.example"),
        ("MAX_CONNECTIONS", "0"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_by_its_variable(name: str, value: str) -> None:
    refused = run("serve", **{name: value})
    assert refused.returncode == 2
    assert f"setting {name}:" in refused.stderr


def test_there_and_back_tells_what_is_lost(bare_database_url: str) -> None:
    settings = {"DATABASE_URL": bare_database_url, "LEADLINE_ENV": "dev"}
    assert run("seed", "--opportunities", "10", **settings).returncode == 0
    refused = run("migrate", "--to", "0012", **settings)
    assert refused.returncode == 2
    assert "0013: Goes back to the one before: what was called off is done there." in refused.stderr
    assert "lost: workspaces.working_days, in 1 rows" in refused.stderr
    assert "lost: members.chat_id" not in refused.stderr
    assert "nothing was done" in refused.stderr
    back = run("migrate", "--to", "0012", "--yes", **settings)
    assert back.stdout == "the database is at revision 0012\n"
    again = run("migrate", **settings)
    assert again.returncode == 0
    steps = len(again.stderr.splitlines())
    assert steps >= 6
    assert f"{steps} of {steps}: " in again.stderr
    assert run("migrate", "--to", "4711", **settings).returncode == 2


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, "OPERATIONS_PORT": "0", **settings}


def _get(url: str, until: int) -> int:
    """The status, asked again until it is the one wanted or two minutes are over."""
    end = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                status = int(answer.status)
        except urllib.error.HTTPError as error:
            status = error.code
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            status = 0
        if status == until or time.monotonic() > end:
            return status
        time.sleep(0.05)
