"""Tables inside a message: Teams makes one of the cells that somebody pastes from a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

from bot.parsing.markup import pieces

_SPACE = re.compile(r"\s+")
_ENDING = {"td", "th", "tr", "table"}
_BREAKING = {"br", "p", "div", "li"}


def find_table(markup: str) -> str:
    """The first table of a message in HTML, as tab-separated lines; "" where there is none."""
    if "<table" not in markup.lower():
        return ""
    reader = _Reader()
    for piece in pieces(markup):
        if not piece.tag:
            reader.take_text(piece.held)
        elif piece.ends:
            reader.end(piece.tag)
        else:
            reader.begin(piece.tag)
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(reader.rows)
    return out.getvalue()


class _Reader:
    """Reads the cells of the first table; one inside a cell is text of that cell."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._depth = 0
        self._done = False
        self._cell: list[str] | None = None

    def begin(self, tag: str) -> None:
        if self._done:
            return
        if tag == "table":
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif self._depth == 1 and tag in {"td", "th"} and self.rows:
            self._end_cell()
            self._cell = []
        elif tag in _BREAKING and self._cell:
            self._cell.append("\n")

    def end(self, tag: str) -> None:
        if self._done or tag not in _ENDING:
            return
        if self._depth == 1:
            self._end_cell()
        if tag == "table":
            self._depth -= 1
            self._done = self._depth <= 0

    def take_text(self, text: str) -> None:
        if self._cell is not None:
            # As a browser shows it: line breaks of the source are none.
            self._cell.append(_SPACE.sub(" ", text))

    def _end_cell(self) -> None:
        if self._cell is not None:
            self.rows[-1].append("".join(self._cell).strip())
            self._cell = None
