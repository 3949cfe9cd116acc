"""Two records side by side: whose values stay, what would move, and the way to make them one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.crm.merge.views import Difference, MergePreview, Split
from app.crm.views import Hit, Lookalike, RecordView
from app.domain.event import Kind
from app.domain.fields import Type
from app.domain.lead import Lead
from app.domain.merge import Side
from app.languages.reader import Reader
from app.languages.values import say_field
from bot.cards import layout
from bot.cards.elements import ActionExecute, Card, Column, ColumnSet, Part
from bot.cards.form import Fields, FormState, fit
from bot.cards.literal import shorten
from bot.cards.people import counted

_LONGEST_VALUE = 90


def merge_form(reader: Reader, preview: MergePreview, form: FormState) -> Card:
    """What `record.merge` asks: for each field that differs the value to keep, preselected."""
    usual = {one.field: one.usual.value for one in preview.differences if not one.filled}
    return fit(Fields(reader, form, usual), lambda fields: _card(reader, preview, fields))


def pairs_card(
    reader: Reader, pairs: Sequence[tuple[Hit, Lookalike]], rest: ActionExecute | None = None
) -> Card:
    """Leads that are likely there twice; a tap on a row lays the two side by side. `rest` leads to more."""
    title = reader.t("card.pairs.title")
    rows = layout.fitting(_pair(reader, own, one) for own, one in pairs)
    body = [
        layout.band(title),
        layout.told(reader.t("card.pairs.intro" if rows else "card.pairs.none")),
        *rows,
        layout.going_on(reader, rest),
    ]
    buttons = [_merge_button(reader, own.number, one.hit.number) for own, one in pairs[:4]]
    buttons += [rest] if rest else []
    return layout.card(reader, title, body, buttons)


def _number(hit: Hit) -> int:
    return hit.number


def _pair(reader: Reader, own: Hit, one: Lookalike) -> Part:
    first, second = sorted((own, one.hit), key=_number)
    why = " · ".join(reader.t(f"card.duplicate.{reason}") for reason in one.reasons)
    lines = layout.parts(
        *(
            layout.line(layout.run(f"#{hit.number} {hit.name}", 80), spacing="none")
            for hit in (first, second)
        ),
        layout.quiet(why, 180, spacing="none"),
    )
    return layout.row(lines, [], _merge_button(reader, first.number, second.number))


def _merge_button(reader: Reader, one: int, other: int) -> ActionExecute:
    kept, gone = sorted((one, other))
    title = reader.t("button.merge_two", kept=kept, gone=gone)
    return layout.button(title, "record.merge.open", number=kept, other=gone)


def told_moves(reader: Reader, moved: Mapping[Kind, int]) -> str:
    """How many records of each kind move: "3 contacts, 1 opportunity"."""
    counted = [(kind, moved.get(kind, 0)) for kind in Kind]
    return ", ".join(reader.t(f"card.merge.{kind}", count=count) for kind, count in counted if count)


def told_split(reader: Reader, split: Split) -> str:
    """What a split did, and what it could not give back."""
    number, kept = split.view.record.number, split.survivor.record.number
    said = [reader.t("card.split.done", number=number, kept=kept)]
    if back := told_moves(reader, split.moved):
        said.append(reader.t("card.split.back", moved=back, number=number))
    if split.staying:
        names = [f"#{ref.number} {shorten(ref.name, 40)}".strip() for ref in split.staying]
        said.append(reader.t("card.split.staying", names=counted(reader, names), kept=kept))
    if split.kept_fields:
        fields = ", ".join(reader.t(f"field.{name}") for name in split.kept_fields)
        said.append(reader.t("card.split.kept_fields", fields=fields, kept=kept))
    return " ".join(said)


def _card(reader: Reader, preview: MergePreview, fields: Fields) -> Card:
    kept, gone = preview.kept.record, preview.gone.record
    title = reader.t("card.merge.title", kept=kept.number, gone=gone.number)
    moves = told_moves(reader, preview.moving)
    body = [
        *fields.top(title),
        _heads(reader, preview),
        *(
            part
            for one in preview.differences
            if not one.filled
            for part in _choice(reader, preview, fields, one)
        ),
        *_filled(reader, preview),
        layout.quiet(reader.t("card.merge.moving", moved=moves), 300, spacing="medium") if moves else None,
        layout.quiet(reader.t("card.merge.number", kept=kept.number, gone=gone.number), 300),
    ]
    seen = {
        "number": kept.number,
        "version": kept.version,
        "other": gone.number,
        "other_version": gone.version,
    }
    swap = layout.aside(
        reader.t("button.keep_other", number=gone.number),
        "record.merge.open",
        number=gone.number,
        other=kept.number,
    )
    actions = [
        fields.submit(reader.t("button.merge"), "record.merge", **seen),
        *([swap] if preview.swappable else []),
        fields.back(kept.number),
    ]
    return layout.card(reader, title, body, actions)


def _heads(reader: Reader, preview: MergePreview) -> ColumnSet:
    sides = ((preview.kept, "card.merge.stays"), (preview.gone, "card.merge.goes"))
    columns = [Column(width="stretch", items=_head(reader, view, key)) for view, key in sides]
    return ColumnSet(columns=columns, spacing="medium")


def _head(reader: Reader, view: RecordView, key: str) -> list[Part]:
    record = view.record
    about = getattr(record, "company", "") or (view.organization.name if view.organization else "")
    status = reader.t(f"status.{record.status}") if isinstance(record, Lead) else ""
    return layout.parts(
        layout.quiet(reader.t(key), spacing="none"),
        layout.line(
            layout.run(layout.kind_and_number(reader, record.kind, record.number), weight="bolder"),
            spacing="none",
        ),
        layout.line(layout.run(record.name or reader.t("card.unnamed"), 60), spacing="none"),
        layout.quiet(about if about != record.name else "", 60, spacing="none"),
        layout.quiet(status, spacing="none"),
    )


def _choice(reader: Reader, preview: MergePreview, fields: Fields, one: Difference) -> list[Part]:
    options = [
        (Side.KEPT.value, _said(reader, preview.kept, one.field, one.kept)),
        (Side.GONE.value, _said(reader, preview.gone, one.field, one.gone)),
    ]
    if one.joins:
        options.append((Side.BOTH.value, reader.t("card.merge.both")))
    return fields.choice(one.field, options, style="expanded")


def _filled(reader: Reader, preview: MergePreview) -> list[Part]:
    """What only one of the two knows: there is nothing to choose."""
    pairs = []
    for one in preview.differences:
        if one.filled and one.usual is Side.GONE:
            pairs.append((reader.t(f"field.{one.field}"), _said(reader, preview.gone, one.field, one.gone)))
    if not pairs:
        return []
    heading = reader.t("card.merge.filled", number=preview.gone.record.number)
    return [layout.subheading(heading), *layout.facts(pairs)]


def _said(reader: Reader, view: RecordView, field: str, value: Any) -> str:
    """A value as the reader knows it."""
    told = reader.own.of(view.record.kind)[field]
    pointed_to = getattr(view, field) if told.type in (Type.RECORD, Type.MEMBER) else None
    said = pointed_to.name if pointed_to else say_field(reader, told, value)
    return shorten(" ".join(said.split()), _LONGEST_VALUE)
