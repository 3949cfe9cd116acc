"""Python knows grammar and no vocabulary: words that people write and read are in the languages' folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.languages.strings import FALLBACK, LANGUAGES
from tests.kit.vocabulary import Vocabulary, find_names, find_words, identifiers_of

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "bot", "tabs", "manifest")
MEANT = {
    "app/sheets/vcards.py": "names of the fields of a vCard, which a standard gives (RFC 6350)",
    "bot/parsing/markup.py": "names of the tags and attributes of HTML, which a standard gives",
    "app/domain/matching.py": "keys of names that are stored; another language must not change them",
    "app/domain/names.py": "names of people and of companies, which are of no language",
    "app/host/seeding/sample_data.py": "made-up names",
    "app/crm/phones.py": "the scheme of the addresses of phones (RFC 3966)",
    "manifest/wording.py": "what the store of Teams refuses in a name",
}
"""Files that have such words for a reason."""


def _sources() -> dict[str, str]:
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in sorted(found)
        if "node_modules" not in path.parts
    }


SOURCES = _sources()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Not read while tests are collected, which each process of a run does."""
    names = (name for source in SOURCES.values() for name in identifiers_of(source))
    return Vocabulary.of(ROOT / "app/languages", FALLBACK, names)


def test_words_of_a_language_stand_in_its_folder(vocabulary: Vocabulary) -> None:
    found = {file: find_words(source, vocabulary) for file, source in SOURCES.items()}
    wrong = {file: words for file, words in found.items() if words and file not in MEANT}
    assert wrong == {}


def test_no_language_is_named_in_code() -> None:
    found = {file: find_names(source, LANGUAGES) for file, source in SOURCES.items()}
    wrong = {file: lines for file, lines in found.items() if lines}
    assert wrong == {"app/languages/strings.py": found["app/languages/strings.py"]}
    assert len(wrong["app/languages/strings.py"]) == 1


@pytest.mark.parametrize("file", MEANT)
def test_nothing_is_left_out_that_could_be_looked_at(vocabulary: Vocabulary, file: str) -> None:
    assert find_words(SOURCES[file], vocabulary)


@pytest.mark.parametrize(
    "source",
    [
        'WORDS = re.compile(r"(?:gestern|heute)\\b")',
        'WORDS = ("gestern", "heute")',
        'WORDS = {"heute": 0}',
        'is_past = text.startswith("tomorrow")',
        'is_past = text in {"please", "kindly"}',
        'WORDS = "please kindly".split()',
        'PART = r"please|kindly"',
        'LABEL = f"{count} Größen"',
        'return "heute"',
    ],
)
def test_words_are_found(source: str) -> None:
    assert find_words(f"def run():\n    {source}", WORDS)


@pytest.mark.parametrize(
    "source",
    [
        '"""Takes "gestern" and "heute"."""',
        'log.info("heute")',
        'raise ValueError(f"heute: {text}")',
        'HEADERS = {"please": "application/json"}',
        'day = names["heute"]',
        'Route(path="/days", summary="What is due tomorrow, please")',
        'SQL = "SELECT word FROM words WHERE kind = :kind AND please"',
        'NAMES = re.compile(r"(?P<heute>\\d+)[a-zäöüß]")',
        'PROBLEM = "say please before you go"',
        'is_won = status == "won"',
        'ADDRESS = "heute.example.com gestern@example.com"',
    ],
)
def test_what_is_no_vocabulary_is_left_alone(source: str) -> None:
    assert find_words(f"def run():\n    {source}", WORDS) == []


WORDS = Vocabulary(foreign=frozenset({"gestern", "heute"}), own=frozenset({"tomorrow", "please", "kindly"}))
