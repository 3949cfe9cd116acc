"""Customers as a whole: all that belongs to an organization or a contact, through everything that happens."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.crm.activities.activities import capture_activity
from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.customers.customers import overview, whole_timeline
from app.crm.customers.views import Customer
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.merge.merging import merge_records
from app.crm.opportunities import capture_opportunity, lose_opportunity
from app.crm.organizations import capture_organization
from app.crm.people.participants import add_participant
from app.crm.records import edit_record
from app.crm.views import Entry
from app.domain.activity import ActivityType
from app.domain.errors import InvalidInput, NotFound
from app.domain.event import Kind
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.qualification import Qualification

SARAH = LeadDraft(
    name="Sarah Meier",
    company="Tech Innovators",
    job_title="IT manager",
    email="sarah@tech.example",
    amount=Money(Decimal(40_000), "EUR"),
)


async def whole(crm: Crm, actor: Actor, number: int, kind: Kind = Kind.ORGANIZATION) -> Customer:
    _, customer = await crm.read(actor, overview, kind, number)
    return customer


async def talk(crm: Crm, actor: Actor, about: int, name: str, type_: ActivityType, **fields: Any) -> int:
    told = {"type": type_, "about": about, "name": name, **fields}
    return (await crm.write(actor, capture_activity, told)).record.number


def days_ago(days: int) -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(second=0, microsecond=0) - dt.timedelta(days=days)


async def test_a_customer_is_told_through_all_that_happens(crm: Crm, alex: Actor, kim: Actor) -> None:
    lead = (await crm.write(alex, capture_lead, SARAH)).record.number
    deal = (await crm.write(alex, qualify_lead, lead, Qualification(need="a project tool"))).record
    assert isinstance(deal, Opportunity)
    organization, sarah = deal.organization or 0, deal.contact or 0
    called = days_ago(3)
    tom = (
        await crm.write(alex, capture_contact, {"name": "Tom Berg", "organization": organization})
    ).record.number
    await crm.write(alex, add_participant, deal.number, tom, "CTO")
    call = await talk(crm, kim, sarah, "wants an offer", ActivityType.CALL, done_at=called)
    await talk(crm, alex, deal.number, "sent it", ActivityType.EMAIL, done_at=days_ago(1))
    step = await talk(crm, alex, tom, "Demo", ActivityType.MEETING, due=dt.date(2040, 5, 4))
    customer = await whole(crm, alex, organization)
    assert [(one.contact.name, one.roles) for one in customer.people] == [
        ("Tom Berg", ("CTO",)),
        ("Sarah Meier", ()),
    ]
    assert [hit.number for hit in customer.deals] == [deal.number]
    assert [hit.number for hit in customer.leads] == [lead]
    assert [(one.text, one.deal.number) for one in customer.needs] == [("a project tool", deal.number)]
    assert [(one.colleague.name, one.times) for one in customer.known_by] == [(alex.name, 1), (kim.name, 1)]
    assert customer.next_step is not None
    assert customer.next_step.number == step
    assert customer.last_touch is not None
    assert customer.last_touch.name == "sent it"
    assert [one.name for one in customer.interactions] == ["sent it", "wants an offer"]
    assert customer.about[sarah].name == "Sarah Meier"
    assert customer.missing == ("phone", "industry", "size")
    of_sarah = await whole(crm, alex, sarah, Kind.CONTACT)
    assert (of_sarah.next_step, [one.name for one in of_sarah.interactions]) == (
        None,
        ["sent it", "wants an offer"],
    )
    # A second deal, which is lost; and a namesake that was captured twice goes up in the first.
    second = (
        await crm.write(alex, capture_opportunity, {"name": "Training", "organization": organization})
    ).record.number
    await crm.write(alex, lose_opportunity, second, "price")
    twin = (
        await crm.write(alex, capture_organization, {"name": "Tech Innovators AG", "industry": "IT"})
    ).record
    eve = (
        await crm.write(alex, capture_contact, {"name": "Eve Kern", "organization": twin.number})
    ).record.number
    before = await whole(crm, alex, organization)
    assert [(one.status, one.count, dict(one.totals)) for one in before.sums] == [
        ("open", 1, {"EUR": Decimal(40_000)}),
        ("lost", 1, {}),
    ]
    await crm.write(alex, merge_records, organization, twin.number)
    merged = await whole(crm, alex, organization)
    assert {one.contact.number for one in merged.people} == {sarah, tom, eve}
    assert "industry" not in merged.missing
    await crm.write(alex, undo_last)
    assert await whole(crm, alex, organization) == before
    told = await everything(crm, alex, organization)
    names = [entry.recorded.event.name for entry in told]
    assert {"LeadCaptured", "LeadQualified", "ContactCaptured", "OpportunityLost", "ActivityLogged"} <= set(
        names
    )
    [talked] = [entry for entry in told if entry.recorded.event.number == call]
    assert talked.happened_at == called
    assert told.index(talked) == len(told) - 1, "it took place before all else was told"


async def everything(crm: Crm, actor: Actor, number: int, limit: int = 200, **such: Any) -> list[Entry]:
    """All pages of a timeline."""
    told: list[Entry] = []
    cursor: str | None = None
    while True:
        page, cursor = await crm.read(actor, whole_timeline, Kind.ORGANIZATION, number, limit, cursor, **such)
        told += page
        if cursor is None:
            return told


async def test_open_leads_that_name_the_company_are_its_own(crm: Crm, alex: Actor) -> None:
    organization = (await crm.write(alex, capture_organization, {"name": "Harbour GmbH"})).record.number
    ours = (await crm.write(alex, capture_lead, LeadDraft(name="Ann Hall", company="HARBOUR"))).record.number
    await crm.write(alex, capture_lead, LeadDraft(name="Ben Hall", company="Harbours"))
    customer = await whole(crm, alex, organization)
    assert [hit.number for hit in customer.leads] == [ours]


async def test_what_an_open_deal_lacks_is_missing(crm: Crm, alex: Actor) -> None:
    organization = (await crm.write(alex, capture_organization, {"name": "Harbour GmbH"})).record.number
    assert "next_step" not in (await whole(crm, alex, organization)).missing
    deal = {"name": "Rollout", "organization": organization}
    number = (await crm.write(alex, capture_opportunity, deal)).record.number
    assert (await whole(crm, alex, organization)).missing[-2:] == ("contact", "next_step")
    await talk(crm, alex, number, "Call them", ActivityType.TASK, due=dt.date(2040, 5, 4))
    await crm.write(alex, capture_contact, {"name": "Ann Hall", "organization": organization})
    assert not {"contact", "next_step"} & set((await whole(crm, alex, organization)).missing)


async def test_only_customers_are_told_as_a_whole(crm: Crm, alex: Actor) -> None:
    organization = (await crm.write(alex, capture_organization, {"name": "Harbour GmbH"})).record.number
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Ann Hall"))).record.number
    for kind, number in ((Kind.ORGANIZATION, lead), (Kind.CONTACT, organization), (Kind.CONTACT, 99)):
        with pytest.raises(NotFound):
            await crm.read(alex, overview, kind, number)
        with pytest.raises(NotFound):
            await crm.read(alex, whole_timeline, kind, number)
    for cursor in ("x", "1/2/3", "2026-11-20T10:00:00+00:00/x/1", "2026-11-20T10:00:00+00:00/1"):
        with pytest.raises(InvalidInput):
            await crm.read(alex, whole_timeline, Kind.ORGANIZATION, organization, 5, cursor)


_tenants = itertools.count(1)


@settings(max_examples=15)
@given(
    told=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(list(ActivityType)), st.integers(0, 3)), max_size=9
    ),
    limit=st.integers(1, 4),
)
async def test_pages_tell_each_thing_once_and_in_order(
    crm: Crm, told: list[tuple[int, ActivityType, int]], limit: int
) -> None:
    alex = Actor(tenant_id=f"customers {next(_tenants)}", user_id="alex", name="Alex")
    organization = (await crm.write(alex, capture_organization, {"name": "Harbour"})).record.number
    deal = {"name": "Rollout", "organization": organization}
    number = (await crm.write(alex, capture_opportunity, deal)).record.number
    ann = {"name": "Ann Hall", "organization": organization}
    contact = (await crm.write(alex, capture_contact, ann)).record.number
    for place, type_, days in told:
        about = (organization, number, contact)[place]
        # Several of one day stand at one moment, and some are still ahead.
        when: dict[str, Any] = (
            {"due": dt.date(2040, 5, 4)} if days == 0 else {"done_at": days_ago(days).date()}
        )
        await talk(crm, alex, about, "x", type_, **when)
    await crm.write(alex, edit_record, number, {"name": "Roll-out"})
    every = await everything(crm, alex, organization)
    in_pages = await everything(crm, alex, organization, limit)
    assert [one.recorded for one in in_pages] == [one.recorded for one in every]
    activities = [one for one in every if one.recorded.event.kind is Kind.ACTIVITY]
    assert len({one.recorded.event.number for one in activities}) == len(activities) == len(told)
    calls = await everything(crm, alex, organization, limit, type_=ActivityType.CALL)
    assert len(calls) == sum(type_ is ActivityType.CALL for _, type_, _ in told)
    placed = [one.happened_at or one.recorded.at for one in every]
    assert placed == sorted(placed, reverse=True)
