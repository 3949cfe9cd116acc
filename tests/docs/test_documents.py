"""Commands in the documents do what they say, sentences are understood, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import bot.commands  # noqa: F401 - the commands register themselves
from app.__main__ import _parser
from app.languages.strings import LANGUAGES
from app.store.compatibility import declared, oldest_code
from app.store.database import Database
from app.store.schema import known_revisions, scripts
from app.store.transfer import sums_of
from app.version import VERSION
from bot.registry import registry
from deploy import licences
from manifest.__main__ import _parser as manifest_parser
from tests import guide
from tests.app.host.test_commands import REGISTERED
from tests.kit.programs import postgres_programs
from tests.kit.releases import revision_before

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OURS = re.compile(r"python -m (app|manifest)((?: [^`|;&\n…]+)?)")


def _blocks(path: Path, kind: str) -> list[str]:
    return [text for info, text in BLOCK.findall(path.read_text(encoding="utf-8")) if info == kind]


def _tasks(language: str) -> set[str]:
    return {path.name for path in (ROOT / "docs" / "users" / language).glob("*.md")}


# With either database the same commands do the same: tests/contract/test_afternoon.py.
@pytest.mark.parametrize("bare_database_url", ["postgresql"], indirect=True)
def test_the_administrators_afternoon_goes_as_the_guide_says(
    postgres: str, tmp_path: Path, bare_database_url: str
) -> None:
    """Every block that says so is run in order, in a folder with nothing in it."""
    blocks = _blocks(ROOT / "docs/administrators-guide.md", "sh run")
    assert len(blocks) >= 6
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "python").symlink_to(sys.executable)
    programs = postgres_programs(postgres)
    other = f"sqlite:///{tmp_path / 'moved.db'}"
    done = subprocess.run(
        ["sh", "-eux"],
        input="\n".join(blocks),
        cwd=tmp_path,
        env={
            **REGISTERED,
            "PATH": f"{Path(sys.executable).parent}:{programs}:/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "LEADLINE_ENV": "dev",
            "BOT_LOGIN_URL": "http://127.0.0.1:9",
            "TAB_KEYS_URL": "http://127.0.0.1:9/keys",
            "BOT_SERVICE_HOSTS": "http://127.0.0.1:9",
            "DATABASE_URL": bare_database_url,
            "OTHER_DATABASE_URL": other,
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Leadline {VERSION}" in done.stdout
    assert (tmp_path / "dist/leadline.zip").exists()
    one, two = Database(bare_database_url), Database(other)
    counts = [[entry.rows for entry in sums_of(database, lambda _: None)] for database in (one, two)]
    one.close()
    two.close()
    assert counts[0] == counts[1]
    assert sum(counts[0]) > 100


def test_tables_go_back_to_what_the_release_before_works_with() -> None:
    before = revision_before()
    guide_ = (ROOT / "docs/administrators-guide.md").read_text(encoding="utf-8")
    assert re.findall(r"migrate --to (\d+)", guide_) == [before]
    # Its code works with these tables and, as the changelog says, with no newer ones.
    chain, known = declared(scripts()), known_revisions()
    following = known[known.index(before) + 1]
    assert oldest_code(chain, following) == following


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_named_exists(path: Path) -> None:
    parsers = {"app": _parser(), "manifest": manifest_parser()}
    for program, told in OURS.findall(path.read_text(encoding="utf-8")):
        arguments = shlex.split(told.split(" (")[0].strip().rstrip(".,:"), comments=True)
        if not arguments or arguments[0] in {"COMMAND"}:
            continue
        try:
            parsers[program].parse_args([_GIVEN.get(one, one) for one in _filled(arguments)])
        except SystemExit:
            pytest.fail(f"python -m {program} {told}")


_GIVEN = dict.fromkeys(("T", "ID", "TENANT", "PERSON"), "39213499-7cc3-4cca-901c-31a0924d47e2")
"""What stands in a sentence for an id."""


def _filled(arguments: list[str]) -> list[str]:
    """With what a sentence leaves out."""
    wanted = {"backup": 1, "restore": 1, "copy": 2}.get(arguments[0], 0)
    missing = wanted - (len(arguments) - 1)
    fill = ["--to", "URL"] if arguments[0] == "copy" else ["FILE"]
    if arguments[-1] == "--to":
        return [*arguments, "X"]
    return arguments + (fill[-missing:] if missing > 0 else [])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_task_has_a_page_in_every_language(language: str) -> None:
    assert _tasks(language) == _tasks(LANGUAGES[0])
    listed = (ROOT / "docs/users" / language / "README.md").read_text(encoding="utf-8")
    for name in _tasks(language) - {"README.md"}:
        assert f"]({name})" in listed


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs/users").rglob("*.md")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_the_bot_understands_what_users_are_told_to_write(path: Path) -> None:
    pages = _blocks(path, "chat")
    assert pages or path.name == "README.md"
    for line in "".join(pages).splitlines():
        assert registry.match(line) is not None, line


def test_a_task_asks_for_the_same_in_every_language() -> None:
    for name in _tasks(LANGUAGES[0]) - {"README.md"}:
        verbs = set()
        for language in LANGUAGES:
            lines = "".join(_blocks(ROOT / "docs/users" / language / name, "chat")).splitlines()
            matches = [registry.match(line) for line in lines]
            verbs.add(tuple(match.command.verb for match in matches if match is not None))
        assert len(verbs) == 1, name


def test_the_pictures_are_those_that_the_tests_draw() -> None:
    drawn = {f"{name}-{language}.png" for name in guide.CARDS for language in LANGUAGES}
    assert {path.name for path in guide.PLACE.iterdir()} == drawn
    shown = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    for name in drawn:
        assert f"pictures/{name})" in shown
        with Image.open(guide.PLACE / name) as picture:
            assert picture.width >= guide.WIDTH
        assert (guide.PLACE / name).stat().st_size < 60_000


def test_the_licences_are_those_of_what_is_locked() -> None:
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), "run: make licences"


def test_the_changelog_tells_of_this_release() -> None:
    headings = re.findall(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == VERSION
    assert headings == sorted(headings, reverse=True)


def test_the_readme_stays_short_and_leads_on() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.split()) < 2_400
    for target in ("docs/administrators-guide.md", "docs/users/en/README.md", "docs/users/de/README.md",
                   "docs/api-guide.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md",
                   "docs/third-party-licences.md"):  # fmt: skip
        assert f"]({target})" in readme
