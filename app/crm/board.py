"""The board: a pipeline's stages with counts, sums and their newest opportunities."""

from __future__ import annotations

from decimal import Decimal

from app.crm.views import Board, Column
from app.domain.member import Member
from app.store.work import Work


def board(work: Work, actor: Member, limit: int = 50) -> Board:
    """The default pipeline; at most `limit` cards a stage, none where it is 0. Counts and sums come from
    counters, so they cost the same however many opportunities there are."""
    pipeline, counted, cards = work.board(limit)
    counts: dict[int, int] = {}
    totals: dict[int, dict[str, Decimal]] = {}
    for total in counted:
        counts[total.stage] = counts.get(total.stage, 0) + total.count
        if total.currency:
            totals.setdefault(total.stage, {})[total.currency] = total.amount
    return Board(
        pipeline=pipeline,
        columns=tuple(
            Column(
                stage=stage,
                count=counts.get(stage.id, 0),
                totals=dict(sorted(totals.get(stage.id, {}).items())),
                rows=cards.get(stage.id, ()),
            )
            for stage in pipeline.stages
        ),
    )
