"""Encodings: which one a client takes, and bodies packed in it."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli

LEAST = 1024
"""Bytes from which packing is worth its time."""
SUFFIXES = {"br": ".br", "gzip": ".gz"}
"""What the names of packed files end with, by encoding, best first."""

_BROTLI_QUALITY = 5
_GZIP_LEVEL = 6


@lru_cache(maxsize=256)
def best_of(header: str) -> str:
    """The best encoding that an Accept-Encoding header allows; "" for none."""
    allowed = dict(map(_wish, header.lower().split(",")))
    others = allowed.get("*", False)
    return next((name for name in SUFFIXES if allowed.get(name, others)), "")


def pack(body: bytes, encoding: str) -> bytes:
    """The body in an encoding; as it is where that is ""."""
    if encoding == "br":
        packed: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
        return packed
    # Without the moment: the same body must always be the same bytes.
    return gzip.compress(body, _GZIP_LEVEL, mtime=0) if encoding == "gzip" else body


def _wish(part: str) -> tuple[str, bool]:
    name, _, weight = part.partition(";")
    _, _, value = weight.partition("=")
    try:
        return name.strip(), not value or float(value) > 0
    except ValueError:
        return name.strip(), False
