"""Bundles: the texts of several statements as one, which PostgreSQL takes on one way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_NUMBERED = re.compile(r"\$(\d+)")


@lru_cache(500)
def join_texts(texts: tuple[str, ...]) -> str:
    """One text that does what all these do; its values are those of all, in order."""
    *others, last = _renumbered(texts)
    if not others:
        return last
    return f"WITH {', '.join(f'part_{at} AS ({text})' for at, text in enumerate(others))} {last}"


def _renumbered(texts: Sequence[str]) -> Iterator[str]:
    before = 0
    for text in texts:
        numbers = [int(number) for number in _NUMBERED.findall(text)]
        yield _NUMBERED.sub(lambda found, base=before: f"${int(found[1]) + base}", text)  # type: ignore[misc]
        before += max(numbers, default=0)
