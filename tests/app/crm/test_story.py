"""The main job through the core: a lead is captured, qualified and won, and every step can be told."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from app.crm.board import board
from app.crm.conversations import greet
from app.crm.conversion.conversion import qualify_lead
from app.crm.conversion.preview import preview_qualification
from app.crm.crm import Crm
from app.crm.history import timeline, undo_last
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.opportunities import lose_opportunity, move_opportunity, win_opportunity
from app.crm.records import (
    assign_record,
    edit_record,
    find_records,
    list_records,
    show_record,
)
from app.crm.reopening import reopen_record
from app.crm.views import Subject
from app.domain.contact import Contact
from app.domain.errors import AlreadyDone, Conflict, InvalidInput, NotFound
from app.domain.event import Kind
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.organization import Organization
from app.domain.qualification import Authority, Qualification, Timeline, months_ahead
from tests.kit.clocks import BERLIN
from tests.kit.entrance import FIRST_OWNS

pytestmark = pytest.mark.divided

SARAH = LeadDraft(
    name="Sarah Meier",
    company="Tech Innovators Inc.",
    job_title="IT manager",
    email="sarah@techinnovators.example",
    phone="030 1234567",
    source="fair",
)
ANSWERS = Qualification(
    budget=Money(Decimal("12000.00"), "EUR"),
    authority=Authority.DECISION_MAKER,
    need="a project management tool",
    timeline=Timeline.QUARTER,
)


async def test_a_lead_becomes_a_won_opportunity(crm: Crm, alex: Actor) -> None:
    lead = (await crm.write(alex, capture_lead, SARAH)).record
    assert isinstance(lead, Lead)
    assert lead.number == 1
    assert lead.phone == "+49 30 1234567"

    qualified = await crm.write(alex, qualify_lead, lead.number, ANSWERS)
    opportunity = qualified.record
    assert isinstance(opportunity, Opportunity)
    assert opportunity.close_date == months_ahead(dt.datetime.now(BERLIN).date(), 3)
    assert opportunity.amount == ANSWERS.budget
    assert qualified.stage is not None
    assert qualified.stage.key == "qualified"
    assert qualified.contact is not None
    assert qualified.contact.name == "Sarah Meier"
    assert qualified.organization is not None
    assert qualified.organization.name == "Tech Innovators Inc."

    moved = await crm.write(alex, move_opportunity, opportunity.number, "meeting")
    assert moved.stage is not None
    assert moved.stage.probability == 40
    won = await crm.write(alex, win_opportunity, opportunity.number)
    assert isinstance(won.record, Opportunity)
    assert won.record.status is OpportunityStatus.WON

    columns = {column.stage.key: column for column in (await crm.read(alex, board)).columns}
    assert columns["won"].count == 1
    assert columns["won"].totals == {"EUR": Decimal("12000.00")}
    assert columns["won"].cards[0].name == "Tech Innovators Inc."
    assert sum(column.count for column in columns.values()) == 1

    told = await crm.read(alex, timeline, opportunity.number)
    assert [entry.recorded.event.name for entry in told] == [
        "OpportunityWon",
        "OpportunityMoved",
        "OpportunityCaptured",
    ]
    assert {entry.actor.name for entry in told} == {"Alex Wilber"}


async def test_conversion_uses_what_is_there(crm: Crm, alex: Actor) -> None:
    first = await crm.write(alex, capture_lead, SARAH)
    await crm.write(alex, qualify_lead, first.record.number, ANSWERS)
    again = LeadDraft(name="S. Meier", company="TECH INNOVATORS", email="Sarah@TechInnovators.example")
    second = await crm.write(alex, capture_lead, again)
    preview = await crm.read(alex, preview_qualification, second.record.number)
    assert preview.organization is not None
    assert preview.contact is not None
    converted = await crm.write(alex, qualify_lead, second.record.number, ANSWERS)
    assert converted.organization == preview.organization
    assert converted.contact == preview.contact
    for kind, count in ((Kind.ORGANIZATION, 1), (Kind.CONTACT, 1), (Kind.OPPORTUNITY, 2)):
        assert len((await crm.read(alex, list_records, kind)).hits) == count


async def test_conversion_matches_by_email_domain_and_phone(crm: Crm, alex: Actor) -> None:
    first = await crm.write(alex, capture_lead, SARAH)
    converted = await crm.write(alex, qualify_lead, first.record.number, ANSWERS)
    # Sarah from another mailbox, and a colleague behind the same switchboard, who is nobody but himself.
    for name, is_sarah in (("Sara Meier", True), ("Ben Roth", False)):
        other = LeadDraft(
            name=name, company="TI", email="office@techinnovators.example", phone="+49 30 1234567"
        )
        second = await crm.write(alex, capture_lead, other)
        again = await crm.write(alex, qualify_lead, second.record.number, ANSWERS)
        assert again.organization == converted.organization
        assert (again.contact == converted.contact) is is_sarah


async def test_a_company_alone_makes_no_contact(crm: Crm, alex: Actor) -> None:
    lead = await crm.write(alex, capture_lead, LeadDraft(company="Müller GmbH"))
    converted = await crm.write(alex, qualify_lead, lead.record.number, Qualification())
    assert converted.contact is None
    assert converted.organization is not None


async def test_a_turn_is_carried_out_once(crm: Crm) -> None:
    actor = Actor(tenant_id="t", user_id="u", turn=("conversation", "activity"))
    done = await crm.write(actor, capture_lead, SARAH)
    with pytest.raises(AlreadyDone) as again:
        await crm.write(actor, capture_lead, SARAH)
    assert again.value.details["number"] == done.record.number
    assert not await crm.was_answered(actor)
    crm.answered(actor)
    assert await crm.was_answered(actor)
    assert len((await crm.read(actor, list_records, Kind.LEAD)).hits) == 1


async def test_answers_survive_the_host(crm: Crm, database_url: str) -> None:
    from app.store.database import Database

    actors = [
        Actor(tenant_id=f"tenant {at}", user_id="u", turn=(f"conversation {at}", "activity")) for at in (2, 1)
    ]
    first = Crm(Database(database_url), FIRST_OWNS)
    # A tenant of which nothing else is known is passed over.
    first.answered(Actor(tenant_id="unknown", user_id="u", turn=("conversation", "activity")))
    for actor in actors:
        assert actor.turn
        await first.write(replace(actor, turn=None), greet, actor.turn[0], "personal", "https://teams", "b")
        kept = await first.write(actor, capture_lead, SARAH)
        first.speak_of(actor, kept.record.number)
        first.answered(actor)
    await first.close()
    for actor in actors:
        assert await crm.was_answered(actor)
        assert actor.turn
        later = replace(actor, turn=(actor.turn[0], "later"))
        assert await crm.spoken_of(later) == Subject(number=1, kind=Kind.LEAD)


async def test_a_repeated_turn_that_would_be_refused_is_recognised(crm: Crm, alex: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    turn = Actor(tenant_id=alex.tenant_id, user_id=alex.user_id, turn=("c", "qualify"))
    done = await crm.write(turn, qualify_lead, lead.record.number, ANSWERS)
    with pytest.raises(AlreadyDone) as again:
        await crm.write(turn, qualify_lead, lead.record.number, ANSWERS)
    assert again.value.details["number"] == done.record.number


async def test_disqualify_and_reopen(crm: Crm, alex: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    number = lead.record.number
    with pytest.raises(InvalidInput):
        await crm.write(alex, disqualify_lead, number, "")
    gone = (await crm.write(alex, disqualify_lead, number, "no_need", "later")).record
    assert isinstance(gone, Lead)
    assert gone.status is LeadStatus.DISQUALIFIED
    with pytest.raises(Conflict, match="lead_is_disqualified"):
        await crm.write(alex, qualify_lead, number, ANSWERS)
    back = (await crm.write(alex, reopen_record, number)).record
    assert isinstance(back, Lead)
    assert back.status is LeadStatus.OPEN
    assert back.disqualify_reason == ""


async def test_losing_needs_a_reason_and_reopening_returns_to_the_stage(crm: Crm, alex: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    number = (await crm.write(alex, qualify_lead, lead.record.number, ANSWERS)).record.number
    await crm.write(alex, move_opportunity, number, "proposal")
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, move_opportunity, number, "lost")
    assert set(refused.value.fields) == {"reason"}
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, lose_opportunity, number, "other")
    assert set(refused.value.fields) == {"note"}
    await crm.write(alex, lose_opportunity, number, "price")
    back = (await crm.write(alex, reopen_record, number)).view
    assert back.stage is not None
    assert back.stage.key == "proposal"


async def test_a_stale_version_is_refused_with_the_fresh_state(crm: Crm, alex: Actor, kim: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    await crm.write(kim, edit_record, lead.record.number, {"phone": "+49 89 998877"}, 1)
    with pytest.raises(Conflict) as refused:
        await crm.write(alex, edit_record, lead.record.number, {"name": "Sara Meier"}, 1)
    current = refused.value.details["current"]
    assert isinstance(current, Lead)
    assert current.phone == "+49 89 998877"
    shown = await crm.read(alex, show_record, lead.record.number)
    assert shown.changed_by is not None
    assert shown.changed_by.name == "Kim Akers"


async def test_undo_takes_back_one_change_after_the_other(crm: Crm, alex: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    number = lead.record.number
    await crm.write(alex, edit_record, number, {"job_title": "CIO"})
    await crm.write(alex, qualify_lead, number, ANSWERS)
    undone = await crm.write(alex, undo_last)
    assert {ref.name for ref in undone.removed} == {"Sarah Meier", "Tech Innovators Inc."}
    shown = (await crm.read(alex, show_record, number)).record
    assert isinstance(shown, Lead)
    assert (shown.status, shown.job_title, shown.opportunity) == (LeadStatus.OPEN, "CIO", None)
    assert all(column.count == 0 for column in (await crm.read(alex, board)).columns)
    await crm.write(alex, undo_last)
    shown = (await crm.read(alex, show_record, number)).record
    assert isinstance(shown, Lead)
    assert shown.job_title == "IT manager"
    await crm.write(alex, undo_last)
    with pytest.raises(NotFound):
        await crm.read(alex, show_record, number)
    with pytest.raises(Conflict, match="nothing_to_undo"):
        await crm.write(alex, undo_last)


async def test_undo_refuses_what_a_later_change_depends_on(crm: Crm, alex: Actor, kim: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    number = lead.record.number
    await crm.write(alex, edit_record, number, {"job_title": "CIO"})
    await crm.write(kim, edit_record, number, {"phone": "+49 89 998877"})
    await crm.write(alex, undo_last)
    await crm.write(alex, edit_record, number, {"phone": "+49 89 111222"})
    with pytest.raises(Conflict) as refused:
        await crm.write(kim, undo_last)
    assert refused.value.code == "undo_blocked"
    assert refused.value.details["by"] == "Alex Wilber"


async def test_assignment(crm: Crm, alex: Actor, kim: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    await crm.read(kim, show_record, lead.record.number)
    assigned = await crm.write(alex, assign_record, lead.record.number, 2)
    assert assigned.owner is not None
    assert assigned.owner.name == "Kim Akers"
    with pytest.raises(InvalidInput):
        await crm.write(alex, assign_record, lead.record.number, 99)


@pytest.mark.parametrize(
    "text",
    ["sarah", "Meier Tech", "tech inno", "sarah@tech", "techinnovators", "030 1234", "+49 30 123", "#1", "1"],
)
async def test_find(crm: Crm, alex: Actor, text: str) -> None:
    await crm.write(alex, capture_lead, SARAH)
    found = await crm.read(alex, find_records, text)
    assert [hit.number for hit in found.hits] == [1]


@pytest.mark.parametrize("text", ["mueller", "Muller", "MÜLLER", "müll soehne", "sohne"])
async def test_find_with_and_without_umlauts(crm: Crm, alex: Actor, text: str) -> None:
    await crm.write(alex, capture_lead, LeadDraft(company="Müller & Söhne GmbH"))
    assert len((await crm.read(alex, find_records, text)).hits) == 1


async def test_find_after_an_edit(crm: Crm, alex: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    await crm.write(alex, edit_record, lead.record.number, {"name": "Sarah O'Brien"})
    assert not (await crm.read(alex, find_records, "meier")).hits
    assert (await crm.read(alex, find_records, "obrien")).hits
    assert (await crm.read(alex, find_records, "O’Brien")).hits


async def test_lists_go_on_from_page_to_page(crm: Crm, alex: Actor) -> None:
    for position in range(7):
        await crm.write(alex, capture_lead, LeadDraft(name=f"Lead {position}"))
    seen: list[int] = []
    cursor = None
    for _ in range(3):
        page = await crm.read(
            alex, list_records, Kind.LEAD, limit=3, cursor=cursor, status="open", text="lead"
        )
        seen += [hit.number for hit in page.hits]
        cursor = page.cursor
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert cursor is None


async def test_tenants_see_nothing_of_each_other(crm: Crm, alex: Actor, stranger: Actor) -> None:
    lead = await crm.write(alex, capture_lead, SARAH)
    await crm.write(alex, qualify_lead, lead.record.number, ANSWERS)
    for number in range(1, 6):
        with pytest.raises(NotFound):
            await crm.read(stranger, show_record, number)
        with pytest.raises(NotFound):
            await crm.write(stranger, win_opportunity, number)
    assert not (await crm.read(stranger, find_records, "sarah")).hits
    assert all(column.count == 0 for column in (await crm.read(stranger, board)).columns)
    own = await crm.write(stranger, capture_lead, SARAH)
    assert own.record.number == 1


async def test_all_wrong_fields_are_named_at_once(crm: Crm, alex: Actor) -> None:
    draft = LeadDraft(name="x" * 300, email="sarah@", phone="nope", source="moon")
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, capture_lead, draft)
    assert {name: problem.code for name, problem in refused.value.fields.items()} == {
        "name": "too_long",
        "email": "email_invalid",
        "phone": "phone_invalid",
        "source": "choice_unknown",
    }


async def test_contacts_point_to_organizations_of_their_own_workspace(
    crm: Crm, alex: Actor, stranger: Actor
) -> None:
    from app.crm.contacts import capture_contact
    from app.crm.organizations import capture_organization

    company = await crm.write(stranger, capture_organization, {"name": "Acme"})
    assert isinstance(company.record, Organization)
    with pytest.raises(InvalidInput):
        await crm.write(alex, capture_contact, {"name": "Ann", "organization": company.record.number})
    ann = await crm.write(stranger, capture_contact, {"name": "Ann", "organization": company.record.number})
    assert isinstance(ann.record, Contact)


async def test_questions_left_blank_keep_what_the_lead_knew(crm: Crm, alex: Actor) -> None:
    draft = LeadDraft(name="Ann", need="a tool", timeline=Timeline.MONTH, authority=Authority.USER)
    lead = await crm.write(alex, capture_lead, draft)
    opportunity = (await crm.write(alex, qualify_lead, lead.record.number, Qualification())).record
    assert isinstance(opportunity, Opportunity)
    assert (opportunity.need, opportunity.timeline) == ("a tool", Timeline.MONTH)
    kept = (await crm.read(alex, show_record, lead.record.number)).record
    assert isinstance(kept, Lead)
    assert (kept.need, kept.timeline, kept.authority) == ("a tool", Timeline.MONTH, Authority.USER)
