"""Tables as spreadsheets and other programs write them: CSV of any encoding and delimiter, into cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import InvalidInput, Problem
from app.sheets.columns import field_of

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes: 5,000 rows with a page of notes each."""
MOST_ROWS = 5_000
MOST_COLUMNS = 200

_DELIMITERS = (",", ";", "\t")
_HINT = re.compile(r'"?sep=([,;\t])"?[ \t]*\r?\n', re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_PROGRAM = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How workbooks of Excel and documents begin: files that hold a table, but no text."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and what stands below it. The number of a row is the one that a spreadsheet shows: the header
    is row 1, and empty rows count."""

    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str


def read_table(content: bytes) -> Table:
    """The table in a file. Raises InvalidInput for `file` where it is none, too large, or damaged."""
    text = _text_of(content)
    if not text.strip():
        _refuse("file_empty")
    text, delimiter = _without_hint(text)
    if delimiter is None:
        delimiter = _delimiter_of(text)
    records = _records(text, delimiter, plain=delimiter == "\t" and not _is_quoted_well(text))
    header = next((titles for _, titles in records), ())
    if len(header) > MOST_COLUMNS:
        _refuse("file_wide", limit=MOST_COLUMNS)
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in records:
        if len(rows) == MOST_ROWS:
            _refuse("file_long", limit=MOST_ROWS)
        rows.append((number, cells))
    return Table(header, tuple(rows), delimiter)


def _text_of(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 where it says so or can be nothing else, else Windows-1252."""
    if len(content) > LARGEST_FILE:
        _refuse("file_large", limit=LARGEST_FILE // 1024 // 1024)
    if content.startswith(_OTHER_PROGRAM):
        _refuse("file_workbook")
    encodings = ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    return _refuse("file_encoding")


def _without_hint(text: str) -> tuple[str, str | None]:
    """The text without the line by which Excel is told the delimiter ("sep=;"), and that delimiter."""
    hint = _HINT.match(text)
    return (text[hint.end() :], hint[1]) if hint else (text, None)


def _delimiter_of(text: str) -> str:
    """The delimiter by which the header holds the most columns that are known, or just the most columns."""

    def known(delimiter: str) -> tuple[int, int]:
        try:
            titles = next((titles for _, titles in _records(text, delimiter)), ())
        except InvalidInput:
            return 0, 0
        return sum(field_of(title) is not None for title in titles), len(titles)

    return max(_DELIMITERS, key=known)


def _records(text: str, delimiter: str, *, plain: bool = False) -> Iterator[tuple[int, tuple[str, ...]]]:
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
            _refuse("file_quotes", row=number + 1)
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


def _refuse(code: str, **details: object) -> str:
    raise InvalidInput(file=Problem(code, details))
