"""Cards: what the board shows of opportunities, which is all that everybody reads of most of them."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from app.store.statements import Statement
from app.store.tables import contacts, members, opportunities, organizations, stages

CardRows = tuple[tuple[Any, ...], ...]
CARD_FIELDS = (
    "stage number name version status units currency close_day organization_number organization_name "
    "contact_number contact_name owner_id owner_name"
).split()
"""What the board reads of an opportunity: the amount in units of Money, the day in ISO 8601."""


def read_cards(
    connection: sa.Connection, workspace_id: int, pipeline: int, stage_ids: Iterable[int], limit: int
) -> dict[int, CardRows]:
    """The newest opportunities of each stage of a pipeline, newest first: what CARD_FIELDS say, in that
    order."""
    values = {"of_workspace": workspace_id, "most": limit}
    if not limit:
        return {}
    if connection.dialect.name == "sqlite":
        return {
            stage: tuple(_CARDS_OF_STAGE.all(connection, {**values, "of_stage": stage}))
            for stage in stage_ids
        }
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in _CARDS_OF_STAGES.all(connection, {**values, "of_pipeline": pipeline}):
        found.setdefault(row[0], []).append(row)
    return {stage: tuple(sorted(rows, key=_NUMBER, reverse=True)) for stage, rows in found.items()}


_CARDS_OF = sa.bindparam("of_workspace", type_=opportunities.c.workspace_id.type)
_NUMBER = itemgetter(CARD_FIELDS.index("number"))


def _shown(cards: Any, companies: Any, people: Any) -> sa.Select[Any]:
    """What CARD_FIELDS say of cards, with names from what is there of organizations and contacts."""
    card = cards.c
    return (
        sa.select(
            *(card[name] for name in ("stage", "number", "name", "version", "status", "amount", "currency")),
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
    of_stage = (opportunities.c.workspace_id == _CARDS_OF, opportunities.c.stage == stage)
    newest = cards.where(*of_stage).order_by(opportunities.c.number.desc())
    return newest.limit(sa.bindparam("most", type_=sa.Integer)).offset(sa.literal_column("0"))


def _cards_of_stages() -> sa.Select[Any]:
    columns = "stage number name version status amount currency close_date organization contact owner".split()
    newest = _newest(sa.select(*(opportunities.c[name] for name in columns)), stages.c.id)
    some = newest.correlate(stages).lateral("some")
    mine = (stages.c.workspace_id == _CARDS_OF, stages.c.pipeline == sa.bindparam("of_pipeline"))
    all_of_them = sa.select(some).select_from(stages.join(some, sa.true())).where(*mine)
    cards = all_of_them.cte("cards").prefix_with("MATERIALIZED")
    # Three hundred look-ups of a name take PostgreSQL longer than one of three hundred names.
    return _shown(cards, _named(organizations, cards.c.organization), _named(contacts, cards.c.contact))


def _named(table: sa.Table, numbers: sa.ColumnElement[int]) -> sa.Subquery:
    """The records with these numbers: from an array, so that the index is taken however many there may be;
    behind an offset, or they would be looked up one by one after all."""
    wanted = table.c.number == sa.any_(sa.func.array(sa.select(numbers).scalar_subquery()))
    named = sa.select(table.c.workspace_id, table.c.number, table.c.name)
    return named.where(table.c.workspace_id == _CARDS_OF, wanted).offset(sa.literal_column("0")).subquery()


def _is_named(names: Any, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.and_(names.c.workspace_id == _CARDS_OF, condition)


# SQLite answers six short questions sooner than a long one; PostgreSQL is asked once.
_CARDS_OF_STAGE = Statement(
    _newest(
        # By its primary key SQLite would read a whole workspace for a stage that holds little.
        _shown(opportunities, organizations, contacts).with_hint(
            opportunities, "INDEXED BY ix_opportunities_workspace_id_stage_number", "sqlite"
        ),
        sa.bindparam("of_stage", type_=stages.c.id.type),
    )
)
_CARDS_OF_STAGES = Statement(_cards_of_stages())
