"""What "add" and "create" want: somebody new, a list, a field, or a thing that is made nowhere here."""

from __future__ import annotations

import pytest

from bot.understanding.additions import (
    Joining,
    find_foreign,
    is_list_wish,
    looks_like_somebody,
    read_joining,
    wants_anyway,
    wants_existing,
)

FOREIGN = {
    "create a quote for Ann": "quote",
    "erstelle ein Angebot für Ann": "Angebot",
    "new case: printer broken": "case",
    "neues Ticket: Drucker kaputt": "Ticket",
    "new report": "report",
    "add Ann to the newsletter": "newsletter",
    "add Ann to the newsletter, please": "newsletter",
    "füge Ann zum Newsletter hinzu": "Newsletter",
    "setz Ann auf den Newsletter": "Newsletter",
}


@pytest.mark.parametrize("text", FOREIGN)
def test_a_thing_that_is_made_nowhere_here_is_told_by_its_name(text: str) -> None:
    assert find_foreign(text) == FOREIGN[text]


@pytest.mark.parametrize(
    "text",
    ["add lead Ann Hall", "create a lead for Ann", "neuer Lead Ann", "new note: quote sent",
     "the quote is sent",
     "Notiz: Angebot verschickt", "add Casey Quoter", "neue Fallstudie Nord GmbH"],
)  # fmt: skip
def test_a_word_for_it_somewhere_else_wants_nothing_made(text: str) -> None:
    assert find_foreign(text) == ""


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("deals", True), ("leads this week", True), ("Leads diese Woche", True), ("lead Ann", False),
     ("leads from Acme", False)],
)  # fmt: skip
def test_new_before_a_plural_asks_for_a_list(text: str, is_one: bool) -> None:
    assert is_list_wish(text) is is_one


def test_somebody_is_added_to_a_record() -> None:
    assert read_joining("Peter Shaw to the Albion renewal") == Joining("Peter Shaw", "the Albion renewal")
    assert read_joining("Peter Shaw zum Albion-Deal") == Joining("Peter Shaw", "Albion-Deal")
    assert read_joining("a reminder to the deal") is None
    assert read_joining("Peter Shaw") is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("Ann", True), ("Ann Hall wants tea", True), ("ann@acme.example", True), ("Bergwerk AG, Ann", True),
     ("0151 2345678", True), ("a reminder", False), ("eine Notiz", False), ("Ann wants tea", False)],
)  # fmt: skip
def test_who_is_added_has_a_name_or_contact_data(text: str, is_one: bool) -> None:
    assert looks_like_somebody(text) is is_one


@pytest.mark.parametrize(
    ("text", "existing", "anyway"),
    [
        ("use the existing one", True, False),
        ("nimm den vorhandenen", True, False),
        ("create anyway", False, True),
        ("trotzdem anlegen!", False, True),
        ("add it", False, False),
        ("the existing lead 4", False, False),
    ],
)
def test_which_of_two_alike_is_meant_can_be_said_in_words(text: str, existing: bool, anyway: bool) -> None:
    assert (wants_existing(text), wants_anyway(text)) == (existing, anyway)
