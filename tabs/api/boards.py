"""The board in JSON: as a whole, and what changes did to it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

import orjson

from app.crm.board import Board, BoardCard, BoardColumn, Patch
from app.languages.reader import Reader
from tabs.api.answers import board as told
from tabs.api.answers.mentions import Money
from tabs.api.presenters import present_amount, present_money, present_person, present_ref
from tabs.api.settings import present_stage

_CENT = Decimal("0.01")


def present_board(board: Board, reader: Reader) -> told.Board:
    """The pipeline, its stages with their sums, and their cards."""
    return {
        "pipeline": {"id": board.pipeline.id, "name": board.pipeline.name},
        "columns": [_column(column, reader) for column in board.columns],
        "sequence": board.sequence,
    }


def present_patch(patch: Patch) -> told.Patch:
    """What changes did to the board: cards as they stand now, without what is the same for all of a stage;
    the numbers of those that are gone; count and sums of the stages that were touched, by their keys."""
    return {
        "sequence": patch.sequence,
        "cards": [_bare_card(card, column.stage.key) for column in patch.columns for card in column.cards],
        "gone": list(patch.gone),
        "columns": [{"stage": column.stage.key, **_figures(column)} for column in patch.columns],
    }


def _column(column: BoardColumn, reader: Reader) -> told.Column:
    stage = column.stage
    return {
        "stage": present_stage(stage, reader),
        **_figures(column),
        "cards": _cards(column.rows, stage.key, reader.stage(stage), stage.probability),
    }


def _figures(column: BoardColumn) -> told.Figures:
    return {
        "count": column.count,
        "totals": _sums(column.totals),
        "weighted": _sums({name: sum_.quantize(_CENT) for name, sum_ in column.weighted.items()}),
    }


@lru_cache(256)
def _cards(
    rows: tuple[tuple[Any, ...], ...], stage: str, stage_name: str, probability: int
) -> list[told.Card]:
    # A board is asked for again and again, and few of its columns change in between. A column is known by all
    # that it shows, so what is remembered is never stale.
    cards = [_card(BoardCard._make(row), stage, stage_name, probability) for row in rows]
    return cast(list[told.Card], orjson.Fragment(orjson.dumps(cards)))


def _card(card: BoardCard, stage: str, stage_name: str, probability: int) -> told.Card:
    return {**_bare_card(card, stage), "stage_name": stage_name, "probability": probability}


def _bare_card(card: BoardCard, stage: str) -> told.BareCard:
    return {
        "number": card.number,
        "kind": "opportunity",
        "name": card.name,
        "version": card.version,
        "status": card.status,
        "stage": stage,
        "amount": None if card.amount is None else present_money(card.amount),
        "close_date": card.close_day,
        "organization": present_ref(card.organization),
        "contact": present_ref(card.contact),
        "owner": present_person(card.owner),
    }


def _sums(sums: Mapping[str, Decimal]) -> list[Money]:
    return [{"amount": present_amount(amount), "currency": currency} for currency, amount in sums.items()]
