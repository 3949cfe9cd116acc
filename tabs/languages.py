"""Languages: which one a request asks for."""

from __future__ import annotations

from functools import lru_cache

from app.languages.strings import LANGUAGES


@lru_cache(maxsize=1024)
def accepted(header: str) -> str:
    """The language of an Accept-Language header that is spoken here and liked best; "" for none."""
    wishes: list[tuple[float, str]] = []
    for part in header.split(","):
        name, _, weight = part.strip().partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in LANGUAGES and (liked := _weight(weight)) > 0:
            wishes.append((-liked, language))
    return min(wishes, key=lambda wish: wish[0])[1] if wishes else ""


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
