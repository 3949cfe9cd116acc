"""The board as a whole, and what changes did to it."""

from typing import Annotated, Literal, TypedDict

from app.domain.opportunity import OpportunityStatus
from tabs.api.answers.mentions import Money, Person, Reference
from tabs.api.answers.settings import Stage
from tabs.api.shapes import DAY, Bounds, Keys

# Of a card as the database tells it.
Status = Annotated[str, Keys("OpportunityStatus", tuple(OpportunityStatus))]
Day = Annotated[str, Bounds(**DAY)]


class BareCard(TypedDict):
    """What a card shows of an opportunity, without what is the same for all of a stage."""

    number: int
    kind: Literal["opportunity"]
    name: str
    version: int
    status: Status
    stage: str
    amount: Money | None
    close_date: Day | None
    organization: Reference | None
    contact: Reference | None
    owner: Person | None


class Card(BareCard):
    """What a card shows of an opportunity."""

    stage_name: str
    probability: int


class Figures(TypedDict):
    """How many opportunities there are, and their sums, one for each currency."""

    count: int
    totals: list[Money]
    weighted: list[Money]


class Column(Figures):
    """A stage with its figures and its newest opportunities."""

    stage: Stage
    cards: list[Card]


class StageFigures(Figures):
    """The figures of the stage with this key."""

    stage: str


class PipelineName(TypedDict):
    id: int
    name: str


class Board(TypedDict):
    pipeline: PipelineName
    columns: list[Column]
    sequence: Annotated[int, "All events up to this one are in it"]


class Patch(TypedDict):
    """What changes did to the board: cards as they stand now, the numbers of those that are on it no more,
    and the figures of the stages that they touched. All events up to `sequence` are in it: it is to be left
    out where the board is of that one or a later one."""

    sequence: int
    cards: list[BareCard]
    gone: list[int]
    columns: list[StageFigures]
