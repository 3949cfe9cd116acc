"""Finds words of a language in Python: what people say and what they are told belongs into the folders."""

from __future__ import annotations

import ast
import builtins
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.matching import fold
from tests.kit.templates import forms_in

SHORTEST = 3
"""Letters of a word that is looked for: shorter ones are words of too many languages."""

_WORD = re.compile(r"\w+")
_GERMAN = re.compile(r"\w*[äöüß]\w*", re.IGNORECASE)
# What is no word: classes of letters, escapes, names of groups, addresses, and codes such as SELECT and EUR.
_SYNTAX = re.compile(
    r"(?<![^\W\d_])\[(?:\\.|[^\]\\])+\]|\\[a-zA-Z]|\(\?P[<=]\w+[>)]|[\w@:/.-]*\w\.\w[\w@:/.-]*|\b[A-Z\d_]{3,}\b"
)
_LOGS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log", "warn", "print"})
_MATCHING = frozenset(
    "compile match fullmatch search sub finditer findall split startswith endswith removeprefix removesuffix "
    "partition rpartition".split()
)
_DOCUMENTED = frozenset({"summary", "description", "help"})
"""Texts for developers and operators: of the API's document and of the command line."""


@dataclass(frozen=True, slots=True)
class Found:
    """A string in which words of a language stand."""

    line: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`foreign` are words that English prose has not, wrong in every string. `own` are English words, wrong
    only where texts are matched with them: what operators and developers read is English on purpose."""

    foreign: frozenset[str]
    own: frozenset[str]

    @classmethod
    def of(cls, languages: Path, fallback: str, identifiers: Iterable[str]) -> Vocabulary:
        """The words of all folders without what is a name in code or a key in a catalog."""
        words: dict[str, set[str]] = {}
        known = {name.strip("_").lower() for name in identifiers}
        for catalog in sorted(languages.glob("*/catalog.json")):
            language = catalog.parent.name
            words[language], keys = _words_and_keys(catalog.parent)
            known |= keys | {part for key in keys for part in key.split("_")}
        prose = set(_split(" ".join(_texts(_read(languages / fallback / "catalog.json")))))
        own = words[fallback] - known
        foreign = set().union(*words.values()) - words[fallback] - prose - known
        return cls(frozenset(filter(_is_long, foreign)), frozenset(filter(_is_long, own)))


def find_words(source: str, vocabulary: Vocabulary) -> list[Found]:
    """The strings of a Python file in which words of a language stand. Docstrings, log messages, subscripts
    and errors for developers are left out."""
    found = []
    for line, written, matched in _strings(ast.parse(source)):
        text = _SYNTAX.sub(" ", written)
        words = [word for word in _split(text) if word in vocabulary.foreign]
        words += [word for word in _split(text) if matched and word in vocabulary.own]
        words += [word for word in _GERMAN.findall(text) if _is_long(word)]
        if words:
            found.append(Found(line, tuple(dict.fromkeys(words))))
    return found


def find_names(source: str, names: Iterable[str]) -> list[int]:
    """The lines of a Python file in which a string is one of these names."""
    wanted = set(names)
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in wanted
    ]


def identifiers_of(source: str) -> Iterator[str]:
    """The names that a Python file gives and uses, and the values of its enumerations."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg | ast.keyword):
            yield node.arg or ""
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
            if isinstance(node, ast.ClassDef):
                yield from _enumerated(node)


def _enumerated(node: ast.ClassDef) -> Iterator[str]:
    if any("Enum" in ast.unparse(base) for base in node.bases):
        for line in node.body:
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                yield str(line.value.value)


def _strings(tree: ast.AST, matched: bool = False) -> Iterator[tuple[int, str, bool]]:
    """The strings below a node with their lines, each with whether texts are matched with it."""
    if isinstance(tree, ast.Constant):
        if isinstance(tree.value, str):
            yield tree.lineno, tree.value, matched or "|" in tree.value
        return
    for node in ast.iter_child_nodes(tree):
        if not _is_left_out(node, tree):
            yield from _strings(node, matched or _is_matched(node, tree))


def _is_left_out(node: ast.AST, parent: ast.AST) -> bool:
    return (
        (isinstance(parent, ast.Expr) and isinstance(node, ast.Constant))
        or (isinstance(parent, ast.Subscript) and node is parent.slice)
        or (isinstance(parent, ast.keyword) and parent.arg in _DOCUMENTED)
        or (isinstance(parent, ast.Call) and node in parent.args and _name(parent) in _LOGS)
        or (isinstance(parent, ast.Raise) and isinstance(node, ast.Call) and hasattr(builtins, _name(node)))
    )


def _is_matched(node: ast.AST, parent: ast.AST) -> bool:
    """Whether texts are matched with a string that stands there, or with a list that it is split into."""
    return (
        isinstance(parent, ast.Compare | ast.Set)
        or (isinstance(parent, ast.Attribute) and parent.attr == "split" and isinstance(node, ast.Constant))
        or (isinstance(parent, ast.Call) and node in parent.args and _name(parent) in _MATCHING)
    )


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _words_and_keys(folder: Path) -> tuple[set[str], set[str]]:
    """The words that people write in a language, and the keys of its files."""
    catalog = _read(folder / "catalog.json")
    keys = set(_keys(catalog))
    verbs = catalog["command"].values()
    typed = [verb.get(part, "") for verb in verbs for part in ("name", "aliases")]
    typed += _texts(catalog.get("wording", {}))
    for path in sorted((folder / "words").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        keys |= set(_keys(table))
        typed += [form for template in _templates(table) for form in forms_in(template)]
    return set(_split(" ".join(typed))), keys


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _texts(tree: Mapping[str, Any]) -> Iterator[str]:
    for value in tree.values():
        if isinstance(value, str):
            yield value
        else:
            yield from _texts(value)


def _templates(tree: Mapping[str, Any]) -> Iterator[str]:
    for value in tree.values():
        if isinstance(value, dict):
            yield from _templates(value)
        else:
            yield from value if isinstance(value, list) else value.split()


def _keys(tree: Mapping[str, Any]) -> Iterator[str]:
    for name, value in tree.items():
        yield name
        if isinstance(value, dict):
            yield from _keys(value)


def _split(text: str) -> Iterator[str]:
    return (fold(word) for word in _WORD.findall(text))


def _is_long(word: str) -> bool:
    return len(word) >= SHORTEST and not word.isdigit()
