"""Moods: the same words are told, asked for, planned or questioned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.moods import LONGEST_ASKED, Mood, is_period, mood_of, without_opening, without_time

MOODS = {
    "qualify Sarah": Mood.PLAIN,
    "please qualify 4": Mood.PLAIN,
    "bitte 4 qualifizieren": Mood.PLAIN,
    "we won 4": Mood.PLAIN,
    "whatever Systems called": Mood.PLAIN,
    "can you qualify Sarah?": Mood.ASKED,
    "could you please win 4": Mood.ASKED,
    "bitte, kannst du 4 qualifizieren?": Mood.ASKED,
    "have we won 4": Mood.QUESTIONED,
    "won 4?!": Mood.QUESTIONED,
    "won 4 (really?)": Mood.QUESTIONED,
    "who is Sarah": Mood.QUESTIONED,
    "haben wir 4 gewonnen": Mood.QUESTIONED,
    "wer ist Sarah": Mood.QUESTIONED,
    "4 gewonnen?": Mood.QUESTIONED,
    "I need to ring Sarah": Mood.PLANNED,
    "I'll call Ann tomorrow": Mood.PLANNED,
    "ich muss Sarah anrufen": Mood.PLANNED,
    "ich werde Ann anrufen": Mood.PLANNED,
}


@pytest.mark.parametrize("text", MOODS)
def test_the_beginning_and_the_end_tell_how_a_sentence_is_meant(text: str) -> None:
    assert mood_of(text) is MOODS[text]


@given(st.text(max_size=LONGEST_ASKED - 1), st.sampled_from(["?", "?!", "? …", "?)", "?”", "? "]))
def test_what_ends_with_a_question_mark_is_never_told(text: str, end: str) -> None:
    assert mood_of(text.strip() + end) is not Mood.PLAIN or len(text.strip() + end) > LONGEST_ASKED


def test_a_long_text_is_told_even_where_a_question_ends_it() -> None:
    assert mood_of("tea " * LONGEST_ASKED + "?") is Mood.PLAIN


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I need to ring Sarah", "ring Sarah"),
        ("ich muss Sarah anrufen", "Sarah anrufen"),
        ("kannst du 4 qualifizieren?", "4 qualifizieren"),
        ("qualify 4", "qualify 4"),
    ],
)
def test_a_plan_or_request_words_what_stands_behind_its_opening(text: str, wanted: str) -> None:
    assert without_opening(text) == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Yesterday spoke to Ann", "spoke to Ann"),
        ("this morning, met Ann", "met Ann"),
        ("heute Vormittag mit Ann telefoniert", "mit Ann telefoniert"),
        ("Yesterday", "Yesterday"),
    ],
)
def test_when_it_was_stands_before_what_was_done(text: str, told: str) -> None:
    assert without_time(text) == told


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("this month", True), ("letzte Woche?", True), ("this month Ann", False), ("der Deal", False)],
)
def test_a_period_is_nothing_but_one(text: str, is_one: bool) -> None:
    assert is_period(text) is is_one
