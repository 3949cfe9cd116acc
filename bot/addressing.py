"""Mentions in a message: where the bot itself is addressed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

_OPENING = re.compile(r"<at(?:\s[^<>]*)?>", re.IGNORECASE)
_EDGE = re.compile(rf"(?P<opening>{_OPENING.pattern})|(?P<closing></at>)", re.IGNORECASE)
_END = "</at>"


class Mention(NamedTuple):
    """Somebody who is mentioned: the id, and what stands in the text for them."""

    id: str
    text: str


class _Span(NamedTuple):
    start: int
    end: int


def read_mentions(entities: Sequence[Any]) -> list[Mention]:
    """The mentions among the entities of a message, in order; what is not of that shape is skipped."""
    found = []
    for entity in entities:
        if not isinstance(entity, dict) or str(entity.get("type")).lower() != "mention":
            continue
        mentioned, text = entity.get("mentioned"), entity.get("text")
        if isinstance(mentioned, dict) and isinstance(mentioned.get("id"), str) and isinstance(text, str):
            found.append(Mention(mentioned["id"], text))
    return found


def without_bot(text: str, mentions: Sequence[Mention], bot_id: str) -> str:
    """Cuts out where the bot itself is mentioned; a namesake's mention and the bare name stay."""
    cuts = [span for mentioned, span in _places(text, mentions) if mentioned.id == bot_id]
    for start, end in sorted(cuts, reverse=True):
        text = _joined(text[:start], text[end:])
    return text


def _places(text: str, mentions: Sequence[Mention]) -> list[tuple[Mention, _Span]]:
    """Where mentions stand: the first of a name at the first tag with that name, and so on. Without tags
    around it only the address at the very beginning is a mention for sure."""
    tags = _tags(text)
    beginning: _Span | None = None
    found = []
    for mention in mentions:
        opening = _OPENING.match(mention.text)
        if opening and mention.text[-len(_END) :].lower() == _END:
            name = mention.text[opening.end() : -len(_END)].lower()
            if tags.get(name):
                found.append((mention, tags[name].popleft()))
        elif beginning is None and (beginning := _at_beginning(text, mention.text)):
            found.append((mention, beginning))
    return found


def _tags(text: str) -> dict[str, deque[_Span]]:
    """The tags of mentions by the names in them, whatever their attributes, in order. The text is gone
    through once, however many there are."""
    found: dict[str, deque[_Span]] = {}
    opening = None
    for edge in _EDGE.finditer(text):
        if edge["opening"]:
            opening = edge
        elif opening:
            name = text[opening.end() : edge.start()].lower()
            found.setdefault(name, deque()).append(_Span(opening.start(), edge.end()))
            opening = None
    return found


def _at_beginning(text: str, mention: str) -> _Span | None:
    start = len(text) - len(text.lstrip())
    end = start + len(mention)
    return _Span(start, end) if mention and text[start:end].lower() == mention.lower() else None


def _joined(before: str, after: str) -> str:
    """Closes the gap a mention leaves: one blank inside a sentence, none at either end."""
    if not before.strip():
        return after.lstrip()
    if not after.strip():
        return before.rstrip()
    return before + (after.lstrip() if before[-1].isspace() else after)
