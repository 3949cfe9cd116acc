"""Stages and list entries as people name them: in any language, by an administrator's own name, mistyped, or
by a sentence ("too expensive" is the price)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.matching import fold
from app.domain.pipeline import ListEntry, Stage
from app.domain.record import LONGEST_LINE
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms_of, names_under

LONGEST_CHOICE = 2 * LONGEST_LINE
"""Characters of a text that may be the name of a stage or of an entry of a list, however it is spelled."""


def find_stage(stages: Sequence[Stage], text: str, *, fuzzy: bool = False) -> Stage | None:
    """The stage that is called so; with `fuzzy` also one whose name looks like it."""
    if len(text) > LONGEST_CHOICE:
        return None
    names = {name: stage for stage in stages for name in _names("stage", stage.key, stage.name)}
    return names.get(fold(text.strip())) or (_closest(names, text) if fuzzy else None)


def find_choice(choices: Sequence[ListEntry], text: str) -> ListEntry | None:
    """The entry that is called so."""
    if len(text) > LONGEST_CHOICE:
        return None
    names = {name: choice for choice in choices for name in _names(choice.list, choice.key, choice.name)}
    return names.get(fold(text.strip(" .!")))


def told_reason(choices: Sequence[ListEntry], text: str) -> str:
    """The key of the one reason that a sentence speaks of; "" where it is none of them, or several."""
    words = f" {fold(text)} "
    keys = {choice.key for choice in choices}
    told = {key for key, said in _REASONS.items() if key in keys and any(one in words for one in said)}
    return told.pop() if len(told) == 1 else ""


def _names(namespace: str, key: str, name: str) -> Iterable[str]:
    """All that a stage or an entry of a list is called, folded. A name that an administrator gave replaces
    the translations."""
    yield fold(key)
    if name:
        yield fold(name)
        return
    for language in LANGUAGES:
        catalog = strings(language)
        if catalog.has(f"{namespace}.{key}"):
            yield fold(catalog.t(f"{namespace}.{key}"))


def _closest(names: dict[str, Stage], text: str) -> Stage | None:
    # Late: only a mistyped stage needs it.
    from rapidfuzz import fuzz, process

    found = process.extractOne(fold(text)[:80], names.keys(), scorer=fuzz.ratio, score_cutoff=75)
    return names[found[0]] if found else None


def _reasons() -> dict[str, tuple[str, ...]]:
    """By reason, folded beginnings of words and whole words, with the spaces around them."""
    told: dict[str, list[str]] = {}
    for table, behind in (("arguments.reasons", ""), ("arguments.reason_words", " ")):
        for language in LANGUAGES:
            for key in names_under(language, table):
                told.setdefault(key, []).extend(
                    f" {fold(form)}{behind}" for form in forms_of(language, f"{table}.{key}")
                )
    return {key: tuple(said) for key, said in told.items()}


_REASONS = _reasons()
