"""The board: a pipeline's stages with counts, sums and their newest opportunities."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.crm.views import Board, BoardCard, Column, Person, Ref
from app.domain.member import Member
from app.domain.money import Money
from app.domain.pipeline import Stage
from app.store.work import Work


def board(work: Work, actor: Member, limit: int = 50) -> Board:
    """The default pipeline; at most `limit` cards a stage, none where it is 0. Counts and sums come from
    counters, so they cost the same however many opportunities there are."""
    pipeline = work.pipelines.default()
    counts: dict[int, int] = {}
    totals: dict[int, dict[str, Decimal]] = {}
    for total in work.queries.totals():
        counts[total.stage] = counts.get(total.stage, 0) + total.count
        if total.currency:
            totals.setdefault(total.stage, {})[total.currency] = total.amount
    stages = {stage.id: stage for stage in pipeline.stages}
    cards: dict[int, list[BoardCard]] = {}
    for row in work.queries.cards(stages, limit):
        cards.setdefault(row.stage, []).append(_card(row, stages[row.stage]))
    return Board(
        pipeline=pipeline,
        columns=tuple(
            Column(
                stage=stage,
                count=counts.get(stage.id, 0),
                totals=dict(sorted(totals.get(stage.id, {}).items())),
                cards=tuple(sorted(cards.get(stage.id, ()), key=lambda card: -card.number)),
            )
            for stage in pipeline.stages
        ),
    )


def _card(row: Any, stage: Stage) -> BoardCard:
    return BoardCard(
        number=row.number,
        name=row.name,
        version=row.version,
        status=row.status,
        stage=stage,
        organization=_ref(row.organization, row.organization_name),
        contact=_ref(row.contact, row.contact_name),
        amount=None if row.amount is None else Money(row.amount, row.currency),
        close_date=row.close_date,
        owner=None if row.owner is None else Person(id=row.owner, name=row.owner_name),
    )


def _ref(number: int | None, name: str) -> Ref | None:
    return None if number is None else Ref(number=number, name=name)
