"""Reading takes time that grows with the text and no faster, whatever somebody has typed or pasted."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest

from app.dates.moments import split_when
from app.domain.event import Kind
from app.languages.reader import Reader
from bot.commands import leads
from bot.commands.arguments import colleagues, kinds
from bot.parsing import captures, changes, lists, money, people, phrases, places, smalltalk, titles
from bot.parsing.contacts import EMAIL_LABEL, PHONE_INSIDE, PHONE_LABEL, STREET, TOWN, TRAILING_LABEL
from bot.parsing.dates.unclear import find_unread
from bot.parsing.lead import read_lead

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
READER = Reader("de", "Europe/Berlin", "EUR")
LONG = 5_000
"""Characters of the longest message."""
MOST_SECONDS = 0.2
"""For LONG characters, several times of what the slowest reading takes; the square of them took seconds."""

READINGS: dict[str, Callable[[str], object]] = {
    "lead": lambda text: read_lead(text, READER, TODAY),
    "contact": lambda text: captures.read_contact(text, READER, TODAY),
    "organization": lambda text: captures.read_organization(text, READER, TODAY),
    "opportunity": lambda text: captures.read_opportunity(text, READER, TODAY),
    "partner": lambda text: people.read_partner(text, READER, TODAY),
    "changes": lambda text: [changes.read_changes(text, kind, READER, TODAY) for kind in Kind],
    "field": lambda text: (changes.find_field(text), changes.find_field(text, certain=True)),
    "money": lambda text: (money.read_amount(text, READER), money.find_money(text, READER)),
    "list": lambda text: lists.names_of(lists.read_wish(text).owner),
    "moments": lambda text: (split_when(text, READER, NOW), find_unread(text)),
    "small talk": smalltalk.small_talk,
    "source": lambda text: (phrases.find_source(text), phrases.find_source_inside(text)),
    "words": lambda text: (
        phrases.find_authority(text),
        places.is_company(text),
        titles.find_job_title(text),
        titles.ends_with_chief(text),
    ),
    "arguments": lambda text: (
        colleagues._TO.match(text),
        colleagues._BEFORE.search(text),
        colleagues._TRAILING.sub("", text),
        colleagues._ASSIGNEE_NAMED.match(text),
        kinds._BECAUSE.match(text),
        kinds._INTO.match(text),
    ),
    "new": lambda text: (
        leads._BEFORE_LEAD.match(text),
        leads._TO_RECORD.match(text),
        leads._NOBODY.fullmatch(text),
    ),
    "phrases": lambda text: (
        phrases.AMOUNT_PREFIX.match(text),
        list(phrases.AT_COMPANY.finditer(text)),
        phrases.NEED.match(text),
        phrases.NEED_INSIDE.search(text),
        phrases.names_nobody(text),
        phrases.FULL_NAME.match(text),
        phrases.LEGAL_INSIDE.search(text),
    ),
    "contact data": lambda text: (
        EMAIL_LABEL.match(text),
        PHONE_LABEL.match(text),
        PHONE_INSIDE.search(text),
        TRAILING_LABEL.sub("", text),
        STREET.match(text),
        TOWN.match(text),
    ),
}
SHAPES = [
    # What begins, what is repeated, what ends.
    ("1 ", ", ", ""), ("1 ", " ,", "x"), ("", "1 , ", ""), ("", ",", "x"), ("", "1'", "x"), ("$1", "'1", "!"),
    ("tel", " ", "x"), ("tel", "\u00a0", "!"), ("1", " ", "x!"), ("postfach", " ", "x"), ("note", " ", "x"),
    ("budget", " ", "x"), ("an", " ", "x"), ("to 1", " ", ""), ("in der", " ", "x"), ("from:", " ", "x"),
    ("name", "\n", "x"), ("name x", "\n", "y"), ("name x", "\n ", "y"), ("name x", " ", "y"),
    ("name x", ", ", "y"),
    ("", "name x, ", ""), ("", "name x und ", "y"), ("note x", ", name y", ""), ("", "note: x, ", ""),
    ("x", "\n", "y"), ("", "x\n", "y"), ("", "a (", ""), ("", "( ", ")"), ("", "AG: ", "x"),
    ("", "& Co ", "x"), ("", "a@", "b.cc"), ("a@", ".", "!"), ("e:", ".", "!"), ("e ", ":", "x"),
    ("", "a@b.cc ", ""), ("", "+49 30 1234567 ", ""),
    ("+1234567", " ", "x"), ("0301", " ", "1"), ("", "0301 ", "x"), ("", "tel. ", "x"), ("am ", "1 ", "x"),
    ("", "hof ", "1"), ("hof ", "1", "!"), ("1 ", "street ", "x!"), ("", "AB ", "12345"), ("", "12345 ", "!"),
    ("", "met at the ", "x"), ("", "von der ", "x"), ("", "will ", "x"), ("", "is ", "x"), ("", "messe", "x"),
    ("", "leiter", "x"), ("", "vice president ", "x"), ("", "Dr. ", "x"), ("Eva ", "von ", "x"),
    ("viele grüße", " ", "x!"), ("danke", "a", "!"), ("freundlich", "en und ", "!"), ("", "from: a <", "x"),
    ("", "as (", ")"), ("", "“", "x"), ("", "\"'", "x"), ("", "a", ""), ("", "é", "@"), ("", "🙂 ", "x"),
    ("", "am Tag nach ", "x"), ("", "a week after ", "x"), ("", "vor ", "Ostern"),
    ("zwischen ", "1 und ", "2"), ("", "first week of ", "x"), ("", "Easter ", "!"), ("", "2-3 ", "pm"),
    ("", "soon ", "x"), ("", "https://a ", ""), ("", "a@b<mailto:x> ", ""), ("", "|", "x"),
    ("", "e.a@b.cc\n", "x"),
]  # fmt: skip


def seconds(read: Callable[[str], object], text: str) -> float:
    """The time that this thread takes, the least of three where the first is long."""
    times = []
    for _ in range(3):
        started = time.thread_time()
        read(text)
        times.append(time.thread_time() - started)
        if times[0] < MOST_SECONDS / 20:
            break
    return min(times)


@pytest.mark.parametrize(("begin", "unit", "end"), SHAPES)
def test_reading_takes_time_as_the_text_grows(begin: str, unit: str, end: str) -> None:
    for name, read in READINGS.items():
        short, long = (begin + unit * (length // len(unit)) + end for length in (LONG, 2 * LONG))
        cost = seconds(read, short)
        assert cost < MOST_SECONDS, name
        if cost > MOST_SECONDS / 20:
            assert seconds(read, long) < 3 * cost, name


def test_a_letter_that_only_looks_like_one_of_a_label_breaks_nothing() -> None:
    """The dotless i is a letter of its own, but matches an i where case does not count."""
    assert read_lead("Tıtle: CTO", READER, TODAY).job_title == "Tıtle: CTO"
    assert changes.read_changes("tıtle: CTO", Kind.CONTACT, READER, TODAY) is None
