"""What somebody wrote into a field, before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from app.languages.strings import FALLBACK


@dataclass(frozen=True, slots=True)
class Written:
    """An amount, a day or a moment as somebody wrote it, who reads a language; what is meant depends on
    their place and their workspace, and is known where it is kept."""

    text: str
    language: str = FALLBACK
