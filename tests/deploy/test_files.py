"""The files that run Leadline on a server have the properties that keep it safe. Nothing here starts Docker:
the files are read; systemd judges its unit where it is installed."""

from __future__ import annotations

import configparser
import fnmatch
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.host.configuration import Configuration
from app.sheets.encoding import LARGEST_FILE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
EXACT = re.compile(r"[\w./-]+:\d+\.\d+(?:\.\d+)?-[\w.-]+(?:@sha256:[0-9a-f]{64})?\Z")
"""An image by exact tag, and by digest where one is given."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def dockerfile() -> list[str]:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("name", ["leadline", "database", "proxy"])
def test_every_container_can_do_as_little_as_possible(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    limits = service["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    assert service["logging"]["options"]["max-size"]
    assert service["restart"] == "unless-stopped"


def test_only_the_proxy_can_be_reached(compose: dict[str, Any]) -> None:
    open_ports = {name: service.get("ports", []) for name, service in compose["services"].items()}
    assert open_ports == {"leadline": [], "database": [], "proxy": ["80:80", "443:443", "443:443/udp"]}
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose["services"]["database"]["networks"] == ["inside"]


def test_images_are_named_exactly(compose: dict[str, Any], dockerfile: list[str]) -> None:
    images = [service["image"] for service in compose["services"].values() if "image" in service]
    images += [line.partition("=")[2] for line in dockerfile if line.startswith("ARG PYTHON=")]
    assert len(images) == 3
    assert [image for image in images if not EXACT.match(image)] == []
    assert {line.split()[1] for line in dockerfile if line.startswith("FROM")} == {"${PYTHON}"}


def test_what_has_to_last_lies_in_volumes(compose: dict[str, Any], dockerfile: list[str]) -> None:
    volumes = compose["services"]["leadline"]["volumes"]
    assert "data:/srv/leadline/data" in volumes  # where SQLite lies unless told
    assert str(Configuration.model_fields["database_url"].default) == "sqlite:///data/leadline.db"
    assert "WORKDIR /srv/leadline" in dockerfile
    assert 'VOLUME ["/srv/leadline/data", "/srv/leadline/backups"]' in dockerfile
    named = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert named == set(compose["volumes"])


def test_no_password_is_part_of_an_address(compose: dict[str, Any]) -> None:
    """Any sign may be in one: it goes by the environment, where nothing has to be encoded."""
    environment = compose["services"]["leadline"]["environment"]
    assert environment["DATABASE_URL"] == "postgresql://leadline@database/leadline"
    assert environment["PGPASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_image_installs_by_hash_and_runs_as_nobody_special(dockerfile: list[str]) -> None:
    installs = [line for line in dockerfile if "pip install" in line]
    assert len(installs) == 2
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert [line for line in dockerfile if line.startswith("USER")] == ["USER 10001"]
    assert dockerfile.index("USER 10001") < dockerfile.index('CMD ["sh", "deploy/start.sh"]')
    assert [line for line in dockerfile if line.startswith("ADD") or "curl" in line] == []


def test_the_container_runs_the_doctor() -> None:
    script = (DEPLOY / "start.sh").read_text(encoding="utf-8")
    steps = [line for line in script.splitlines() if "python -m app" in line]
    assert [step.split("app ")[1] for step in steps] == ["migrate", "doctor --at-start", "serve"]
    assert "set -eu" in script
    subprocess.run(["sh", "-n", str(DEPLOY / "start.sh")], check=True)


def test_all_that_is_copied_into_the_image_is_there_and_let_in(dockerfile: list[str]) -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    assert rules[0] == "*"
    let_in = [rule[1:] for rule in rules if rule.startswith("!")]
    for line in dockerfile:
        if not line.startswith("COPY") or "--from" in line:
            continue
        for source in line.split()[1:-1]:
            assert list(ROOT.glob(source)), source
            assert any(source == rule or source.startswith(f"{rule}/") for rule in let_in), source


@pytest.mark.parametrize("secret", ["deploy/.env", "app/.env", "production.env", ".git/config", "tests/x.py"])
def test_nothing_else_goes_to_the_builder(secret: str) -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    is_out = False
    for rule in rules:
        pattern = rule.removeprefix("!").removeprefix("**/")
        parts = [secret, secret.split("/", maxsplit=1)[0], secret.rsplit("/", maxsplit=1)[-1]]
        if any(fnmatch.fnmatch(part, pattern) for part in parts):
            is_out = not rule.startswith("!")
    assert is_out


def test_the_proxy_lets_the_stream_flow_and_strangers_wait_little() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    servers = text[text.index("servers {") : text.index("{$LEADLINE_DOMAIN}")]
    assert re.search(r"read_header 10s", servers)
    assert re.search(r"read_body 30s", servers)
    assert "write" not in re.sub(r"#.*", "", servers)  # a limit for writing would end the stream
    live = text[text.index("handle @live") : text.rindex("handle {")]
    assert "flush_interval -1" in live
    assert re.search(r"read_timeout 10m", live)
    assert "response_header_timeout" not in live
    assert "@operators path /metrics /readyz" in text
    assert "respond @operators 404" in text
    assert 'Strict-Transport-Security "max-age=31536000"' in text
    assert LARGEST_FILE < 6_000_000
    assert "max_size 6MB" in text


def test_the_unit_is_guarded() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "leadline.service")
    service = unit["Service"]
    for name, value in {
        "User": "leadline",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "UMask": "0077",
        "StateDirectory": "leadline",
        "WorkingDirectory": "/var/lib/leadline",
        "Restart": "on-failure",
    }.items():
        assert service[name] == value
    assert service["MemoryMax"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_unit() -> None:
    unit = str(DEPLOY / "leadline.service")
    verified = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    told = [line for line in verified.stderr.splitlines() if "is not executable" not in line]
    assert told == []
    # The scale goes from 0 to 10; above 3 is what a unit has that says nothing.
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout[-300:]


def test_the_example_names_only_settings_that_exist() -> None:
    known = {field.validation_alias or name.upper() for name, field in Configuration.model_fields.items()}
    known |= {"LEADLINE_DOMAIN", "POSTGRES_PASSWORD", "PGPASSWORD"}
    named = re.findall(r"^#?(\w+)=", (DEPLOY / "example.env").read_text(), re.MULTILINE)
    assert set(named) <= known
    assert {"MicrosoftAppId", "MicrosoftAppPassword", "PUBLIC_URL"} <= set(named)
