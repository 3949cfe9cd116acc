"""A language is one folder: the product is copied, an invented language is laid beside the others, and
nothing else is changed. What holds for the languages of the house must hold for it as well: catalog, cards,
the package for Teams, the tab, and a story that is played in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.toy import CLOSED, OPENED, TOY, plain, typed, write_toy, written

ROOT = Path(__file__).parents[3]
ROOMS = ("app", "bot", "tabs", "manifest", "migrations", "tests")
LEFT = shutil.ignore_patterns("node_modules", "dist", "pictures", "__pycache__", "*.log")
NODE = Path(sys.executable).with_name("node")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product that differs by one folder."""
    copy = tmp_path_factory.mktemp("product")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=LEFT)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for modules in ("tabs/web/node_modules", "manifest/node_modules"):
        (copy / modules).symlink_to((ROOT / modules).resolve())
    write_toy(ROOT / "app/languages/en", copy / "app/languages" / TOY)
    return copy


def test_sentences_package_cards_and_story_are_as_those_of_the_house(product: Path) -> None:
    # Together, as it takes longer to start than to run them.
    whole = ["app/languages/test_catalogs", "app/languages/test_names", "app/languages/test_words"]
    whole.append("manifest/test_texts")
    own = ["bot/cards/test_cards", "app/languages/test_story"]
    wanted = " or ".join([TOY, *(name.rpartition("/")[2] for name in whole)])
    run_tests(product, *(f"tests/{name}.py" for name in whole + own), "-k", wanted)


def test_the_tab_is_built_with_it(product: Path) -> None:
    run(product / "tabs/web", NODE, "node_modules/vite/bin/vite.js", "build", "--logLevel", "error")
    built = next((product / "tabs/dist/assets").glob("index-*.js")).read_text(encoding="utf-8")
    catalog = json.loads((product / "app/languages" / TOY / "catalog.json").read_text(encoding="utf-8"))
    said = [text for text in catalog["tab"].values() if isinstance(text, str)]
    assert len(said) > 3
    assert [text for text in said if text not in built] == []
    # What only the chat says stays out of the page.
    assert catalog["card"]["fallback"] not in built


@pytest.mark.parametrize(
    "text", ["New lead", "I've got a new lead", "add … as a lead", "IT manager", "don't"]
)
def test_the_invented_language_is_another_one_and_can_be_turned_back(text: str) -> None:
    assert plain(typed(text)) == plain(written(text)) == text
    assert typed(text) != text != written(text)
    assert typed("12k or 5 million") == "12k zoror 5 zormillion"
    assert written("Saved.") == f"{OPENED}Saved.{CLOSED}"


def run_tests(product: Path, *arguments: str) -> None:
    """Runs tests of the copy against the copy."""
    run(
        product,
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-n",
        "0",
        "--tb",
        "short",
        *arguments,
    )


def run(folder: Path, *command: str | Path) -> None:
    """Runs a command in a folder of the copy, which must succeed; where not, what it said is the failure."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
