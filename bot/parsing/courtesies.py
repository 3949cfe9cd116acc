"""What is said out of politeness: "please" anywhere, "thanks ✅" at the end.

Every function takes time that grows with the length of the text and no faster: a run of blanks or of emojis
is looked at once, from its beginning, and never given back (possessive quantifiers).
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.languages.words import pattern, spellings

_I = re.IGNORECASE
_BARE = pattern("courtesies.asking", "courtesies.thanking")
_INSIDE = pattern("courtesies.asking", "courtesies.inside")
_LAST = (
    rf"(?<=[\s,])(?:{pattern('courtesies.asking', 'courtesies.thanking', 'courtesies.ending')})(?!\w)[.!?]*+"
)
_SIGNS = r"[^\w\s.,;:!?\"'()#€$%…“”„«»+/-]++"
"""Emojis, ticks and hearts; whatever may belong to a sentence is none."""


def _run_of(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{unit})(?:[\s,]*+(?:{unit}))*+\s*+", _I)


_ONLY_COURTESY = re.compile(rf"(?:[\s,]++(?:{_BARE}))++[.!?]*+", _I)
_COURTESY_INSIDE = re.compile(rf"\s(?<!\s\s)\s*+(?:{_INSIDE})(?=\s)", _I)
_COURTESIES = _run_of(_LAST)
_COURTESIES_AND_SIGNS = _run_of(rf"{_LAST}|{_SIGNS}")
_LAST_WORDS = tuple(
    form.split()[-1] for form in spellings(*(f"courtesies.{one}" for one in ("asking", "thanking", "ending")))
)
_SIGN = re.compile(_SIGNS)


def is_courtesy(text: str) -> bool:
    """Whether nothing but courtesies stand in a text: "please", "bitte danke!"."""
    return _ONLY_COURTESY.fullmatch(f" {text}") is not None


@lru_cache(maxsize=16)
def without_courtesy_inside(text: str) -> str:
    """A text without the "please" that stands between two of its words."""
    return _COURTESY_INSIDE.sub(" ", text)


def without_courtesy_at_end(text: str) -> str:
    """A text without the courtesies behind its last word; as it is where it has none."""
    return _cut(_COURTESIES, text) if _may_end_politely(text) else text


def without_flourish(text: str) -> str:
    """A text without courtesies and emojis behind its last word: "7 done, thanks ✅"."""
    may_end = _may_end_politely(text) or _SIGN.match(text.rstrip()[-1:])
    return _cut(_COURTESIES_AND_SIGNS, text) if may_end else text


def _may_end_politely(text: str) -> bool:
    """Whether a text ends as a courtesy does: soon known, and so of few."""
    return text.rstrip().rstrip(".!?").casefold().endswith(_LAST_WORDS)


def _cut(run: re.Pattern[str], text: str) -> str:
    last = None
    for found in run.finditer(text):
        last = found
    if last is None or last.end() < len(text):
        return text
    return text[: last.start()].rstrip(", \t\r\n")
