"""The veil: what stands for an erased person. It is stored without words and read in the language of the
reader."""

from __future__ import annotations

from typing import Any

import orjson

from app.domain.recognition import ERASED
from app.languages.reader import Reader

_STORED = ERASED.encode()


def unveil(content: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """A card, or anything else that JSON knows, in the reader's words."""
    # Nearly nothing that is sent tells of erased people.
    if _STORED not in orjson.dumps(content):
        return content
    unveiled: dict[str, Any] = _said(content, said_of(reader))
    return unveiled


def unveil_bytes(body: bytes, reader: Reader) -> bytes:
    """`unveil` of what is JSON already."""
    if _STORED not in body:
        return body
    # A sentence of ours: nothing in it has to be escaped but what JSON itself escapes.
    return body.replace(_STORED, orjson.dumps(said_of(reader))[1:-1])


def unveil_text(text: str, reader: Reader) -> str:
    """A text in the reader's words."""
    return text.replace(ERASED, said_of(reader))


def veil(text: str, reader: Reader) -> str:
    """What a form sent back, as it is stored: an input that showed an erased person was not typed."""
    return ERASED if text.strip() == said_of(reader) else text


def said_of(reader: Reader) -> str:
    """What stands for an erased person."""
    return reader.t("person.erased")


def _said(node: Any, said: str) -> Any:
    if isinstance(node, str):
        return node.replace(ERASED, said)
    if isinstance(node, dict):
        return {name: _said(value, said) for name, value in node.items()}
    return [_said(one, said) for one in node] if isinstance(node, list) else node
