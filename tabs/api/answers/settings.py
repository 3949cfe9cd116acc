"""The workspace: what is set for it, who belongs to it, and the lists that its forms offer."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from app.domain import pipeline
from app.domain.framework import FRAMEWORKS
from app.domain.member import Role
from app.domain.workdays import WEEKDAYS
from app.languages.strings import LANGUAGES
from tabs.api.answers.mentions import Person
from tabs.api.shapes import Bounds, Keys, told_of

Language = Annotated[str, Keys("Language", tuple(LANGUAGES))]
FrameworkKey = Annotated[str, Keys("FrameworkKey", tuple(FRAMEWORKS))]
Requirable = Annotated[str, Keys("Requirable", pipeline.REQUIRABLE)]
Weekday = Annotated[str, Keys("Weekday", WEEKDAYS)]


class Choice(TypedDict):
    key: str
    name: str


if TYPE_CHECKING:
    Stage = dict[str, Any]
    Choices = dict[str, list[Choice]]
else:
    # A setting of a stage shows as soon as the core knows it.
    Stage = told_of("Stage", pipeline.Stage, without=("pipeline",), required=list[Requirable])
    Choices = TypedDict("Choices", dict.fromkeys(pipeline.DEFAULT_CHOICES, list[Choice]))


class Pipeline(TypedDict):
    id: int
    name: str
    stages: list[Stage]


class Question(TypedDict):
    key: str
    field: Requirable
    label: str
    weight: int


class Framework(TypedDict):
    """The questions that qualify a lead; `frameworks` are the keys of all sets of questions."""

    framework: FrameworkKey
    name: str
    questions: list[Question]
    frameworks: list[str]


class ScoreReason(TypedDict):
    question: str
    code: str
    costs: int
    message: str


class Score(TypedDict):
    """How well a lead or an opportunity is qualified, and why not better."""

    points: Annotated[int, Bounds(maximum=100)]
    of: Literal[100]
    reasons: list[ScoreReason]
    strengths: list[str]


class Member(TypedDict):
    id: int
    name: str
    role: Role


class Myself(Member):
    language: Language | None
    time_zone: str | None
    country: str | None
    locale: str | None


class Surroundings(TypedDict):
    """What everybody is told of their workspace."""

    name: str
    currency: str
    time_zone: str
    country: str | None


class Me(TypedDict):
    """The member who asks, and where."""

    member: Myself
    workspace: Surroundings
    languages: list[str]


class DayOff(TypedDict):
    """A working day that is free; without a name where the workspace keeps it by itself."""

    date: dt.date
    name: str


class Workspace(TypedDict):
    name: str
    currency: str
    time_zone: str
    country: str | None
    working_days: list[Weekday]
    public_holidays: bool
    subdivision: Annotated[str | None, "The part of the country whose holidays are kept; null for all of it"]
    free_days: Annotated[list[str], "Days as `2026-12-24`, or as `12-24` for every year"]
    guests: Annotated[bool, "Whether people who do not belong to the organization may come in"]
    retention_months: Annotated[
        int, "After so many months closed leads without activity are listed; 0: never"
    ]
    version: Annotated[int, "Grows with every change of these settings"]
    owners: list[Person]
    unowned: Annotated[str | None, "What is to be done where nobody owns the workspace"]
    days_off: Annotated[list[DayOff], "Those of the year ahead"]


class Places(TypedDict):
    """What a workspace may be set to; the subdivisions are those of the country that was asked for."""

    currencies: list[Choice]
    time_zones: list[Choice]
    countries: list[Choice]
    subdivisions: list[Choice]
