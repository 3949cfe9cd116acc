"""`python -m app …` as an administrator runs it: a process, its exit status, and what it says."""

from __future__ import annotations

import os
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

ROOT = Path(__file__).parents[2]
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
    ("settings", "problem", "remedy"),
    [
        ({"PUBLIC_URL": "http://localhost:3978"}, "WRONG settings", "set PUBLIC_URL"),
        ({"MicrosoftAppId": "leadline"}, "WRONG settings", "MicrosoftAppId must be a GUID"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}, "WRONG database", "check DATABASE_URL"),
        ({}, "WRONG database", "python -m app migrate"),
        ({}, "WRONG keys", "let this host reach"),
        ({}, "WRONG clock", "let this host reach"),
        ({"STATIC_DIR": "/nowhere"}, "WRONG front end", "make setup"),
    ],
)
def test_doctor_names_each_problem_with_its_remedy(
    tmp_path: Path, settings: dict[str, str], problem: str, remedy: str
) -> None:
    chosen = {**REGISTERED, "DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}", **settings}
    examined = run("doctor", **chosen)
    assert examined.returncode == 1
    assert problem in examined.stdout
    assert remedy in examined.stdout
    assert "bot-secret-0815" not in examined.stdout + examined.stderr


def test_a_setting_that_makes_no_sense_is_named() -> None:
    refused = run("serve", PORT="many")
    assert refused.returncode == 2
    assert "port" in refused.stderr


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, **settings}


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
