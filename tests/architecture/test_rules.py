"""The rules of the house: who may import whom, how rooms are named, and what every table starts with."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.store.tables import metadata

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "bot", "tabs", "manifest", "migrations", "deploy")
REFUSED_NAMES = {"utils", "util", "helpers", "helper", "manager", "service", "base", "data", "misc", "common"}
LONGEST_FILE = 330
TOP_LEVEL = {
    "pyproject.toml", "app", "bot", "tabs", "manifest", "migrations", "tests", "README.md",
    "Makefile", ".ci", "bench", "deploy", "docs", ".gitignore", ".dockerignore",
    "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
}  # fmt: skip

BROKEN = {
    "app.domain.lead": "sqlalchemy",
    "app.crm.leads": "app.host.main",
    "app.store.opening": "app.host.remedies",
    "bot.gate": "app.host.configuration",
    "tabs.api.live": "app.host.readiness",
}
"""Imports that no contract allows."""


def _modules() -> list[Path]:
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts)


def test_the_dependency_rule_holds() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_dependency_rule_is_not_empty(tmp_path: Path) -> None:
    """A contract that names nothing could not fail: broken imports and a room without a place are seen."""
    for room in ("app", "bot", "tabs", "manifest", "migrations"):
        source = ROOT / room
        for path in source.rglob("*.py"):
            if "node_modules" not in path.parts:
                copy = tmp_path / path.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "app/unplaced.py").touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for module, needed in BROKEN.items():
        with (tmp_path / f"{module.replace('.', '/')}.py").open("a", encoding="utf-8") as file:
            file.write(f"\nimport {needed}\n")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode != 0
    for module, needed in BROKEN.items():
        assert f"{module} -> {needed}" in checked.stdout
    assert "app.unplaced" in checked.stdout


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_nouns_of_bearable_length(path: Path) -> None:
    assert path.stem not in REFUSED_NAMES
    if "versions" not in path.parts:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_every_primary_key_starts_with_the_workspace() -> None:
    for table in metadata.sorted_tables:
        first = next(iter(table.primary_key.columns)).name
        assert first == ("id" if table.name == "workspaces" else "workspace_id"), table.name


def test_the_top_level_stays_as_it_is() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {Path(line).parts[0] for line in listed.splitlines()} <= TOP_LEVEL
