"""Seed: made-up records in any number, with names of many scripts, in one or several workspaces."""

from __future__ import annotations

import datetime as dt
import random
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.contact import Contact
from app.domain.event import Source
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.organization import Organization
from app.domain.pipeline import DEFAULT_CHOICES, Pipeline, StageType
from app.domain.qualification import Authority, Timeline
from app.domain.record import Record
from app.settings import PLAYGROUND_NAME, PLAYGROUND_TENANT, PLAYGROUND_USER, Settings
from app.store.bulk import AnyEvent, Bulk
from app.store.database import Database
from app.store.schema import migrate
from app.store.work import Work, begin_write

BATCH = 2000
"""Opportunities in one transaction."""

FIRST = (
    "Sarah Jonas Leonie Paul Mia Felix Emma Lukas Ayşe Mehmet Søren Åsa Zoë François Chloé José María Łukasz "
    "Agnieszka Ольга Иван Γιώργος Ελένη 伟 芳 "
    "さくら 健太 민준 서연 أحمد ليلى דוד נועה Priya Arjun Nguyễn Olumide"
).split()
LAST = (
    "Meier Müller Schmidt Weiß Großmann Köhler O'Brien D'Angelo van-Dijk Yılmaz Sørensen Lindström Dupont "
    "García Núñez Nowak Wójcik Иванова Петров Παπαδόπουλος "
    "王 李 佐藤 鈴木 김 박 حداد كهن Sharma Patel Trần Adeyemi "
    "Fischer Weber Wagner Becker Hoffmann Schäfer Koch Richter Klein Wolf Schröder Neumann Schwarz Zimmermann"
).split()
COMPANY = (
    "Tech Nord Alpen Hanse Rhein Blau Grün Quanten Solar Metall Licht Stern Pacific Atlas Delta Orbit Cedar "
    "Silver Harbor Summit Bright Océan Étoile Águila 東京 上海 Восток Ελλάς Örn Ångström Zürich Łódź"
).split()
TRADE = (
    "Innovators Systems Werke Logistik Dynamics Software Maschinenbau Energie Medizintechnik Foods Textil "
    "Robotics Analytics Druck Optik Chemie Consulting Bau Verlag Labs"
).split()
FORM = ("GmbH", "AG", "Inc.", "Ltd.", "KG", "SE", "GmbH & Co. KG", "S.A.", "B.V.", "LLC")
TITLES = (
    "CEO CIO CFO IT-Leiterin Einkauf Projektleiter Head-of-Sales Geschäftsführer Engineer Controller".split()
)
NEEDS = ("a project tool", "bessere Auswertungen", "fewer spreadsheets", "ein Ersatz für das alte System", "")
OPEN_SHARE = 0.7


@dataclass
class Batch:
    """Records that are stored together, with their events."""

    records: list[Record] = field(default_factory=list)
    events: list[AnyEvent] = field(default_factory=list)

    def add(self, record: Record, event: str, actor: int, at: dt.datetime) -> None:
        """Takes in a new record."""
        record.created_at = record.updated_at = at
        self.events.append((record.captured(event), actor, at))
        self.records.append(record)


def seed(settings: Settings, opportunities: int, workspaces: int) -> int:
    """Fills the database; prints how long it took. The first workspace is the one that the chat playground
    plays, or the first tenant allowed; the numbers are divided among all of them."""
    database = Database(settings.database_url)
    migrate(database)
    began = time.monotonic()
    for position, tenant in enumerate(_tenants(settings, workspaces)):
        chance = random.Random(f"{tenant}-{position}")
        count = opportunities // workspaces + (1 if position < opportunities % workspaces else 0)
        for size in _portions(count):
            _fill(database, tenant, size, chance)
    seconds = time.monotonic() - began
    print(f"{opportunities} opportunities in {workspaces} workspace(s) after {seconds:.1f} s")
    database.close()
    return 0


def _tenants(settings: Settings, count: int) -> Iterator[str]:
    yield PLAYGROUND_TENANT if settings.is_dev else min(settings.allowed_tenants, default=PLAYGROUND_TENANT)
    for position in range(1, count):
        yield str(uuid.uuid5(uuid.NAMESPACE_DNS, f"workspace-{position}.leadline.example"))


def _portions(count: int) -> Iterator[int]:
    while count > 0:
        yield min(count, BATCH)
        count -= BATCH


def _fill(database: Database, tenant: str, size: int, chance: random.Random) -> None:
    actor = Actor(tenant_id=tenant, user_id=PLAYGROUND_USER, name=PLAYGROUND_NAME, source=Source.IMPORT)
    with database.write() as connection:
        work, member = begin_write(connection, actor)
        batch = Batch()
        pipeline = work.pipelines.default()
        for _ in range(size):
            _add_one(batch, work, pipeline, member.id, chance)
        Bulk(connection, work, member, actor).add(batch.records, batch.events)


def _add_one(batch: Batch, work: Work, pipeline: Pipeline, owner: int, chance: random.Random) -> None:
    at = work.now - dt.timedelta(minutes=chance.randrange(1, 500_000))
    company = f"{chance.choice(COMPANY)} {chance.choice(TRADE)} {chance.choice(FORM)}"
    domain = f"firm{work.next_number}.example"
    organization = Organization(number=work.number(), name=company, domain=domain)
    batch.add(organization, "OrganizationCaptured", owner, at)
    contact = _person(work, organization, chance)
    batch.add(contact, "ContactCaptured", owner, at)
    if chance.random() < OPEN_SHARE:
        batch.add(_lead(work, company, owner, chance), "LeadCaptured", owner, at)
    opportunity = _opportunity(work, pipeline, organization, contact, chance)
    opportunity.owner = owner
    if opportunity.status is not OpportunityStatus.OPEN:
        opportunity.closed_at = at + dt.timedelta(days=20)
    batch.add(opportunity, "OpportunityCaptured", owner, at)


def _person(work: Work, organization: Organization, chance: random.Random) -> Contact:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    number = work.number()
    return Contact(
        number=number,
        name=name,
        job_title=chance.choice(TITLES),
        email=f"person{number}@{organization.domain}",
        phone=f"+49 30 {chance.randrange(10**6, 10**8)}",
        organization=organization.number,
    )


def _lead(work: Work, company: str, owner: int, chance: random.Random) -> Lead:
    number = work.number()
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
        owner=owner,
        status=status,
        disqualify_reason=chance.choice(DEFAULT_CHOICES["disqualify_reason"][:-1]) if lost else "",
    )


def _opportunity(
    work: Work, pipeline: Pipeline, organization: Organization, contact: Contact, chance: random.Random
) -> Opportunity:
    stage = chance.choice(pipeline.stages)
    status = OpportunityStatus(stage.type.value)
    lost = stage.type is StageType.LOST
    currency = chance.choices(("EUR", "CHF", "USD"), (90, 5, 5))[0]
    return Opportunity(
        number=work.number(),
        name=f"{organization.name}: {chance.choice(NEEDS) or 'Pilot'}",
        pipeline=pipeline.id,
        stage=stage.id,
        status=status,
        organization=organization.number,
        contact=contact.number,
        amount=Money(Decimal(chance.randrange(5, 2000) * 250), currency) if chance.random() < 0.9 else None,
        close_date=work.now.date() + dt.timedelta(days=chance.randrange(-60, 240)),
        authority=chance.choice(list(Authority)),
        timeline=chance.choice(list(Timeline)),
        lost_reason=chance.choice(DEFAULT_CHOICES["lost_reason"][:-1]) if lost else "",
        left_stage=pipeline.stages[0].id if status is not OpportunityStatus.OPEN else None,
    )
