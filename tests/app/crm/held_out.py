"""Pairs that the rules never saw: written by hand, one by one, without a look at the rules.

A line is "person, company, email, phone = person, company, email, phone"; what is left out at the end of a
side is unknown. A heading names the class of error and what all of its pairs are to each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.crm.duplicates.similarity import Features, Similarity
from app.crm.phones import international
from tests.app.crm.pairs import Pair

_HEADING = "## "

_PAGE = Path(__file__).with_suffix(".txt")


def held_out() -> Iterator[Pair]:
    """Every pair, in the order of the page."""
    kind, truth = "", Similarity.DIFFERENT
    for line in filter(None, map(str.strip, _PAGE.read_text().splitlines())):
        if line.startswith(_HEADING):
            name, _, verdict = line.removeprefix(_HEADING).rpartition(": ")
            kind, truth = name, Similarity(verdict)
        else:
            a, _, b = line.partition(" = ")
            yield Pair(f"{kind} ({truth.value})", _features(a), _features(b), truth)


def _features(side: str) -> Features:
    person, company, email, phone, *_ = [*map(str.strip, side.split(",")), "", "", ""]
    return Features(person=person, company=company, email=email, phone=international(phone, "DE"))
