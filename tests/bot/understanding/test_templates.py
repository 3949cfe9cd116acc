"""Templates of sentences: what is filled in is given back, and what does not fit is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.languages.strings import LANGUAGES
from app.languages.words import TemplateError, forms
from bot.understanding.required import MENTION, NUMBER, readings_of, words_in
from bot.understanding.sentences import folder_of
from bot.understanding.slots import is_list
from bot.understanding.templates import compile_template
from tests.kit.messages import random_of

ANYTHING = (
    "Ann Hall",
    "Ann's",
    "Lea Mosers offene Leads",
    "Ann's leads",
    "all leads of Ann",
    "alle Leads von Ann",
    "das Angebot",
    "$60k",
    "5.000 €",
    "am Freitag um 10",
    "by Friday 2pm",
    "zu fragen, ob sie kommt",
    "to ask whether she comes",
    "call with Ann",
    "Termin mit Ann",
    "Termin bis Freitag",
    "to Friday",
    "from the fair",
    "von der Messe",
    "English",
    "EUR",
    "monday to thursday",
    "on",
)
VALUES = {"number": ("104", "#7"), "mention": ("\U00013001",), "empty": ("",), "told": ("", ", she was glad")}
_BRACKET = re.compile(r"\[[^\[\]()]*\]|(?<!\\)\([^\[\]()]*\)")
_SLOT = re.compile(r"\{[a-z_]+(?::(?P<type>[a-z_]+))?\}")

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
    assert template.may_match(frozenset(words_in(text)))
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
    ("template", "groups", "begins"),
    [
        ("use {what} now", [{"use"}, {"now"}], {"use"}),
        ("(add|put) {who} to it", [{"add", "put"}, {"to"}, {"it"}], {"add", "put"}),
        ("[please] use {what}", [{"use"}], {"please", "use"}),
        ("[i|we] [have|'ve] met {who}", [{"met"}], {"i", "we", "have", "'ve", "met"}),
        ("[please], use {what}", [{"use"}], set()),
        ("[[very] kind] use {what}", [{"use"}], set()),
        ("[now]", [], set()),
        ("we won|we lost", [], set()),
        ("(we won|it is lost) now", [{"we", "it"}, {"now"}], {"we", "it"}),
        ("{who} won[,|;| -] {why:rest}", [{"won"}], set()),
        ("{of:number} (to|for) {who:mention}", [{NUMBER}, {"to", "for"}, {MENTION}], {NUMBER}),
        ("{who} (is|=) {what}", [], set()),
        ("((go|come) on|stop) [now]", [{"go", "come", "stop"}], {"go", "come", "stop"}),
        ("(up|down)ward {who}", [], set()),
    ],
)
def test_what_no_text_can_do_without_is_known_before_it_is_matched(
    template: str, groups: list[set[str]], begins: set[str]
) -> None:
    compiled = compile_template(template)
    assert list(compiled.groups) == groups
    assert compiled.begins == begins


def test_no_sentence_of_the_folders_is_passed_over_that_its_template_matches() -> None:
    templates = [
        (says, compile_template(says))
        for language in LANGUAGES
        for one in folder_of(language)
        for says in one["says"]
    ]
    matched = set()
    for says, template in templates:
        for text in _filled(says):
            if template.match(text) is not None:
                words = words_in(text)
                assert template.may_match(frozenset(words)), (says, text)
                firsts = readings_of(text.split()[0])
                assert not template.begins or not template.begins.isdisjoint(firsts), (says, text)
                matched.add(says)
    assert len(matched) > 0.95 * len({says for says, _ in templates})


def _filled(template: str) -> Iterator[str]:
    """Texts that a template may match: of its brackets any, its slots filled with what stands for them."""
    draw = random_of(len(template))
    for _ in range(300):
        text = template
        while _BRACKET.search(text):
            text = _BRACKET.sub(partial(_chosen, draw), text)
        yield " ".join(_SLOT.sub(lambda slot: draw.choice(_values(slot["type"] or "")), text).split())


def _chosen(draw: Random, bracket: re.Match[str]) -> str:
    said = bracket.group()
    return draw.choice([*said[1:-1].split("|"), *([""] if said[0] == "[" else [])])


def _values(kind: str) -> Sequence[str]:
    """What may stand in a slot of a type."""
    return VALUES.get(kind) or (sorted(forms(f"slots.{kind}")) if is_list(kind) else ANYTHING)


@pytest.mark.parametrize("template", ["(add|put {who}", "[please use", "use it)", "use it]"])
def test_brackets_must_be_closed(template: str) -> None:
    with pytest.raises(TemplateError):
        compile_template(template)
