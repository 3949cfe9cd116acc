"""Just enough of the PNG format to judge an icon, so that the build needs no imaging package."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA, _BYTES_PER_PIXEL = 6, 4


class PngBroken(ValueError):
    """The bytes are no PNG file, or one of a kind that is not read here."""


@dataclass(frozen=True, slots=True)
class Png:
    """Size in pixels, how pixels are stored, and their compressed rows."""

    width: int
    height: int
    depth: int
    color_type: int
    interlace: int
    compressed: bytes


def read_png(content: bytes) -> Png:
    """Reads the header and collects the rows; raises PngBroken."""
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise PngBroken("has no header")
    width, height, depth, color_type, _, _, interlace = struct.unpack(">IIBBBBB", chunks[0][1])
    rows = b"".join(data for kind, data in chunks if kind == b"IDAT")
    return Png(width, height, depth, color_type, interlace, rows)


def read_pixels(png: Png) -> Iterator[tuple[int, int, int, int]]:
    """Red, green, blue and opacity of every pixel; raises PngBroken unless it is plain RGBA of 8 bits."""
    if (png.depth, png.color_type, png.interlace) != (8, _RGBA, 0):
        raise PngBroken("is not stored as RGBA of 8 bits, without interlacing")
    stride = png.width * _BYTES_PER_PIXEL
    rows = _inflate(png.compressed, (stride + 1) * png.height)
    above = bytes(stride)
    for start in range(0, len(rows), stride + 1):
        above = _restore(rows[start], rows[start + 1 : start + 1 + stride], above)
        for at in range(0, stride, _BYTES_PER_PIXEL):
            red, green, blue, opacity = above[at : at + _BYTES_PER_PIXEL]
            yield red, green, blue, opacity


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not content.startswith(_SIGNATURE):
        raise PngBroken("is no PNG file")
    at = len(_SIGNATURE)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content.ljust(at + 8), at)
        if len(content) < at + 12 + length:
            raise PngBroken("is cut off")
        data, checksum = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if checksum != struct.pack(">I", zlib.crc32(kind + data)):
            raise PngBroken("is damaged")
        yield kind, data
        at += 12 + length


def _inflate(compressed: bytes, expected: int) -> bytes:
    """Unpacks no more than what the size of the picture allows."""
    try:
        rows = zlib.decompressobj().decompress(compressed, expected + 1)
    except zlib.error:
        raise PngBroken("is damaged") from None
    if len(rows) != expected:
        raise PngBroken("does not have the pixels its header announces")
    return rows


def _restore(kind: int, row: bytes, above: bytes) -> bytes:
    """Undoes the filter of one row: each byte was stored as its difference to a guess."""
    if kind > 4:
        raise PngBroken("is damaged")
    restored = bytearray(row)
    for at, byte in enumerate(row):
        left = restored[at - _BYTES_PER_PIXEL] if at >= _BYTES_PER_PIXEL else 0
        corner = above[at - _BYTES_PER_PIXEL] if at >= _BYTES_PER_PIXEL else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        restored[at] = (byte + guess) & 0xFF
    return bytes(restored)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda neighbour: abs(guess - neighbour))
