"""The words of the languages: `<language>/words/*.toml`, lists of templates under nested keys.

A template is written as in the sentences of Home Assistant (github.com/home-assistant/intents): "[the] deal"
has an optional part, "(won|closed)" alternatives, "diese[r|s|n]" optional ones. In a pattern a "*" stands for
the rest of a word: "confidential*". Python knows grammar, these files know vocabulary: what people say is
looked up in all languages at once, since nobody writes in one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.matching import fold
from app.languages.strings import LANGUAGES

_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_LOOKS_BACK = re.compile(r"\(\?P=|\\[1-9]|\(\?\(")
_WORD = re.compile(r"\w+")
MOST_FORMS = 5000
"""Forms that one template may stand for."""


class TemplateError(ValueError):
    """A template whose brackets do not match, or that stands for too many forms."""


@cache
def words_of(language: str, key: str) -> tuple[str, ...]:
    """The templates that a language has under a key, as written; nothing where it has none. A string holds
    single words, separated by blanks; a list holds phrases."""
    found: Any = _vocabulary(language)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if found is None:
        return ()
    if isinstance(found, str):
        return tuple(found.split())
    if not isinstance(found, list):
        raise KeyError(f"{language}: {key} is no list of words")
    return tuple(found)


@cache
def names_under(language: str, key: str) -> tuple[str, ...]:
    """The keys that a language has right below a key: the months below "months"."""
    found: Any = _vocabulary(language)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return tuple(found) if isinstance(found, Mapping) else ()


@cache
def forms(key: str) -> frozenset[str]:
    """All that the templates of a key stand for, in every language, folded."""
    return frozenset(
        fold(form)
        for language in LANGUAGES
        for template in words_of(language, key)
        for form in expand(template)
    )


@cache
def all_forms(key: str) -> frozenset[str]:
    """As `forms`, of a key and of all that stand below it."""
    names = {name for language in LANGUAGES for name in names_under(language, key)}
    return forms(key) if not names else frozenset().union(*(all_forms(f"{key}.{name}") for name in names))


@cache
def forms_of(language: str, key: str) -> tuple[str, ...]:
    """All that the templates of a key stand for in one language, as written, in order."""
    return tuple(form for template in words_of(language, key) for form in expand(template))


@cache
def spellings(*keys: str) -> frozenset[str]:
    """As `forms`, but with their accents: only case is taken away."""
    return frozenset(
        form.casefold() for key in keys for language in LANGUAGES for form in forms_of(language, key)
    )


@cache
def meanings(key: str) -> dict[str, str]:
    """The names below a key by the folded forms of their templates: {"monday": "mon", "montag": "mon"}. Where
    languages differ about a form, that of the fallback wins."""
    return {
        fold(form): name
        for language in reversed(LANGUAGES)
        for name in names_under(language, key)
        for template in words_of(language, f"{key}.{name}")
        for form in expand(template)
    }


@cache
def pattern(*keys: str) -> str:
    """A regular expression, without groups that count, for any form of these keys in any language; the longer
    of two that begin alike first. It matches nothing where no language has words there."""
    found = {form for key in keys for language in LANGUAGES for form in forms_of(language, key)}
    return alternatives(found)


@cache
def whole_words(*keys: str) -> re.Pattern[str]:
    """A regular expression that finds any form of these keys in any language and letter case, where it is not
    part of a word."""
    return re.compile(rf"(?<!\w)(?:{pattern(*keys)})(?!\w)", re.IGNORECASE)


@cache
def first_words(*keys: str) -> frozenset[str]:
    """The first words, without punctuation and case, of all forms of these keys in any language."""
    found = (_WORD.search(form) for form in spellings(*keys))
    return frozenset(word.group() for word in found if word)


def first_word(text: str) -> str:
    """The word with which a text begins, as `first_words` has them; "" where it begins with another sign."""
    found = _WORD.match(text)
    return found.group().casefold() if found else ""


@cache
def folded_pattern(*keys: str) -> str:
    """As `pattern`, for texts that are folded."""
    return alternatives({form for key in keys for form in forms(key)})


def any_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """A pattern that matches where one of these does. One look tells that none of them matches, as is true of
    most texts. Its groups do not count. Raises ValueError for a pattern that refers back to its groups."""
    every = [one.pattern for one in patterns]
    if any(map(_LOOKS_BACK.search, every)):
        raise ValueError("a pattern that looks back at its groups cannot be one of several")
    return re.compile("|".join(f"(?:{_NAMED_GROUP.sub('(?:', one)})" for one in every))


def expand(template: str) -> tuple[str, ...]:
    """The forms that a template stands for: "diese[r|s]" is "diese", "dieser", "dieses".
    Raises TemplateError."""
    found, rest = _sequence(template, 0)
    if rest != len(template):
        raise TemplateError(f"a bracket too many in {template!r}")
    return tuple(dict.fromkeys(" ".join(form.split()) for form in found))


def _sequence(text: str, at: int) -> tuple[list[str], int]:
    """The forms of the alternatives from a position to their closing bracket, or to the end."""
    every: list[str] = []
    current = [""]
    while at < len(text) and text[at] not in "])":
        if text[at] == "|":
            every += current
            current, at = [""], at + 1
        elif text[at] in "[(":
            inner, end = _sequence(text, at + 1)
            if end >= len(text) or text[end] != ("]" if text[at] == "[" else ")"):
                raise TemplateError(f"a bracket is not closed in {text!r}")
            choices = ["", *inner] if text[at] == "[" else inner
            current = [before + choice for before in current for choice in choices]
            at = end + 1
        else:
            current = [before + text[at] for before in current]
            at += 1
        if len(current) > MOST_FORMS:
            raise TemplateError(f"{text[:60]!r} stands for too many forms")
    return every + current, at


def alternatives(found: set[str]) -> str:
    """A pattern of these forms, the longer of two that begin alike first."""
    if not found:
        return r"(?!)"
    tree: _Tree = {}
    for form in found:
        node = tree
        for letter in form:
            node = node.setdefault(_TOKENS.get(letter) or re.escape(letter), {})
        node[_END] = {}
    return "|".join(_branches(tree))


# Forms that begin alike share their beginning: trying a hundred one by one costs ten times as much.
_Tree = dict[str, "_Tree"]
_END = ""
_TOKENS = {" ": r"\s+", "*": r"\w*"}


def _branches(tree: _Tree) -> list[str]:
    """What may follow a beginning; letters before the rest of a word, the end of a form after all else."""
    return [token + _rest(tree[token]) for token in sorted(tree, key=_turn) if token != _END]


def _rest(tree: _Tree) -> str:
    branches = _branches(tree)
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and _END not in tree else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if _END in tree else joined


def _turn(token: str) -> tuple[bool, str]:
    return token in _TOKENS.values(), token


@cache
def _vocabulary(language: str) -> Mapping[str, Any]:
    folder = Path(__file__).parent / language
    found: dict[str, Any] = {}
    for path in _files(folder):
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in found:
                raise KeyError(f"{language}: {name} is told twice")
            found[name] = table
    return found


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / "words").glob("*.toml"))
