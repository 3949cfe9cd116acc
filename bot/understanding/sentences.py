"""Sentences of the language folders: `sentences.toml`, each the words of one command with its parts in
another order ("add Anna Roth as CFO to 104" is the command participant with "104: Anna Roth, CFO")."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import app.languages.strings as languages
from app.languages.strings import LANGUAGES
from bot.parsing.phrases import has_legal_form
from bot.understanding.required import readings_of
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
    said = said_as_sentence(text)
    found = next(_matching(said, _index(before)), None) if said else None
    if said is None or found is None:
        return None
    verb, rest, slots = found
    told = " ".join(rest.format_map(slots).split())
    return Meant(verb, told + _kept_stop(said.text, rest, slots))


def may_mean(text: str, verbs: frozenset[str]) -> bool:
    """Whether a whole text is a sentence of one of these commands, wherever it is looked for: sooner known
    than which it means, as there are fewer of them."""
    said = said_as_sentence(text)
    return said is not None and any(_matching(said, _index_of(verbs)))


class _Said(NamedTuple):
    """A text with single blanks, the ways to read its first word, and all of them, as templates have them."""

    text: str
    firsts: tuple[str, ...]
    words: frozenset[str]


@lru_cache(maxsize=16)
def said_as_sentence(text: str) -> _Said | None:
    """A text that is short enough to be a sentence; the same is looked at twice in a row."""
    words = text[: 2 * LONGEST].split()
    said = " ".join(words)
    if len(said) > LONGEST or len(text) > 2 * LONGEST:
        return None
    readings = list(map(readings_of, words))
    return _Said(said, readings[0] if readings else (), frozenset(chain.from_iterable(readings)))


def _matching(said: _Said, index: _Index) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The command of each template that a text matches, what it says about it, and its slots; in order."""
    for one in index.candidates(said):
        slots = one.template.match(said.text)
        if slots is not None:
            yield one.verb, one.rest, slots


def _kept_stop(said: str, rest: str, slots: dict[str, str]) -> str:
    """The full stop of an abbreviation with which the last slot of a sentence ends: "to Aziz Inc."."""
    last = next(reversed(slots), "")
    ends = said.endswith(".") and rest.endswith(f"{{{last}}}") and said[:-1].endswith(slots.get(last, "\0"))
    return "." if ends and has_legal_form(slots[last]) else ""


class _Worded(NamedTuple):
    """A template, the command whose sentence it is, and what it says about it."""

    verb: str
    rest: str
    template: Template


@dataclass(frozen=True, slots=True)
class _Index:
    """Templates by what a text must have to match them: a first word, or else one word anywhere; beside each
    the other groups of words that it must have one of, those that most texts lack first. So a text is only
    compared with the few that its words allow, however many sentences there are."""

    all: Sequence[tuple[_Worded, tuple[frozenset[str], ...]]]
    by_first: Mapping[str, Sequence[int]]
    by_word: Mapping[str, Sequence[int]]
    others: Sequence[int]
    known: frozenset[str]

    @classmethod
    def of(cls, every: Sequence[_Worded]) -> _Index:
        """The index of some templates."""
        uses = Counter(word for one in every for group in one.template.groups for word in group)
        found: list[tuple[_Worded, tuple[frozenset[str], ...]]] = []
        by_first: dict[str, list[int]] = defaultdict(list)
        by_word: dict[str, list[int]] = defaultdict(list)
        others: list[int] = []
        for place, one in enumerate(every):
            begins = one.template.begins
            groups = sorted(one.template.groups, key=lambda group: sum(uses[word] for word in group))
            if begins:
                groups = [group for group in groups if not begins <= group]
            elif not groups:
                others.append(place)
            for word in begins or (groups.pop(0) if groups else ()):
                (by_first if begins else by_word)[word].append(place)
            found.append((one, tuple(groups)))
        return cls(found, by_first, by_word, others, frozenset(by_word))

    def candidates(self, said: _Said) -> Iterator[_Worded]:
        """The templates that a text may match by its words, in the order of the folders."""
        found = set(self.others)
        for first in said.firsts:
            found.update(self.by_first.get(first, ()))
        for word in self.known & said.words:
            found.update(self.by_word[word])
        for place in sorted(found):
            one, groups = self.all[place]
            if not any(map(said.words.isdisjoint, groups)):
                yield one


@cache
def _index(before: bool) -> _Index:
    return _Index.of(list(_templates(before)))


@cache
def _index_of(verbs: frozenset[str]) -> _Index:
    return _Index.of([one for before in (True, False) for one in _templates(before) if one.verb in verbs])


def _templates(before: bool) -> Iterator[_Worded]:
    """All templates with their command and what they say about it, in the order of the folders."""
    for language in LANGUAGES:
        for sentence in sentences_of(language, before=before):
            for template in sentence.templates:
                yield _Worded(sentence.verb, sentence.rest, template)


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
