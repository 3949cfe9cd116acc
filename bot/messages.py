"""Messages: cards as the connector takes them."""

from __future__ import annotations

from typing import Any

from app.languages.reader import Reader
from app.languages.veil import unveil
from bot.cards import Card, notice_card
from bot.cards.layout import title_of
from bot.cards.named import with_names
from bot.parsing.marks import Marks
from bot.refusals import ways_forward
from bot.submission import with_form_ids

CARD = "application/vnd.microsoft.card.adaptive"
SENTENCE = "application/vnd.microsoft.activity.message"
"""What an answer to a button is: a card in place of its own, or a sentence beside it."""


def content_of(card: Card, reader: Reader, marks: Marks) -> dict[str, Any]:
    """The JSON of a card, with the names of those who are mentioned in it, and what stands for who was
    erased in the reader's words."""
    return unveil(with_form_ids(with_names(card.to_dict(), marks)), reader)


def message_of(card: Card, reader: Reader, marks: Marks) -> dict[str, Any]:
    """A message that shows a card."""
    content = content_of(card, reader, marks)
    # What a notification shows.
    title = title_of(reader, str(content.get("fallbackText", "")))
    attachment = {"contentType": CARD, "content": content}
    return {"type": "message", "summary": title or reader.t("reply.summary"), "attachments": [attachment]}


def too_large(reader: Reader, marks: Marks) -> dict[str, Any]:
    """What is said instead of a card that is larger than Teams takes."""
    return message_of(notice_card(reader, reader.t("reply.too_large"), ways_forward(reader)), reader, marks)


def wait_message(reader: Reader) -> dict[str, Any]:
    """What is said while the answer takes longer than anybody should wait without a word."""
    return message_of(notice_card(reader, reader.t("reply.takes_longer"), []), reader, Marks())
