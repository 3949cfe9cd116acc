"""The examples of the language folders: what each says is read so, and each template is hit by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest

import app.languages.strings as languages
from app.languages.strings import LANGUAGES
from bot.understanding.sentences import Meant, find_sentence, sentences_of


class Example(TypedDict):
    """A sentence, and the command with what it says about it."""

    says: str
    verb: str
    rest: str


def examples_of(language: str) -> list[Example]:
    path = Path(languages.__file__).parent / language / "examples.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_is_read_as_it_is_meant(language: str) -> None:
    for example in examples_of(language):
        found = find_sentence(example["says"], before=True) or find_sentence(example["says"], before=False)
        assert found == Meant(example["verb"], example["rest"]), example["says"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_hit_by_an_example(language: str) -> None:
    said = [" ".join(example["says"].split()) for example in examples_of(language)]
    templates = [
        (sentence.verb, template)
        for before in (True, False)
        for sentence in sentences_of(language, before=before)
        for template in sentence.templates
    ]
    missed = [
        (verb, template.pattern.pattern[:80])
        for verb, template in templates
        if not any(template.match(text) is not None for text in said)
    ]
    assert not missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_sentence_says_is_made_of_its_slots(language: str) -> None:
    for before in (True, False):
        for sentence in sentences_of(language, before=before):
            for template in sentence.templates:
                slots = dict.fromkeys(template.pattern.groupindex, "x")
                assert sentence.rest.format_map(slots) is not None
