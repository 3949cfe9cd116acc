"""Tables as spreadsheets and other programs write them: CSV of any encoding and delimiter, into cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice

from app.domain.errors import InvalidInput
from app.sheets.columns import SheetColumn, field_of
from app.sheets.encoding import refuse, text_of

MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_ABOVE = 50
"""Rows, but for empty ones, among which the titles of the columns are looked for."""
MOST_SHOWN = 200
"""Characters of a row that a refusal shows."""

NAMING = frozenset(
    {"name", "company", SheetColumn.FIRST_NAME, SheetColumn.MIDDLE_NAME, SheetColumn.LAST_NAME}
)
"""What one column of a table holds at least."""

_DELIMITERS = (",", ";", "\t")
_LETTER = re.compile(r"\w")
_HINT = re.compile(r'"?sep=([,;\t])"?[ \t]*\r?\n', re.IGNORECASE)

Row = tuple[int, tuple[str, ...]]
"""A row with the number that a spreadsheet shows: the first row is 1, and empty rows count."""


@dataclass(frozen=True, slots=True)
class Table:
    """The titles of columns and the rows below them; `above` is what stands before the titles."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    above: tuple[Row, ...] = ()


def read_table(content: bytes) -> Table:
    """The table in a file. Raises InvalidInput for `file` where it is none, too large, or damaged."""
    return parse_table(text_of(content))


def parse_table(text: str) -> Table:
    """The table in a text; see read_table."""
    if not _LETTER.search(text):
        refuse("file_empty")
    text, delimiter = _without_hint(text)
    if delimiter is None:
        delimiter = _delimiter_of(text)
    records = _records(text, delimiter, plain=delimiter == "\t" and not _is_quoted_well(text))
    begun = list(islice(records, MOST_ABOVE))
    if not begun:
        refuse("file_empty")
    at = _place_of_titles(begun)
    titles = begun[at][1]
    if len(titles) > MOST_COLUMNS:
        refuse("file_wide", limit=MOST_COLUMNS)
    rows: list[Row] = []
    for row in chain(begun[at + 1 :], records):
        if len(rows) == MOST_ROWS:
            refuse("file_long", limit=MOST_ROWS)
        rows.append(row)
    return Table(titles, tuple(rows), delimiter, tuple(begun[:at]))


def shown_row(cells: Iterable[str], longest: int = MOST_SHOWN) -> str:
    """A row as people read it in a sentence, without its empty cells."""
    return " · ".join(" ".join(cell.split()) for cell in cells if cell)[:longest]


def _without_hint(text: str) -> tuple[str, str | None]:
    """The text without the line by which Excel is told the delimiter ("sep=;"), and that delimiter."""
    hint = _HINT.match(text)
    return (text[hint.end() :], hint[1]) if hint else (text, None)


def _delimiter_of(text: str) -> str:
    """The delimiter by which the titles name the most columns that are known, or the first row just has the
    most cells."""

    def known(delimiter: str) -> tuple[int, int]:
        begun: list[Row] = []
        # What stands before a quotation mark that is none still tells.
        with suppress(InvalidInput):
            for row in islice(_records(text, delimiter), MOST_ABOVE):
                begun.append(row)
        if not begun:
            return 0, 0
        titles = begun[_place_of_titles(begun)][1]
        return _known_in(titles), len(titles)

    return max(_DELIMITERS, key=known)


def _place_of_titles(rows: list[Row]) -> int:
    """Which of the first rows holds the titles of the columns: the one that names most of them, among those
    with a column that names somebody. Above it there may be the title of a list, a comment, a block of
    notes."""
    known = [_known_in(cells) for _, cells in rows]
    return known.index(max(known))


def _known_in(cells: tuple[str, ...]) -> int:
    """How many fields a row of titles names; none where no column names anybody."""
    fields = {field_of(cell) for cell in cells[:MOST_COLUMNS] if cell} - {None}
    return len(fields) if fields & NAMING else 0


def _records(text: str, delimiter: str, *, plain: bool = False) -> Iterator[Row]:
    """Rows that hold something, each with its number. In `plain` ones a quote is a letter like others."""
    lines = io.StringIO(text, newline="")
    if plain:
        rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    else:
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            cells = next(rows, None)
        except csv.Error:
            refuse("file_quotes", row=number + 1)
        if cells is None:
            return
        number += 1
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            yield number, stripped


def _is_quoted_well(text: str) -> bool:
    # Cells that Excel copies stand in quotes only where they hold a line break.
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True
