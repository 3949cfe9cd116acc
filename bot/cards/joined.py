"""One card made of several answers, one for each wish of a message; and the wishes that got none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Card, Part
from bot.cards.literal import shorten

LONGEST_UNUSED = 300
LONGEST_TITLE = 80
ROOM = layout.LARGEST_CARD - 1500
"""Bytes of the answers on one card, the last one in brief and what stands around them not included."""


def joined_card(reader: Reader, cards: Sequence[Card], wishes: Sequence[str]) -> Card:
    """The answers to several wishes, one below the other. A client sends the inputs of a card together: of
    two forms the second is only offered, and of what does not fit only the title is told."""
    whole = dict(cards[0].to_dict())
    body = list(whole["body"])
    for card, wish in zip(cards[1:], wishes[1:], strict=True):
        more = card.to_dict()["body"]
        if _has_inputs(body) and _has_inputs(more):
            more = [part.to_dict() for part in _offer(reader, wish)]
        elif len(orjson.dumps([*body, *more])) > ROOM:
            title = layout.title_of(reader, str(card.to_dict().get("fallbackText", "")))
            told = layout.line(layout.run(title, LONGEST_TITLE, weight="bolder"))
            more = [part.to_dict() for part in layout.parts(told)]
        for part in more[:1]:
            body.append({**part, "separator": True, "spacing": "extraLarge"})
        body += more[1:]
    return _of(whole, body)


def with_unused(
    reader: Reader, card: Card, text: str, number: int | None = None, key: str = "reply.unused"
) -> Card:
    """A card that says what nothing was done with, and offers to keep it as a note on a record. `key` is that
    of another sentence about the text, where something goes on with it."""
    sentence = reader.t(key, text=shorten(text, LONGEST_UNUSED))
    said = layout.line(layout.run(sentence, 400, weight="bolder"))
    note = f"{reader.t('command.note.name')} #{number} {text}"
    keep = [layout.button(reader.t("reply.as_note"), "command.run", text=note)] if number else []
    whole = dict(card.to_dict())
    parts = layout.parts(said, layout.buttons(keep) if keep else None)
    body = list(whole["body"])
    return _of(whole, [*body[:1], *(part.to_dict() for part in parts), *body[1:]])


def with_offer(reader: Reader, card: Card, sentence: str, label: str, text: str) -> Card:
    """A card that offers to write a `text` next: a sentence and a button below what it shows."""
    line = layout.line(layout.run(sentence, 300), separator=True, spacing="extraLarge")
    button = layout.buttons([layout.button(label, "command.run", text=text)])
    whole = dict(card.to_dict())
    return _of(whole, [*whole["body"], *(part.to_dict() for part in layout.parts(line, button))])


def _offer(reader: Reader, wish: str) -> list[Part]:
    line = layout.line(layout.run(reader.t("reply.not_yet", text=shorten(wish, LONGEST_UNUSED)), 400))
    do = layout.button(reader.t("reply.do_now"), "command.run", text=wish)
    return layout.parts(line, layout.buttons([do]))


def _has_inputs(node: object) -> bool:
    return any(str(part.get("type", "")).startswith("Input.") for part in _walk(node))


def _walk(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value)


def _of(whole: dict[str, Any], body: list[Any]) -> Card:
    card = Card(fallback_text=str(whole.get("fallbackText", "")), body=body)
    card.to_dict().update({key: value for key, value in whole.items() if key not in ("body", "fallbackText")})
    return card
