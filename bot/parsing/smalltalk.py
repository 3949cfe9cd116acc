"""What people say out of politeness, or to nobody's question: "good morning all", "thanks", "ok 👍"."""

from __future__ import annotations

from functools import cache

from app.languages.strings import LANGUAGES
from app.languages.words import forms_of
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
        for language in LANGUAGES
        for phrase in forms_of(language, f"small_talk.{kind}")
    }
