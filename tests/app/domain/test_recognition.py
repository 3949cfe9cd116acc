"""By what somebody is recognised in a text, and that nothing of them is left in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.recognition import ERASED, Certainty, Signs

SARAH = Signs.of(["Dr. Sarah von Müller-Schulz"], ["sarah.ms@x.example"], ["+49 30 1234567"], ["0a1b-77"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Spoke with Sarah Mueller-Schulz today", f"Spoke with {ERASED} today"),
        ("Müller-Schulz, Sarah: hi", f"{ERASED}: hi"),
        ("Muller-Schulz Sarah's wife", f"{ERASED} wife"),
        ("write to SARAH.MS@X.EXAMPLE.", f"write to {ERASED}."),
        ("030/123 45 67, (0)30 1234567 or +49 (0)30 1234567", f"{ERASED}, {ERASED} or {ERASED}"),
        ("<at id='0A1B-77'>", f"<at id='{ERASED}'>"),
        ("account sarahschulz", f"account {ERASED}"),
    ],
)
def test_what_certainly_names_somebody_goes(text: str, left: str) -> None:
    assert SARAH.certainty(text) is Certainty.CERTAIN
    assert SARAH.redact(text) == left.replace(f"{ERASED}, {ERASED}", ERASED)


@pytest.mark.parametrize("text", ["Sarah called", "the Schulz deal", "Müllers Haus"])
def test_a_part_of_the_name_may_be_a_namesakes(text: str) -> None:
    assert SARAH.certainty(text) is Certainty.LIKELY
    assert ERASED in SARAH.redact(text)


@pytest.mark.parametrize(
    "text", ["Sara called", "Mull", "12301234567890", "301234568", "asarah.ms@x.example2", "von der", "Dr."]
)
def test_what_names_somebody_else_stays(text: str) -> None:
    assert SARAH.redact(text) == text
    assert SARAH.certainty(text) is Certainty.NONE


def test_names_of_fields_stay_and_lists_are_looked_into() -> None:
    value = {"sarah": ["Sarah", {"deep": "sarah.ms@x.example"}], "count": 7, "none": None}
    assert SARAH.redact_all(value) == {"sarah": [ERASED, {"deep": ERASED}], "count": 7, "none": None}


PIECES = st.sampled_from(
    [
        *(
            "Sarah",
            "sarah",
            "Müller-Schulz",
            "Mueller",
            "+49 30 1234567",
            "030 1234567",
            "sarah.ms@x.example",
        ),
        *("and", "Tom", "12", ",", ".", "@", "%", "_", "\n", "ß", "é", "Dr.", ERASED),
    ]
)


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_nothing_is_left_and_a_second_time_changes_nothing(text: str) -> None:
    once = SARAH.redact(text)
    assert SARAH.certainty(once) is Certainty.NONE
    assert SARAH.redact(once) == once
    # What does not speak of her is as it was.
    if ERASED not in text and SARAH.certainty(text) is Certainty.NONE:
        assert once == text


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_a_database_is_asked_for_no_less_than_speaks_of_somebody(text: str) -> None:
    if SARAH.certainty(text) is not Certainty.NONE:
        assert any(_like(pattern, text) for pattern in SARAH.like_patterns())


def _like(pattern: str, text: str) -> bool:
    """SQL's LIKE with a backslash, whatever the case of ASCII letters."""
    pieces = re.findall(r"\\.|.", pattern, re.DOTALL)
    told = "".join(
        ".*" if piece == "%" else "." if piece == "_" else re.escape(piece[-1]) for piece in pieces
    )
    return re.fullmatch(told, text, re.IGNORECASE | re.DOTALL | re.ASCII) is not None
