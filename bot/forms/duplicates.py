"""Duplicates before saving: what looks the same is shown first, and the person decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import orjson

from app.crm.leads import LeadDraft, add_to_lead, capture_lead
from app.crm.views import NOTHING_SHOWN, Lookalike, Shown
from app.domain.errors import Conflict
from app.domain.fields import LISTS
from app.domain.money import Money
from app.languages.reader import Reader
from app.languages.values import say_field
from bot.cards import Card, FormState, duplicate_card, record_card
from bot.turn import Turn

PENDING = "likely_duplicate"
"""What is noted of a turn that asked whether somebody new is somebody who is there."""


async def keep_lead(
    turn: Turn, draft: LeadDraft, typed: Callable[[], FormState], notice: str, *, anyway: bool
) -> Card:
    """Keeps a lead and shows it; where it is likely there already nothing is saved and the card asks, unless
    it is wanted `anyway`. `typed` gives what was typed as a form."""
    try:
        view = await turn.write(capture_lead, draft, unless_duplicate=not anyway)
    except Conflict as conflict:
        if conflict.code != "likely_duplicate":
            raise
        found: Sequence[Lookalike] = conflict.details["candidates"]  # type: ignore[assignment]
        same, form = next((one.hit.number for one in found if one.takes_more), 0), typed()
        # Whoever answers in words ("add it to the existing one") means what this very card shows.
        values = turn.marks.named_in(dict(form.values))
        turn.shown = Shown(of=PENDING, text=orjson.dumps(values).decode(), cursor=str(same))
        return duplicate_card(turn.reader, found, form)
    if anyway:
        # The question is answered: said again, it would capture the lead again.
        turn.shown = NOTHING_SHOWN
    return record_card(turn.reader, view, notice)


async def add_to(turn: Turn, number: int, draft: LeadDraft) -> Card:
    """Adds what was told of somebody to the lead that it belongs to, and shows that."""
    view = await turn.write(add_to_lead, number, draft, partial(_described, turn.reader))
    turn.shown = NOTHING_SHOWN
    return record_card(turn.reader, view, turn.t("reply.added", number=number))


def _described(reader: Reader, field: str, value: object) -> str:
    """A field and its value as one line of a note."""
    if (own := reader.own.find(field)) is not None:
        return f"{reader.t(f'field.{field}')}: {say_field(reader, own.described(own.kinds[0]), value)}"
    said = reader.money(value) if isinstance(value, Money) else str(value)
    key = f"{LISTS.get(field, '')}.{said}"
    return f"{reader.t(f'field.{field}')}: {reader.t(key) if reader.has(key) else said}"
