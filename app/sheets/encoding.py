"""Encodings: the text that a file's bytes are."""

from __future__ import annotations

import codecs

from app.domain.errors import InvalidInput, Problem

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes: 5,000 rows with a page of notes each."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_PROGRAM = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How workbooks of Excel and documents begin: files that hold a table, but no text."""
_WINDOWS = "cp1252"


def text_of(content: bytes) -> str:
    """The text of a file: UTF-16 where it says so, else UTF-8, and Windows-1252 where a line can be no UTF-8:
    programs and people join files of both. Raises InvalidInput for `file`."""
    if len(content) > LARGEST_FILE:
        refuse("file_large", limit=LARGEST_FILE // 1024 // 1024)
    if content.startswith(_OTHER_PROGRAM):
        refuse("file_workbook")
    text = _of_utf_16(content) if content.startswith(_UTF_16) else _of_utf_8(content)
    if "\0" in text:
        refuse("file_encoding", row=text[: text.index("\0")].count("\n") + 1)
    return text.removeprefix("\ufeff")


def refuse(code: str, **details: object) -> str:
    """Raises InvalidInput for `file`."""
    raise InvalidInput(file=Problem(code, details))


def _of_utf_16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as wrong:
        return refuse("file_encoding", row=content[: wrong.start].count(b"\n") + 1)


def _of_utf_8(content: bytes) -> str:
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError:
        lines = content.split(b"\n")
    read = [_strictly(line) for line in lines]
    # Within one line both occur only where somebody edited a file of UTF-8.
    is_mixed = any(text is not None and not text.isascii() for text in read)
    for number, line in enumerate(lines):
        if read[number] is None:
            read[number] = _windows(line, number + 1, mixed=is_mixed)
    return "\n".join(text or "" for text in read)


def _strictly(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _windows(line: bytes, row: int, *, mixed: bool) -> str:
    """A line of Windows-1252; in a `mixed` one only the letters that are no UTF-8."""
    try:
        return line.decode("utf-8", _AS_WINDOWS) if mixed else line.decode(_WINDOWS)
    except UnicodeDecodeError:
        return refuse("file_encoding", row=row)


def _letter_of_windows(wrong: UnicodeError) -> tuple[str, int]:
    if not isinstance(wrong, UnicodeDecodeError):
        raise wrong
    return wrong.object[wrong.start : wrong.start + 1].decode(_WINDOWS), wrong.start + 1


_AS_WINDOWS = "windows"
codecs.register_error(_AS_WINDOWS, _letter_of_windows)
