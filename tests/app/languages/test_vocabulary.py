"""Words of lead lines, people and tables: the languages know the same keys, and Python asks for them."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.languages.strings import LANGUAGES
from app.languages.words import expand, words_of

ROOT = Path(__file__).parents[3]
TABLES = (
    "arguments",
    "companies",
    "contact_data",
    "fields",
    "job_titles",
    "languages",
    "lead",
    "letters",
    "listing",
    "newcomers",
    "questions",
    "sheets",
    "small_talk",
)
ASKING = {
    "folded_pattern",
    "forms",
    "forms_of",
    "meanings",
    "names_under",
    "pattern",
    "spellings",
    "whole_words",
    "words_of",
}
"""The functions that know words by their keys."""
DISTINCT = (
    "lead.labels",
    "lead.sources",
    "lead.authorities",
    "listing.kinds",
    "sheets.columns",
    "sheets.sources",
)
"""Tables in which a word has one meaning."""


def keys_of(language: str) -> set[str]:
    """The full keys of all lists of TABLES in a language."""
    folder = ROOT / "app" / "languages" / language / "words"
    tables: dict[str, Any] = {}
    for path in folder.glob("*.toml"):
        tables |= tomllib.loads(path.read_text(encoding="utf-8"))
    return {key for table in TABLES for key in leaves(tables[table], table)}


def leaves(found: object, key: str) -> Iterator[str]:
    if isinstance(found, Mapping):
        for name, below in found.items():
            yield from leaves(below, f"{key}.{name}")
    else:
        yield key


def python_nodes() -> Iterator[ast.AST]:
    for folder in ("app", "bot"):
        for path in (ROOT / folder).rglob("*.py"):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def texts_in(*nodes: ast.AST) -> set[str]:
    """Texts that belong to TABLES; of one with gaps what stands before the first."""
    found = {
        node.value.rstrip(".")
        for top in nodes
        for node in ast.walk(top)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in found if text.partition(".")[0] in TABLES and " " not in text}


def asked_keys() -> set[str]:
    """The keys and the tables that functions of app.languages.words are called with."""
    calls = (node for node in python_nodes() if isinstance(node, ast.Call))
    return texts_in(*(one for call in calls if getattr(call.func, "id", "") in ASKING for one in call.args))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_have_the_same_keys(language: str) -> None:
    assert keys_of(language) ^ keys_of(LANGUAGES[0]) == set()


def test_python_asks_for_every_key() -> None:
    mentioned = asked_keys() | {text for text in texts_in(*python_nodes()) if "." in text}
    unasked = {key for key in keys_of(LANGUAGES[0]) if not {key, key.rpartition(".")[0]} & mentioned}
    assert unasked == set()


def test_every_key_that_python_asks_for_is_there() -> None:
    known = keys_of(LANGUAGES[0])
    tables = {key.rpartition(".")[0] for key in known}
    assert asked_keys() - known - tables == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_can_be_read(language: str) -> None:
    for key in keys_of(language):
        for template in words_of(language, key):
            assert all(expand(template)), f"{key}: {template!r} may be nothing at all"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", DISTINCT)
def test_a_word_has_one_meaning(language: str, table: str) -> None:
    meant = Counter(
        form.casefold()
        for key in keys_of(language)
        if key.rpartition(".")[0] == table
        for form in {form for template in words_of(language, key) for form in expand(template)}
    )
    assert {form: count for form, count in meant.items() if count > 1} == {}
