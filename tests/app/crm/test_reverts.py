"""A conversion is taken back at any later time, by anybody, unless something depends on it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given

from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity, move_opportunity
from app.crm.records import assign_record, edit_record, show_record
from app.crm.reopening import reopen_record, revert_conversion
from app.domain.conversion import Targets
from app.domain.errors import Conflict
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Actor
from app.domain.qualification import Qualification
from app.store.database import Database
from tests.app.crm.steps import Office, Step, steps
from tests.app.crm.test_undo import THOROUGH, Change, cells, dangles, restorable
from tests.kit.books import Books, check_books, read_books, records_in

SARAH = LeadDraft(name="Sarah Meier", company="Tech Innovators Inc.", email="sarah@techinnovators.example")


async def convert(crm: Crm, actor: Actor, draft: LeadDraft = SARAH, **chosen: int) -> tuple[int, int]:
    """Numbers of a new lead and of its opportunity."""
    lead = (await crm.write(actor, capture_lead, draft)).record.number
    view = await crm.write(actor, qualify_lead, lead, Qualification(need="a tool"), None, Targets(**chosen))
    return lead, view.record.number


async def test_a_colleague_takes_a_conversion_back_later(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    number = (await crm.write(alex, capture_lead, SARAH)).record.number
    before = read_books(database, alex.tenant_id)
    await crm.write(alex, qualify_lead, number, Qualification(need="a tool"))
    for name in ("Ann", "Ben", "Cem"):
        await crm.write(alex, capture_lead, LeadDraft(name=name))
    undone = await crm.write(kim, revert_conversion, number)
    assert {ref.name for ref in undone.removed} == {"Sarah Meier", "Tech Innovators Inc."}
    after = read_books(database, alex.tenant_id)
    check_books(after)
    for table in ("organizations", "contacts", "opportunities", "leads"):
        mine = {key: row for key, row in restorable(after)[table].items() if key <= (number,)}
        assert mine == restorable(before)[table]
    assert (await crm.write(alex, undo_last)).removed[0].name == "Cem", "undo goes on with what is left"


async def test_reopening_a_qualified_lead_takes_its_conversion_back(crm: Crm, alex: Actor) -> None:
    number, deal = await convert(crm, alex)
    reopened = await crm.write(alex, reopen_record, number)
    assert isinstance(reopened.record, Lead)
    assert (reopened.record.status, reopened.record.conversion) == (LeadStatus.OPEN, {})
    assert reopened.undone is not None
    assert deal in {ref.number for ref in reopened.undone.removed}
    with pytest.raises(Conflict, match="lead_is_open"):
        await crm.write(alex, revert_conversion, number)


async def test_what_was_built_on_it_blocks_and_says_who(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    number, deal = await convert(crm, alex)
    await crm.write(kim, move_opportunity, deal, "meeting")
    before = read_books(database, alex.tenant_id)
    with pytest.raises(Conflict, match="undo_blocked") as refused:
        await crm.write(alex, reopen_record, number)
    assert (refused.value.details["number"], refused.value.details["by"]) == (deal, "Kim Akers")
    assert read_books(database, alex.tenant_id) == before
    await crm.write(kim, undo_last)
    await crm.write(alex, reopen_record, number)


async def test_what_does_not_touch_it_does_not_block(crm: Crm, alex: Actor, kim: Actor) -> None:
    number, _ = await convert(crm, alex)
    await crm.write(kim, assign_record, number, 2)
    await crm.write(kim, edit_record, number, {"note": "called again"})
    await crm.write(alex, revert_conversion, number)
    lead = (await crm.read(alex, show_record, number)).record
    assert isinstance(lead, Lead)
    assert (lead.owner, lead.note, lead.need) == (2, "called again", "")


async def test_a_second_lead_in_the_opportunity_blocks(crm: Crm, alex: Actor, kim: Actor) -> None:
    first, deal = await convert(crm, alex)
    second, _ = await convert(crm, kim, LeadDraft(name="Ben Roth"), opportunity=deal)
    with pytest.raises(Conflict, match="undo_blocked") as refused:
        await crm.write(alex, revert_conversion, first)
    assert refused.value.details["by"] == "Kim Akers"
    await crm.write(alex, revert_conversion, second)
    await crm.write(alex, revert_conversion, first)


async def test_a_joined_opportunity_is_as_it_was(crm: Crm, database: Database, alex: Actor) -> None:
    deal = (await crm.write(alex, capture_opportunity, {"name": "Deal"})).record.number
    number = (await crm.write(alex, capture_lead, SARAH)).record.number
    before = read_books(database, alex.tenant_id)
    answers = Qualification(need="a tool")
    await crm.write(alex, qualify_lead, number, answers, None, Targets(opportunity=deal))
    await crm.write(alex, revert_conversion, number)
    assert restorable(read_books(database, alex.tenant_id)) == restorable(before)


async def test_a_stale_card_does_not_revert(crm: Crm, alex: Actor, kim: Actor) -> None:
    number, _ = await convert(crm, alex)
    await crm.write(kim, edit_record, number, {"note": "called"})
    with pytest.raises(Conflict, match="changed_meanwhile"):
        await crm.write(alex, reopen_record, number, 2)


@THOROUGH
@given(sequence=steps("qualify", "qualify", "qualify"))
async def test_a_conversion_reverted_at_once_restores_every_table(
    crm: Crm, database: Database, sequence: list[Step]
) -> None:
    office = Office(crm, database)
    now = await office.open()
    for step in sequence:
        before, open_before = now, _qualified(now)
        if await office.carry_out(step, before) and step.what == "qualify":
            (lead,) = _qualified(office.books()) - open_before
            await crm.write(office.people[1 - step.who], revert_conversion, lead)
            assert restorable(office.books()) == restorable(before)
            check_books(office.books())
            assert await office.carry_out(step, office.books()), "and it can be qualified again"
        now = office.books()


@THOROUGH
@given(sequence=steps("qualify", "qualify", "qualify"))
async def test_a_revert_is_refused_exactly_where_a_later_change_depends_on_it(
    crm: Crm, database: Database, sequence: list[Step]
) -> None:
    office = Office(crm, database)
    now = await office.open()
    conversions: dict[int, Change] = {}
    standing: list[Change] = []
    for step in sequence:
        before = now
        changed = await office.carry_out(step, before)
        now = office.books()
        if changed:
            standing.append(Change(step.who, before, now))
            conversions |= dict.fromkeys(_qualified(now) - _qualified(before), standing[-1])
    for lead, change in conversions.items():
        later = standing[standing.index(change) + 1 :]
        if await _revert_as_expected(office, crm, lead, change, later):
            standing.remove(change)


async def _revert_as_expected(
    office: Office, crm: Crm, lead: int, change: Change, later: Sequence[Change]
) -> bool:
    """Whether the conversion was taken back, which it must be unless a later change depends on it."""
    before = office.books()
    expected = change.taken_back(cells(before))
    if any(change.touched_by(one) for one in later) or dangles(expected):
        with pytest.raises(Conflict, match="undo_blocked"):
            await crm.write(office.people[0], revert_conversion, lead)
        assert office.books() == before
        return False
    await crm.write(office.people[0], revert_conversion, lead)
    assert cells(office.books()) == expected
    check_books(office.books())
    return True


def _qualified(books: Books) -> set[int]:
    leads = [record for record in records_in(books).values() if isinstance(record, Lead)]
    return {lead.number for lead in leads if lead.status is LeadStatus.QUALIFIED}
