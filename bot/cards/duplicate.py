"""Who is there already that a new lead may be: shown before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from app.crm.duplicates.similarity import Similarity
from app.crm.views import Lookalike
from app.domain.event import Kind
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.conflict import entered
from bot.cards.elements import ActionExecute, Card, Part
from bot.cards.form import FormState, cut

ANYWAY = "anyway"
"""The value that a form carries once somebody has seen the lookalikes and wants to save all the same."""

_ROOM_FOR_ROWS = 6_000
_FRAME = 300
"""Bytes of a button besides what was typed."""


def duplicate_card(
    reader: Reader, found: Sequence[Lookalike], form: FormState, kind: Kind = Kind.LEAD
) -> Card:
    """Likely duplicates of what was typed, and what to do: open one, add to it (only a lead; verb lead.add),
    save anyway (lead.capture or that of another `kind`) or correct what was typed (lead.new). Nothing that
    was typed is lost."""
    same = [one for one in found if one.similarity is Similarity.SAME]
    title = reader.t("card.duplicate.title")
    body = [
        layout.band(title, style="warning"),
        layout.told(reader.t("card.duplicate.intro")),
        *layout.fitting((_row(reader, one) for one in same), _ROOM_FOR_ROWS),
        *_related(reader, [one for one in found if one.similarity is not Similarity.SAME]),
        *entered(reader, form),
    ]
    openings = _openings(reader, same)
    room = layout.LARGEST_CARD - len(orjson.dumps(layout.card(reader, title, body, openings).to_dict()))
    return layout.card(reader, title, body, [*openings, *_ways(reader, kind, same, form, room)])


def _row(reader: Reader, one: Lookalike) -> Part:
    hit = one.hit
    title = layout.kind_and_number(reader, hit.kind, hit.number)
    name = hit.name or reader.t("card.unnamed")
    why = " · ".join(reader.t(f"card.duplicate.{reason}") for reason in one.reasons)
    left = layout.parts(
        layout.line(layout.run(name, 80, weight="bolder", color="accent")),
        layout.quiet(
            layout.joined(title, hit.detail, hit.owner.name if hit.owner else ""), 180, spacing="none"
        ),
        layout.line(layout.run(why, 180), spacing="none") if why else None,
    )
    state = layout.line(layout.run(reader.t(f"status.{hit.status}"), 24)) if hit.status else None
    return layout.row(left, layout.parts(state), layout.opening(f"{title} {name}", hit.number))


def _related(reader: Reader, found: Sequence[Lookalike]) -> list[Part]:
    rows = layout.fitting((_row(reader, one) for one in found), _ROOM_FOR_ROWS // 2)
    return [layout.subheading(reader.t("card.duplicate.related")), *rows] if rows else []


def _openings(reader: Reader, same: Sequence[Lookalike]) -> list[ActionExecute]:
    numbers = [one.hit.number for one in same[:2]]
    return [
        layout.aside(reader.t("button.open_record", number=number), "record.show", number=number)
        for number in numbers
    ]


def _ways(
    reader: Reader, kind: Kind, same: Sequence[Lookalike], form: FormState, room: int
) -> list[ActionExecute]:
    """The buttons that carry what was typed: as many as there is room for, "save anyway" before all."""
    weight = len(orjson.dumps(dict(form.values))) + _FRAME
    if weight > room:
        form = cut(form, weight - room)
    values = {**form.values, "form": form.form_id}
    save = layout.button(reader.t("button.save_anyway"), f"{kind.value}.capture", **{**values, ANYWAY: "1"})
    ways = [
        layout.button(
            reader.t("button.add_to", number=one.hit.number),
            "lead.add",
            **{**values, "number": one.hit.number},
        )
        for one in same
        if one.takes_more and kind is Kind.LEAD
    ][:1]
    change = layout.button(reader.t("button.change_entry"), f"{kind.value}.new", **form.values)
    copies = room // weight
    return [*ways, save, change][:copies] if copies > len(ways) else [save]
