"""Names of commands that look like what somebody wrote: "qualfy 104"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.parsing.questions import question_words

CLOSE_ENOUGH = 72
"""How alike (of 100) a name must be to what was written to be suggested."""
SHORT_NAME = 6
"""Letters of a name that is suggested for what differs by one of them; longer ones may differ by two."""
MOST = 3
SHORTEST = 3
"""Letters of the shortest word that may be a mistyped name: "du" is no "due"."""
FEW_WORDS = 3
"""Words that may follow any name: more of them are a sentence."""

_NARROW = frozenset({"filter", "topic", "tongue", "framework"})
"""Arguments that are a word or two."""
_ROWS = "rows"
_BETWEEN_CELLS = ";\t\n"


def has_use_for(labels: Sequence[str], rest: str) -> bool:
    """Whether a command whose arguments have these labels has any use for what follows its name. Nobody who
    writes a sentence has mistyped a command that takes a word."""
    if len(rest.split()) <= FEW_WORDS:
        return True
    if _ROWS in labels:
        return any(mark in rest for mark in _BETWEEN_CELLS)
    return any(label not in _NARROW for label in labels)


def closest_names(verbs: Mapping[str, str], words: Sequence[str]) -> list[tuple[str, int]]:
    """The verbs (by folded name) whose names look like the first words, best first, and how many words each
    takes. A question is no mistyped command, and a name that is written as it is was no mistake."""
    if not words or words[0] in question_words():
        return []
    scored: dict[str, tuple[float, int]] = {}
    for name, verb in verbs.items():
        count = name.count(" ") + 1
        said = " ".join(words[:count])
        if count > len(words) or not _is_slip(said, name):
            continue
        score = fuzz.ratio(said, name)
        if score >= CLOSE_ENOUGH and score > scored.get(verb, (0.0, 0))[0]:
            scored[verb] = (score, count)
    best = sorted(scored.items(), key=lambda item: -item[1][0])[:MOST]
    return [(verb, count) for verb, (_, count) in best]


def _is_slip(said: str, name: str) -> bool:
    """Whether a name may have been meant by what is nearly one."""
    # A number is no mistyped word.
    if said == name or len(said) < SHORTEST or any(map(str.isdigit, said)):
        return False
    # Two letters of a short word make another one: "haben" is no "Phasen".
    return OSA.distance(said, name) <= (1 if len(name) <= SHORT_NAME else 2)
