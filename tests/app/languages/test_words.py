"""The words of the languages and their templates."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.languages.words import MOST_FORMS, TemplateError, expand, pattern


def test_a_template_stands_for_its_forms() -> None:
    assert expand("[the] (deal|account)") == ("deal", "account", "the deal", "the account")
    assert expand("diese[r|s]") == ("diese", "dieser", "dieses")
    assert expand("a|b") == ("a", "b")
    assert expand("plain words") == ("plain words",)


@pytest.mark.parametrize("template", ["[open", "(open", "closed]", "a(b]"])
def test_brackets_that_do_not_match_are_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        expand(template)


def test_a_template_with_too_many_forms_is_refused() -> None:
    with pytest.raises(TemplateError):
        expand("(a|b|c|d|e|f|g|h|i|j)" * 6)


@given(st.lists(st.text("abc äö", min_size=1, max_size=6), min_size=1, max_size=5))
def test_alternatives_are_each_of_them(words: list[str]) -> None:
    found = expand("(" + "|".join(words) + ")")
    assert set(found) == {" ".join(word.split()) for word in words}
    assert len(found) <= MOST_FORMS


def test_a_key_that_nobody_has_matches_nothing() -> None:
    assert re.compile(pattern("nothing.of.the.kind")).search("anything") is None
