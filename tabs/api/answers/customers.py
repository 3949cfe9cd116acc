"""What an organization or a contact is as a whole."""

import datetime as dt
from typing import Annotated, TypedDict

from app.domain.activity import ActivityType
from app.domain.event import Kind
from tabs.api.answers.board import Status
from tabs.api.answers.mentions import Money, Person, Reference, Step, Subject


class CustomerPerson(TypedDict):
    """A person of the organization, with the roles they have in its leads and opportunities: keys, or what
    somebody wrote."""

    contact: Reference
    job_title: str
    email: str
    phone: str
    roles: list[str]


class CustomerDeal(TypedDict):
    """A lead or an opportunity as a line of a list."""

    number: int
    name: str
    status: str
    stage: Annotated[str | None, "Of an opportunity"]
    stage_name: str | None
    amount: Money | None
    owner: Person | None


class DealSum(TypedDict):
    """Opportunities in one state, and their sums, one for each currency."""

    status: Status
    count: int
    totals: list[Money]


class Need(TypedDict):
    """What is needed, and the opportunity that tells it."""

    text: str
    opportunity: Reference


class KnownBy(TypedDict):
    """A colleague who had calls, emails or meetings with the customer."""

    member: Person
    times: int
    last: dt.datetime


class PlannedStep(Step):
    about: Subject | None


class Interaction(TypedDict):
    """An activity that took place; of which no time is known where `done_on` is told."""

    number: int
    type: ActivityType
    name: str
    done_at: dt.datetime | None
    done_on: dt.date | None
    cancelled: bool
    owner: Person | None
    about: Subject | None


class Counts(TypedDict):
    contacts: int
    leads: int
    opportunities: int


class Overview(TypedDict):
    """All that belongs to an organization or a contact. Lists hold the first: open ones, then the newest;
    `counts` tell how many there are."""

    number: int
    kind: Kind
    name: str
    version: int
    counts: Counts
    people: list[CustomerPerson]
    leads: list[CustomerDeal]
    opportunities: list[CustomerDeal]
    sums: list[DealSum]
    needs: list[Need]
    known_by: list[KnownBy]
    next_step: PlannedStep | None
    last_touch: Annotated[Interaction | None, "The newest call, email or meeting"]
    interactions: list[Interaction]
    missing: Annotated[
        list[str],
        "Fields that are empty; contact or next_step where an open opportunity has nobody or nothing planned",
    ]
