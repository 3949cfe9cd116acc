"""Names in a text, told by grammar alone: where one begins, where it ends, and which words tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.names import (
    MOST_WORDS,
    SEPARATORS,
    beginnings,
    is_certain_name,
    is_role,
    leading_name,
    meaningful,
    split_aside,
    tells_more,
    without_degrees,
)

BEGINS = {
    "Frau Wiesner: will ein Angebot": ("Wiesner", "will ein Angebot"),
    "Mr. John Smith, CFO": ("John Smith", "CFO"),
    "the Foobar deal": ("Foobar", "deal"),
    "company Acme": ("Acme", ""),
    "Firma Bergwerk kauft": ("Bergwerk", "kauft"),
    "ann hall wants a demo": ("ann hall", "wants a demo"),
    "sam Price": ("sam Price", ""),
    "Nobody Corp is lost": ("Nobody Corp", "is lost"),
    "Meier & Söhne GmbH zahlt": ("Meier & Söhne GmbH", "zahlt"),
    "Sarah Meier von der Heydt": ("Sarah Meier von der Heydt", ""),
    "Frau von der Heydt: froh": ("von der Heydt", "froh"),
    "Herr von Stein hat zugesagt": ("von Stein", "hat zugesagt"),
    "Dr. Ulrich Möbus ruft an": ("Dr. Ulrich Möbus", "ruft an"),
    "J. Smith will call": ("J. Smith", "will call"),
    "Quentin Ashby. He wants tea": ("Quentin Ashby", "He wants tea"),
}
NAMELESS = (
    "this month", "diesen Monat", "the customer was glad", "der Kunde war froh", "von heute",
    "for 200 people", "",
)  # fmt: skip


@pytest.mark.parametrize("text", BEGINS)
def test_the_name_at_the_beginning_is_cut_from_what_is_said_of_it(text: str) -> None:
    assert leading_name(text) == BEGINS[text]


@pytest.mark.parametrize("text", NAMELESS)
def test_words_of_the_language_name_nobody(text: str) -> None:
    assert leading_name(text) == ("", text)


TEXTS = st.lists(
    st.sampled_from(
        ["Ann", "Hall", "von", "der", "GmbH", "&", "wants", "ein", "Dr.", "tea,", "Acme:", "104", "?", "–"]
    ),
    max_size=10,
).map(" ".join)


@given(TEXTS | st.text(max_size=60))
def test_every_beginning_is_one_and_longer_ones_go_first(text: str) -> None:
    found = list(beginnings(text))
    # Marks before the first word, and blanks around the text, belong to neither.
    said = text.strip().lstrip(f"{SEPARATORS}!?… ")
    assert all(said.startswith(one.name) and said.endswith(one.rest) for one in found)
    assert all(1 <= len(one.name.split()) <= MOST_WORDS for one in found)
    lengths = [len(one.name) for one in found]
    assert lengths == sorted(lengths, reverse=True)


@given(TEXTS | st.text(max_size=60))
def test_the_name_at_the_beginning_stands_there_as_it_was_typed(text: str) -> None:
    name, rest = leading_name(text)
    assert name in text
    assert text.strip().endswith(rest.strip())


def test_a_beginning_goes_neither_beyond_a_comma_nor_ends_within_a_name() -> None:
    assert [one.name for one in beginnings("Ann, Bob and Carl")] == ["Ann"]
    assert [one.name for one in beginnings("Acme Kiosk")] == ["Acme Kiosk"]
    assert "Sarah Meier" in [one.name for one in beginnings("Sarah Meier wants a demo")]
    assert "Sarah" not in [one.name for one in beginnings("Sarah Meier wants a demo")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("the company Acme", ["acme"]),
        ("der Firma Bergwerk", ["bergwerk"]),
        ("Herr Dr. Meier", ["dr", "meier"]),
        ("Ann & Co.", ["ann", "co"]),
        ("Frau", []),
    ],
)
def test_articles_salutations_and_the_word_company_tell_nobody_apart(name: str, words: list[str]) -> None:
    assert meaningful(name) == words


def test_a_degree_need_not_be_typed_unless_it_is_all_there_is() -> None:
    assert without_degrees(("dr", "meier")) == ("meier",)
    assert without_degrees(("dr",)) == ("dr",)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("the customer", True), ("der Chef", True), ("the CFO", True), ("the customer Ann", False), ("", False)],
)
def test_whoever_is_only_called_by_a_role_is_no_name(text: str, is_one: bool) -> None:
    assert is_role(text) is is_one


@pytest.mark.parametrize(("text", "is_one"), [("Ann Hall", True), ("ann hall", False), ("the Hall", False)])
def test_a_name_is_certain_with_a_capital_letter_and_no_article(text: str, is_one: bool) -> None:
    assert is_certain_name(text) is is_one


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Rita to Megan, she knows them", ("Rita to Megan", "she knows them")),
        ("Rita an Megan – sie kennt die Leute", ("Rita an Megan", "sie kennt die Leute")),
        ("Meier, Sarah", ("Meier, Sarah", "")),
        ("104 to Kim, please", ("104 to Kim, please", "")),
    ],
)
def test_a_sentence_behind_a_comma_is_an_aside(text: str, parts: tuple[str, str]) -> None:
    assert split_aside(text) == parts


@pytest.mark.parametrize(
    ("text", "tells"), [("now", False), ("bitte jetzt", False), ("Ann Hall wants a demo", True)]
)
def test_behind_a_command_that_takes_nothing_a_name_is_a_message(text: str, tells: bool) -> None:
    assert tells_more(text) is tells
