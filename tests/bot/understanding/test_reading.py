"""The reading of a message: data, whatever was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.languages.strings import LANGUAGES
from bot.binding import Effect
from bot.registry import registry
from bot.understanding.moods import Mood
from bot.understanding.reading import find_match, find_other_match, forget, may_plan, read_message
from tests.app.languages.test_examples import examples_of
from tests.bot.understanding.test_facts import READERS

MEANT = {
    "qualify Sarah": ("qualify", "Sarah", False),
    "4": ("show", "4", False),
    "it": ("show", "it", False),
    "Yesterday spoke to Ann": ("call", "Ann", False),
    "gestern mit Ann telefoniert": ("call", "Ann", True),
    "ich muss Sarah anrufen": ("call", "Sarah", True),
    "no, Megan should take it": ("assign", "it to Megan", True),
    "nein, Megan soll es übernehmen": ("assign", "es to Megan", True),
    "qualify Sarah 🙏": ("qualify", "Sarah 🙏", False),
}


@pytest.mark.parametrize("text", MEANT)
def test_a_wish_has_the_command_that_it_words_and_what_it_says_of_it(text: str) -> None:
    (wish,) = read_message(text, READERS["en"]).wishes
    match = wish.matches[0]
    assert (match.command.verb, match.rest, match.loose) == MEANT[text]


@pytest.mark.parametrize(
    "text",
    ["", "rock and roll", "Guten Appetit", "kannst du uns am Freitag den Text schicken", "Bin bei Anna Roth"],
)
def test_what_says_nothing_known_is_one_wish_without_a_command(text: str) -> None:
    (wish,) = read_message(text, READERS["de"]).wishes
    assert (wish.text, wish.matches, wish.correction, wish.foreign) == (text, (), None, "")


def test_a_correction_and_a_thing_that_is_made_nowhere_are_seen_beside_the_command() -> None:
    (corrected,) = read_message("the company is Acme Ltd", READERS["en"]).wishes
    assert corrected.correction is not None
    (wanted,) = read_message("create a quote", READERS["en"]).wishes
    assert wanted.foreign == "quote"


WORDS = (
    "qualify", "Ann", "4", "#", "and", "und", "note:", "?", "can you", "kannst du", "no,", "is", "statt",
    "add",
    "Herr", "von", "won", "\n", ",", ".", "tomorrow", "um 10", "50k", "it", "the", "(", "'", "@", "Acme GmbH",
)  # fmt: skip
SAID = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)


@settings(max_examples=100)
@given(SAID | st.text(max_size=200), st.sampled_from(["en", "de"]))
def test_every_text_can_be_read_and_its_wishes_stand_within_it(text: str, language: str) -> None:
    reading = read_message(text, READERS[language])
    assert reading.text == text
    ends = [edge for wish in reading.wishes for edge in (wish.said.start, wish.said.end)]
    assert [0, *ends] == sorted([0, *ends])
    assert ends[-1] == len(text)
    for wish in reading.wishes:
        assert wish.mood in Mood
        if wish.text.rstrip().endswith("?"):
            assert wish.mood is not Mood.PLAIN or ":" in wish.text


BEFORE = ("", "please ", "tomorrow ", "could you ", "ich muss morgen ", "heute Vormittag ", "bitte, ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_plan_is_known_of_all_that_plans(language: str) -> None:
    planned = 0
    for text in (before + one["says"] for one in examples_of(language) for before in BEFORE):
        match = find_match(text, told=False) or find_other_match(text)
        plans = match is not None and match.command.effect is Effect.PLANS
        assert may_plan(text) or not plans, text
        assert registry.may_match(text, registry.planning) or not _names(text, registry.planning), text
        planned += plans
    assert planned > len(BEFORE)
    assert not may_plan("Northwind Ltd, +44 20 7946 0958, needs 20 licences. add Tom as CFO to 104")
    assert not registry.may_match("Northwind Ltd, met at the fair", registry.planning)


def _names(text: str, verbs: frozenset[str]) -> bool:
    match = registry.match(text)
    return match is not None and match.command.verb in verbs


def test_what_is_remembered_of_a_text_is_forgotten() -> None:
    find_match("qualify Sarah")
    forget()
    find_match("qualify Sarah")
    assert (find_match.cache_info().hits, find_match.cache_info().misses) == (0, 1)
