"""Sentences around a gap, in which a record stands: "mark … as won"; those of a command are in the folders of
the languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.languages.words import forms

LONGEST_POINTER = 8
"""Words that a sentence may say of a record."""
_GAP_MARK = "..."
"""A folded "…"."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words around a gap: "mark … as won"."""

    verb: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def sentences_of(verbs: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of some commands, in order."""
    for verb in verbs:
        for phrase in sorted(forms(f"commands.{verb}")):
            before, _, after = phrase.partition(_GAP_MARK)
            yield Sentence(verb, tuple(before.split()), tuple(after.split()))


def stops_of(words: list[str], start: int, after: tuple[str, ...]) -> Iterator[int]:
    """Where the gap of a sentence may end: before its closing words, else at the end of the text."""
    if not after:
        if start < len(words):
            yield len(words)
        return
    for stop in range(start + 1, min(start + LONGEST_POINTER, len(words) - len(after)) + 1):
        if tuple(words[stop : stop + len(after)]) == after:
            yield stop


def size_of(sentence: Sentence) -> int:
    """How much a sentence says: of two that fit, the larger is meant."""
    return len(sentence.before) + 2 * len(sentence.after)
