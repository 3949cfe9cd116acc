"""Presses of buttons as Teams sends them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.languages.strings import strings
from bot.registry import registry
from bot.submission import read_submission, whole_number, with_form_ids
from tests.bot.desk import Desk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def test_a_form_is_read() -> None:
    given_ = read_submission(
        {
            "verb": "lead.qualify",
            "data": {"form": "f1", "number": "104", "version": 3, "budget": "50k", "ok": True},
        }
    )
    assert given_ is not None
    assert (given_.verb, given_.form_id, given_.number, given_.version) == ("lead.qualify", "f1", 104, 3)
    assert given_.values == {"budget": "50k", "ok": "true"}


@pytest.mark.parametrize(
    "action",
    [{}, {"verb": 5}, {"verb": ""}, {"verb": None}, {"verb": "x", "data": []}, {"verb": "x", "data": "y"}],
)
def test_what_is_malformed_is_nothing(action: dict[str, Any]) -> None:
    assert read_submission(action) is None


@pytest.mark.parametrize("number", ["x", -1, 2**60, "9" * 40, True, 1.5, None, [], {"a": 1}, "٣"])
def test_a_number_that_is_none_is_left_out(number: object) -> None:
    given_ = read_submission({"verb": "record.show", "data": {"number": number}})
    assert given_ is not None
    assert given_.number is None


@given(st.dictionaries(st.text(max_size=10), JSON, max_size=5))
def test_any_data_is_taken_or_left(data: dict[str, Any]) -> None:
    given_ = read_submission({"verb": "x", "data": data})
    assert given_ is not None
    assert all(isinstance(value, str) for value in given_.values.values())


def test_buttons_that_act_at_once_get_ids_of_their_own() -> None:
    undo = {"type": "Action.Execute", "verb": "undo", "data": {}}
    form = {"type": "Action.Execute", "verb": "opportunity.move", "data": {"form": "mine"}}
    show = {"type": "Action.Execute", "verb": "record.show", "data": {"number": 1}}
    card = {"body": [{"type": "ActionSet", "actions": [undo, form, show]}], "actions": [undo]}
    first, second = with_form_ids(card), with_form_ids(card)
    ids = [one["body"][0]["actions"][0]["data"]["form"] for one in (first, second)] + [
        one["actions"][0]["data"]["form"] for one in (first, second)
    ]
    assert len(set(ids)) == 4
    assert first["body"][0]["actions"][1:] == [form, show]
    assert undo == {"type": "Action.Execute", "verb": "undo", "data": {}}


@pytest.mark.parametrize(
    ("value", "number"),
    [("0", 0), ("17", 17), (17, 17), ("²", None), ("٣", None), ("", None), (" 1", None), (None, None)],
)
def test_only_digits_are_a_number(value: object, number: int | None) -> None:
    assert whole_number(value) == number


NUMBERS = (
    *("subject", "erasure", "import", "owner", "member", "days", "known", "chosen", "other", "other_version"),
    *("contact", "organization", "opportunity", "retention_months", "size", "amount", "budget", "stage"),
)


async def test_odd_figures_break_no_form(desk: Desk) -> None:
    """ "²" is a digit to Python, and no number; the other is more than a database holds."""
    await desk.say("new lead Quirin Zwack, Acme AG")
    broken = strings("en").t("card.error.text")
    for verb, figure in itertools.product(sorted(registry.forms), ("²", "9" * 30)):
        sent = {"number": 1, "version": 1, "form": f"{verb}-{figure}", **dict.fromkeys(NUMBERS, figure)}
        assert broken not in (await desk.press(verb, sent)).text, (verb, figure)
