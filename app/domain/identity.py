"""Identity: what an id and a name of somebody may be. Both gates and all forms follow these rules, so that
one person is never two and no name deceives."""

from __future__ import annotations

import re
import unicodedata

from app.domain.recognition import ERASED

LONGEST_NAME = 200
"""Characters of the name of a person."""
LONGEST_ID = 2000
"""Characters of an id or an address; those of Teams have some hundred."""

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
# All but tab and line ends.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_ID = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# They turn the text behind them around, so that "gpj.exe" reads as "exe.jpg".
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Fillers, which Unicode calls letters, symbols or marks, and which nobody sees.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"})
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810))


def is_guid(value: object) -> bool:
    """Whether this is an id as Entra gives it to people and tenants."""
    return isinstance(value, str) and _GUID.fullmatch(value) is not None


def is_id(text: str) -> bool:
    """Whether a database keeps this as it is and nobody mistakes it: not too long, no control characters,
    no halves of surrogate pairs."""
    return len(text) <= LONGEST_ID and ((text.isascii() and text.isprintable()) or not _NO_ID.search(text))


def is_visible(text: str) -> bool:
    """Whether there is anything to be seen in it."""
    if text.isascii() and text.isprintable():
        return bool(text.strip())
    return any(map(_is_seen, text))


def plain_text(text: str) -> str:
    """A text without what no database keeps, and without what turns other text around."""
    if text.isprintable():
        return text
    kept = _TURNING.sub("", _CONTROL.sub("", text))
    return kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def person_name(text: object) -> str:
    """What somebody is called, on one line; "" for what is no name or cannot be seen, or stands for the
    erased."""
    if not isinstance(text, str):
        return ""
    name = " ".join(plain_text(text[: 4 * LONGEST_NAME]).split())[:LONGEST_NAME].strip()
    return name if is_visible(name) and name != ERASED else ""


def _is_seen(sign: str) -> bool:
    return (
        sign not in _BLANK
        and unicodedata.category(sign) not in _UNSEEN
        and not any(ord(sign) in selectors for selectors in _SELECTORS)
    )
