"""Fields that point to another record: what was typed, looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.crm.records import find_records
from app.crm.views import Hit
from app.domain.errors import Problem
from app.domain.event import Kind
from app.domain.fields import ASKED
from app.domain.matching import fold
from bot.cards import FormState
from bot.parsing.quotes import unquote
from bot.parsing.references import find_reference
from bot.turn import Turn

REFERENCES = {
    name: field.to for fields in ASKED.values() for name, field in fields.items() if field.to is not None
}
"""Such fields, and the kind of record that each points to."""
MOST_OPTIONS = 8
LONGEST_SEARCH = 200


async def look_up(turn: Turn, field: str, text: str) -> int | Problem | None:
    """The number of the record that a text names; None for no text, a problem where it fits none or
    several."""
    if not text.strip():
        return None
    number = find_reference(text)
    if number is not None:
        return number
    hits = await find_by_name(turn, REFERENCES[field], text)
    if len(hits) == 1:
        return hits[0].number
    return Problem("several_fit" if hits else f"{field}_unknown")


async def find_by_name(turn: Turn, kind: Kind, text: str) -> list[Hit]:
    """Records of a kind whose name fits. Where exactly one has this very name, only that one."""
    name = unquote(text)[:LONGEST_SEARCH]
    hits = (await turn.read(find_records, name, MOST_OPTIONS, kind)).hits
    exact = [hit for hit in hits if fold(hit.name) == fold(name)]
    return exact if len(exact) == 1 else list(hits)


async def with_options(turn: Turn, form: FormState) -> FormState:
    """The form with the records among which to pick where a name fits several."""
    options: dict[str, list[tuple[str, str]]] = {}
    for field, kind in REFERENCES.items():
        text = form.values.get(field, "")
        if field in form.problems and text and find_reference(text) is None:
            hits = await find_by_name(turn, kind, text)
            options |= {field: [(str(hit.number), _title(hit)) for hit in hits]} if len(hits) > 1 else {}
    values: Mapping[str, str] = {name: value for name, value in form.values.items() if name not in options}
    return replace(form, values=values, options=options) if options else form


def _title(hit: Hit) -> str:
    return f"{hit.name} · {hit.detail} (#{hit.number})" if hit.detail else f"{hit.name} (#{hit.number})"
