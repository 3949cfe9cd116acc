"""The package that `make package` builds is all that a server needs: installed alone, it does everything."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.version import VERSION
from tests.manifest.conftest import ID

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package and nothing else of the project."""
    built, place = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("site-packages")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = built.glob("*.whl")
    assert wheel.name == f"leadline-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as package:
        package.extractall(place)
    return place


def test_it_holds_what_a_server_needs_and_nothing_of_developers(installed: Path) -> None:
    names = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    for needed in (
        "app/__main__.py",
        "app/languages/de/catalog.json",
        "app/languages/en/sentences.toml",
        "tabs/dist/index.html",
        "manifest/schemas/MicrosoftTeams.schema.json",
        "manifest/icons/color.png",
        "migrations/env.py",
    ):
        assert needed in names
    assert [name for name in names if "node_modules" in name or name.startswith(("tests", "tabs/web"))] == []


def test_every_command_works_from_it(installed: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "LEADLINE_ENV": "dev"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("app", "version").startswith(f"Leadline {VERSION}\n")
    assert "the database is at revision" in run("app", "migrate")
    run("app", "seed", "--opportunities", "3")
    assert "WRONG" not in run("app", "doctor")
    run("app", "backup", "leadline.backup")
    run("app", "copy", "--to", "sqlite:///copied.db")
    run("app", "restore", "leadline.backup", "--replace")
    out = "dist/leadline.zip"
    told = run("manifest", "build", "--out", out, "--app-id", ID, "--domain", "crm.example.com")
    assert f"version {VERSION} for crm.example.com" in told
    run("manifest", "validate", out)
