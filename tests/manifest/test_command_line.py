"""`python -m manifest` as operators run it, with the bot's real commands and the real catalogs."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.version import VERSION
from manifest.package import pack, unpack
from manifest.schema import LOCALIZATION_SCHEMA, MANIFEST_SCHEMA
from manifest.template import MANIFEST_VERSION
from tests.manifest.conftest import ID, spoil

ROOT = Path(__file__).parents[2]
FLAGS = ("--app-id", ID, "--bot-id", ID, "--domain", "crm.example.com", "--version", "1.0.0")


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs outside the project's folder, where no developer's `.env` is read."""
    kept = {name: value for name, value in os.environ.items() if name not in {"MicrosoftAppId", "PUBLIC_URL"}}
    command = [sys.executable, "-m", "manifest", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=tempfile.gettempdir(),
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist") / "leadline.zip"
    done = run("build", "--out", out, *FLAGS)
    assert (done.returncode, done.stderr) == (0, "")
    return out


def test_builds_a_valid_package(package: Path) -> None:
    done = run("validate", package)
    assert (done.returncode, done.stderr) == (0, "")


def test_builds_the_same_package_again(package: Path, tmp_path: Path) -> None:
    again = tmp_path / "new" / "again.zip"
    assert run("build", "--out", again, *FLAGS).returncode == 0
    assert again.read_bytes() == package.read_bytes()


def test_takes_id_and_domain_from_the_environment(tmp_path: Path) -> None:
    out = tmp_path / "leadline.zip"
    done = run("build", "--out", out, MicrosoftAppId=ID, PUBLIC_URL="https://env.example")
    assert (done.returncode, done.stderr) == (0, "")
    assert b'"https://env.example/tab"' in unpack(out.read_bytes())["manifest.json"]


def test_leaves_no_zip_when_the_package_is_invalid(tmp_path: Path) -> None:
    out = tmp_path / "leadline.zip"
    out.write_bytes(b"of an earlier build")
    done = run(
        "build", "--out", out, *FLAGS, "--privacy-url", "http://a.example", "--developer-name", "x" * 33
    )
    assert done.returncode == 1
    assert "manifest.json: $.developer.name: " in done.stderr
    assert "manifest.json: $.developer.privacyUrl: 'http://a.example' is no https address" in done.stderr
    assert not out.exists()


def test_names_what_is_missing(tmp_path: Path) -> None:
    done = run("build", "--out", tmp_path / "leadline.zip")
    assert done.returncode == 1
    assert "--bot-id: no id" in done.stderr
    assert "--domain: " in done.stderr


def test_names_settings_it_cannot_read(tmp_path: Path) -> None:
    done = run("build", "--out", tmp_path / "leadline.zip", *FLAGS, LEADLINE_ENV="staging", PORT="http")
    assert done.returncode == 1
    assert "settings: LEADLINE_ENV: " in done.stderr
    assert "settings: port: " in done.stderr


def test_names_the_faults_of_a_package_from_elsewhere(package: Path, tmp_path: Path) -> None:
    files = spoil(
        unpack(package.read_bytes()), "de.json", lambda texts: texts.update({"name.short": "Teams"})
    )
    (tmp_path / "bad.zip").write_bytes(pack(files))
    done = run("validate", tmp_path / "bad.zip")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "de.json: $.name.short: 'Teams' must not be part of the name\n"


def test_says_when_there_is_no_file(tmp_path: Path) -> None:
    done = run("validate", tmp_path / "none.zip")
    assert done.returncode == 1
    assert "none.zip: cannot be read: No such file or directory" in done.stderr


@pytest.mark.parametrize("out", ["/proc/none/leadline.zip", "/", "/dev/null/leadline.zip"])
def test_says_where_nothing_can_be_written(out: str) -> None:
    done = run("build", "--out", out, *FLAGS)
    assert done.returncode == 1
    assert f"{out}: cannot be written: " in done.stderr
    assert "Traceback" not in done.stderr


def test_needs_nothing_but_what_is_installed(tmp_path: Path) -> None:
    """As in the image: the packages alone, without npm's folders and the project's own files."""
    for room in ("app", "bot", "manifest", "tabs"):
        shutil.copytree(
            ROOT / room,
            tmp_path / room,
            ignore=shutil.ignore_patterns("node_modules", "web", "dist", "__pyc*"),
        )
    out = tmp_path / "leadline.zip"
    done = run("build", "--out", out, *FLAGS[:-2], PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert f'"version": "{VERSION}"'.encode() in unpack(out.read_bytes())["manifest.json"]


@pytest.mark.parametrize("schema", [MANIFEST_SCHEMA, LOCALIZATION_SCHEMA])
def test_the_schemas_are_microsofts(schema: str) -> None:
    brought = ROOT / "manifest/node_modules/@microsoft/app-manifest/build/json-schemas/teams"
    kept = ROOT / "manifest/schemas" / schema
    assert kept.read_bytes() == (brought / f"v{MANIFEST_VERSION}" / schema).read_bytes()
