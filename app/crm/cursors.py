"""Cursors: where a page of a list ended, as text that a client gives back."""

from __future__ import annotations

from app.domain.errors import InvalidInput


def position(cursor: str | None) -> int | None:
    """The number with which a page ended; None where there was none. Raises InvalidInput."""
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise InvalidInput(cursor="cursor_invalid")
    return int(cursor)
