"""Courtesies and flourishes are taken off the end of a message, and nothing else is."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reading.measure import cpu_of
from bot.bounds import LONGEST_MESSAGE
from bot.parsing.courtesies import (
    is_courtesy,
    without_courtesy_at_end,
    without_courtesy_inside,
    without_flourish,
)

_WORDS = ["7", "done", "nowhere", "please", "danke", "thank you", "to me", "noch mal", "mir", "now", "Anna"]
_MARKS = [" ", ", ", "  ", "\n", "✅", "🎉 ", "❤️", "!", ".", "?", "&", "-", "(", ")"]
_TEXTS = st.lists(st.sampled_from(_WORDS + _MARKS), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("7 done ✅", "7 done"),
        ("5 qualifizieren danke", "5 qualifizieren"),
        ("7 done, thanks! 🎉 🎉", "7 done"),
        ("show 4 to me please.", "show 4"),
        ("zeig mir 4 noch mal bitte", "zeig mir 4"),
        ("7 done please. please.", "7 done"),
        ("thanks ✅", "thanks"),
        ("please", "please"),
        ("it leads nowhere", "it leads nowhere"),
        ("what now, Anna", "what now, Anna"),
        ("move 4 to 50% (sure)", "move 4 to 50% (sure)"),
        ("👍", ""),
        ("", ""),
    ],
)
def test_what_is_said_out_of_politeness_goes(text: str, bare: str) -> None:
    assert without_flourish(text) == bare


@given(_TEXTS | st.text(max_size=30))
def test_the_beginning_of_a_text_stays_as_it_is(text: str) -> None:
    for cut in (without_flourish, without_courtesy_at_end):
        bare = cut(text)
        assert text.startswith(bare)
        assert cut(bare) == bare
        lost = text[len(bare) :]
        assert not any(letter.isdigit() for letter in lost)
        assert "Anna" not in lost
        assert "done" not in lost


@given(_TEXTS)
def test_only_courtesies_and_blanks_go_from_the_middle(text: str) -> None:
    bare = without_courtesy_inside(text)
    gone = {"please", "bitte", "mal", "doch", "pls"}
    assert [word for word in bare.split() if word not in gone] == [
        word for word in text.split() if word not in gone
    ]


def test_a_text_that_is_nothing_but_courtesies_is_known() -> None:
    assert is_courtesy("please")
    assert is_courtesy("bitte, danke!")
    assert is_courtesy("thank you")
    assert not is_courtesy("please 4")
    assert not is_courtesy("")


@pytest.mark.parametrize(
    "unit", [" ", ", ", "🎉 ", "please, ", "please. ", "thank ", "& ", ",,🎉", "noch ", "to "]
)
@pytest.mark.parametrize("end", ["", "x"])
def test_the_end_is_found_in_time_whatever_stands_before_it(unit: str, end: str) -> None:
    text = "7 done " + unit * (20 * LONGEST_MESSAGE // len(unit)) + end
    for cut in (without_flourish, without_courtesy_at_end, without_courtesy_inside, is_courtesy):
        assert min(cpu_of(partial(cut, text), 1) for _ in range(3)) <= 100
