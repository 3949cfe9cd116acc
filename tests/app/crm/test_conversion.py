"""Conversion by choice: what is there is used, blanks are filled, and nothing is overwritten."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from app.crm.board import board
from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import timeline, undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.merge.merging import merge_records
from app.crm.opportunities import capture_opportunity, win_opportunity
from app.crm.organizations import capture_organization
from app.crm.people.members import me
from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.contact import Contact
from app.domain.conversion import AUTOMATIC, Kept, Log, Targets, Way
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Actor, Member
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.domain.participant import Participant
from app.domain.qualification import Authority, Qualification, Timeline
from app.domain.record import Record
from app.store.database import Database
from app.store.work import Work
from tests.kit.books import check_books, read_books

R = TypeVar("R", bound=Record)
TEN = Money(Decimal("10000.00"), "EUR")
SARAH = LeadDraft(
    name="Sarah Meier",
    company="Tech Innovators Inc.",
    job_title="IT manager",
    email="sarah@techinnovators.example",
    phone="+49 30 1234567",
)
ANSWERS = Qualification(
    budget=TEN, authority=Authority.DECISION_MAKER, need="a tool", timeline=Timeline.QUARTER
)


def alter(work: Work, actor: Member, /, number: int, **values: object) -> None:
    """Sets fields that no form has."""
    kind = work.queries.kinds([number])[number]
    record = work.repository(kind).get(number)
    work.record(record.change("Altered", **values), actor)
    work.repository(kind).save(record)


async def capture(crm: Crm, actor: Actor, draft: LeadDraft = SARAH) -> int:
    return (await crm.write(actor, capture_lead, draft)).record.number


async def load(crm: Crm, actor: Actor, number: int, kind: type[R]) -> R:
    record = (await crm.read(actor, show_record, number)).record
    assert isinstance(record, kind)
    return record


def log_of(view: RecordView) -> Log:
    assert view.conversion is not None
    return view.conversion.log


async def test_what_a_conversion_created_is_told_with_names(crm: Crm, alex: Actor) -> None:
    number = await capture(crm, alex)
    view = await crm.write(alex, qualify_lead, number, ANSWERS)
    log = log_of(view)
    assert log == Log(created={Kind.ORGANIZATION: 2, Kind.CONTACT: 3, Kind.OPPORTUNITY: 4})
    assert view.conversion is not None
    assert view.conversion.names["contact", 3] == "Sarah Meier"
    again = await crm.read(alex, show_record, number)
    assert again.conversion == view.conversion
    assert isinstance(again.record, Lead)
    told = (await crm.read(alex, timeline, number))[0].recorded.event
    assert (told.name, told.after["conversion"]) == ("LeadQualified", again.record.conversion)


async def test_a_chosen_contact_is_completed_and_not_overwritten(
    crm: Crm, database: Database, alex: Actor
) -> None:
    ann = {"name": "Sarah Meier", "email": "s.meier@private.example", "phone": "+44 20 7946 0000"}
    chosen = (await crm.write(alex, capture_contact, ann)).record.number
    number = await capture(crm, alex)
    view = await crm.write(alex, qualify_lead, number, ANSWERS, None, Targets(contact=chosen))
    log = log_of(view)
    contact = await load(crm, alex, chosen, Contact)
    assert (contact.phone, contact.email) == (ann["phone"], ann["email"])
    assert (contact.job_title, contact.organization) == ("IT manager", log.created[Kind.ORGANIZATION])
    assert log.used == {Kind.CONTACT: chosen}
    assert set(log.filled[Kind.CONTACT]) == {"job_title", "organization"}
    assert [(one.field, one.lead, one.kept) for one in log.kept] == [
        ("email", "sarah@techinnovators.example", "s.meier@private.example"),
        ("phone", "+49 30 1234567", "+44 20 7946 0000"),
    ]
    check_books(read_books(database, alex.tenant_id))


async def test_a_chosen_organization_gets_its_domain_and_keeps_its_name(crm: Crm, alex: Actor) -> None:
    company = (await crm.write(alex, capture_organization, {"name": "TI Holding"})).record.number
    number = await capture(crm, alex)
    view = await crm.write(alex, qualify_lead, number, ANSWERS, None, Targets(organization=company))
    organization = await load(crm, alex, company, Organization)
    assert (organization.name, organization.domain) == ("TI Holding", "techinnovators.example")
    assert log_of(view).kept == [
        Kept(
            kind=Kind.ORGANIZATION,
            number=company,
            field="name",
            lead="Tech Innovators Inc.",
            kept="TI Holding",
        )
    ]


@pytest.mark.parametrize("company", ["Tech Innovators", "TECH INNOVATORS, INC."])
async def test_the_same_name_written_otherwise_is_no_conflict(crm: Crm, alex: Actor, company: str) -> None:
    found = (await crm.write(alex, capture_organization, {"name": company})).record.number
    view = await crm.write(alex, qualify_lead, await capture(crm, alex), ANSWERS)
    assert log_of(view).used == {Kind.ORGANIZATION: found}
    assert not log_of(view).kept


async def test_new_records_are_made_though_others_match(crm: Crm, alex: Actor) -> None:
    first = await crm.write(alex, qualify_lead, await capture(crm, alex), ANSWERS)
    second = await capture(crm, alex)
    targets = Targets(organization=Way.NEW, contact=Way.NEW, opportunity=Way.NEW)
    again = await crm.write(alex, qualify_lead, second, ANSWERS, None, targets)
    assert set(log_of(again).created) == {Kind.ORGANIZATION, Kind.CONTACT, Kind.OPPORTUNITY}
    assert not set(log_of(again).created.values()) & set(log_of(first).created.values())


async def test_a_lead_is_qualified_without_any_of_them(crm: Crm, database: Database, alex: Actor) -> None:
    number = await capture(crm, alex)
    nothing = Targets(organization=Way.NONE, contact=Way.NONE, opportunity=Way.NONE)
    view = await crm.write(alex, qualify_lead, number, ANSWERS, None, nothing)
    lead = view.record
    assert isinstance(lead, Lead)
    assert (lead.number, lead.status, lead.need) == (number, LeadStatus.QUALIFIED, "a tool")
    assert (lead.organization, lead.contact, lead.opportunity) == (None, None, None)
    assert log_of(view).skipped == [Kind.ORGANIZATION, Kind.CONTACT, Kind.OPPORTUNITY]
    assert all(column.count == 0 for column in (await crm.read(alex, board)).columns)
    check_books(read_books(database, alex.tenant_id))


async def test_a_lead_joins_an_open_opportunity(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    first = await crm.write(alex, qualify_lead, await capture(crm, alex), Qualification(need="a CRM"))
    deal = first.record.number
    followed_by = (await crm.write(kim, me)).id
    ben = LeadDraft(name="Ben Roth", company="TI", job_title="CFO", email="ben@ti.example")
    number = await capture(crm, alex, ben)
    await crm.write(alex, alter, number, followers=(followed_by,))
    await crm.write(alex, alter, deal, followers=(1, followed_by))
    close = dt.date(2030, 1, 31)
    answers = replace(ANSWERS, close_date=close)
    view = await crm.write(alex, qualify_lead, number, answers, None, Targets(opportunity=deal))
    joined = view.record
    assert isinstance(joined, Opportunity)
    assert joined.number == deal
    log = log_of(view)
    ben_number = log.created[Kind.CONTACT]
    assert log.used == {Kind.ORGANIZATION: joined.organization, Kind.OPPORTUNITY: deal}
    assert (joined.budget, joined.amount, joined.close_date) == (TEN, TEN, close)
    assert joined.need == "a CRM", "what is there is not overwritten"
    assert joined.participants == (Participant(ben_number, "CFO"),)
    assert joined.followers == (1, followed_by)
    assert joined.contact != ben_number
    assert (await load(crm, alex, ben_number, Contact)).organization == joined.organization
    assert {(one.kind, one.field) for one in log.kept} == {
        (Kind.ORGANIZATION, "name"),
        (Kind.ORGANIZATION, "domain"),
        (Kind.OPPORTUNITY, "need"),
    }
    lead = await load(crm, alex, number, Lead)
    assert (lead.status, lead.opportunity) == (LeadStatus.QUALIFIED, deal)
    check_books(read_books(database, alex.tenant_id))


async def test_participants_and_followers_move_along_and_nobody_twice(crm: Crm, alex: Actor) -> None:
    contacts = [
        (await crm.write(alex, capture_contact, {"name": name, "email": email})).record.number
        for name, email in (("Sarah Meier", SARAH["email"]), ("Carla CFO", "carla@ti.example"))
    ]
    number = await capture(crm, alex)
    participants = (Participant(contacts[0], "herself"), Participant(contacts[1], "CFO"))
    await crm.write(alex, alter, number, participants=participants, followers=(1,))
    view = await crm.write(alex, qualify_lead, number, ANSWERS)
    deal = view.record
    assert isinstance(deal, Opportunity)
    assert deal.contact == contacts[0]
    assert deal.participants == (Participant(contacts[1], "CFO"),)
    assert deal.followers == (1,)


@pytest.mark.parametrize(
    ("targets", "problems"),
    [
        (Targets(organization=99), {"organization": "target_unknown"}),
        (Targets(organization=2, contact=1), {"organization": "target_unknown", "contact": "target_unknown"}),
        (Targets(opportunity=2**63), {"opportunity": "target_unknown"}),
        (Targets(opportunity=3), {"opportunity": "target_closed"}),
    ],
)
async def test_what_cannot_be_chosen_is_named_and_nothing_happens(
    crm: Crm, database: Database, alex: Actor, targets: Targets, problems: dict[str, str]
) -> None:
    await crm.write(alex, capture_organization, {"name": "Acme"})
    await crm.write(alex, capture_contact, {"name": "Ann"})
    deal = (await crm.write(alex, capture_opportunity, {"name": "Deal"})).record.number
    await crm.write(alex, win_opportunity, deal)
    lead = await capture(crm, alex)
    before = read_books(database, alex.tenant_id)
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, qualify_lead, lead, ANSWERS, None, targets)
    assert {name: problem.code for name, problem in refused.value.fields.items()} == problems
    assert read_books(database, alex.tenant_id) == before


async def test_nothing_can_be_made_of_nothing(crm: Crm, alex: Actor) -> None:
    person = await capture(crm, alex, LeadDraft(name="Ann"))
    company = await capture(crm, alex, LeadDraft(company="Acme"))
    for lead, targets in ((person, Targets(organization=Way.NEW)), (company, Targets(contact=Way.NEW))):
        with pytest.raises(InvalidInput) as refused:
            await crm.write(alex, qualify_lead, lead, ANSWERS, None, targets)
        assert [problem.code for problem in refused.value.fields.values()] == ["nothing_to_create"]


async def test_records_of_another_workspace_cannot_be_chosen(crm: Crm, alex: Actor, stranger: Actor) -> None:
    for name in ("a", "b", "c", "d"):
        await crm.write(stranger, capture_organization, {"name": name})
    number = await capture(crm, alex)
    with pytest.raises(InvalidInput):
        await crm.write(alex, qualify_lead, number, ANSWERS, None, Targets(organization=4))


@pytest.mark.parametrize("chosen", [True, False])
async def test_the_number_of_a_merged_record_means_the_survivor(
    crm: Crm, database: Database, alex: Actor, chosen: bool
) -> None:
    old, kept = [
        (await crm.write(alex, capture_organization, {"name": name})).record.number
        for name in ("Tech Innovators", "TI Holding")
    ]
    await crm.write(alex, merge_records, kept, old, {"name": "gone"})
    targets = Targets(organization=old) if chosen else AUTOMATIC
    view = await crm.write(alex, qualify_lead, await capture(crm, alex), ANSWERS, None, targets)
    assert log_of(view).used[Kind.ORGANIZATION] == kept
    check_books(read_books(database, alex.tenant_id))


@pytest.mark.parametrize("shared", [{"phone": "+49 30 1234567"}, {"email": "info@techinnovators.example"}])
async def test_a_switchboard_or_a_shared_mailbox_means_who_is_called_alike(
    crm: Crm, alex: Actor, shared: dict[str, Any]
) -> None:
    """Nobody becomes somebody else because they share a number."""
    for name in ("Tom Klein", "Sara Meier"):
        await crm.write(alex, capture_contact, {"name": name, **shared})
    draft = LeadDraft(name="Sarah Meier", **shared)
    joined = await crm.write(alex, qualify_lead, await capture(crm, alex, draft), ANSWERS)
    assert joined.contact is not None
    assert joined.contact.name == "Sara Meier"
    other = LeadDraft(name="Peter Groß", **shared)
    alone = await crm.write(alex, qualify_lead, await capture(crm, alex, other), ANSWERS)
    assert alone.contact is not None
    assert alone.contact.name == "Peter Groß"


async def test_the_amount_of_the_lead_is_no_budget(crm: Crm, alex: Actor) -> None:
    """What the deal is worth was said; what they may spend does not overwrite it."""
    fifty = Money(Decimal("50000.00"), "EUR")
    number = await capture(crm, alex, LeadDraft(**SARAH | {"amount": fifty}))
    deal = (await crm.write(alex, qualify_lead, number, ANSWERS)).record
    assert isinstance(deal, Opportunity)
    assert (deal.amount, deal.budget) == (fifty, TEN)


async def test_answers_join_those_of_an_opportunity_that_is_there(
    crm: Crm, alex: Actor, database: Database
) -> None:
    there = {"name": "Deal", "metrics": "two days", "champion": "Eve"}
    deal = (await crm.write(alex, capture_opportunity, there)).record.number
    answers = {"metrics": "a week", "economic_buyer": "Bob"}
    lead = LeadDraft(**SARAH, **answers)
    number = await capture(crm, alex, lead)
    said = Qualification(answers={"champion": "EVE", "decision_process": "board", "decision_criteria": ""})
    view = await crm.write(alex, qualify_lead, number, said, None, Targets(opportunity=deal))
    assert isinstance(view.record, Opportunity)
    assert view.record.answers == {
        "metrics": "two days",
        "champion": "Eve",
        "economic_buyer": "Bob",
        "decision_process": "board",
    }
    log = log_of(view)
    filled = set(log.filled[Kind.OPPORTUNITY])
    assert {"economic_buyer", "decision_process"} <= filled
    assert not filled & {"answers", "metrics", "champion", "decision_criteria"}
    assert [(one.field, one.lead, one.kept) for one in log.kept] == [("metrics", "a week", "two days")]
    qualified = await load(crm, alex, number, Lead)
    assert qualified.answers["metrics"] == "a week"
    assert log == Log.read(qualified.conversion)

    await crm.write(alex, undo_last)
    assert (await load(crm, alex, deal, Opportunity)).answers == {"metrics": "two days", "champion": "Eve"}
    assert (await load(crm, alex, number, Lead)).answers == answers
    check_books(read_books(database, alex.tenant_id))
