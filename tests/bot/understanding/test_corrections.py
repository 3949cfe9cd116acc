"""Corrections of what was just spoken of: what is put right, by its field or by what it replaces."""

from __future__ import annotations

import pytest

from bot.understanding.corrections import LONGEST, Correction, after_opening, read_correction

CORRECTIONS = {
    "no, it's Jon not John": Correction("Jon", old="John"),
    "nein, Jon statt John": Correction("Jon", old="John"),
    "not CEO but CTO": Correction("CTO", old="CEO"),
    "nicht CEO, sondern CTO": Correction("CTO", old="CEO"),
    "the company is Acme Ltd": Correction("Acme Ltd", field="company"),
    "die Firma ist Acme GmbH.": Correction("Acme GmbH", field="Firma"),
    "her name is Ann Hall": Correction("Ann Hall", field="name"),
    "sie heißt Anna Hall": Correction("Anna Hall", field="name"),
    "surname is Meyer": Correction("Meyer", field="surname"),
    "Nachname ist Meyer": Correction("Meyer", field="Nachname"),
    "the email is wrong, it's ann@acme.example": Correction("ann@acme.example", field="email"),
    "Telefon ist falsch, richtig ist 0151 2345678": Correction("0151 2345678", field="Telefon"),
    "I misspelled her name, it's Hall": Correction("Hall", field="name"),
    "her phone 0151 23456": Correction("0151 23456", field="phone"),
    "sorry, $60k": Correction("$60k"),
    "nein, am Montag": Correction("am Montag"),
    "actually it's ann@acme.example": Correction("ann@acme.example"),
}
NONE = (
    "", "no", "nein", "qualify 4", "is the company Acme?", "ist die Firma Acme?", "Jon not John",
    "can you make the company Acme?", "no, it's Jon " + "x" * LONGEST,
)  # fmt: skip


@pytest.mark.parametrize("text", CORRECTIONS)
def test_a_correction_tells_what_is_put_right(text: str) -> None:
    assert read_correction(text) == CORRECTIONS[text]


@pytest.mark.parametrize("text", NONE)
def test_commands_questions_and_bare_refusals_correct_nothing(text: str) -> None:
    assert read_correction(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("no, Megan should take it", "Megan should take it"),
        ("nein, Megan soll das übernehmen", "Megan soll das übernehmen"),
        ("Megan should take it", ""),
        ("no", ""),
        ("Nolan takes it", ""),
    ],
)
def test_a_wish_may_stand_behind_words_that_take_something_back(text: str, rest: str) -> None:
    assert after_opening(text) == rest
