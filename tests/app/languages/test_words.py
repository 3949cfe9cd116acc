"""The words of the languages and their templates."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.languages.words import (
    MOST_FORMS,
    TemplateError,
    alternatives,
    any_of,
    expand,
    forms,
    pattern,
    spellings,
)


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
def testalternatives_are_each_of_them(words: list[str]) -> None:
    found = expand("(" + "|".join(words) + ")")
    assert set(found) == {" ".join(word.split()) for word in words}
    assert len(found) <= MOST_FORMS


def test_a_key_that_nobody_has_matches_nothing() -> None:
    assert re.compile(pattern("nothing.of.the.kind")).search("anything") is None


@given(
    st.sets(
        st.text("abÄ.(", min_size=1, max_size=4) | st.sampled_from(["an", "an der", "an den", "am"]),
        max_size=8,
    ),
    st.text("abÄ.( nder", max_size=6),
)
def test_a_pattern_finds_its_forms_and_nothing_else(words: set[str], other: str) -> None:
    found = re.compile(alternatives(words))
    assert all(found.fullmatch(word) for word in words)
    assert bool(found.fullmatch(other)) is (" ".join(other.split(" ")) in words)


@given(st.lists(st.sampled_from(["an", "an der", "an den", "a", "in", "in der"]), min_size=1, unique=True))
def test_a_pattern_takes_the_longer_of_two_that_begin_alike(words: list[str]) -> None:
    for word in words:
        begun = [one for one in words if word.startswith(one)]
        found = re.compile(alternatives(set(words))).match(f"{word} x")
        assert found is not None
        assert found.group() == max(begun, key=len)


def test_an_open_word_goes_on_as_far_as_its_letters() -> None:
    found = re.compile(alternatives({"danke*", "danke schön", "*messe"}))
    for text in ("danke", "dankeschön", "danke schön", "messe", "fachmesse"):
        assert found.fullmatch(text), text
    assert found.fullmatch("danke sehr") is None


def test_spellings_keep_the_accents_that_forms_fold() -> None:
    assert "bäckerei" in spellings("companies.first_words")
    assert "baeckerei" in forms("companies.first_words")
    assert "bäckerei" not in forms("companies.first_words")
    assert spellings("nothing.of.the.kind") == frozenset()


def test_one_of_several_patterns_is_found_in_one_look() -> None:
    either = any_of(map(re.compile, (r"(?P<day>\d+)\Z", r"a|(?P<day>b)c")))
    assert [one for one in ("12", "12x", "a", "b", "bc", "x") if either.match(one)] == ["12", "a", "bc"]


@pytest.mark.parametrize("looking_back", [r"(a)\1", r"(?P<a>a)(?P=a)", r"(a)?(?(1)b|c)"])
def test_no_pattern_is_one_of_several_that_looks_back_at_its_groups(looking_back: str) -> None:
    with pytest.raises(ValueError, match="looks back"):
        any_of([re.compile(looking_back)])
