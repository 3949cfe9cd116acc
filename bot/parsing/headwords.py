"""The words of a text as commands are compared with them: folded, without punctuation around them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from app.domain.matching import fold

LONGEST_NAME = 4
"""Words of the longest name of a command."""
MOST_WORDS = 60
"""Words of a sentence in which a command is looked for beyond its first ones."""
LONGEST_WORD = 100
PUNCTUATION = ".,:;!?…()[]\"'„“”/"
_WORD = re.compile(r"\S+")


def first_word(text: str) -> str:
    first = text[:LONGEST_WORD].split(None, 1)[:1]
    return plain_word(first[0]) if first else ""


def last_word(text: str) -> str:
    last = text.rsplit(None, 1)[-1:]
    return plain_word(last[0]) if last else ""


def head_of(text: str, count: int = LONGEST_NAME) -> list[str]:
    """The first words of a text, folded and without punctuation."""
    return [plain_word(word) for word in text[: LONGEST_WORD * count].split(None, count)[:count]]


def behind(text: str, count: int) -> str:
    """What follows the first words of a text."""
    words = _WORD.finditer(text)
    return text[next(islice(words, count - 1, None)).end() :]


def words_of(text: str) -> list[str]:
    """The words of a text as in head_of; none of one that is too long."""
    words = text.split(None, MOST_WORDS)
    return [plain_word(word) for word in words] if len(words) <= MOST_WORDS else []


def places_of(text: str) -> tuple[list[int], list[int]]:
    """Where each of a text's `words_of` begins and ends."""
    found = list(islice(_WORD.finditer(text), MOST_WORDS))
    return [one.start() for one in found], [one.end() for one in found]


def plain_words(text: str) -> list[str]:
    return [plain_word(word) for word in text.split()]


@lru_cache(maxsize=8192)
def plain_word(word: str) -> str:
    folded = fold(word.strip(PUNCTUATION))
    return folded if folded.isascii() else folded.replace("’", "'")
