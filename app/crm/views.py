"""What reads answer: records with the names around them, ready for a card or a JSON answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.crm.duplicates.similarity import Reason, Similarity
from app.domain.activity import Activity, ActivityType
from app.domain.contact import Contact
from app.domain.conversion import TARGETS, Log, Way
from app.domain.event import Kind, Recorded
from app.domain.framework import BANT, Framework, Score, score_of
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.domain.pipeline import ListEntry, Pipeline, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """Number and name of a record that another one mentions; its kind where it may be of several."""

    number: int
    name: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a conversation speaks of: a record, the opportunity that it has become where it is a lead, and
    the record that it is about where it is an activity."""

    number: int
    kind: Kind
    opportunity: int | None = None
    about: Subject | None = None

    @property
    def record(self) -> int:
        """The number of the record that is spoken of: of an activity the one that it is about."""
        return (self.about or self).number


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A company that somebody new belongs to, or somebody of it: `customer` where it bought before, `deals`
    the number of its open opportunities."""

    number: int
    name: str
    customer: bool = False
    deals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A colleague's id and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Partaker:
    """A contact that takes part in a lead or an opportunity, and in which role."""

    contact: Ref
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What qualifying did to the lead with this number, whose version it is: the log, and the names of what
    it mentions: ("organization", 7) → a name."""

    number: int
    version: int
    log: Log
    names: Mapping[tuple[str, object], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A record and what a reader wants to see beside it. `stage` and `pipeline` belong to opportunities,
    `participants` and `followers` to leads as well, `deals` (open ones, newest first) to contacts.
    `changed_by` and `changed_at` tell the last change, `framework` by which questions leads and opportunities
    are scored. `conversion` belongs to qualified leads, and to the opportunity that one has just become;
    `about` and `beside`, whom it is with, to activities. `next_step` is the earliest open one of a record,
    `activities` are its newest, `today` is the date where the workspace is, `related` who is there of a new
    lead's company."""

    record: Lead | Organization | Contact | Opportunity | Activity
    owner: Colleague | None = None
    organization: Ref | None = None
    contact: Ref | None = None
    lead: Ref | None = None
    opportunity: Ref | None = None
    stage: Stage | None = None
    pipeline: Pipeline | None = None
    participants: tuple[Partaker, ...] = ()
    followers: tuple[Colleague, ...] = ()
    deals: tuple[ContactDeal, ...] = ()
    about: Ref | None = None
    beside: Ref | None = None
    next_step: Activity | None = None
    activities: tuple[Activity, ...] = ()
    today: dt.date | None = None
    changed_by: Colleague | None = None
    changed_at: dt.datetime | None = None
    conversion: Conversion | None = None
    framework: Framework = BANT
    related: tuple[Related, ...] = ()

    @property
    def score(self) -> Score | None:
        """How well a lead or an opportunity is qualified; None for other kinds."""
        record = self.record
        return score_of(record, self.framework) if isinstance(record, Lead | Opportunity) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One line of a list. `detail` is the company, the job title or the domain; `status` and `stage` where
    the kind has them, `activity` is the type of one."""

    kind: Kind
    number: int
    name: str
    version: int
    detail: str = ""
    status: str = ""
    stage: Stage | None = None
    amount: Money | None = None
    owner: Colleague | None = None
    activity: ActivityType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDeal:
    """An open lead or opportunity of a contact, which is the primary one there or takes part in a role."""

    hit: Hit
    role: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits; `cursor` continues where there are more."""

    hits: tuple[Hit, ...]
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What somebody was shown that another message may go on with. A list: which, the words it was asked
    with, and the cursor of the page that comes next, "" where all was shown. Or a question that waits for its
    answer: which, what it asks about, and the number of the record that is proposed."""

    of: str
    text: str = ""
    cursor: str = ""


NOTHING_SHOWN = Shown(of="")
"""What is noted where nothing is to go on with any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """A lead or contact that is likely the same as somebody new, or related, and why."""

    hit: Hit
    similarity: Similarity
    reasons: tuple[Reason, ...]

    @property
    def takes_more(self) -> bool:
        """Whether what is known of somebody new can be added to it."""
        return self.hit.kind is Kind.LEAD and self.hit.status == "open" and self.similarity is Similarity.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a timeline. `names` resolves what the event's fields point to: ("owner", 3) → "Alex",
    ("stage", 2) → its Stage, ("organization", 7) → a name; and by kind and number the name of what the event
    is of where that is not the record itself: an activity, or a record that went up in it. `happened_at` is
    when an activity took place that was told at another time; the day is `happened_on` where no more is
    known."""

    recorded: Recorded
    actor: Colleague
    names: Mapping[tuple[str, object], object]
    happened_at: dt.datetime | None = None
    happened_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionCandidate:
    """A record that a conversion can use. `why` says what it has in common with the lead, `detail` who or
    where it is: a company's domain, a contact's company, an opportunity's stage by `stage`."""

    ref: Ref
    why: tuple[Reason, ...] = ()
    detail: str = ""
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualificationPreview:
    """What the qualify form shows before it is filled: the lead; which organization and contact would be used
    where nobody chooses; the candidates of each kind, best first; what each would be called if it is new
    (nothing where it cannot be made); where what would be used differs from the lead; the questions that the
    workspace asks, and what the first stage requires."""

    lead: RecordView
    organization: Ref | None
    contact: Ref | None
    opportunity_name: str
    framework: Framework = BANT
    candidates: Mapping[Kind, tuple[ConversionCandidate, ...]] = field(default_factory=dict)
    conversion: Conversion | None = None
    required: tuple[str, ...] = ()

    @property
    def usual(self) -> dict[Kind, int | Way]:
        """What happens to each target where nobody chooses."""
        lead = self.lead.record
        assert isinstance(lead, Lead)  # noqa: S101 - nothing else is qualified
        known = {
            Kind.ORGANIZATION: bool(lead.company),
            Kind.CONTACT: lead.names_a_person,
            Kind.OPPORTUNITY: True,
        }
        usual: dict[Kind, int | Way] = {kind: Way.NEW if known[kind] else Way.NONE for kind in TARGETS}
        found = {Kind.ORGANIZATION: self.organization, Kind.CONTACT: self.contact}
        return usual | {kind: ref.number for kind, ref in found.items() if ref}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What an undo took back: the events it reversed, newest first, and the records that remain, as they
    are now. `removed` are those that the undo took away."""

    events: tuple[Recorded, ...]
    remaining: tuple[RecordView, ...]
    removed: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What forms need besides a record: the colleagues, pipelines, lists and questions of the workspace."""

    members: tuple[Member, ...]
    pipeline: Pipeline
    choices: tuple[ListEntry, ...]
    framework: Framework = BANT

    def listed(self, name: str) -> tuple[ListEntry, ...]:
        """The entries of one list, in order."""
        return tuple(choice for choice in self.choices if choice.list == name)
