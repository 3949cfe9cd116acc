"""The parts of the templates in which the folders of languages keep their words."""

from __future__ import annotations

from collections.abc import Iterator

from app.languages.words import expand


def alternatives(template: str) -> list[list[tuple[str, ...]]]:
    """What a template may be: its parts in order, each by its forms; one that may be left out has an empty
    form. "[the] deal|it" is [[("", "the"), ("deal",)], [("it",)]]. The whole template may stand for far more
    forms than can be listed."""
    return [[expand(part) for part in _split(one, " ")] for one in _split(template, "|")]


def forms_in(template: str) -> Iterator[str]:
    """The forms of all parts of a template."""
    return (form for parts in alternatives(template) for forms in parts for form in forms)


def _split(text: str, mark: str) -> list[str]:
    """A text cut at a mark that stands outside of all brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "[(") - (letter in "])")
        if letter == mark and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part]
