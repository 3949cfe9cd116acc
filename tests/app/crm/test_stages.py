"""Stages with conditions, and the questions of a workspace: who sets them, and what they do to deals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.crm.conversion.conversion import qualify_lead
from app.crm.conversion.preview import preview_qualification
from app.crm.crm import Crm
from app.crm.framework import choose_framework, show_framework
from app.crm.history import timeline, undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity, lose_opportunity, move_opportunity, win_opportunity
from app.crm.people.members import me
from app.crm.pipeline import change_stage, show_pipeline
from app.crm.records import edit_record, show_record
from app.crm.reopening import reopen_record
from app.domain.errors import Conflict, FieldsMissing, Forbidden, InvalidInput, NotFound
from app.domain.lead import Lead
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.pipeline import DEFAULT_STAGES, REQUIRABLE
from app.domain.qualification import Authority, Qualification, Timeline, months_ahead
from app.store.database import Database
from app.store.tables import workspaces
from tests.kit.books import check_books, read_books

EUROS = Money(Decimal(12_000), "EUR")
DAY = dt.date(2030, 1, 31)


async def stage_id(crm: Crm, actor: Actor, key: str) -> int:
    return (await crm.read(actor, show_pipeline)).keyed(key).id


async def require(crm: Crm, actor: Actor, key: str, *fields: str) -> None:
    await crm.write(actor, change_stage, await stage_id(crm, actor, key), {"required": fields})


async def deal(crm: Crm, actor: Actor, **fields: object) -> int:
    return (await crm.write(actor, capture_opportunity, {"name": "Project tool", **fields})).record.number


async def shown(crm: Crm, actor: Actor, number: int) -> Opportunity:
    record = (await crm.read(actor, show_record, number)).record
    assert isinstance(record, Opportunity)
    return record


async def test_nothing_is_required_until_an_owner_says_so(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    pipeline = await crm.read(alex, show_pipeline)
    assert {stage.required for stage in pipeline.stages} == {()}
    for key, _, _, _ in DEFAULT_STAGES[1:5]:
        await crm.write(alex, move_opportunity, number, key)
    assert (await shown(crm, alex, number)).status is OpportunityStatus.WON


async def test_a_move_is_refused_naming_only_what_is_missing(
    crm: Crm, database: Database, alex: Actor
) -> None:
    number = await deal(crm, alex, amount=EUROS)
    await require(crm, alex, "proposal", "amount", "close_date", "authority", "contact")
    before = read_books(database, alex.tenant_id)
    with pytest.raises(FieldsMissing) as refused:
        await crm.write(alex, move_opportunity, number, "proposal")
    assert list(refused.value.fields) == ["close_date", "authority", "contact"]
    assert {problem.code for problem in refused.value.fields.values()} == {"required"}
    assert refused.value.details["number"] == number
    assert refused.value.details["stage"] == "proposal"
    assert read_books(database, alex.tenant_id) == before


async def test_a_move_carries_the_values_and_one_undo_takes_back_both(
    crm: Crm, database: Database, alex: Actor
) -> None:
    number = await deal(crm, alex)
    await crm.write(alex, choose_framework, "meddic")
    await require(crm, alex, "proposal", "amount", "close_date", "champion")
    fields = {"amount": EUROS, "close_date": DAY, "champion": "Sarah"}
    moved = await crm.write(alex, move_opportunity, number, "proposal", 1, fields=fields)
    assert moved.stage is not None
    assert moved.stage.key == "proposal"
    opportunity = await shown(crm, alex, number)
    assert (opportunity.amount, opportunity.close_date) == (EUROS, DAY)
    assert opportunity.answers == {"champion": "Sarah"}
    told = [one.recorded for one in await crm.read(alex, timeline, number)]
    assert [one.event.name for one in told[:2]] == ["OpportunityMoved", "OpportunityEdited"]
    assert told[0].change == told[1].change

    await crm.write(alex, undo_last)
    opportunity = await shown(crm, alex, number)
    assert (opportunity.amount, opportunity.close_date, opportunity.answers) == (None, None, {})
    assert opportunity.stage == await stage_id(crm, alex, "qualified")
    check_books(read_books(database, alex.tenant_id))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"amount": EUROS}, ["close_date"]),
        ({"amount": EUROS, "close_date": "soon"}, ["close_date"]),
        ({"amount": EUROS, "close_date": DAY, "colour": "blue"}, ["colour"]),
        ({"amount": EUROS, "close_date": DAY, "stage": 3}, ["stage"]),
    ],
)
async def test_values_are_saved_with_the_move_or_not_at_all(
    crm: Crm, database: Database, alex: Actor, fields: dict[str, object], wrong: list[str]
) -> None:
    number = await deal(crm, alex)
    await require(crm, alex, "proposal", "amount", "close_date")
    before = read_books(database, alex.tenant_id)
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, move_opportunity, number, "proposal", fields=fields)
    assert list(refused.value.fields) == wrong
    assert read_books(database, alex.tenant_id) == before


async def test_winning_has_conditions_and_losing_has_none(crm: Crm, alex: Actor) -> None:
    number, other = await deal(crm, alex), await deal(crm, alex)
    await require(crm, alex, "won", "amount")
    for refused in (
        crm.write(alex, win_opportunity, number),
        crm.write(alex, move_opportunity, number, "won"),
    ):
        with pytest.raises(FieldsMissing):
            await refused
    won = await crm.write(alex, move_opportunity, number, "won", fields={"amount": EUROS})
    assert getattr(won.record, "status", "") == "won"
    lost = await crm.write(alex, lose_opportunity, other, "price")
    assert getattr(lost.record, "status", "") == "lost"
    with pytest.raises(Conflict, match="opportunity_is_won"):
        await crm.write(alex, move_opportunity, number, "proposal", fields={"amount": EUROS})


async def test_what_is_in_a_stage_already_is_left_alone(crm: Crm, alex: Actor) -> None:
    number, closed = await deal(crm, alex), await deal(crm, alex)
    for each in (number, closed):
        await crm.write(alex, move_opportunity, each, "meeting")
    await crm.write(alex, win_opportunity, closed)
    before = await shown(crm, alex, number)
    await require(crm, alex, "meeting", "amount")
    assert await shown(crm, alex, number) == before
    # Staying is no entering, and what was reopened returns to where it was.
    assert (await crm.write(alex, move_opportunity, number, "meeting")).record.version == before.version
    reopened = (await crm.write(alex, reopen_record, closed)).view
    assert reopened.stage is not None
    assert reopened.stage.key == "meeting"
    await crm.write(alex, edit_record, number, {"need": "a tool"})


async def test_a_lead_enters_the_first_stage_with_what_it_requires(
    crm: Crm, database: Database, alex: Actor
) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Sarah Meier", company="Tech Innovators Inc."))
    await crm.write(alex, choose_framework, "meddic")
    await require(crm, alex, "qualified", "amount", "budget", "champion")
    preview = await crm.read(alex, preview_qualification, 1)
    assert (preview.framework.key, preview.required) == ("meddic", ("amount", "budget", "champion"))
    before = read_books(database, alex.tenant_id)
    with pytest.raises(FieldsMissing) as refused:
        await crm.write(alex, qualify_lead, 1, Qualification())
    assert list(refused.value.fields) == ["amount", "budget", "champion"]
    assert read_books(database, alex.tenant_id) == before
    answers = Qualification(budget=EUROS, answers={"champion": "Sarah", "metrics": ""})
    qualified = (await crm.write(alex, qualify_lead, 1, answers)).record
    lead = (await crm.read(alex, show_record, 1)).record
    assert isinstance(qualified, Opportunity)
    assert isinstance(lead, Lead)
    assert lead.answers == qualified.answers == {"champion": "Sarah"}
    with pytest.raises(FieldsMissing):
        await crm.write(alex, capture_opportunity, {"name": "From nowhere"})


async def test_what_a_lead_answered_before_is_kept_where_a_question_is_left_blank(
    crm: Crm, alex: Actor
) -> None:
    draft = LeadDraft(name="Ann", metrics="40 hours", champion="Ben")
    await crm.write(alex, capture_lead, draft)
    await crm.write(alex, edit_record, 1, {"champion": "", "decision_process": "two steps"})
    answers = Qualification(answers={"metrics": "50 hours", "decision_process": ""})
    qualified = (await crm.write(alex, qualify_lead, 1, answers)).record
    assert isinstance(qualified, Opportunity)
    assert qualified.answers == {"metrics": "50 hours", "decision_process": "two steps"}


async def test_only_owners_set_stages_and_questions(crm: Crm, alex: Actor, kim: Actor) -> None:
    await crm.write(alex, me)
    for refused in (
        crm.write(kim, change_stage, 3, {"required": ["amount"]}),
        crm.write(kim, choose_framework, "champ"),
    ):
        with pytest.raises(Forbidden, match="only_owners"):
            await refused
    assert (await crm.read(kim, show_pipeline)).keyed("proposal").required == ()
    assert (await crm.read(kim, show_framework)).key == "bant"


@pytest.mark.parametrize(
    ("stage", "changes", "wrong"),
    [
        (3, {"required": ["colour"]}, {"required": "field_unknown"}),
        (3, {"required": ["metrics"]}, {"required": "field_unknown"}),
        (6, {"required": ["amount"]}, {"required": "lost_requires_nothing"}),
        (3, {"probability": 101}, {"probability": "number_bounded"}),
        (3, {"probability": True}, {"probability": "number_bounded"}),
        (5, {"probability": 90}, {"probability": "probability_fixed"}),
        (6, {"probability": 10}, {"probability": "probability_fixed"}),
        (3, {"stale_after": -1}, {"stale_after": "number_bounded"}),
        (3, {"name": "x" * 61}, {"name": "too_long"}),
        (3, {"name": "Negotiation"}, {"name": "stage_name_taken"}),
        (3, {"type": "won", "key": "x"}, {"type": "field_unknown", "key": "field_unknown"}),
    ],
)
async def test_what_cannot_be_set_is_refused_field_by_field(
    crm: Crm, database: Database, alex: Actor, stage: int, changes: dict[str, object], wrong: dict[str, str]
) -> None:
    await crm.write(alex, me)
    before = read_books(database, alex.tenant_id)
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, change_stage, stage, changes)
    assert {name: problem.code for name, problem in refused.value.fields.items()} == wrong
    assert read_books(database, alex.tenant_id) == before
    with pytest.raises(NotFound):
        await crm.write(alex, change_stage, 99, {"name": "x"})
    with pytest.raises(InvalidInput):
        await crm.write(alex, choose_framework, "spin")


async def test_settings_of_a_stage_are_saved_for_the_version_that_was_seen(crm: Crm, alex: Actor) -> None:
    seen = (await crm.read(alex, show_pipeline)).keyed("proposal")
    changed = await crm.write(alex, change_stage, seen.id, {"stale_after": 4}, seen.version)
    assert (changed.version, changed.stale_after) == (seen.version + 1, 4)
    with pytest.raises(Conflict, match="stage_changed_meanwhile"):
        await crm.write(alex, change_stage, seen.id, {"required": ["amount"]}, seen.version)
    pipeline = await crm.read(alex, show_pipeline)
    assert pipeline.keyed("proposal") == changed
    assert {stage.version for stage in pipeline.stages if stage.id != seen.id} == {1}
    # Who names no version, as in the chat, sets it whatever it was.
    assert (await crm.write(alex, change_stage, seen.id, {"stale_after": 5})).version == seen.version + 2


async def test_a_requirement_outlives_the_framework_that_asks_for_it(crm: Crm, alex: Actor) -> None:
    await crm.write(alex, choose_framework, "meddic")
    await require(crm, alex, "proposal", "champion")
    await crm.write(alex, choose_framework, "bant")
    number = await deal(crm, alex)
    with pytest.raises(FieldsMissing):
        await crm.write(alex, move_opportunity, number, "proposal")
    await require(crm, alex, "proposal", "champion", "amount")
    await crm.write(alex, move_opportunity, number, "proposal", fields={"champion": "Ann", "amount": EUROS})


async def test_an_authority_that_is_not_known_does_not_meet_a_requirement(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex, authority=Authority.UNKNOWN)
    await require(crm, alex, "proposal", "authority")
    with pytest.raises(FieldsMissing):
        await crm.write(alex, move_opportunity, number, "proposal")


async def test_every_field_that_can_be_required_can_be_sent_with_the_move(crm: Crm, alex: Actor) -> None:
    await crm.write(alex, choose_framework, "meddic")
    contact = await crm.write(alex, capture_lead, LeadDraft(name="Ann Meier", company="Acme"))
    qualified = (await crm.write(alex, qualify_lead, contact.record.number, Qualification())).record
    assert isinstance(qualified, Opportunity)
    await require(crm, alex, "proposal", *REQUIRABLE)
    number = await deal(crm, alex)
    typed = {"amount": EUROS, "budget": EUROS, "close_date": DAY, "authority": "user", "timeline": "later"}
    pointers = {"contact": qualified.contact, "organization": qualified.organization}
    fields = dict.fromkeys(REQUIRABLE, "said") | typed | pointers
    moved = await crm.write(alex, move_opportunity, number, "proposal", fields=fields)
    assert moved.stage is not None
    assert moved.stage.missing(await shown(crm, alex, number)) == ()


async def test_settings_stay_in_their_workspace(crm: Crm, alex: Actor, stranger: Actor) -> None:
    await crm.write(stranger, me)
    await require(crm, alex, "proposal", "amount")
    await crm.write(alex, change_stage, 2, {"name": "Erstgespräch", "probability": 33})
    await crm.write(alex, choose_framework, "champ")
    theirs = await crm.read(stranger, show_pipeline)
    assert [(stage.name, stage.probability, stage.required) for stage in theirs.stages] == [
        ("", probability, ()) for _, _, probability, _ in DEFAULT_STAGES
    ]
    assert (await crm.read(stranger, show_framework)).key == "bant"
    number = await deal(crm, stranger)
    await crm.write(stranger, move_opportunity, number, "proposal")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
@pytest.mark.parametrize("framework", ["bant", "champ"])
async def test_the_close_date_is_the_end_of_the_timeline_where_the_workspace_is(
    crm: Crm, database: Database, alex: Actor, zone: str, framework: str
) -> None:
    """Between the first two zones lie 25 hours, so that one of them always has another date than UTC. The
    priority that CHAMP asks for is kept as the timeline."""
    await crm.write(alex, choose_framework, framework)
    with database.write() as connection:
        connection.execute(sa.update(workspaces).values(time_zone=zone))
    asked = await crm.read(alex, show_framework)
    assert "timeline" in {question.name for question in asked.questions}
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    today = dt.datetime.now(ZoneInfo(zone)).date()
    answers = Qualification(timeline=Timeline.QUARTER)
    qualified = (await crm.write(alex, qualify_lead, 1, answers)).record
    later = dt.datetime.now(ZoneInfo(zone)).date()
    assert isinstance(qualified, Opportunity)
    assert qualified.close_date in {months_ahead(today, 3), months_ahead(later, 3)}
