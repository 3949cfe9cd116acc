"""The board: what it shows of a pipeline, its stages and their newest opportunities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.pipeline import Pipeline
from app.store.engine.choice import engine_of
from app.store.engine.compiled import Row
from app.store.engine.declaring import by_index
from app.store.pipelines import STAGES, pipelines_of
from app.store.statements import Statement, read_together
from app.store.tables import (
    contacts,
    events,
    members,
    opportunities,
    organizations,
    pipelines,
    stage_totals,
    stages,
)


@dataclass(frozen=True, slots=True)
class StageTotal:
    """Count and sum of one stage in one currency ("" where the opportunities have no amount)."""

    stage: int
    currency: str
    count: int
    amount: Decimal


CardRows = tuple[tuple[Any, ...], ...]
CARD_FIELDS = (
    "stage number name version status units currency close_day organization_number organization_name "
    "contact_number contact_name owner_id owner_name"
).split()
"""What the board reads of an opportunity: the amount in units of Money, the day in ISO 8601."""


class BoardRows(NamedTuple):
    """The default pipeline, the counters of all stages, and the newest opportunities by stage, newest first:
    what CARD_FIELDS say, in that order. All events up to `sequence` are in it, and maybe some later ones."""

    pipeline: Pipeline
    totals: list[StageTotal]
    cards: dict[int, CardRows]
    sequence: int


class PatchRows(NamedTuple):
    """What a board that is there must know anew: the pipeline, the counters, the opportunities that were
    asked for as CARD_FIELDS say, and up to which sequence this is surely so."""

    pipeline: Pipeline
    totals: list[StageTotal]
    cards: CardRows
    sequence: int


def read_board(connection: sa.Connection, workspace_id: int, limit: int) -> BoardRows:
    """What the board shows, with at most `limit` opportunities of each stage."""
    of: dict[str, object] = {"of_workspace": workspace_id}
    # The sequence first: what is committed meanwhile may be shown too early, and is never missed.
    asked: list[tuple[Statement, Row]] = [(_SEQUENCE, of), (STAGES, of), (_TOTALS, of)]
    if engine_of(connection).likes_short_questions:
        newest, rows, totals = read_together(connection, asked)
        pipeline = _default(connection, of, rows)
        each = ({**of, "most": limit, "of_stage": stage.id} for stage in pipeline.stages)
        cards = [card for one in each for card in _CARDS_OF_STAGE.all(connection, one)] if limit else []
    else:
        asked.append((_CARDS_OF_STAGES, {**of, "most": limit}))
        newest, rows, totals, cards = read_together(connection, asked)
        pipeline = _default(connection, of, rows)
        cards.sort(key=_NUMBER, reverse=True)
    found: dict[int, list[tuple[Any, ...]]] = {}
    for card in cards:
        found.setdefault(card[0], []).append(card)
    by_stage = {stage: tuple(rows) for stage, rows in found.items()}
    return BoardRows(pipeline, _counted(connection, of, totals), by_stage, newest[0][0])


def read_patch(
    connection: sa.Connection, workspace_id: int, numbers: Iterable[int], named: Iterable[int], most: int
) -> PatchRows:
    """What boards must know anew of the opportunities with these numbers, and of those that belong to the
    organizations and contacts with the numbers `named`: at most `most` of them."""
    of: dict[str, object] = {"of_workspace": workspace_id}
    newest, rows, totals = read_together(connection, [(_SEQUENCE, of), (STAGES, of), (_TOTALS, of)])
    asked, around = list(numbers), list(named)
    card = opportunities.c
    wanted = sa.or_(card.number.in_(asked), *(pointer.in_(around) for pointer in _pointers(around)))
    cards = connection.execute(
        _shown(opportunities, organizations, contacts)
        .where(card.workspace_id == workspace_id, wanted)
        .order_by(card.number.desc())
        .limit(most),
        of,
    )
    return PatchRows(
        _default(connection, of, rows),
        _counted(connection, of, totals),
        tuple(tuple(row) for row in cards),
        newest[0][0],
    )


def _pointers(numbers: list[int]) -> tuple[sa.ColumnElement[int], ...]:
    return (opportunities.c.organization, opportunities.c.contact) if numbers else ()


def _counted(connection: sa.Connection, of: Row, totals: list[tuple[Any, ...]]) -> list[StageTotal]:
    return [StageTotal(*row) for row in _TOTALS.compiled(connection, of).translate(totals)]


def _default(connection: sa.Connection, of: Row, rows: list[tuple[Any, ...]]) -> Pipeline:
    return pipelines_of(STAGES.compiled(connection, of).translate(rows))[0]


_TOTALS = Statement(
    sa.select(
        stage_totals.c.stage, stage_totals.c.currency, stage_totals.c["count"], stage_totals.c.amount
    ).where(
        stage_totals.c.workspace_id == sa.bindparam("of_workspace"),
        stage_totals.c["count"] != sa.literal_column("0"),
    )
)


_WORKSPACE = sa.bindparam("of_workspace", type_=opportunities.c.workspace_id.type)
_SEQUENCE = Statement(
    sa.select(sa.func.coalesce(sa.func.max(events.c.sequence), sa.literal_column("0"))).where(
        events.c.workspace_id == _WORKSPACE
    )
)
_NUMBER = itemgetter(CARD_FIELDS.index("number"))


def _shown(cards: Any, companies: Any, people: Any) -> sa.Select[Any]:
    """What CARD_FIELDS say of cards, with names from what is there of organizations and contacts."""
    card = cards.c
    return (
        sa.select(
            *(card[name] for name in ("stage", "number", "name", "version", "status")),
            # In units: nothing is made of an amount that nobody looks at.
            sa.type_coerce(card.amount, sa.BigInteger).label("amount"),
            card.currency,
            sa.cast(card.close_date, sa.Text).label("close_day"),
            card.organization,
            companies.c.name.label("organization_name"),
            card.contact,
            people.c.name.label("contact_name"),
            card.owner,
            members.c.name.label("owner_name"),
        )
        .select_from(cards)
        .outerjoin(companies, _is_named(companies, companies.c.number == card.organization))
        .outerjoin(people, _is_named(people, people.c.number == card.contact))
        .outerjoin(members, _is_named(members, members.c.id == card.owner))
    )


def _newest(cards: sa.Select[Any], stage: sa.ColumnElement[int]) -> sa.Select[Any]:
    of_stage = (opportunities.c.workspace_id == _WORKSPACE, opportunities.c.stage == stage)
    newest = cards.where(*of_stage).order_by(opportunities.c.number.desc())
    return newest.limit(sa.bindparam("most", type_=sa.Integer)).offset(sa.literal_column("0"))


def _cards_of_stages() -> sa.Select[Any]:
    columns = "stage number name version status amount currency close_date organization contact owner".split()
    newest = _newest(sa.select(*(opportunities.c[name] for name in columns)), stages.c.id)
    some = newest.correlate(stages).lateral("some")
    first = sa.select(pipelines.c.id).where(pipelines.c.workspace_id == _WORKSPACE)
    first = first.order_by(pipelines.c.position).limit(sa.literal_column("1")).offset(sa.literal_column("0"))
    mine = (stages.c.workspace_id == _WORKSPACE, stages.c.pipeline == first.scalar_subquery())
    all_of_them = sa.select(some).select_from(stages.join(some, sa.true())).where(*mine)
    cards = all_of_them.cte("cards").prefix_with("MATERIALIZED")
    # Three hundred look-ups of a name take PostgreSQL longer than one of three hundred names.
    return _shown(cards, _named(organizations, cards.c.organization), _named(contacts, cards.c.contact))


def _named(table: sa.Table, numbers: sa.ColumnElement[int]) -> sa.Subquery:
    """The records with these numbers: from an array, so that the index is taken however many there may be;
    behind an offset, or they would be looked up one by one after all."""
    wanted = table.c.number == sa.any_(sa.func.array(sa.select(numbers).scalar_subquery()))
    named = sa.select(table.c.workspace_id, table.c.number, table.c.name)
    return named.where(table.c.workspace_id == _WORKSPACE, wanted).offset(sa.literal_column("0")).subquery()


def _is_named(names: Any, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.and_(names.c.workspace_id == _WORKSPACE, condition)


_CARDS_OF_STAGE = Statement(
    _newest(
        # By its primary key it would read a whole workspace for a stage that holds little.
        by_index(
            _shown(opportunities, organizations, contacts),
            opportunities,
            "ix_opportunities_workspace_id_stage_number",
        ),
        sa.bindparam("of_stage", type_=stages.c.id.type),
    )
)
_CARDS_OF_STAGES = Statement(_cards_of_stages())
