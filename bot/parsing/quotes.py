"""Quotes of every kind, and text cut into parts that respects them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.languages.words import pattern

_OPENING, _CLOSING = '"„“”«»‟″＂', '"„“”«»‟″＂'
# A single quote opens only where no letter stands before it and closes only where none follows: O'Brien is a
# name.
_QUOTED = re.compile(
    rf"[{_OPENING}](?P<double>[^{_CLOSING}]*)[{_CLOSING}]|(?<!\w)['‚‘’‹›](?P<single>[^'‘’‹›\n]*)['‘’‹›](?!\w)"
)
QUOTES = f"{_OPENING}'‚‘’‹›"
"""All signs that open or close a quote."""
_QUOTES = re.compile(rf"[{QUOTES}]")
_FORM = rf"\s(?:{pattern('companies.forms_behind_comma')})\b"
# A comma between two digits belongs to a number; so does a dash or slash with spaces, as in
# "030 / 123 45 67". What may begin a separator stands first and alone: only such a set is searched for fast.
_SEPARATOR = re.compile(
    r"[;\n\t|•·、،，；,\s](?:(?<=[;\n\t|•·、،，；])(?<!&amp;)"
    rf"|(?<=,)(?:(?![\d\-–]|\s20\d\d\b|{_FORM})|(?<!\d,)(?!{_FORM}))"
    r"|(?<=\s)[-–—/]\s(?:(?<=\D\s[-–—/]\s)|(?=\D)))"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece between separators, without surrounding space; `quoted` where quotes enclosed all of it."""

    text: str
    quoted: bool = False


def split_parts(text: str) -> list[Part]:
    """The pieces of a line: separated by comma, semicolon, tab, bar, dash or line break outside quotes."""
    if not _QUOTES.search(text):
        return [Part(piece) for piece in map(str.strip, _SEPARATOR.split(text)) if piece]
    parts: list[Part] = []
    pending, start = "", 0
    for quote in _QUOTED.finditer(text):
        *whole, last = _SEPARATOR.split(text[start : quote.start()])
        for piece in whole:
            parts += _part(pending + piece)
            pending = ""
        inner = _inner(quote)
        if not (pending + last).strip() and _ends_part(text, quote.end()):
            parts += [Part(inner, quoted=True)] if inner else []
            pending = ""
        else:
            pending += last + inner
        start = quote.end()
    *whole, last = _SEPARATOR.split(text[start:])
    for piece in (*whole, last):
        parts += _part(pending + piece)
        pending = ""
    return parts


def mask_quoted(text: str) -> str:
    """A text of the same length in which what stands in quotes is blank."""
    return _QUOTED.sub(lambda quote: " " * len(quote.group()), text) if _QUOTES.search(text) else text


def unquote(text: str) -> str:
    """Text without the quotes that enclose all of it."""
    stripped = text.strip()
    quote = _QUOTED.match(stripped)
    return _inner(quote) if quote and quote.end() == len(stripped) else stripped


def take_quoted(text: str) -> tuple[str, str] | None:
    """The quoted phrase that a text begins with and what follows it, or None."""
    quote = _QUOTED.match(text)
    return (_inner(quote), text[quote.end() :].strip()) if quote and _inner(quote) else None


def _part(text: str) -> list[Part]:
    stripped = text.strip()
    return [Part(stripped)] if stripped else []


def _inner(quote: re.Match[str]) -> str:
    return (quote["double"] if quote["double"] is not None else quote["single"]).strip()


def _ends_part(text: str, position: int) -> bool:
    rest = text[position : position + 40].lstrip(" ")
    return not rest or _SEPARATOR.match(rest) is not None or rest[:1] in ",-–—"
