"""What an id and a name of somebody may be."""

from __future__ import annotations

import pytest

from app.domain.identity import LONGEST_ID, LONGEST_NAME, is_guid, is_id, is_visible, person_name, plain_text
from app.domain.recognition import ERASED

INVISIBLE = [
    "\u200b", "\u2800", "\u3164", "\u00ad", "\U000e0041", "\u200f\u200e", "\ufeff", "\u2060\u200d", "\u115f",
    "\uffa0", "\u034f", "\ufe0f", "\u2028", "\u00a0", " \t\n", "", "\ud800", "\x00\x1b", "\ue000",
]  # fmt: skip
VISIBLE = ["a", "é", "李雷", "🎉", "👩‍💻", "سارة", "-", "Ann\u200bMeier", "\u0301", "0"]


@pytest.mark.parametrize("text", INVISIBLE, ids=ascii)
def test_what_nobody_sees_is_no_name(text: str) -> None:
    assert not is_visible(plain_text(text)) or text == "\ud800"
    assert not is_visible(text)
    assert person_name(text) in ("", "\ufffd")


@pytest.mark.parametrize("text", VISIBLE, ids=ascii)
def test_what_anybody_sees_stays(text: str) -> None:
    assert is_visible(text)
    assert person_name(f"  {text} ") == text


def test_names_turn_nothing_around_and_end_somewhere() -> None:
    assert plain_text("\u202eevil\u2066 x\u061c") == "evil x"
    assert person_name("A\x00\x1b[31mlex\nWilber") == "A[31mlex Wilber"
    assert person_name("x" * 100_000) == "x" * LONGEST_NAME
    assert person_name(f" {ERASED} ") == ""
    assert person_name(None) == person_name(7) == person_name(["Alex"]) == ""


@pytest.mark.parametrize(
    "text", ["../../etc", "29:1", "", "a4a8c2de0f0c4d8e8a576a3f2b9cf001", "x" * 36, None, 7]
)
def test_only_a_guid_is_one(text: object) -> None:
    assert not is_guid(text)
    assert is_guid("A4A8c2de-0f0c-4d8e-8a57-6a3f2b9cf001")
    assert not is_guid("a4a8c2de-0f0c-4d8e-8a57-6a3f2b9cf001\n")


@pytest.mark.parametrize(
    "text", ["nul\0", "\ud800", "line\n", "esc\x1b", "del\x7f", "x" * (LONGEST_ID + 1)], ids=ascii
)
def test_an_id_is_kept_as_it_is_or_is_none(text: str) -> None:
    assert not is_id(text)
    assert is_id("19:x@thread.tacv2;messageid=1")
    assert is_id("19:ü@thread")
