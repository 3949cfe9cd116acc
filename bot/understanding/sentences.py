"""Sentences of the language folders: `sentences.toml`, each the words of one command with its parts in
another order ("add Anna Roth as CFO to 104" is the command participant with "104: Anna Roth, CFO")."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import app.languages.strings as languages
from app.languages.strings import LANGUAGES
from bot.parsing.phrases import has_legal_form
from bot.understanding.required import words_in
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
    said = _said(text)
    if said is None:
        return None
    for verb, rest, template in _index(before).candidates(said.first, said.words):
        if template.may_match(said.words):
            slots = template.match(said.text)
            if slots is not None:
                told = " ".join(rest.format_map(slots).split())
                return Meant(verb, told + _kept_stop(said.text, rest, slots))
    return None


@dataclass(frozen=True, slots=True)
class _Said:
    """A text with single blanks, its first word, and all of them, as templates require them."""

    text: str
    first: str
    words: frozenset[str]


@lru_cache(maxsize=16)
def _said(text: str) -> _Said | None:
    """A text that is short enough to be a sentence; the same is looked at twice in a row."""
    said = " ".join(text[: 2 * LONGEST].split())
    if len(said) > LONGEST or len(text) > 2 * LONGEST:
        return None
    words = words_in(said)
    return _Said(said, words[0] if words else "", frozenset(words))


def _kept_stop(said: str, rest: str, slots: dict[str, str]) -> str:
    """The full stop of an abbreviation with which the last slot of a sentence ends: "to Aziz Inc."."""
    last = next(reversed(slots), "")
    ends = said.endswith(".") and rest.endswith(f"{{{last}}}") and said[:-1].endswith(slots.get(last, "\0"))
    return "." if ends and has_legal_form(slots[last]) else ""


@dataclass(frozen=True, slots=True)
class _Index:
    """Templates by what a text must have to match them: a first word, or else one word anywhere. So a text
    is only compared with the few that its words allow, however many sentences there are."""

    all: tuple[tuple[str, str, Template], ...]
    by_first: Mapping[str, Sequence[int]]
    by_word: Mapping[str, Sequence[int]]
    others: Sequence[int]

    def candidates(self, first: str, words: frozenset[str]) -> list[tuple[str, str, Template]]:
        """The templates that a text of these words may match, in the order of the folders."""
        found = {*self.others, *self.by_first.get(first, ())}
        for word in words & self.by_word.keys():
            found.update(self.by_word[word])
        return [self.all[place] for place in sorted(found)]


@cache
def _index(before: bool) -> _Index:
    every = tuple(
        (sentence.verb, sentence.rest, template)
        for language in LANGUAGES
        for sentence in sentences_of(language, before=before)
        for template in sentence.templates
    )
    uses = Counter(word for _, _, template in every for group in template.groups for word in group)
    by_first, by_word, others = defaultdict(list), defaultdict(list), []
    for place, (_, _, template) in enumerate(every):
        for word in template.begins:
            by_first[word].append(place)
        if template.begins:
            continue
        rarest = min(template.groups, key=lambda group: sum(uses[word] for word in group), default=None)
        for word in rarest or ():
            by_word[word].append(place)
        if rarest is None:
            others.append(place)
    return _Index(every, by_first, by_word, others)


@cache
def sentences_of(language: str, *, before: bool) -> tuple[Sentence, ...]:
    """The sentences of one language, in order."""
    return tuple(
        Sentence(one["verb"], one["rest"], tuple(map(compile_template, one["says"])))
        for one in folder_of(language)
        if bool(one.get("before")) == before
    )


def folder_of(language: str) -> list[dict[str, Any]]:
    """The sentences of a language as its folder has them; none where it has no such file."""
    path = Path(languages.__file__).parent / language / "sentences.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return list(told.get("sentence", []))
