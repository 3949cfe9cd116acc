"""Bounds: how much a message may hold. They are checked first: nothing loops over a text of unknown size, so
that no message can hold up the others."""

from __future__ import annotations

import re
from typing import Any

LONGEST_MESSAGE = 5000
"""Characters of a message that is read; a lead with its longest note fits."""
LONGEST_TABLE = 100_000
"""Characters of pasted rows: more than Teams lets anybody send."""
LONGEST_MARKUP = 200_000
"""Characters of a message in HTML: a table of that many cells as Teams writes them."""
MOST_MENTIONS = 100
"""People whom one message may mention."""
MOST_BLANKS = 64
"""Blanks in a row; what is beyond says nothing."""
DEEPEST = 64
"""Levels of an activity's JSON; those of Teams have about ten."""
MOST_NODES = 10_000
"""Lists and objects on one level of it."""

LIMITS = {"text_too_long": LONGEST_TABLE, "too_many_mentions": MOST_MENTIONS}
"""What a message is told to have too much of, with the most that is read."""

_BLANKS = re.compile(rf"(\s{{{MOST_BLANKS}}})\s++")


def find_excess(body: dict[str, Any]) -> str:
    """Why JSON is refused that is nested deeper, or holds more, than Teams ever sends; "" for all else."""
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        level = [
            child
            for node in level
            for child in (node.values() if type(node) is dict else node)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return ""
        if len(level) > MOST_NODES:
            return "json_too_large"
    return "json_too_deep"


def squeeze(text: str) -> str:
    """A text without the blanks and line breaks beyond MOST_BLANKS in a row: nobody sees where they end, and
    whoever reads the text need not go through them again and again."""
    return _BLANKS.sub(r"\1", text) if len(text) > MOST_BLANKS else text
