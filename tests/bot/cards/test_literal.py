"""What users type shows as they typed it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.elements import TextBlock, TextRun
from bot.cards.literal import literal, shorten, without_markdown

_TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("{}*_[]()<>&#`~\\|!-+1.\n\u202e\u2066"))
_INVISIBLE = re.compile("[\u200b\u2060\u2068\u2069\u202a-\u202e\u2066\u2067]")
_BLANK = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def _seen(text: str) -> str:
    return _INVISIBLE.sub("", text)


@given(_TEXTS)
def test_literal_shows_every_letter_on_one_line(text: str) -> None:
    assert _seen(literal(text)) == _BLANK.sub(" ", _seen(text))


@given(_TEXTS)
def test_literal_leaves_nothing_to_compute_and_nothing_that_turns_lines(text: str) -> None:
    shown = literal(text)
    assert "{{" not in shown
    assert not re.search("[\u202a-\u202e\u2066\u2067]", shown)
    assert shown.count("\u2068") == shown.count("\u2069")


@given(_TEXTS)
def test_every_mark_of_markdown_is_escaped(text: str) -> None:
    shown = without_markdown(text)
    bare = re.sub(r"\\[\\`*_~\[\]<>&|#+.)-]", "", shown)
    assert not re.search(r"[\\`*_~\[\]<>&|]", bare)
    assert not re.match(r"\s*([#+-]|\d+[.)])", shown)


@given(_TEXTS)
def test_only_backslashes_are_added_to_escape(text: str) -> None:
    assert re.sub(r"\\([\\`*_~\[\]<>&|#+.)-])", r"\1", without_markdown(text)) == literal(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** and _more_", r"\*\*bold\*\* and \_more\_"),
        ("[x](https://evil.example)", r"\[x\](https://evil.example)"),
        ("<b>x</b> &amp;", r"\<b\>x\</b\> \&amp;"),
        ("# no title", r"\# no title"),
        ("1. no list", r"1\. no list"),
        ("Lead #104, 1.5 and 2-3", "Lead #104, 1.5 and 2-3"),
    ],
)
def test_markdown_is_taken_out(text: str, shown: str) -> None:
    assert without_markdown(text) == shown


def test_half_a_character_becomes_one_that_can_be_sent() -> None:
    assert TextRun(text="a\ud83d").to_dict()["text"] == "a\ufffd"


def test_right_to_left_writing_is_isolated() -> None:
    assert literal("שלום") == "\u2068שלום\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfsc\u200bhifffahrtsge\u200bsellschaft"),
        ("sarah.meier@techinnovators.example", "sarah.meier@techinnovators.example"),
        ("Bundesministerium für Verkehr", "Bundesministerium für Verkehr"),
    ],
)
def test_only_words_too_long_for_a_phone_may_break(text: str, shown: str) -> None:
    assert literal(text) == shown


def test_runs_and_blocks_clean_their_text_themselves() -> None:
    assert TextRun(text="{{TIME}}").to_dict()["text"] == "{\u2060{TIME}}"
    assert TextBlock(text="*x*").to_dict()["text"] == r"\*x\*"


@given(st.text(), st.integers(1, 50))
def test_shortened_texts_keep_their_limit_and_say_so(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == text if len(text) <= limit else short.endswith("…")
