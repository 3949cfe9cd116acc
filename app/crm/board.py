"""The board: a pipeline's stages with counts, sums and their newest opportunities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from app.crm.clock import today
from app.crm.views import Colleague, Ref
from app.domain.event import Kind, Recorded
from app.domain.member import Member
from app.domain.money import Money, from_units
from app.domain.pipeline import Pipeline, Stage
from app.store.board import StageTotal
from app.store.work import Work


class BoardCard(NamedTuple):
    """An opportunity as the board shows it, its fields as the store reads them: a board has hundreds, and
    nothing is made of them that nobody looks at. `stage` is an id, `units` are those of Money, the day is in
    ISO 8601."""

    stage: int
    number: int
    name: str
    version: int
    status: str
    units: int | None
    currency: str | None
    close_day: str | None
    organization_number: int | None
    organization_name: str | None
    contact_number: int | None
    contact_name: str | None
    owner_id: int | None
    owner_name: str | None

    @property
    def amount(self) -> Money | None:
        return None if self.units is None else Money(from_units(self.units), self.currency or "")

    @property
    def close_date(self) -> dt.date | None:
        return dt.date.fromisoformat(self.close_day) if self.close_day else None

    @property
    def organization(self) -> Ref | None:
        return _ref(self.organization_number, self.organization_name)

    @property
    def contact(self) -> Ref | None:
        return _ref(self.contact_number, self.contact_name)

    @property
    def owner(self) -> Colleague | None:
        return None if self.owner_id is None else Colleague(id=self.owner_id, name=self.owner_name or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """A stage with how many opportunities it holds, their sum per currency, the sum weighted by the stage's
    probability, and its newest cards: `rows` as the store reads them, `cards` to look at."""

    stage: Stage
    count: int
    totals: Mapping[str, Decimal]
    rows: tuple[tuple[Any, ...], ...] = ()

    @property
    def cards(self) -> tuple[BoardCard, ...]:
        return tuple(map(BoardCard._make, self.rows))

    @property
    def weighted(self) -> dict[str, Decimal]:
        return {c: amount * self.stage.probability / 100 for c, amount in self.totals.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A pipeline with its columns in order. All events up to `sequence` are in it."""

    pipeline: Pipeline
    columns: tuple[BoardColumn, ...]
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """What some events changed of a board that is there: the columns that they touched, with count, sums and
    nothing but the cards that they touched, and the numbers of those that are on it no more. All events up to
    `sequence` are in it, and maybe some later ones."""

    columns: tuple[BoardColumn, ...]
    gone: tuple[int, ...]
    sequence: int


MOST_PATCHED = 100
"""Opportunities of a patch; where more have changed, it is cheaper to read the board anew."""


def sight(member: Member) -> Hashable:
    """What decides which records somebody sees: two members of a workspace whose sights are equal are shown
    the same. Today everybody sees everything; by role, so that nothing is shared where that changes."""
    return member.role


def state(work: Work, actor: Member) -> Hashable:
    """What answers about records depend on besides the question and who asks it: two that are equal mean that
    nothing has happened and nothing was set in between."""
    sequence = work.events.last_sequence()
    stages = tuple((stage.id, stage.version) for line in work.pipelines.all() for stage in line.stages)
    return sequence, work.workspace, stages, today(work)


def board(work: Work, actor: Member, limit: int = 50) -> Board:
    """The default pipeline; at most `limit` cards a stage, none where it is 0. Counts and sums come from
    counters, so they cost the same however many opportunities there are."""
    pipeline, counted, cards, sequence = work.board(limit)
    return Board(pipeline=pipeline, columns=_columns(pipeline, counted, cards), sequence=sequence)


def board_patch(work: Work, actor: Member, recorded: Sequence[Recorded]) -> Patch | None:
    """What these events changed on the board. None where a fresh board is cheaper."""
    numbers = {one.event.number for one in recorded if one.event.kind is Kind.OPPORTUNITY}
    pipeline, counted, rows, sequence = work.board_patch(numbers, _renamed(recorded), MOST_PATCHED + 1)
    if len(rows) > MOST_PATCHED or len(numbers) > MOST_PATCHED:
        return None
    shown = {stage.id for stage in pipeline.stages}
    touched = {id_ for one in recorded for id_ in _stages(one)}
    cards: dict[int, tuple[tuple[Any, ...], ...]] = {}
    for row in map(BoardCard._make, rows):
        cards[row.stage] = (*cards.get(row.stage, ()), tuple(row))
        numbers -= {row.number} if row.stage in shown else set()
    columns = _columns(pipeline, counted, cards)
    return Patch(
        columns=tuple(one for one in columns if one.stage.id in touched or one.rows),
        gone=tuple(sorted(numbers)),
        sequence=sequence,
    )


def _stages(recorded: Recorded) -> Iterator[int]:
    """The stages, by id, that an opportunity left, entered, or was removed from."""
    if recorded.event.kind is Kind.OPPORTUNITY:
        for side in (recorded.event.before, recorded.event.after):
            if isinstance(stage := side.get("stage"), int):
                yield stage


def touches_board(recorded: Recorded) -> bool:
    """Whether a board may have to show an event: it is of an opportunity, or of what is named on one."""
    return recorded.event.kind is Kind.OPPORTUNITY or bool(_renamed([recorded]))


def _renamed(recorded: Sequence[Recorded]) -> set[int]:
    """Organizations and contacts that are called otherwise now, or went up in others."""
    events = (one.event for one in recorded if one.event.kind in {Kind.ORGANIZATION, Kind.CONTACT})
    return {
        number
        for event in events
        if event.before and event.after and _NAMING & (event.before.keys() | event.after.keys())
        for number in (event.number, event.before.get("merged_into"), event.after.get("merged_into"))
        if isinstance(number, int)
    }


_NAMING = frozenset({"name", "merged_into"})


def _columns(
    pipeline: Pipeline, counted: Sequence[StageTotal], cards: Mapping[int, tuple[tuple[Any, ...], ...]]
) -> tuple[BoardColumn, ...]:
    counts: dict[int, int] = {}
    totals: dict[int, dict[str, Decimal]] = {}
    for total in counted:
        counts[total.stage] = counts.get(total.stage, 0) + total.count
        if total.currency:
            totals.setdefault(total.stage, {})[total.currency] = total.amount
    return tuple(
        BoardColumn(
            stage=stage,
            count=counts.get(stage.id, 0),
            totals=dict(sorted(totals.get(stage.id, {}).items())),
            rows=cards.get(stage.id, ()),
        )
        for stage in pipeline.stages
    )


def _ref(number: int | None, name: str | None) -> Ref | None:
    return None if number is None else Ref(number=number, name=name or "")
