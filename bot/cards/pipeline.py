"""The pipeline in figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from app.crm.board import Board, BoardColumn
from app.domain.pipeline import Stage, StageType
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Card, Part


def pipeline_card(reader: Reader, board: Board) -> Card:
    """How many opportunities each stage holds, their sums, and the sums weighted by probability; then those
    of all open stages."""
    title = reader.t("card.pipeline.title")
    if not any(column.count for column in board.columns):
        actions = [layout.button(reader.t("button.new_lead"), "lead.new")]
        empty = layout.told(reader.t("card.pipeline.empty"))
        return layout.card(reader, title, [layout.band(title), empty], actions)
    rows = layout.fitting(_row(reader, column) for column in board.columns)
    missing = len(board.columns) - len(rows)
    rest = layout.quiet(reader.t("card.list_more", count=missing)) if missing else None
    return layout.card(reader, title, [layout.band(title), *rows, rest, _total(reader, board)])


def _row(reader: Reader, column: BoardColumn) -> Part:
    open_ = column.stage.type is StageType.OPEN
    name = layout.run(reader.stage(column.stage), 60, weight="bolder", is_subtle=None if open_ else True)
    probability = reader.percent(column.stage.probability) if open_ else ""
    left = layout.parts(
        layout.line(name),
        layout.quiet(layout.joined(_count(reader, column.count), probability), spacing="none"),
        layout.quiet(_required(reader, column.stage), 240, spacing="none"),
    )
    return layout.row(left, _sums(reader, column.totals, column.weighted if open_ else {}))


def _required(reader: Reader, stage: Stage) -> str:
    names = ", ".join(reader.t(f"field.{name}") for name in stage.required)
    return reader.t("card.pipeline.requires", fields=names) if names else ""


def _total(reader: Reader, board: Board) -> Part:
    columns = [column for column in board.columns if column.stage.type is StageType.OPEN]
    count = sum(column.count for column in columns)
    left = layout.parts(
        layout.line(layout.run(reader.t("card.pipeline.open"), weight="bolder")),
        layout.quiet(_count(reader, count), spacing="none"),
    )
    totals = _added(column.totals for column in columns)
    weighted = _added(column.weighted for column in columns)
    return layout.shaded(layout.columns(left, _sums(reader, totals, weighted)))


def _sums(reader: Reader, totals: Mapping[str, Decimal], weighted: Mapping[str, Decimal]) -> list[Part]:
    return layout.parts(
        *(
            layout.line(
                layout.run(reader.amount(totals[currency], currency), 40, weight="bolder"),
                horizontal_alignment="right",
                spacing="none",
            )
            for currency in sorted(totals)[:6]
        ),
        *(
            layout.line(
                layout.run(_weighted(reader, weighted[currency], currency), 48, is_subtle=True, size="small"),
                horizontal_alignment="right",
                spacing="none",
            )
            for currency in sorted(weighted)[:6]
        ),
    )


def _weighted(reader: Reader, amount: Decimal, currency: str) -> str:
    whole = amount.quantize(Decimal("0.01"))
    return reader.t("card.pipeline.weighted", amount=reader.amount(whole, currency))


def _count(reader: Reader, count: int) -> str:
    return reader.t("card.pipeline.count", count=count) if count else reader.t("card.pipeline.count_zero")


def _added(sums: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    added: dict[str, Decimal] = {}
    for totals in sums:
        for currency, amount in totals.items():
            added[currency] = added.get(currency, Decimal(0)) + amount
    return added
