"""The one place that says what "reading a message" is: what the chat makes of a text before any record is
looked up."""

from __future__ import annotations

import datetime as dt

import bot.commands  # noqa: F401 - fills the registry
from app.languages.reader import Reader
from bot.parsing.lead import read_lead
from bot.parsing.rewording import reword
from bot.registry import registry

_TODAY = dt.date(2026, 11, 23)


def read_message(text: str, reader: Reader) -> None:
    """Reads a text as a command, and as a lead."""
    registry.match(reword(text) or text)
    read_lead(text, reader, _TODAY)
