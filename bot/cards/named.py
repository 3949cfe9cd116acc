"""Names of mentioned people in a card. While the card was drawn, a mark stood for each of them."""

from __future__ import annotations

from typing import Any

from bot.cards.literal import literal, without_markdown
from bot.parsing.marks import Marks

_MARKDOWN = frozenset({"fallbackText", "label"})
"""Texts in which clients read Markdown, besides those of a TextBlock and of facts."""


def with_names(card: dict[str, Any], marks: Marks) -> dict[str, Any]:
    """The card as it is sent: names wherever somebody can read them, and names with their pointers in what a
    button sends back."""
    return _named(card, marks) if marks else card


def _named(node: Any, marks: Marks, name: str = "", *, is_markdown: bool = False) -> Any:
    if name == "data":
        return marks.kept_in(node)
    if isinstance(node, dict):
        within = is_markdown or node.get("type") == "TextBlock"
        return {key: _named(value, marks, key, is_markdown=within) for key, value in node.items()}
    if isinstance(node, list):
        return [_named(one, marks, is_markdown=is_markdown or name == "facts") for one in node]
    if isinstance(node, str):
        return marks.named(node, without_markdown if is_markdown or name in _MARKDOWN else literal)
    return node
