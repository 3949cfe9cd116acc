"""Merge and split: two records become one with all that belongs to them, and two again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import timeline, undo_last
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.merge.merging import merge_records, preview_merge
from app.crm.merge.splitting import split_record
from app.crm.merge.views import MergePreview
from app.crm.opportunities import capture_opportunity
from app.crm.organizations import capture_organization
from app.crm.records import edit_record, find_records, page_of_records, show_record
from app.crm.reopening import reopen_record
from app.crm.views import RecordView
from app.domain.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from app.domain.event import Kind
from app.domain.lead import LeadStatus
from app.domain.member import Actor, Member, Role
from app.domain.merge import Side
from app.domain.qualification import Authority, Qualification
from app.store.database import Database
from app.store.work import Work
from tests.app.crm.steps import Office, Step, steps
from tests.app.crm.test_undo import restorable
from tests.kit.books import Books, check_books, read_books
from tests.kit.tasks import plan_task

SARAH = LeadDraft(name="Sarah Meier", company="Tech Innovators Inc.", email="sarah@tech.example", note="Fair")
SARA = LeadDraft(name="Sara Meyer", company="Tech Innovators", phone="030 1234567", note="Called")


async def test_fields_are_filled_and_chosen_side_by_side(crm: Crm, alex: Actor, database: Database) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    preview = await crm.read(alex, preview_merge, kept, gone)
    assert _usual(preview) == {
        "name": Side.KEPT,
        "company": Side.KEPT,
        "email": Side.KEPT,
        "phone": Side.GONE,
        "note": Side.BOTH,
    }
    merged = await crm.write(alex, merge_records, kept, gone, {"company": "gone"}, 1, 1)
    record: Any = merged.view.record
    assert (record.number, record.absorbed) == (kept, (gone,))
    assert (record.name, record.company) == ("Sarah Meier", "Tech Innovators")
    assert (record.email, record.phone) == ("sarah@tech.example", "+49 30 1234567")
    assert record.note == "Fair\nCalled"
    _check(database, alex)


async def test_what_differs_in_nothing_is_not_asked(crm: Crm, alex: Actor) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARAH)
    assert (await crm.read(alex, preview_merge, kept, gone)).differences == ()


async def test_a_person_wins_over_a_company_that_was_the_name(crm: Crm, alex: Actor) -> None:
    company = await _lead(crm, alex, LeadDraft(company="Tech Innovators"))
    person = await _lead(crm, alex, SARAH)
    merged = await crm.write(alex, merge_records, company, person)
    assert merged.view.record.name == "Sarah Meier"


async def test_a_lead_that_is_called_as_its_company_is_called_as_the_chosen_one(
    crm: Crm, alex: Actor
) -> None:
    kept = await _lead(crm, alex, LeadDraft(company="Tech Innovators"))
    gone = await _lead(crm, alex, LeadDraft(company="Tech Innovators Inc."))
    record: Any = (await crm.write(alex, merge_records, kept, gone, {"company": "gone"})).view.record
    assert record.name == record.company == "Tech Innovators Inc."
    assert not record.names_a_person


async def test_answers_are_laid_side_by_side_by_name(crm: Crm, alex: Actor, database: Database) -> None:
    kept = await _lead(crm, alex, LeadDraft(**SARAH, **{"metrics": "days", "champion": "Eve"}))
    gone = await _lead(crm, alex, LeadDraft(**SARAH, **{"metrics": "weeks", "economic_buyer": "Bob"}))
    preview = await crm.read(alex, preview_merge, kept, gone)
    assert _usual(preview) == {"metrics": Side.KEPT, "economic_buyer": Side.GONE, "champion": Side.KEPT}
    record: Any = (await crm.write(alex, merge_records, kept, gone, {"metrics": "gone"})).view.record
    assert record.answers == {"metrics": "weeks", "champion": "Eve", "economic_buyer": "Bob"}
    await crm.write(alex, split_record, gone)
    back: Any = (await crm.read(alex, show_record, kept)).record
    assert back.answers == {"metrics": "days", "champion": "Eve"}
    _check(database, alex)


async def test_an_unknown_authority_is_a_blank(crm: Crm, alex: Actor) -> None:
    kept = await _lead(crm, alex, LeadDraft(**SARAH | {"authority": Authority.UNKNOWN}))
    gone = await _lead(crm, alex, LeadDraft(**SARAH | {"authority": Authority.DECISION_MAKER}))
    record: Any = (await crm.write(alex, merge_records, kept, gone)).view.record
    assert record.authority is Authority.DECISION_MAKER


async def test_what_happened_to_both_is_told_together_and_apart_after_a_split(crm: Crm, alex: Actor) -> None:
    first, second, third = [await _lead(crm, alex, one) for one in (SARAH, SARA, SARAH)]
    await crm.write(alex, plan_task, second, "call her")
    await crm.write(alex, merge_records, second, third)
    await crm.write(alex, merge_records, first, second)
    told = await crm.read(alex, timeline, first)
    assert told == await crm.read(alex, timeline, third)
    captured = [one for one in told if one.recorded.event.name == "LeadCaptured"]
    assert [one.recorded.event.number for one in captured] == [third, second, first]
    assert [one.names.get((Kind.LEAD, one.recorded.event.number)) for one in captured] == [
        "Sarah Meier",
        "Sara Meyer",
        None,
    ]
    assert "TaskPlanned" in {one.recorded.event.name for one in told}
    page = await crm.read(alex, timeline, first, 2, captured[0].recorded.sequence)
    assert [one.recorded.event.number for one in page] == [second, first]

    await crm.write(alex, split_record, second)
    alone = {one.recorded.event.number for one in await crm.read(alex, timeline, first)}
    assert alone == {first}
    parted = {one.recorded.event.number for one in await crm.read(alex, timeline, second)}
    assert {second, third} <= parted
    assert first not in parted


async def test_what_points_to_an_old_number_points_to_the_survivor(crm: Crm, alex: Actor) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    await crm.write(alex, qualify_lead, kept, Qualification())
    await crm.write(alex, merge_records, kept, gone)
    note = (await crm.write(alex, plan_task, kept, "call her")).record.number
    moved: Any = (await crm.write(alex, edit_record, note, {"about": gone})).record
    assert moved.about == kept
    found, _ = await crm.read(alex, page_of_records, Kind.ACTIVITY, about=gone)
    assert [one.number for one in found] == [note]
    reopened: Any = (await crm.write(alex, reopen_record, gone)).record
    assert (reopened.number, reopened.status) == (kept, LeadStatus.OPEN)


async def test_lists_are_filtered_by_old_numbers_as_by_new_ones(crm: Crm, alex: Actor) -> None:
    companies = [(await crm.write(alex, capture_organization, {"name": name})).record.number for name in "AB"]
    people = [
        (await crm.write(alex, capture_contact, {"name": name})).record.number for name in ("Ann", "Ben")
    ]
    fields = {"name": "Deal", "organization": companies[1], "contact": people[1]}
    deal = (await crm.write(alex, capture_opportunity, fields)).record.number
    await crm.write(alex, merge_records, companies[0], companies[1])
    await crm.write(alex, merge_records, people[0], people[1])
    for filters in ({"organization": one} for one in companies):
        assert await _numbers(crm, alex, Kind.OPPORTUNITY, **filters) == [deal]
    for one in people:
        assert await _numbers(crm, alex, Kind.OPPORTUNITY, contact=one) == [deal]
    # A number of another kind, or of nothing, is nobody's.
    assert await _numbers(crm, alex, Kind.OPPORTUNITY, organization=deal) == []
    assert await _numbers(crm, alex, Kind.OPPORTUNITY, organization=2**50) == []


async def _numbers(crm: Crm, actor: Actor, kind: Kind, **filters: object) -> list[int]:
    found, _ = await crm.read(actor, page_of_records, kind, **filters)  # type: ignore[arg-type]
    return [one.number for one in found]


async def test_the_old_number_means_the_survivor_everywhere(crm: Crm, alex: Actor) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    await crm.write(alex, merge_records, kept, gone)
    assert (await crm.read(alex, show_record, gone)).record.number == kept
    assert [hit.number for hit in (await crm.read(alex, find_records, f"#{gone}")).hits] == [kept]
    await crm.write(alex, edit_record, gone, {"job_title": "CIO"})
    assert (await crm.read(alex, show_record, kept)).record.job_title == "CIO"  # type: ignore[union-attr]
    assert (await crm.write(alex, qualify_lead, gone, Qualification())).record.kind is Kind.OPPORTUNITY
    entries = await crm.read(alex, timeline, gone)
    assert entries[0].recorded.event.number == kept


async def test_nothing_finds_what_went_up_in_another_one(crm: Crm, alex: Actor) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    await crm.write(alex, merge_records, kept, gone)
    for words in ("Sara", "Meyer", "1234567", "Innovators"):
        hits = (await crm.read(alex, find_records, words)).hits
        assert gone not in [hit.number for hit in hits], words
    page, _ = await crm.read(alex, page_of_records, Kind.LEAD)
    assert [record.number for record in page] == [kept]
    with pytest.raises(Conflict, match="likely_duplicate") as refused:
        await crm.write(alex, capture_lead, SARA, unless_duplicate=True)
    found: Any = refused.value.details["candidates"]
    assert [one.hit.number for one in found] == [kept]


async def test_conversion_uses_the_survivor(crm: Crm, alex: Actor) -> None:
    old = await _organization(crm, alex, "Tech Innovators Inc.", domain="tech.example")
    new = await _organization(crm, alex, "Innovation Group")
    await crm.write(alex, merge_records, new, old)
    deal: Any = (await crm.write(alex, qualify_lead, await _lead(crm, alex, SARAH), Qualification())).record
    assert deal.organization == new
    told: Any = (await crm.read(alex, show_record, new)).record
    assert (told.name, told.domain) == ("Innovation Group", "tech.example")


async def test_children_move_with_an_event_each(crm: Crm, alex: Actor, database: Database) -> None:
    kept, gone = await _organization(crm, alex, "Acme"), await _organization(crm, alex, "Acme Inc.")
    ann = await _contact(crm, alex, "Ann", organization=gone)
    deal = await crm.write(alex, capture_opportunity, {"name": "Deal", "organization": gone, "contact": ann})
    preview = await crm.read(alex, preview_merge, kept, gone)
    assert dict(preview.moving) == {Kind.CONTACT: 1, Kind.OPPORTUNITY: 1}
    merged = await crm.write(alex, merge_records, kept, gone)
    assert dict(merged.moved) == dict(preview.moving)
    for number in (ann, deal.record.number):
        assert (await crm.read(alex, show_record, number)).organization.number == kept  # type: ignore[union-attr]
        newest = (await crm.read(alex, timeline, number))[0].recorded
        assert (newest.event.name, newest.event.after) == ("RecordRepointed", {"organization": kept})
    _check(database, alex)


async def test_two_contacts_become_one_in_deals_and_leads(crm: Crm, alex: Actor, database: Database) -> None:
    lead = await _lead(crm, alex, SARAH)
    deal: Any = (await crm.write(alex, qualify_lead, lead, Qualification())).record
    other = await _contact(crm, alex, "Sarah Meyer", job_title="CIO")
    merged = await crm.write(alex, merge_records, other, deal.contact)
    assert (await crm.read(alex, show_record, deal.number)).record.contact == other  # type: ignore[union-attr]
    assert (await crm.read(alex, show_record, lead)).record.contact == other  # type: ignore[union-attr]
    record: Any = merged.view.record
    assert (record.job_title, record.email) == ("CIO", "sarah@tech.example")
    _check(database, alex)


async def test_a_number_that_went_up_cannot_be_pointed_to(crm: Crm, alex: Actor, database: Database) -> None:
    kept, gone = await _organization(crm, alex, "Acme"), await _organization(crm, alex, "Acme Inc.")
    await crm.write(alex, merge_records, kept, gone)
    ann: Any = (await crm.write(alex, capture_contact, {"name": "Ann", "organization": gone})).record
    assert ann.organization == kept
    _check(database, alex)


async def test_a_chain_of_merges_comes_apart_in_any_order(crm: Crm, alex: Actor, database: Database) -> None:
    a, b, c = [await _organization(crm, alex, name) for name in ("Aa", "Bb", "Cc")]
    ann = await _contact(crm, alex, "Ann", organization=c)
    await crm.write(alex, merge_records, b, c)
    await crm.write(alex, merge_records, a, b)
    assert (await crm.read(alex, show_record, c)).record.number == a
    assert await _company_of(crm, alex, ann) == a
    split = await crm.write(alex, split_record, c)
    assert (split.record.number, dict(split.moved), split.staying) == (c, {Kind.CONTACT: 1}, ())
    assert await _company_of(crm, alex, ann) == c
    assert (await crm.read(alex, show_record, b)).record.number == a
    await crm.write(alex, split_record, b)
    assert (await crm.read(alex, show_record, b)).record.number == b
    _check(database, alex)


async def test_merging_back_and_forth(crm: Crm, alex: Actor, database: Database) -> None:
    a, b = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    for kept, gone in ((a, b), (b, a), (a, b)):
        await crm.write(alex, merge_records, kept, gone)
        assert (await crm.read(alex, show_record, gone)).record.number == kept
        with pytest.raises(Conflict, match="merge_same"):
            await crm.write(alex, merge_records, gone, kept)
        await crm.write(alex, split_record, gone)
        assert (await crm.read(alex, show_record, gone)).record.number == gone
    _check(database, alex)


async def test_what_was_decided_since_stays_and_is_told(crm: Crm, alex: Actor, database: Database) -> None:
    kept = await _organization(crm, alex, "Acme")
    gone = await _organization(crm, alex, "Acme Inc.", website="acme.example", industry="Tools")
    ann, ben = [await _contact(crm, alex, name, organization=gone) for name in ("Ann", "Ben")]
    await crm.write(alex, merge_records, kept, gone)
    elsewhere = await _organization(crm, alex, "Elsewhere")
    await crm.write(alex, edit_record, ann, {"organization": elsewhere})
    await crm.write(alex, edit_record, kept, {"industry": "Machines"})
    split = await crm.write(alex, split_record, gone)
    assert [(ref.number, ref.name) for ref in split.staying] == [(ann, "Ann")]
    assert split.kept_fields == ("industry",)
    assert (await _company_of(crm, alex, ann), await _company_of(crm, alex, ben)) == (elsewhere, gone)
    survivor: Any = split.survivor.record
    assert (survivor.website, survivor.industry) == ("", "Machines")
    again: Any = split.record
    assert (again.website, again.industry) == ("acme.example", "Tools")
    _check(database, alex)


async def test_split_names_the_one_or_asks(crm: Crm, alex: Actor) -> None:
    a, b, c = [await _organization(crm, alex, name) for name in ("Aa", "Bb", "Cc")]
    with pytest.raises(Conflict, match="not_merged"):
        await crm.write(alex, split_record, a)
    await crm.write(alex, merge_records, a, b)
    assert (await crm.write(alex, split_record, a)).record.number == b
    for number in (b, c):
        await crm.write(alex, merge_records, a, number)
    with pytest.raises(Conflict, match="split_which") as refused:
        await crm.write(alex, split_record, a)
    assert refused.value.details["numbers"] == f"#{b}, #{c}"


async def test_undo_takes_a_merge_and_a_split_back(crm: Crm, alex: Actor, database: Database) -> None:
    kept, gone = await _organization(crm, alex, "Acme"), await _organization(crm, alex, "Acme Inc.")
    await _contact(crm, alex, "Ann", organization=gone)
    before = read_books(database, alex.tenant_id)
    merged = await crm.write(alex, merge_records, kept, gone)
    together = read_books(database, alex.tenant_id)
    undone = await crm.write(alex, undo_last, kept, merged.record.version)
    assert {view.record.number for view in undone.remaining} >= {kept, gone}
    assert restorable(read_books(database, alex.tenant_id)) == restorable(before)
    await crm.write(alex, merge_records, kept, gone)
    await crm.write(alex, split_record, gone)
    await crm.write(alex, undo_last)
    assert restorable(read_books(database, alex.tenant_id)) == restorable(together)
    _check(database, alex)


async def test_undo_of_a_split_is_refused_once_the_other_one_is_used(
    crm: Crm, alex: Actor, kim: Actor, database: Database
) -> None:
    kept, gone = await _organization(crm, alex, "Acme"), await _organization(crm, alex, "Acme Inc.")
    await crm.write(alex, merge_records, kept, gone)
    await crm.write(alex, split_record, gone)
    ann = await _contact(crm, kim, "Ann", organization=gone)
    with pytest.raises(Conflict, match="undo_blocked") as refused:
        await crm.write(alex, undo_last)
    assert refused.value.details["number"] == ann
    _check(database, alex)


async def test_cards_of_either_record_are_stale_afterwards(crm: Crm, alex: Actor) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    for title in ("CIO", "CTO", "CEO"):
        await crm.write(alex, edit_record, gone, {"job_title": title})
    await crm.write(alex, merge_records, kept, gone, {}, 1, 4)
    for number in (kept, gone):
        for version in range(1, 5):
            with pytest.raises(Conflict, match="changed_meanwhile"):
                await crm.write(alex, edit_record, number, {"job_title": "Boss"}, version)


@pytest.mark.parametrize("stale", ["kept", "gone"])
async def test_both_versions_are_checked(crm: Crm, alex: Actor, database: Database, stale: str) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    await crm.write(alex, edit_record, kept if stale == "kept" else gone, {"job_title": "CIO"})
    before = read_books(database, alex.tenant_id)
    with pytest.raises(Conflict, match="changed_meanwhile") as refused:
        await crm.write(alex, merge_records, kept, gone, {}, 1, 1)
    assert refused.value.details["number"] == (kept if stale == "kept" else gone)
    assert read_books(database, alex.tenant_id) == before


async def test_nothing_that_is_further_on_vanishes(crm: Crm, alex: Actor) -> None:
    opened, other = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    qualified, second = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARAH)
    for number in (qualified, second):
        await crm.write(alex, qualify_lead, number, Qualification())
    await crm.write(alex, disqualify_lead, other, "no_need")
    refusals = {
        (opened, qualified): "merge_qualified",
        (other, qualified): "merge_qualified",
        (qualified, second): "merge_opportunities",
        (other, opened): "merge_open",
    }
    for (kept, gone), code in refusals.items():
        with pytest.raises(Conflict, match=code):
            await crm.write(alex, merge_records, kept, gone)
    # The other way round is offered where only that is allowed.
    preview = await crm.read(alex, preview_merge, opened, qualified)
    assert (preview.kept.record.number, preview.gone.record.number) == (qualified, opened)
    assert not preview.swappable
    for kept, gone in ((opened, other), (qualified, opened)):
        await crm.write(alex, merge_records, kept, gone)
    survivor: Any = (await crm.read(alex, show_record, other)).record
    assert (survivor.number, survivor.status) == (qualified, LeadStatus.QUALIFIED)


async def test_only_what_is_of_one_kind_merges(crm: Crm, alex: Actor) -> None:
    lead, company = await _lead(crm, alex, SARAH), await _organization(crm, alex, "Acme")
    deals = [(await crm.write(alex, capture_opportunity, {"name": "Deal"})).record.number for _ in range(2)]
    with pytest.raises(DomainError, match="merge_kinds"):
        await crm.write(alex, merge_records, lead, company)
    with pytest.raises(DomainError, match="merge_kind"):
        await crm.write(alex, merge_records, deals[0], deals[1])
    with pytest.raises(NotFound):
        await crm.write(alex, merge_records, lead, 9999)
    with pytest.raises(Conflict, match="merge_same"):
        await crm.write(alex, merge_records, lead, lead)


@pytest.mark.parametrize("choices", [{"colour": "kept"}, {"name": "mine"}, {"name": "both"}])
async def test_choices_that_are_none_are_refused(crm: Crm, alex: Actor, choices: dict[str, str]) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    with pytest.raises(InvalidInput):
        await crm.write(alex, merge_records, kept, gone, choices)


async def test_both_notes_that_are_too_long_together_are_refused_and_not_proposed(
    crm: Crm, alex: Actor
) -> None:
    kept = await _lead(crm, alex, LeadDraft(**SARAH | {"note": "a" * 3000}))
    gone = await _lead(crm, alex, LeadDraft(**SARA | {"note": "b" * 3000}))
    assert _usual(await crm.read(alex, preview_merge, kept, gone))["note"] is Side.KEPT
    with pytest.raises(InvalidInput):
        await crm.write(alex, merge_records, kept, gone, {"note": "both"})


async def test_viewers_do_not_merge_or_split(crm: Crm, alex: Actor, kim: Actor) -> None:
    kept, gone = await _lead(crm, alex, SARAH), await _lead(crm, alex, SARA)
    await crm.write(kim, _become_viewer)
    with pytest.raises(Forbidden):
        await crm.write(kim, merge_records, kept, gone)
    await crm.write(alex, merge_records, kept, gone)
    with pytest.raises(Forbidden):
        await crm.write(kim, split_record, gone)


async def test_nobody_merges_across_workspaces(crm: Crm, alex: Actor, stranger: Actor) -> None:
    mine = await _lead(crm, alex, SARAH)
    await _lead(crm, stranger, SARAH)
    theirs = await _lead(crm, stranger, SARA)
    assert theirs != mine
    for use_case in (merge_records, preview_merge):
        with pytest.raises(NotFound):
            await crm.write(alex, use_case, mine, theirs)


@settings(max_examples=25)
@given(sequence=steps())
async def test_merge_then_split_restores_every_table(
    crm: Crm, database: Database, sequence: list[Step]
) -> None:
    office = Office(crm, database)
    now = await office.open()
    for step in sequence:
        if await office.carry_out(step, now) and step.what == "merge":
            (gone,) = _old_numbers(office.books()) - _old_numbers(now)
            await crm.write(office.people[step.who], split_record, gone)
            assert restorable(office.books()) == restorable(now)
            assert await office.carry_out(step, office.books())
        now = office.books()
        check_books(now)


def _old_numbers(books: Books) -> set[int]:
    rows = [row for table in ("leads", "contacts", "organizations") for row in books[table].values()]
    return {row["number"] for row in rows if row["merged_into"] is not None}


async def _lead(crm: Crm, actor: Actor, draft: LeadDraft) -> int:
    return (await crm.write(actor, capture_lead, draft)).record.number


async def _organization(crm: Crm, actor: Actor, name: str, **fields: object) -> int:
    return (await crm.write(actor, capture_organization, {"name": name, **fields})).record.number


async def _contact(crm: Crm, actor: Actor, name: str, **fields: object) -> int:
    return (await crm.write(actor, capture_contact, {"name": name, **fields})).record.number


async def _company_of(crm: Crm, actor: Actor, contact: int) -> int | None:
    view: RecordView = await crm.read(actor, show_record, contact)
    return view.organization.number if view.organization else None


def _become_viewer(work: Work, actor: Member) -> None:
    work.members.save(replace(actor, role=Role.VIEWER))


def _usual(preview: MergePreview) -> dict[str, Side]:
    return {difference.field: difference.usual for difference in preview.differences}


def _check(database: Database, actor: Actor) -> None:
    check_books(read_books(database, actor.tenant_id))
