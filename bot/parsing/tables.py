"""Tables inside a message: Teams makes one of the cells that somebody pastes from a spreadsheet."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator

_SPACE = re.compile(r"\s+")
_ENDING = {"td", "th", "tr", "table"}
_BREAKING = {"br", "p", "div", "li"}
# The parser of the standard library goes through all that follows for each "<a " that nothing ends. Here an
# attribute holds no "<", so that a tag is given up at the next one.
_MARK = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/<>]*+)(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+>"
    r"|<!--(?P<comment>)|<[!?][^<>]*+>"
)
_SILENT = {"script", "style"}


def find_table(markup: str) -> str:
    """The first table of a message in HTML, as tab-separated lines; "" where there is none."""
    if "<table" not in markup.lower():
        return ""
    reader = _Reader()
    for is_tag, found in _pieces(markup):
        if not is_tag:
            reader.take_text(html.unescape(found))
        elif found.startswith("/"):
            reader.end(found[1:])
        else:
            reader.begin(found)
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(reader.rows)
    return out.getvalue()


def _pieces(markup: str) -> Iterator[tuple[bool, str]]:
    """The tags of a text in HTML, those that end something with a slash before them, and what is between;
    comments, scripts and styles are left out. The text is gone through once."""
    at, silent = 0, ""
    while found := _MARK.search(markup, at):
        if found.start() > at and not silent:
            yield False, markup[at : found.start()]
        at = found.end()
        tag = (found["tag"] or "").lower()
        if found["comment"] is not None:
            at = markup.find("-->", at) + len("-->")
            if at < len("-->"):
                return
        elif silent or tag in _SILENT:
            silent = "" if silent == tag and found["end"] else silent or ("" if found["end"] else tag)
        elif tag:
            yield True, found["end"] + tag
    if not silent:
        yield False, markup[at:]


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
