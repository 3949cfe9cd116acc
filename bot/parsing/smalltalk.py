"""What people say out of politeness, or to nobody's question: "good morning all", "thanks", "ok 👍"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms
from bot.parsing.manners import plain_words

KINDS = ("mistaken", "declined", "goodbye", "thanks", "agreed", "greeting")
"""What small talk may be, the one that tells most first: "no thanks" declines, and thanks for nothing."""
LONGEST = 80
"""Characters of the longest small talk."""

_MOST_WORDS = 5


def small_talk(text: str) -> str | None:
    """The kind of small talk that a whole text is; None where it says anything else."""
    if len(text) > LONGEST:
        return None
    words = plain_words(text)
    said = set()
    while words:
        count = next((n for n in range(_MOST_WORDS, 0, -1) if " ".join(words[:n]) in _phrases()), 0)
        if not count:
            return None
        said.add(_phrases()[" ".join(words[:count])])
        words = words[count:]
    return next((kind for kind in KINDS if kind in said), None)


@cache
def _phrases() -> dict[str, str]:
    """Kinds by folded phrase, in all languages; "fillers" say nothing by themselves."""
    return {
        " ".join(plain_words(phrase)): kind
        for kind in ("fillers", *reversed(KINDS))
        for phrase in chain(_listed(kind), forms(_TEMPLATES.get(kind, f"talk.{kind}")))
    }


def _listed(kind: str) -> Iterator[str]:
    """The phrases of a kind in the catalogs."""
    for language in LANGUAGES:
        if strings(language).has(f"wording.talk.{kind}"):
            yield from strings(language).t(f"wording.talk.{kind}").split(",")


_TEMPLATES = {"fillers": "talk.company"}
