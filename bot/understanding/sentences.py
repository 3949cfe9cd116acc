"""Sentences of the language folders: `sentences.toml`, each the words of one command with its parts in
another order ("add Anna Roth as CFO to 104" is the command participant with "104: Anna Roth, CFO")."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import app.languages.strings as languages
from app.domain.matching import fold
from app.languages.strings import LANGUAGES
from bot.parsing.phrases import has_legal_form
from bot.understanding.templates import Template, compile_template

LONGEST = 200
"""Characters of a message in which such a sentence is looked for."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a folder: the templates say `rest` about the command `verb`."""

    verb: str
    rest: str
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """The command that a sentence means, and what it says about it in the order of the command."""

    verb: str
    rest: str


def find_sentence(text: str, *, before: bool) -> Meant | None:
    """The command that a whole text means as a sentence. `before` looks among those that begin as a command,
    else among those that only speak where no command is named."""
    said = " ".join(text[: 2 * LONGEST].split())
    if len(said) > LONGEST or len(text) > 2 * LONGEST:
        return None
    words = frozenset(fold(word.strip(".,:;!?")) for word in said.split())
    first = fold(said.split(None, 1)[0].strip(".,:;!?")) if said else ""
    for verb, rest, template in _candidates(before, first):
        if template.needs <= words:
            slots = template.match(said)
            if slots is not None:
                return Meant(verb, " ".join(rest.format_map(slots).split()) + _kept_stop(said, rest, slots))
    return None


def _kept_stop(said: str, rest: str, slots: dict[str, str]) -> str:
    """The full stop of an abbreviation with which the last slot of a sentence ends: "to Aziz Inc."."""
    last = next(reversed(slots), "")
    ends = said.endswith(".") and rest.endswith(f"{{{last}}}") and said[:-1].endswith(slots.get(last, "\0"))
    return "." if ends and has_legal_form(slots[last]) else ""


@lru_cache(maxsize=4096)
def _candidates(before: bool, first: str) -> tuple[tuple[str, str, Template], ...]:
    """The templates that a text with this first word may match, in order."""
    return tuple(one for one in _all(before) if not one[2].begins or first in one[2].begins)


@cache
def _all(before: bool) -> Sequence[tuple[str, str, Template]]:
    return [
        (sentence.verb, sentence.rest, template)
        for language in LANGUAGES
        for sentence in sentences_of(language, before=before)
        for template in sentence.templates
    ]


@cache
def sentences_of(language: str, *, before: bool) -> tuple[Sentence, ...]:
    """The sentences of one language, in order."""
    path = Path(languages.__file__).parent / language / "sentences.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8")).get("sentence", []) if path.exists() else []
    return tuple(
        Sentence(one["verb"], one["rest"], tuple(map(compile_template, one["says"])))
        for one in told
        if bool(one.get("before")) == before
    )
