"""What takes long the first time only: done once when a host starts, beside its loop, so that no message
waits for it."""

from __future__ import annotations

import datetime as dt

from app.domain.event import Kind
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from bot.cards import welcome
from bot.parsing.changes import read_changes
from bot.parsing.dates import read_date
from bot.parsing.lead import read_lead
from bot.registry import registry
from bot.suggestion import closest_names

_LINE = "Anna Roth, CEO, Acme Ltd., a@acme.example, +49 30 1234567, 50k, 3 months\nTel. 1"
_ODD_DATE = "5 11 Nov 2026"
"""Not a date of ours: what the library that knows all others makes of it takes a quarter of a second once."""


def warm_up() -> None:
    """Reads a text of each kind in every language, and draws a card; whatever is kept, is kept then."""
    today = dt.date(2026, 11, 2)
    registry.match("show 1")
    closest_names({"show": "show"}, ["shwo"])
    for language in LANGUAGES:
        reader = Reader(language)
        read_lead(_LINE, reader, today)
        read_changes("phone: 1", Kind.LEAD, reader, today)
        read_date(_ODD_DATE, language, today)
        welcome(reader).to_dict()
