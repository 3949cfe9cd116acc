"""The line of a card that tells how well somebody is qualified."""

from __future__ import annotations

from functools import lru_cache

from app.crm.views import RecordView
from app.domain.framework import Score
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Part

_OPEN = "open"


def score_line(reader: Reader, view: RecordView) -> Part | None:
    """How well an open lead or opportunity is qualified, and what speaks against it."""
    score = view.score if getattr(view.record, "status", "") == _OPEN else None
    return None if score is None else _line(reader, score)


@lru_cache(maxsize=256)
def _line(reader: Reader, score: Score) -> Part | None:
    points, colon, reasons = reader.score(score).partition(":")
    why = layout.run(f"{colon}{reasons}", 240, is_subtle=True) if reasons else None
    return layout.line(layout.run(points, weight="bolder"), why, spacing="small")
