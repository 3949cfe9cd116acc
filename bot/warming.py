"""Warming up: what is slow only the first time is done once when a host starts, so that no message waits for
it."""

from __future__ import annotations

import datetime as dt

from app.dates.days import read_date
from app.domain.event import Kind
from app.holidays import days_off
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from bot.cards import welcome
from bot.parsing.changes import read_changes
from bot.parsing.lead import read_lead
from bot.registry import registry
from bot.suggestion import closest_names
from bot.understanding.additions import wants_anyway, wants_existing
from bot.understanding.people import find_people
from bot.understanding.reading import read_message

_LINE = "Anna Roth, CEO, Acme Ltd., a@acme.example, +49 30 1234567, 50k, 3 months\nTel. 1"
_SENTENCES = "call Anna tomorrow at 9, and win 1"
_PEOPLE = "Anna Roth, Acme Ltd., a@acme.example\nTom Hall, Opal GmbH, t@opal.example"
_COUNTRIES = ("US", "GB", "DE", "AT", "CH")
"""Those whose holidays are at hand at once; others take some milliseconds the first time."""
_ODD_DATE = "5 11 Nov 2026"
"""Not a date of ours: what the library that knows all others makes of it takes a quarter of a second once."""


def warm_up() -> None:
    """Reads a text of each kind in every language, and draws a card; whatever is kept, is kept then."""
    today = dt.datetime.now(dt.UTC).date()
    registry.match("show 1")
    wants_existing("show 1")
    wants_anyway("show 1")
    for country in _COUNTRIES:
        for year in (today.year, today.year + 1):
            days_off(country, year)
    closest_names({"show": "show"}, ["shwo"])
    for language in LANGUAGES:
        reader = Reader(language)
        read_message(_SENTENCES, reader)
        find_people(_PEOPLE, reader, today)
        read_lead(_LINE, reader, today)
        read_changes("phone: 1", Kind.LEAD, reader, today)
        read_date(_ODD_DATE, reader.dialect, today)
        welcome(reader).to_dict()
