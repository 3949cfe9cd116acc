"""Facts behind a command: each in its field, the rest given back, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.framework import BANT, MEDDIC
from app.languages.reader import Reader
from bot.understanding.facts import MOST_PARTS, Facts, read_facts

READERS = {language: Reader(language, "Europe/Berlin", "EUR") for language in ("en", "de")}
SHE_DECIDES = {"budget": "75k", "authority": "decision_maker", "timeline": "quarter"}


@pytest.mark.parametrize(
    ("language", "text", "values", "left"),
    [
        ("en", "budget 75k, she decides, within 3 months", SHE_DECIDES, []),
        ("de", "Budget 75k, sie entscheidet, innerhalb von 3 Monaten", SHE_DECIDES, []),
        ("en", "with budget 20k and she decides", {"budget": "20k", "authority": "decision_maker"}, []),
        ("de", "Budget 20k und er entscheidet", {"budget": "20k", "authority": "decision_maker"}, []),
        ("en", "has $50k budget approved", {"budget": "$50k"}, []),
        ("en", "needs a CRM, close by 31 March 2031", {"need": "a CRM", "close_date": "2031-03-31"}, []),
        (
            "de",
            "braucht ein CRM, Abschluss am 31.03.2031",
            {"need": "ein CRM", "close_date": "2031-03-31"},
            [],
        ),
        ("en", "budget 20k, budget 30k", {"budget": "20k"}, ["budget 30k"]),
        ("en", "likes tea, for 200 people", {}, ["likes tea", "for 200 people"]),
        ("de", "mag Tee, für 200 Leute", {}, ["mag Tee", "für 200 Leute"]),
    ],
)
def test_each_fact_fills_the_field_that_it_belongs_to(
    language: str, text: str, values: dict[str, str], left: list[str]
) -> None:
    assert read_facts(text, READERS[language], BANT) == Facts(values, left)


def test_a_question_of_the_framework_is_answered_by_its_name() -> None:
    text = "economic buyer is the CEO"
    assert read_facts(text, READERS["en"], MEDDIC).values == {"economic_buyer": "the CEO"}
    assert read_facts(text, READERS["en"], BANT) == Facts({}, [text])


PARTS = (
    "budget 20k",
    "she decides",
    "likes tea",
    "sie entscheidet",
    "braucht ein CRM",
    "asap",
    "for 200 people",
)


@given(st.lists(st.sampled_from(PARTS), max_size=MOST_PARTS), st.sampled_from(["en", "de"]))
def test_no_part_is_lost(parts: list[str], language: str) -> None:
    found = read_facts(", ".join(parts), READERS[language], BANT)
    assert len(found.values) + len(found.left) == len(parts)
    assert all(one in parts for one in found.left)
