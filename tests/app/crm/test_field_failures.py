"""What is known to go wrong in other products does not go wrong here: one test for each failure."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from decimal import Decimal
from functools import partial
from typing import cast

import pytest

from app.crm.activities.activities import ActivityDraft, complete_activity, log_activity
from app.crm.activities.agenda import my_work
from app.crm.board import board
from app.crm.conversion.conversion import qualify_lead
from app.crm.conversion.preview import preview_qualification
from app.crm.crm import Crm
from app.crm.history import timeline
from app.crm.imports.batches import run_import
from app.crm.imports.intake import File, begin_import, read_file
from app.crm.leads import LeadDraft, capture_lead
from app.crm.merge.merging import merge_records
from app.crm.merge.splitting import split_record
from app.crm.opportunities import capture_opportunity, lose_opportunity, move_opportunity, win_opportunity
from app.crm.organizations import capture_organization
from app.crm.people.followers import add_follower
from app.crm.people.members import me
from app.crm.people.participants import add_new_participant
from app.crm.phones import international
from app.crm.pipeline import change_stage, show_pipeline
from app.crm.records import edit_record, list_records, show_record
from app.crm.reopening import reopen_record, revert_conversion
from app.crm.workspace import change_settings
from app.domain.activity import Activity, ActivityType
from app.domain.conversion import Targets
from app.domain.errors import Conflict, FieldsMissing, InvalidInput
from app.domain.event import Kind
from app.domain.imports import OnDuplicate
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.pipeline import StageType
from app.domain.qualification import Qualification
from app.domain.record import snapshot
from app.store.database import Database
from tests.app.crm.test_agenda import MONDAY, at, moment
from tests.kit.books import check_books, read_books, records_in
from tests.kit.tasks import plan_task

OBRIEN = LeadDraft(name="Conor O'Brien", company="O'Brien & Sons Ltd.", phone="+353 1 6771234")


async def _count(crm: Crm, actor: Actor, kind: Kind) -> int:
    return len((await crm.read(actor, list_records, kind)).hits)


async def test_a_lead_is_converted_into_an_existing_deal(crm: Crm, database: Database, alex: Actor) -> None:
    """C2, frappe/crm #1323, YetiForceCRM #11747 ("You can not"): a lead could only become a new deal, so that
    one deal with two people of a company was there twice."""
    company = (await crm.write(alex, capture_organization, {"name": "Acme"})).record.number
    fields = {"name": "Project tool", "organization": company}
    deal = (await crm.write(alex, capture_opportunity, fields)).record.number
    lead = (
        await crm.write(alex, capture_lead, LeadDraft(name="Ben Roth", company="Acme GmbH"))
    ).record.number
    preview = await crm.read(alex, preview_qualification, lead)
    assert [one.ref.number for one in preview.candidates[Kind.OPPORTUNITY]] == [deal]
    answers = Qualification(need="a tool")
    joined = await crm.write(alex, qualify_lead, lead, answers, None, Targets(opportunity=deal))
    assert joined.record.number == deal
    assert (await _count(crm, alex, Kind.OPPORTUNITY), await _count(crm, alex, Kind.ORGANIZATION)) == (1, 1)
    check_books(read_books(database, alex.tenant_id))


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("O’Brien and Sons", "Conor O’Brien"),
        ("OBrien & Sons Limited", "Conor OBrien"),
        ("o'brien & sons", ""),
    ],
)
async def test_an_apostrophe_does_not_defeat_matching(crm: Crm, alex: Actor, company: str, name: str) -> None:
    """C3, SuiteCRM #2913: conversion compared names as they lie in the database, escaped; whoever is called
    O'Brien was created again with every lead."""
    first = (await crm.write(alex, capture_lead, OBRIEN)).record.number
    await crm.write(alex, qualify_lead, first, Qualification())
    again = LeadDraft(name=name, company=company, phone="+353 1 6771234" if name else "")
    second = (await crm.write(alex, capture_lead, again)).record.number
    view = await crm.write(alex, qualify_lead, second, Qualification())
    assert view.conversion is not None
    assert not view.conversion.log.kept, "the same name, written otherwise"
    assert await _count(crm, alex, Kind.ORGANIZATION) == 1
    assert await _count(crm, alex, Kind.CONTACT) == 1


async def test_a_refused_conversion_leaves_no_orphan(crm: Crm, database: Database, alex: Actor) -> None:
    """C3, espocrm #3499: the account was saved before the warning about the contact, and stayed when the user
    gave up. Here all choices are checked before the first record is made, in one transaction."""
    lead = (await crm.write(alex, capture_lead, OBRIEN)).record.number
    deal = (await crm.write(alex, capture_opportunity, {"name": "Deal"})).record.number
    await crm.write(alex, win_opportunity, deal)
    before = read_books(database, alex.tenant_id)
    for targets in (Targets(contact=99), Targets(opportunity=deal), Targets(organization=deal)):
        with pytest.raises(InvalidInput):
            await crm.write(alex, qualify_lead, lead, Qualification(), None, targets)
    with pytest.raises(InvalidInput):
        await crm.write(alex, qualify_lead, lead, Qualification(opportunity_name="x" * 300))
    assert read_books(database, alex.tenant_id) == before


async def test_two_leads_of_one_company_make_no_second_company(crm: Crm, alex: Actor) -> None:
    """C3, espocrm #1422, #2316, #2818: converting the second lead of a company created the account again, as
    only the exact name was looked for."""
    for name, company in (("Ann", "Müller & Söhne GmbH"), ("Ben", "MUELLER UND SOEHNE"), ("Cem", "Muller")):
        email = f"{name.lower()}@mueller-soehne.example"
        lead = await crm.write(alex, capture_lead, LeadDraft(name=name, company=company, email=email))
        await crm.write(alex, qualify_lead, lead.record.number, Qualification())
    assert await _count(crm, alex, Kind.ORGANIZATION) == 1
    assert await _count(crm, alex, Kind.CONTACT) == 3


async def test_a_conversion_that_fails_says_why(crm: Crm, alex: Actor, kim: Actor) -> None:
    """C4, frappe/crm #1706: the button did nothing, without a word. Here a refusal names each field, or the
    record and who changed it."""
    lead = (await crm.write(alex, capture_lead, OBRIEN)).record.number
    too_long = Qualification(opportunity_name="x" * 300, need="y" * 5000)
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, qualify_lead, lead, too_long)
    assert {"name", "need"} <= refused.value.fields.keys()
    await crm.write(kim, qualify_lead, lead, Qualification())
    with pytest.raises(Conflict, match="lead_is_qualified") as late:
        await crm.write(alex, qualify_lead, lead, Qualification())
    current = late.value.details["current"]
    assert isinstance(current, Lead)
    assert current.opportunity is not None


async def test_a_conversion_loses_nobody_and_no_history(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    """C4, erpnext #32242, SuiteCRM #965: who and what belonged to the lead was gone after conversion. Here
    participants and followers are on the opportunity, the lead keeps its history, and both return where the
    conversion is taken back."""
    lead = (await crm.write(alex, capture_lead, OBRIEN)).record.number
    colleague = (await crm.write(kim, me)).id
    await crm.write(alex, add_new_participant, lead, {"name": "Una Byrne"}, "CFO")
    await crm.write(alex, add_follower, lead, colleague)
    told = [entry.recorded for entry in await crm.read(alex, timeline, lead)]
    view = await crm.write(alex, qualify_lead, lead, Qualification(need="a tool"))
    deal = view.record
    assert isinstance(deal, Opportunity)
    assert [(one.contact.name, one.role) for one in view.participants] == [("Una Byrne", "CFO")]
    assert deal.followers == (colleague,)
    assert [entry.recorded for entry in await crm.read(alex, timeline, lead)][1:] == told
    await crm.write(kim, revert_conversion, lead)
    back = (await crm.read(alex, show_record, lead)).record
    assert isinstance(back, Lead)
    assert (back.status, back.need, len(back.participants)) == (LeadStatus.OPEN, "", 1)
    check_books(read_books(database, alex.tenant_id))


TEN = Money(Decimal(10_000), "EUR")


async def test_a_renamed_qualified_stage_does_not_break_conversion(crm: Crm, alex: Actor) -> None:
    """frappe/crm #551: conversion looked for the stage "Qualification" by its name and failed once that was
    replaced. Here the first stage of type open is taken, whatever it is called."""
    await crm.write(alex, capture_lead, LeadDraft(name="Ann", company="Acme"))
    first = (await crm.read(alex, show_pipeline)).first(StageType.OPEN)
    await crm.write(alex, change_stage, first.id, {"name": "Erstkontakt"})
    qualified = await crm.write(alex, qualify_lead, 1, Qualification())
    assert qualified.stage is not None
    assert (qualified.stage.id, qualified.stage.name) == (first.id, "Erstkontakt")
    lead = (await crm.read(alex, show_record, 1)).record
    assert isinstance(lead, Lead)
    assert lead.status is LeadStatus.QUALIFIED


async def test_required_fields_are_asked_for_before_a_stage_by_every_way_in(crm: Crm, alex: Actor) -> None:
    """frappe/crm #249, #103, OCA/crm #562: a deal could enter any stage without what the stage needs, or by
    another door than the one that was guarded."""
    number = (await crm.write(alex, capture_opportunity, {"name": "Deal"})).record.number
    pipeline = await crm.read(alex, show_pipeline)
    for stage in pipeline.stages[1:5]:
        await crm.write(alex, change_stage, stage.id, {"required": ["amount", "close_date"]})
    for stage in pipeline.stages[1:5]:
        with pytest.raises(FieldsMissing) as refused:
            await crm.write(alex, move_opportunity, number, stage.key)
        assert list(refused.value.fields) == ["amount", "close_date"]
    await crm.write(alex, lose_opportunity, number, "price")


async def test_the_probability_is_that_of_the_stage_after_every_move(crm: Crm, alex: Actor) -> None:
    """Frappe fills a deal's probability only where it is empty, so that a move on the board keeps the old
    one; here it is the stage's, and the weighted sum follows the move. Changing a stage's probability touches
    no deal (features B.4)."""
    number = (await crm.write(alex, capture_opportunity, {"name": "Deal", "amount": TEN})).record.number
    for key, weighted in (("meeting", 4_000), ("negotiation", 8_000), ("qualified", 2_000)):
        moved = await crm.write(alex, move_opportunity, number, key)
        columns = {column.stage.key: column for column in (await crm.read(alex, board)).columns}
        assert moved.stage is not None
        assert moved.stage.probability == columns[key].stage.probability
        assert columns[key].weighted == {"EUR": Decimal(weighted)}
        assert sum(sum(column.weighted.values()) for column in columns.values()) == weighted
    before = (await crm.read(alex, show_record, number)).record
    assert isinstance(before, Opportunity)
    await crm.write(alex, change_stage, before.stage, {"probability": 55, "name": "Passt"})
    assert (await crm.read(alex, show_record, number)).record == before


async def test_a_lost_deal_is_in_no_forecast(crm: Crm, alex: Actor) -> None:
    """Frappe's forecast adds lost deals at full value. Here they weigh nothing, in whatever the lost stage is
    renamed to, and its probability cannot be raised."""
    for _ in range(2):
        await crm.write(alex, capture_opportunity, {"name": "Deal", "amount": TEN})
    await crm.write(alex, lose_opportunity, 1, "price")
    lost = (await crm.read(alex, show_pipeline)).first(StageType.LOST)
    await crm.write(alex, change_stage, lost.id, {"name": "Abgesagt"})
    columns = (await crm.read(alex, board)).columns
    assert sum(sum(column.weighted.values()) for column in columns) == Decimal(2_000)
    [gone] = [column for column in columns if column.stage.type is StageType.LOST]
    assert (gone.count, gone.totals, gone.weighted) == (1, {"EUR": TEN.amount}, {"EUR": Decimal(0)})


async def test_duplicates_are_merged_and_the_merge_is_reversible(
    crm: Crm, alex: Actor, database: Database
) -> None:
    """C1, frappe/crm #302, #1346 and erpnext #13028: no merge; PR #2229: a reversible one was given up;
    Odoo: a merge is irreversible."""
    first = (await crm.write(alex, capture_lead, LeadDraft(name="Sarah Meier", company="Acme"))).record
    second = (await crm.write(alex, capture_lead, LeadDraft(name="Sara Meier", phone="030 1234567"))).record
    before = _told(database, alex)
    merged = await crm.write(alex, merge_records, first.number, second.number)
    assert merged.record.number == first.number
    assert (await crm.read(alex, show_record, second.number)).record.number == first.number
    await crm.write(alex, split_record, second.number)
    assert _told(database, alex) == before


async def test_a_warning_of_a_duplicate_leaves_nothing_behind(
    crm: Crm, database: Database, alex: Actor
) -> None:
    """C3, espocrm #3499: an orphan is left where the warning was heeded. Here the check comes before anything
    is written, whatever apostrophe was typed."""
    first = (await crm.write(alex, capture_lead, OBRIEN)).record.number
    before = read_books(database, alex.tenant_id)
    for apostrophe in ("'", "’", "`", ""):
        typed = LeadDraft(name=f"Conor O{apostrophe}Brien", company=f"O{apostrophe}Brien and Sons")
        with pytest.raises(Conflict, match="likely_duplicate") as refused:
            await crm.write(alex, capture_lead, typed, unless_duplicate=True)
        assert refused.value.details["number"] == first
    assert read_books(database, alex.tenant_id) == before


def _told(database: Database, actor: Actor) -> dict[int, dict[str, object]]:
    """What all records say, by number."""
    records = records_in(read_books(database, actor.tenant_id))
    return {number: snapshot(record) for number, record in records.items()}


@pytest.mark.parametrize("joins", [False, True])
async def test_activities_move_along_with_a_conversion_and_return(
    crm: Crm, database: Database, alex: Actor, kim: Actor, joins: bool
) -> None:
    """C4, erpnext #32242, SuiteCRM #965: calls and notes of a lead could not be found after its conversion.
    Here they are on the opportunity, also on one that was there already, and return where the conversion is
    taken back; what was told on the opportunity itself stays there."""
    lead = (await crm.write(alex, capture_lead, OBRIEN)).record.number
    deal = (await crm.write(alex, capture_opportunity, {"name": "Deal"})).record.number
    told = [
        (await crm.write(alex, log_activity, about, ActivityDraft(type=type_, text="Talked"))).record.number
        for about, type_ in ((lead, ActivityType.CALL), (lead, ActivityType.TASK), (deal, ActivityType.NOTE))
    ]
    targets = Targets(opportunity=deal if joins else None)
    view = await crm.write(alex, qualify_lead, lead, Qualification(), None, targets)
    there = [view.record.number, view.record.number, deal]
    assert [await _subject(crm, alex, number) for number in told] == there
    await crm.write(kim, revert_conversion, lead)
    assert [await _subject(crm, alex, number) for number in told] == [lead, lead, deal]
    check_books(read_books(database, alex.tenant_id))


async def _subject(crm: Crm, actor: Actor, number: int) -> int:
    record = (await crm.read(actor, show_record, number)).record
    assert isinstance(record, Activity)
    return record.about


async def test_every_open_deal_has_a_next_step_or_is_told_to_lack_one(crm: Crm, alex: Actor) -> None:
    """C5, frappe/crm #1866, #2588, #1281, erpnext #840 (2013): no next follow-up on a deal, and nothing that
    says when it is due. Here each open deal has a step with a day or is listed; doing the last one asks for
    the next, and a step that nobody did is overdue until somebody does."""
    deals = [(await crm.write(alex, capture_opportunity, {"name": "Deal"})).record.number for _ in range(3)]
    won, planned, idle = deals
    await crm.write(alex, win_opportunity, won)
    step = (await crm.write(alex, plan_task, planned, "Call Una", MONDAY)).record.number
    await crm.write(alex, plan_task, idle, "Without a day")
    lacking = (await crm.read(alex, my_work)).without_step
    assert [line.hit.number for line in lacking] == [idle]
    shown = (await crm.read(alex, show_record, planned)).next_step
    assert shown is not None
    assert (shown.number, shown.due) == (step, MONDAY)
    late = await crm.read(alex, at(moment(MONDAY + dt.timedelta(days=30)), my_work))
    assert [duty.activity.number for duty in late.overdue] == [step]
    done = await crm.write(alex, complete_activity, planned)
    assert done.needs_step is not None
    assert done.needs_step.record.number == planned
    assert {line.hit.number for line in (await crm.read(alex, my_work)).without_step} == {planned, idle}


async def test_a_deal_that_is_worked_on_is_never_stale_however_old_it_is(crm: Crm, alex: Actor) -> None:
    """C8, Django-CRM #639, krayin #2124, #764: no alert for stalled deals, or one that counts from the deal's
    creation, so that deals being worked on turn red. Here the days of each stage count, working days only,
    from the last thing that happened; a call resets them, and a planned step pauses them."""
    await crm.write(alex, change_settings, {"public_holidays": False})
    number = (await crm.write(alex, at(moment(MONDAY), capture_opportunity), {"name": "Deal"})).record.number
    call = ActivityDraft(type=ActivityType.CALL)
    for week in range(1, 30):
        day = MONDAY + dt.timedelta(days=7 * week)
        assert (await crm.read(alex, at(moment(day), my_work))).stale == ()
        await crm.write(alex, at(moment(day), log_activity), number, call)
    silent = day + dt.timedelta(days=15)
    [line] = (await crm.read(alex, at(moment(silent), my_work))).stale
    assert (line.hit.number, line.days) == (number, 11)
    await crm.write(alex, at(moment(silent), move_opportunity), number, "negotiation")
    assert (await crm.read(alex, at(moment(silent), my_work))).stale == ()
    shorter = silent + dt.timedelta(days=8)
    [line] = (await crm.read(alex, at(moment(shorter), my_work))).stale
    assert line.days == 6, "negotiation allows five"
    await crm.write(alex, at(moment(shorter), plan_task), number, "Sign", shorter + dt.timedelta(days=90))
    assert (await crm.read(alex, at(moment(shorter), my_work))).stale == ()


async def test_how_long_a_deal_was_in_each_stage_is_never_lost(crm: Crm, alex: Actor, kim: Actor) -> None:
    """C9, SuiteCRM #9139, YetiForceCRM #14057: only the present stage is known. Here every move is kept with
    its moment and who made it, also by winning and reopening, and no edit in between hides one."""
    day = dt.timedelta(days=1)
    number = (await crm.write(alex, at(moment(MONDAY), capture_opportunity), {"name": "Deal"})).record.number
    await crm.write(kim, at(moment(MONDAY + 3 * day), move_opportunity), number, "proposal")
    await crm.write(alex, at(moment(MONDAY + 5 * day), edit_record), number, {"amount": TEN})
    await crm.write(alex, at(moment(MONDAY + 9 * day), win_opportunity), number)
    await crm.write(alex, at(moment(MONDAY + 10 * day), reopen_record), number)
    await crm.write(alex, at(moment(MONDAY + 30 * day), move_opportunity), number, "negotiation")
    keys = {stage.id: stage.key for stage in (await crm.read(alex, show_pipeline)).stages}
    told = reversed(await crm.read(alex, timeline, number))
    entered = [
        (keys[cast("int", one.recorded.event.after["stage"])], one.recorded.at, one.actor.name)
        for one in told
        if "stage" in one.recorded.event.after
    ]
    names = ["Alex Wilber", "Kim Akers", "Alex Wilber", "Alex Wilber", "Alex Wilber"]
    assert [who for _, _, who in entered] == names
    stays = [(key, (left - at_).days) for (key, at_, _), (_, left, _) in itertools.pairwise(entered)]
    assert stays == [("qualified", 3), ("proposal", 6), ("won", 1), ("proposal", 20)]
    assert entered[-1][0] == "negotiation"


LEADS_OF_A_FAIR = """\
Vorname;Nachname;Firma;Position;E-Mail-Adresse;Telefon;Mobil;Leadquelle;Betrag;Währung;Bedarf;Notizen;Branche
Sarah;Meier;Tech Innovators Inc.;IT-Leiterin;sarah@techinnovators.example;030 1234567;0171 1234567;Messe;\
"12.500,50";CHF;Projektwerkzeug;"Stand 7;
ruft ""gern"" zurück";Software
Conor;O'Brien;O’Brien & Sons;;Conor@OBrien.example;+353 1 6771234;;Brieftaube;250.000 €;EUR;;;
;;Müller & Söhne GmbH;;;;0172 7654321;Empfehlung;;;;=cmd|calc;Stahl
"""


async def test_an_import_keeps_every_cell_and_counts_what_it_did(
    crm: Crm, database: Database, alex: Actor
) -> None:
    """C13, krayin #1163 ("unusable" without import), frappe/crm #2657: the import reports success and drops
    emails and phone numbers. Here each cell is looked for in the lead that shows, a column that is no field
    goes into the note and is named, and the counts are those of the leads that are there."""
    file = File("messe.csv", LEADS_OF_A_FAIR.encode("cp1252"))
    sheet = await crm.read(alex, read_file, file)
    begun, _ = await crm.write(alex, begin_import, sheet, OnDuplicate.SKIP)
    done = await run_import(partial(crm.write, alex), begun.file.id)
    assert (done.file.rows, done.file.created) == (3, 3)
    assert [(note.row, kept.title, kept.text) for note in done.notes for kept in note.kept] == [
        (3, "Leadquelle", "Brieftaube")
    ]
    assert done.unknown == ("Branche",)
    assert await _count(crm, alex, Kind.LEAD) == done.file.created
    titles, *rows = csv.reader(io.StringIO(LEADS_OF_A_FAIR, newline=""), delimiter=";")
    for number, cells in enumerate(rows, start=1):
        lead = (await crm.read(alex, show_record, number)).record
        assert isinstance(lead, Lead)
        for title, cell in zip(titles, cells, strict=True):
            assert not cell or _holds(lead, title, cell), (number, title, cell)
    check_books(read_books(database, alex.tenant_id))


def _holds(lead: Lead, title: str, cell: str) -> bool:
    """Whether a cell stands where people look for it, or under its title in the note."""
    amounts = {"12.500,50": Money(Decimal("12500.50"), "CHF"), "250.000 €": Money(Decimal(250_000), "EUR")}
    fields = {
        "Vorname": cell in lead.name,
        "Nachname": cell in lead.name,
        "Firma": lead.company == cell,
        "Position": lead.job_title == cell,
        "E-Mail-Adresse": lead.email == cell,
        "Telefon": lead.phone == international(cell, "DE"),
        "Mobil": lead.phone == international(cell, "DE"),
        "Leadquelle": lead.source == {"Messe": "fair", "Empfehlung": "referral"}.get(cell),
        "Betrag": lead.amount is not None and lead.amount == amounts.get(cell),
        "Währung": lead.amount is not None and lead.amount.currency == cell,
        "Bedarf": lead.need == cell,
        "Notizen": cell in lead.note,
    }
    return fields.get(title, False) or f"{title}: {cell}" in lead.note.splitlines()
