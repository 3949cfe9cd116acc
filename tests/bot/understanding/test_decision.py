"""The rules for all commands alike: what a question may do, and when news is news."""

from __future__ import annotations

import pytest

from bot.turn import Pointing
from bot.understanding.decision import is_news, is_past, is_to_answer
from bot.understanding.moods import Mood
from bot.understanding.reading import read_message
from tests.bot.understanding.test_facts import READERS


@pytest.mark.parametrize("mood", Mood)
def test_a_question_only_carries_out_what_shows_something(mood: Mood) -> None:
    assert is_to_answer(reads=False, mood=mood) is (mood is Mood.QUESTIONED)
    assert not is_to_answer(reads=True, mood=mood)


TOLD = {
    "spoke to Ann": (True, True),
    "mit Ann telefoniert": (True, True),
    "she was glad": (False, True),
    "sie war froh": (False, True),
    "discuss pricing": (False, False),
    "Preise besprechen": (False, False),
    "call Ann": (False, False),
    "ruf Ann an": (False, False),
    "once he is back": (False, False),
    "sobald er zurück ist": (False, False),
}


@pytest.mark.parametrize("text", TOLD)
def test_only_what_is_told_as_past_is_done(text: str) -> None:
    past, news = TOLD[text]
    assert is_past(text) is past
    assert is_news(text, mood=Mood.PLAIN, pointing=Pointing.NAME, apart=False) is news


def test_behind_a_colon_something_is_told_unless_it_was_asked_for_or_waits() -> None:
    def told(text: str, mood: Mood = Mood.PLAIN) -> bool:
        return is_news(text, mood=mood, pointing=Pointing.NAME, apart=True)

    assert told("discuss pricing")
    assert not told("discuss pricing", Mood.ASKED)
    assert not told("discuss pricing", Mood.PLANNED)
    assert not told("once he is back, discuss pricing")
    assert not told("ruf sie an")


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("note: will she buy?", Mood.PLAIN),
        ("Notiz 5: sie fragt, wann wir liefern können?", Mood.PLAIN),
        ("task: ask Ann, what does she need?", Mood.PLAIN),
        ("call 5: will she buy?", Mood.QUESTIONED),
        ("Ann: have we won 4?", Mood.QUESTIONED),
        ("any note?", Mood.QUESTIONED),
    ],
)
def test_what_a_note_keeps_is_no_question_to_the_bot(text: str, mood: Mood) -> None:
    (wish,) = read_message(text, READERS["en"]).wishes
    assert wish.mood is mood
