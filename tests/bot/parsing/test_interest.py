"""The corpus of lost interest: who is not interested any more, and why, in the words of the command."""

from __future__ import annotations

import pytest

from bot.parsing.interest import find_uninterested

ANYWHERE = {
    "not interested": '"it"',
    "Not interested any more.": '"it"',
    "lost interest": '"it"',
    "no interest": '"it"',
    "he's not interested": '"it"',
    "she has lost interest": '"it"',
    "they lost all interest": '"it"',
    "4 is no longer interested": '"4"',
    "#4 isn't interested": '"#4"',
    "lead 5 is not interested any more": '"lead 5"',
    "the client is not interested": '"the client"',
    "not interested because they bought SAP": '"it" because they bought SAP',
    "kein Interesse": '"it"',
    "Kein Interesse mehr!": '"it"',
    "sie hat kein Interesse mehr": '"it"',
    "er ist nicht mehr interessiert": '"it"',
    "5 hat kein Interesse mehr": '"5"',
    "Deal 4 hat leider kein Interesse mehr": '"Deal 4"',
    "der Kunde hat kein Interesse": '"der Kunde"',
    "sie haben doch kein Interesse, weil sie SAP nutzen": '"it" weil sie SAP nutzen',
}
BY_NAME = {
    "Tom Becker is not interested any more": '"Tom Becker"',
    "Tom Becker isn't interested anymore": '"Tom Becker"',
    "Tom Becker is sadly no longer interested": '"Tom Becker"',
    "Contoso has lost interest in the product": '"Contoso" in the product',
    "Contoso lost interest: too expensive": '"Contoso" too expensive',
    "O'Brien is not interested": '"O\'Brien"',
    "Müller GmbH hat leider kein Interesse mehr": '"Müller GmbH"',
    "Becker hat das Interesse verloren": '"Becker"',
    "Becker ist nicht interessiert": '"Becker"',
    "Becker ist leider nicht mehr interessiert, zu teuer": '"Becker" zu teuer',
}
OTHERS = (
    "she is interested in SAP", "hat Interesse an SAP", "interest rate of 4 is 5%", "very interested",
    "interest",
    "new lead Tom Roe, not interested", "call with Tom: he is not interested", "what interests him?",
)  # fmt: skip


@pytest.mark.parametrize("text", ANYWHERE)
def test_whoever_is_named_by_a_number_or_not_at_all(text: str) -> None:
    assert find_uninterested(text, bare=True) == f"not interested {ANYWHERE[text]}"


@pytest.mark.parametrize("text", BY_NAME)
def test_whoever_is_named_is_only_meant_where_the_words_are_no_other_command(text: str) -> None:
    assert find_uninterested(text, bare=True) is None
    assert find_uninterested(text) == f"not interested {BY_NAME[text]}"


@pytest.mark.parametrize("text", OTHERS)
def test_what_says_something_else(text: str) -> None:
    assert (find_uninterested(text, bare=True) or "", find_uninterested(text) or "") == ("", "")
