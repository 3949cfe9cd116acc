"""The board in JSON: as a whole, and what changes did to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson

from app.crm.board import Board, BoardCard, Column, Patch
from app.languages.reader import Reader
from tabs.api.fields import Schema
from tabs.api.presenters import Json, present_amount, present_money, present_person, present_ref
from tabs.api.settings import present_stage
from tabs.api.shapes import COUNT, PLAIN, TEXT, list_of, nullable, object_of, ref

_CENT = Decimal("0.01")
_BARE_CARD = {
    "number": COUNT,
    "kind": {"const": "opportunity"},
    "name": TEXT,
    "version": COUNT,
    "status": TEXT,
    "stage": TEXT,
    "amount": nullable(ref("Money")),
    "close_date": nullable(PLAIN[dt.date]),
    "organization": nullable(ref("Reference")),
    "contact": nullable(ref("Reference")),
    "owner": nullable(ref("Person")),
}
_FIGURES = {"count": COUNT, "totals": list_of(ref("Money")), "weighted": list_of(ref("Money"))}
BOARD_SCHEMAS: dict[str, Schema] = {
    "Card": object_of(**_BARE_CARD, stage_name=TEXT, probability=COUNT),
    "Column": object_of(stage=ref("Stage"), **_FIGURES, cards=list_of(ref("Card"))),
    "Board": object_of(
        pipeline=object_of(id=COUNT, name=TEXT),
        columns=list_of(ref("Column")),
        sequence={**COUNT, "description": "All events up to this one are in it"},
    ),
    "Patch": {
        **object_of(
            sequence=COUNT,
            cards=list_of(object_of(**_BARE_CARD)),
            gone=list_of(COUNT),
            columns=list_of(object_of(stage=TEXT, **_FIGURES)),
        ),
        "description": "What changes did to the board: cards as they stand now, the numbers of those that "
        "are on it no more, and the figures of the stages that they touched. All events up to `sequence` are "
        "in it: it is to be left out where the board is of that one or a later one",
    },
}
"""The schemas of the board by name."""


def present_board(board: Board, reader: Reader) -> Json:
    """The pipeline, its stages with their sums, and their cards."""
    return {
        "pipeline": {"id": board.pipeline.id, "name": board.pipeline.name},
        "columns": [_column(column, reader) for column in board.columns],
        "sequence": board.sequence,
    }


def present_patch(patch: Patch) -> Json:
    """What changes did to the board: cards as they stand now, without what is the same for all of a stage;
    the numbers of those that are gone; count and sums of the stages that were touched, by their keys."""
    return {
        "sequence": patch.sequence,
        "cards": [_bare_card(card, column.stage.key) for column in patch.columns for card in column.cards],
        "gone": patch.gone,
        "columns": [{"stage": column.stage.key, **_figures(column)} for column in patch.columns],
    }


def _column(column: Column, reader: Reader) -> Json:
    stage = column.stage
    return {
        "stage": present_stage(stage, reader),
        **_figures(column),
        "cards": _cards(column.rows, stage.key, reader.stage(stage), stage.probability),
    }


def _figures(column: Column) -> Json:
    return {
        "count": column.count,
        "totals": _sums(column.totals),
        "weighted": _sums({name: sum_.quantize(_CENT) for name, sum_ in column.weighted.items()}),
    }


@lru_cache(256)
def _cards(
    rows: tuple[tuple[Any, ...], ...], stage: str, stage_name: str, probability: int
) -> orjson.Fragment:
    # A board is asked for again and again, and few of its columns change in between. A column is known by all
    # that it shows, so what is remembered is never stale.
    cards = [_card(BoardCard._make(row), stage, stage_name, probability) for row in rows]
    return orjson.Fragment(orjson.dumps(cards))


def _card(card: BoardCard, stage: str, stage_name: str, probability: int) -> Json:
    return {**_bare_card(card, stage), "stage_name": stage_name, "probability": probability}


def _bare_card(card: BoardCard, stage: str) -> Json:
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


def _sums(sums: Mapping[str, Decimal]) -> list[Json]:
    return [{"amount": present_amount(amount), "currency": currency} for currency, amount in sums.items()]
