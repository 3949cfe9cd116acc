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


def closest_names(verbs: Mapping[str, str], words: Sequence[str]) -> list[tuple[str, int]]:
    """The verbs (by folded name) whose names look like the first words, best first, and how many words each
    takes. A question is no mistyped command."""
    if not words or words[0] in question_words():
        return []
    scored: dict[str, tuple[float, int]] = {}
    for name, verb in verbs.items():
        count = name.count(" ") + 1
        said = " ".join(words[:count])
        # A number is no mistyped word; two letters of a short word make another one: "haben" is no "Phasen".
        most = 1 if len(name) <= SHORT_NAME else 2
        if count > len(words) or any(map(str.isdigit, said)) or OSA.distance(said, name) > most:
            continue
        score = fuzz.ratio(said, name)
        if score >= CLOSE_ENOUGH and score > scored.get(verb, (0.0, 0))[0]:
            scored[verb] = (score, count)
    best = sorted(scored.items(), key=lambda item: -item[1][0])[:MOST]
    return [(verb, count) for verb, (_, count) in best]
