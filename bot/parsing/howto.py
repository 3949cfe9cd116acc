"""Questions about how something is done: "how do I log a call?", "wie lege ich einen Lead an?"."""

from __future__ import annotations

import re
from functools import cache

from app.languages.words import folded_pattern, forms
from bot.parsing.manners import plain_words

LONGEST = 200
"""Characters of the longest question that is taken for one."""
LONGEST_END = 3
"""Letters that a form of a word may have behind what it has in common with another one."""
SHORTEST_WORD, SURE_STEM = 3, 5


def asked_how(text: str) -> str | None:
    """What somebody wants to know how to do, folded: "log a call"; "" where nothing is named, None where the
    text is no such question."""
    if len(text) > LONGEST:
        return None
    words = plain_words(text)
    said = " ".join(words)
    found = _question().match(said)
    if found:
        return said[found.end() :].strip()
    if (
        len(words) > 2
        and words[0] in forms("help.manner") | forms("help.helped")
        and words[2] in forms("help.asker")
    ):
        return _behind_asker(words)
    found = _does().fullmatch(said)
    return found["what"] if found else None


def telling_words(asked: str) -> list[str]:
    """The words of what somebody wants to know that tell it from other things."""
    return [word for word in dict.fromkeys(plain_words(asked)) if word not in forms("help.small")]


def is_missing(asked: str) -> bool:
    """Whether it is something that there is no command for, although some of its words sound as if."""
    return _missing().search(asked) is not None


def are_alike(one: str, other: str) -> bool:
    """Whether two folded words are forms of one: "calls" and "call", "merging" and "merge"."""
    shorter, longer = sorted((one, other), key=len)
    stem = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    left = len(shorter) - stem
    if not left:
        return stem >= SHORTEST_WORD and len(longer) - stem <= LONGEST_END
    return (
        stem > SHORTEST_WORD
        and left <= (1 if stem < SURE_STEM else LONGEST_END)
        and len(longer) - stem <= LONGEST_END
    )


def _behind_asker(words: list[str]) -> str | None:
    """English puts a helping verb before who asks, German the verb itself, which belongs to what is done."""
    manner, verb, _, *rest = words
    if manner in forms("help.helped"):
        return " ".join(rest) if verb in forms("help.helping") else None
    return " ".join([verb, *rest]) if verb not in forms("help.past") else None


@cache
def _question() -> re.Pattern[str]:
    return re.compile(rf"(?:{folded_pattern('help.question')})(?!\S)")


@cache
def _does() -> re.Pattern[str]:
    return re.compile(rf"(?:{folded_pattern('help.does')}) (?P<what>.+?) (?:{folded_pattern('help.works')})")


@cache
def _missing() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{folded_pattern('help.missing')})(?!\S)")
