"""The reading of a message: data, whatever was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.moods import Mood
from bot.understanding.reading import read_message
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


@pytest.mark.parametrize("text", ["", "rock and roll", "Guten Appetit"])
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
