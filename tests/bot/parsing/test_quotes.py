"""Quotes of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.quotes import Part, split_parts, take_quoted, unquote

QUOTES = ['"{}"', "“{}”", "„{}“", "„{}”", "«{}»", "»{}«", "'{}'", "‚{}‘", "‘{}’", "‹{}›"]


@pytest.mark.parametrize("quote", QUOTES)
def test_separators_inside_quotes_do_not_separate(quote: str) -> None:
    text = f"Sarah, {quote.format('Müller, Schmidt & Co. GmbH')}, CEO"
    assert split_parts(text) == [
        Part("Sarah"),
        Part("Müller, Schmidt & Co. GmbH", quoted=True),
        Part("CEO"),
    ]


@pytest.mark.parametrize("quote", QUOTES)
def test_quotes_around_everything_are_taken_off(quote: str) -> None:
    assert unquote(f" {quote.format('Tech Innovators')} ") == "Tech Innovators"
    assert take_quoted(f"{quote.format('Tech Innovators')} to Alex") == ("Tech Innovators", "to Alex")


@pytest.mark.parametrize("text", ["O'Brien", "O’Brien", "d'Angelo's", "rock 'n", "5' 6\"", "Größe 5″"])
def test_an_apostrophe_is_no_quote(text: str) -> None:
    assert split_parts(f"{text}, CFO") == [Part(text), Part("CFO")]
    assert unquote(text) == text
    assert take_quoted(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a, b; c\nd\te | f - g – h", list("abcdefgh")),
        ("1,5 Mio, $1,200.50,x", ["1,5 Mio", "$1,200.50", "x"]),
        ("Meier-Schmidt, IT-Leiterin", ["Meier-Schmidt", "IT-Leiterin"]),
        (",,; ,", []),
        ("", []),
        ('Sarah "Sally" Meier, CFO', ["Sarah Sally Meier", "CFO"]),
        ('"unclosed, CFO', ['"unclosed', "CFO"]),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    assert [part.text for part in split_parts(text)] == parts


@given(st.text(alphabet=st.sampled_from("ab \"'„“”«»,;\n-1"), max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(part.text for part in split_parts(text))
    assert sorted(letter for letter in kept if letter.isalnum()) == sorted(c for c in text if c.isalnum())
