"""The one place that says what "reading a message" is: what the chat makes of a text before any record is
looked up."""

from __future__ import annotations

import datetime as dt

import bot.commands  # noqa: F401 - fills the registry
from app.languages.reader import Reader
from bot.parsing.lead import read_lead
from bot.understanding import reading

_TODAY = dt.date(2026, 11, 23)


def read_message(text: str, reader: Reader) -> None:
    """Reads a text as wishes, and as a lead; nothing is remembered from one reading to the next."""
    reading.forget()
    reading.read_message(text, reader)
    read_lead(text, reader, _TODAY)
