"""Sample data: made-up companies, people, leads and deals, with names of many scripts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.contact import Contact
from app.domain.lead import Lead, LeadStatus
from app.domain.money import Money
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.organization import Organization
from app.domain.pipeline import DEFAULT_CHOICES, Pipeline, StageType
from app.domain.qualification import Authority, Timeline
from app.domain.record import Record
from app.languages.strings import LANGUAGES
from app.languages.words import forms_of

FIRST = (
    "Sarah Jonas Leonie Paul Mia Felix Emma Lukas Ayşe Mehmet Søren Åsa Zoë François Chloé José María Łukasz "
    "Agnieszka Ольга Иван Дмитро Γιώργος Ελένη 伟 芳 秀英 さくら 健太 ハルト 민준 서연 أحمد ليلى דוד נועה "
    "Priya Arjun अनीता Nguyễn Olumide สมชาย Նարե გიორგი Siobhán Jürgen Käthe"
).split()
LAST = (
    "Meier Müller Schmidt Weiß Großmann Köhler O'Brien D'Angelo van-Dijk Yılmaz Sørensen Lindström Dupont "
    "García Núñez Nowak Wójcik Иванова Петров Шевченко Παπαδόπουλος 王 李 佐藤 鈴木 김 박 حداد كهن לוי "
    "Sharma Patel शर्मा Trần Adeyemi ใจดี Պետրոսյան ბერიძე Fischer Weber Wagner Becker Hoffmann Schäfer Koch "
    "Richter Klein Wolf Schröder Neumann Schwarz Zimmermann"
).split()
COMPANY = (
    "Tech Nord Alpen Hanse Rhein Blau Grün Quanten Solar Metall Licht Stern Pacific Atlas Delta Orbit Cedar "
    "Silver Harbor Summit Bright Océan Étoile Águila 東京 上海 서울 Восток Ελλάς النور Örn "
    "Ångström Zürich Łódź"
).split()
TRADE = (
    "Innovators Systems Werke Logistik Dynamics Software Maschinenbau Energie Medizintechnik Foods Textil "
    "Robotics Analytics Druck Optik Chemie Consulting Bau Verlag Labs"
).split()
FORM = ("GmbH", "AG", "Inc.", "Ltd.", "KG", "SE", "GmbH & Co. KG", "S.A.", "B.V.", "LLC")
TITLES = tuple(title for language in LANGUAGES for title in forms_of(language, "sample_data.job_titles"))
NEEDS = (*(need for language in LANGUAGES for need in forms_of(language, "sample_data.needs")), "")
OPEN_SHARE = 0.7
RECORDS_OF_DEAL = 3
"""An opportunity comes with its organization and its contact."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What to make up in one go: how many opportunities and leads, from which number on, as of when and for
    whom. The same portion gives the same records."""

    seed: str
    opportunities: int
    leads: int
    first_number: int
    now: dt.datetime
    pipeline: Pipeline
    owner: int

    @property
    def size(self) -> int:
        """How many records it gives."""
        return self.opportunities * RECORDS_OF_DEAL + self.leads


@dataclass(slots=True)
class _Maker:
    portion: Portion
    chance: random.Random = field(init=False)
    next_number: int = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.portion.seed)  # noqa: S311 - nothing here is a secret
        self.next_number = self.portion.first_number

    def number(self) -> int:
        self.next_number += 1
        return self.next_number - 1


def invent(portion: Portion) -> Iterator[Record]:
    """The records of a portion, what is pointed to before what points to it."""
    maker = _Maker(portion)
    steps = max(portion.opportunities, portion.leads)
    for step in range(steps):
        at = portion.now - dt.timedelta(minutes=maker.chance.randrange(1, 500_000))
        company = _company(maker.chance)
        made: list[Record] = []
        for _ in range(share(portion.opportunities, steps, step)):
            made += _deal(maker, company, at)
        made += (_lead(maker, company) for _ in range(share(portion.leads, steps, step)))
        for record in made:
            record.created_at = record.updated_at = at
            yield record


def share(count: int, steps: int, step: int) -> int:
    """How many of `count` fall to a step where they are spread evenly."""
    return count * (step + 1) // steps - count * step // steps


def _company(chance: random.Random) -> str:
    return f"{chance.choice(COMPANY)} {chance.choice(TRADE)} {chance.choice(FORM)}"


def _deal(maker: _Maker, company: str, at: dt.datetime) -> tuple[Record, ...]:
    number = maker.number()
    organization = Organization(number=number, name=company, domain=f"firm{number}.example")
    contact = _person(maker, organization)
    opportunity = _opportunity(maker, organization, contact)
    if opportunity.status is not OpportunityStatus.OPEN:
        opportunity.closed_at = at + dt.timedelta(days=20)
    return organization, contact, opportunity


def _person(maker: _Maker, organization: Organization) -> Contact:
    chance, number = maker.chance, maker.number()
    return Contact(
        number=number,
        name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        job_title=chance.choice(TITLES),
        email=f"person{number}@{organization.domain}",
        phone=f"+49 30 {chance.randrange(10**6, 10**8)}",
        organization=organization.number,
    )


def _lead(maker: _Maker, company: str) -> Lead:
    chance, number = maker.chance, maker.number()
    status = LeadStatus.OPEN if chance.random() < OPEN_SHARE else LeadStatus.DISQUALIFIED
    lost = status is LeadStatus.DISQUALIFIED
    return Lead(
        number=number,
        name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        company=company,
        job_title=chance.choice(TITLES),
        email=f"lead{number}@mail{number % 9973}.example",
        phone=f"+49 40 {chance.randrange(10**6, 10**8)}",
        source=chance.choice(DEFAULT_CHOICES["lead_source"]),
        need=chance.choice(NEEDS),
        owner=maker.portion.owner,
        status=status,
        disqualify_reason=chance.choice(DEFAULT_CHOICES["disqualify_reason"][:-1]) if lost else "",
    )


def _opportunity(maker: _Maker, organization: Organization, contact: Contact) -> Opportunity:
    chance, pipeline = maker.chance, maker.portion.pipeline
    stage = chance.choice(pipeline.stages)
    status = OpportunityStatus(stage.type.value)
    lost = stage.type is StageType.LOST
    currency = "EUR" if chance.random() < 0.9 else chance.choice(("CHF", "USD"))
    return Opportunity(
        number=maker.number(),
        name=f"{organization.name}: {chance.choice(NEEDS) or 'Pilot'}",
        pipeline=pipeline.id,
        stage=stage.id,
        status=status,
        organization=organization.number,
        contact=contact.number,
        amount=Money(Decimal(chance.randrange(5, 2000) * 250), currency) if chance.random() < 0.9 else None,
        close_date=maker.portion.now.date() + dt.timedelta(days=chance.randrange(-60, 240)),
        owner=maker.portion.owner,
        authority=chance.choice(_AUTHORITIES),
        timeline=chance.choice(_TIMELINES),
        lost_reason=chance.choice(DEFAULT_CHOICES["lost_reason"][:-1]) if lost else "",
        left_stage=pipeline.stages[0].id if status is not OpportunityStatus.OPEN else None,
    )


_AUTHORITIES = tuple(Authority)
_TIMELINES = tuple(Timeline)
