"""HTTP/1.1 framing for both ends of the load side, as little as it takes to stay off the measured path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"


class Message(NamedTuple):
    """One request or response: its first line (without CR LF) and its whole body."""

    start: bytes
    body: bytes


class Framing:
    """Cuts a byte stream into messages. Bodies need a Content-Length; chunks are read, trailers are not."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, chunk: bytes) -> Iterator[Message]:
        """Takes what arrived and yields every message that is complete by now."""
        self._held += chunk
        while (message := self._cut()) is not None:
            yield message

    def _cut(self) -> Message | None:
        head_end = self._held.find(_END)
        if head_end < 0:
            return None
        head = bytes(self._held[: head_end + 2])
        body_start = head_end + len(_END)
        body, end = self._cut_body(head.lower(), body_start)
        if end < 0:
            return None
        del self._held[:end]
        return Message(head[: head.index(b"\r\n")], body)

    def _cut_body(self, head: bytes, start: int) -> tuple[bytes, int]:
        """The body and where it ends, or -1 while some of it is missing."""
        if b"\r\ntransfer-encoding: chunked" in head:
            return self._cut_chunks(start)
        at = head.find(_LENGTH)
        length = int(head[at + len(_LENGTH) : head.index(b"\r\n", at + 2)]) if at >= 0 else 0
        end = start + length
        return (bytes(self._held[start:end]), end) if len(self._held) >= end else (b"", -1)

    def _cut_chunks(self, start: int) -> tuple[bytes, int]:
        parts: list[bytes] = []
        at = start
        while (line_end := self._held.find(b"\r\n", at)) >= 0:
            size = int(bytes(self._held[at:line_end]).split(b";")[0], 16)
            at, begin = line_end + 2 + size + 2, line_end + 2
            if len(self._held) < at:
                break
            if size == 0:
                return b"".join(parts), at
            parts.append(bytes(self._held[begin : begin + size]))
        return b"", -1


def compose(start: str, body: bytes = b"", **headers: str) -> bytes:
    """A whole message; `content_type="…"` becomes the header `content-type: …`."""
    lines = [start, *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body
