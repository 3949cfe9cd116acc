"""What people say about the talk itself, such as that they want to see more."""

from __future__ import annotations

import re

from app.domain.matching import fold
from app.languages.words import forms

LONGEST = 60
"""Characters of the longest message that says nothing else."""

_MARKS = re.compile(r"[\s.,;:!?…()\-–—️]+|[\U0001f3fb-\U0001f3ff]|(?<=\w)(?=[^\w\s'’])")


def plain_words(text: str) -> list[str]:
    """The words of a text, folded, without what stands between them; each emoji is a word."""
    return [word for word in _MARKS.split(fold(text).replace("’", "'")) if word]


def asks_for_more(text: str) -> bool:
    """Whether a whole message wants the next page: "more", "zeig mir mehr", "next page please"."""
    return len(text) <= LONGEST and " ".join(plain_words(text)) in forms("paging.more")
