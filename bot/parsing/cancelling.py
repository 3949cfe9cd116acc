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
_MARKS = " \t\r\n.!?"
_END = rf"[{re.escape(_MARKS)}]*\Z"


@dataclass(frozen=True, slots=True)
class CallingOff:
    """What a sentence calls off, as written; an `order` wants it done, all else tells that it is so."""

    what: str
    order: bool


def read_calling_off(text: str) -> CallingOff | None:
    """What a whole text calls off; None where it calls nothing off."""
    said = text.strip()
    words = said.rstrip(_MARKS).split()
    if len(said) > LONGEST or not words:
        return None
    for key in ("order", "told"):
        sentences = _sentences(f"cancelling.{key}")
        # What ends with words of its own says more than what only begins with some.
        for sentence in (*sentences.get(words[-1].casefold(), ()), *sentences.get("", ())):
            found = sentence.match(said)
            if found:
                return CallingOff(found["what"].strip(" ,:;"), key == "order")
    return None


@cache
def _sentences(key: str) -> dict[str, tuple[re.Pattern[str], ...]]:
    """Expressions by the last word of a sentence, "" for any: one for all that end alike."""
    beginnings: dict[str, set[str]] = {}
    for form in _forms(key):
        before, _, after = (part.strip() for part in form.partition(_GAP))
        beginnings.setdefault(after, set()).add(before)
    found: dict[str, tuple[re.Pattern[str], ...]] = {}
    for after in sorted(beginnings, key=lambda after: (-len(after), after)):
        pattern = rf"(?:{_any(beginnings[after])})(?P<what>\S.*?){_behind(after)}{_END}"
        last = after.split()[-1].casefold() if after else ""
        found[last] = (*found.get(last, ()), re.compile(pattern, re.IGNORECASE | re.DOTALL))
    return found


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
