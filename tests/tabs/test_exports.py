"""Exports of other programs over HTTP: every person, nobody else, and no cell dropped."""

from __future__ import annotations

import json
import re

import pytest

from app.domain.member import Actor
from tests.kit.exports import EXPORTS, Export
from tests.tabs.conftest import Tab

MEANT = {"or", "oder", "trade"}
"""Words that only part the values of a cell, and "trade show", by which a fair is meant."""
every_export = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)


@every_export
async def test_every_person_and_nobody_else_comes_in(tab: Tab, alex: Actor, export: Export) -> None:
    headers = {"Content-Type": "text/vcard" if export.name.endswith(".vcf") else "text/csv"}
    answer = await tab.call(
        "POST", "/imports?duplicates=import", alex, content=export.content, headers=headers
    )
    assert (answer.status, answer.json["refused"], answer.json["left_out"]) == (
        201,
        export.refused,
        export.left_out,
    )
    found = (await tab.call("GET", "/leads", alex)).json["items"]
    shown = [{name: one[name] for name in export.leads[0]} for one in reversed(found)]
    assert shown == list(export.leads)
    if not export.name.endswith(".vcf"):
        spoken = (await tab.call("GET", "/activities", alex)).json["items"]
        kept = json.dumps([found, spoken, answer.json["notes"]], ensure_ascii=False).casefold()
        assert [word for word in export.words() if not _is_found(word.casefold(), kept)] == []


def _is_found(word: str, kept: str) -> bool:
    """Whether a word is somewhere, as it was written or, where it has digits, as a number."""
    digits = re.sub(r"\D", "", word).strip("0")
    is_number = bool(digits) and digits in re.sub(r"\D", "", kept)
    return word.strip(".-") in kept or is_number or word in MEANT
