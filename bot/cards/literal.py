"""Texts that show as they were typed: no Markdown, no functions of the card, no turned-around lines."""

from __future__ import annotations

import re

_ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\u0590-\u08ff\ufb1d-\ufefc]|{{"
)
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_MARKS = re.compile(r"[\\`*_~\[\]<>&|]|^\s*(?:[#+-]|\d+(?=[.)]))", re.MULTILINE)
_BRACES = re.compile(r"\{(?=\{)")
_JOINER = "\u2060"
_BREAK = "\u200b"
_LONG, _LONGEST_ADDRESS = 25, 36
_LONG_WORD = re.compile(rf"[!-~\u00c0-\u024f]{{{_LONG},}}")
_PLACE = re.compile(r"[@./_-](?=.{4})|.{12}(?=.{6})")


def literal(text: str) -> str:
    """A text for places without Markdown, on one line. {{DATE(…)}} would be computed by clients: an
    invisible joiner between the braces stops that. Marks that turn the writing direction are taken out,
    right-to-left writing is isolated, so that it does not reorder what stands beside it, and words that no
    phone has room for get invisible places to break."""
    if len(text) >= _LONG:
        text = _LONG_WORD.sub(_breakable, text)
    if text.isascii() and text.isprintable() and "{{" not in text:
        return text  # nearly all texts; this is several times faster than the search below
    if not _ODD.search(text):
        return text
    text = _HALVES.sub("\ufffd", _TURNS.sub("", _BREAKS.sub(" ", text)))
    text = _BRACES.sub(f"{{{_JOINER}", text)
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


def without_markdown(text: str) -> str:
    """A text for places where clients read Markdown: what could be a mark is escaped."""
    return _MARKS.sub(_escaped, literal(text))


def shorten(text: str, limit: int) -> str:
    """A text of at most `limit` characters; an ellipsis says where something is left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _breakable(word: re.Match[str]) -> str:
    """A word that a phone can break: clients cut what is wider than the card. Addresses stay as they are as
    long as they fit, so that they can be copied."""
    found = word.group()
    if len(found) <= _LONGEST_ADDRESS and ("@" in found or "/" in found):
        return found
    return _PLACE.sub(lambda place: place.group() + _BREAK, found)


def _escaped(mark: re.Match[str]) -> str:
    found = mark.group()
    return f"{found}\\" if found[-1].isdigit() else f"{found[:-1]}\\{found[-1]}"
