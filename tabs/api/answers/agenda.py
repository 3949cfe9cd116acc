"""What somebody has to do."""

import datetime as dt
from typing import Annotated, TypedDict

from tabs.api.answers.mentions import Money, Step, Subject


class Duty(Step):
    """An open activity and the record it is about."""

    version: int
    about: Subject | None


class Neglected(TypedDict):
    """An open opportunity without a next step, or without a sign of life for so many working days."""

    number: int
    name: str
    version: int
    stage: str
    stage_name: str
    amount: Money | None
    days: int


class Work(TypedDict):
    """What the member who asks has to do."""

    today: dt.date
    overdue: list[Duty]
    due_today: list[Duty]
    upcoming: list[Duty]
    without_step: list[Neglected]
    stale: list[Neglected]
    more: Annotated[list[str], "The lists that hold more than is told here"]
