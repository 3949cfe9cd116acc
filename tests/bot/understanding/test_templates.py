"""Templates of sentences: what is filled in is given back, and what does not fit is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.languages.words import TemplateError
from bot.understanding.templates import compile_template

WORD = st.from_regex(re.compile(r"[a-zäöü]{1,8}", re.ASCII), fullmatch=True)


@given(
    who=WORD, role=WORD, number=st.integers(0, 10**6), verb=st.sampled_from(["add", "put"]), an=st.booleans()
)
def test_a_filled_template_matches_and_gives_its_slots_back(
    who: str, role: str, number: int, verb: str, an: bool
) -> None:
    template = compile_template("(add|put) {who} as [an ]{role:word} to {of:number}")
    text = f"{verb} {who} as {'an ' if an else ''}{role} to #{number}"
    assert template.match(text) == {"who": who, "role": role, "of": f"#{number}"}
    assert template.needs <= set(text.split())
    assert verb in template.begins


@pytest.mark.parametrize(
    ("template", "text", "slots"),
    [
        ("use {what}", "use MEDDIC.", {"what": "MEDDIC"}),
        ("[please] use {what}", "use it", {"what": "it"}),
        ("[please] use {what}", "PLEASE use it", {"what": "it"}),
        ("use {what} [for {deal:number}]", "use MEDDIC", {"what": "MEDDIC", "deal": ""}),
        ("use {what} [for {deal:number}]", "use MEDDIC for 104", {"what": "MEDDIC", "deal": "104"}),
        (
            "{of:number} (is|wird) \\(jetzt\\) {rest:rest}",
            "104 is (jetzt) mine",
            {"of": "104", "rest": "mine"},
        ),
        ("use {what}", "please use it", None),
        ("{of:number} is won", "Ann is won", None),
        ("use [the|a] plan", "use plan", {}),
        ("use [the|a] plan", "use theplan", None),
    ],
)
def test_optional_words_alternatives_and_types_of_slots(
    template: str, text: str, slots: dict[str, str] | None
) -> None:
    assert compile_template(template).match(text) == slots


@pytest.mark.parametrize(
    ("template", "needs", "begins"),
    [
        ("use {what} now", {"use", "now"}, {"use"}),
        ("(add|put) {who} to it", {"to", "it"}, {"add", "put"}),
        ("[please] use {what}", {"use"}, set()),
        ("we won|we lost", set(), {"we"}),
    ],
)
def test_what_no_text_can_do_without_is_known_before_it_is_matched(
    template: str, needs: set[str], begins: set[str]
) -> None:
    compiled = compile_template(template)
    assert set(compiled.needs) == needs
    assert set(compiled.begins) == begins


@pytest.mark.parametrize("template", ["(add|put {who}", "[please use", "use it)", "use it]"])
def test_brackets_must_be_closed(template: str) -> None:
    with pytest.raises(TemplateError):
        compile_template(template)
