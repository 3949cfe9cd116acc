"""Sentences that call off what is planned: "cancel the demo with Jane", "sage den Termin mit X ab"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.languages.strings import LANGUAGES
from app.languages.words import forms_of

LONGEST = 200
"""Characters of the longest such sentence."""
_GAP = "…"
_END = r"[\s.!?]*\Z"


@dataclass(frozen=True, slots=True)
class CallingOff:
    """What a sentence calls off, as written; an `order` wants it done, all else tells that it is so."""

    what: str
    order: bool


def read_calling_off(text: str) -> CallingOff | None:
    """What a whole text calls off; None where it calls nothing off."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    for key in ("order", "told"):
        for sentence in _sentences(f"cancelling.{key}"):
            found = sentence.match(said)
            if found:
                return CallingOff(found["what"].strip(" ,:;"), key == "order")
    return None


@cache
def _sentences(key: str) -> tuple[re.Pattern[str], ...]:
    """One expression for each kind of sentence: words before the gap, and words behind it."""
    pairs: dict[bool, dict[str, set[str]]] = {}
    for form in _forms(key):
        before, _, after = (part.strip() for part in form.partition(_GAP))
        pairs.setdefault(bool(after), {}).setdefault(after, set()).add(before)
    return tuple(
        re.compile(rf"(?:{_any(befores)})(?P<what>\S.*?){_behind(after)}{_END}", re.IGNORECASE | re.DOTALL)
        # What ends with words of its own says more than what only begins with some.
        for has_end in (True, False)
        for after, befores in sorted(
            pairs.get(has_end, {}).items(), key=lambda item: (-len(item[0]), item[0])
        )
    )


def _forms(key: str) -> Iterator[str]:
    for language in LANGUAGES:
        yield from forms_of(language, key)


def _any(befores: set[str]) -> str:
    longest_first = sorted(befores, key=lambda before: (-len(before), before))
    return "|".join(rf"{_spaced(before)}\s+" if before else "" for before in longest_first)


def _behind(after: str) -> str:
    return rf"\s+{_spaced(after)}" if after else ""


def _spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())
