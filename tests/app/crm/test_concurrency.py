"""Two colleagues act on one record at once, on two hosts: one wins, the other sees how things stand now."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.merge.merging import merge_records
from app.crm.merge.views import Merged
from app.crm.opportunities import capture_opportunity, move_opportunity, win_opportunity
from app.crm.people.members import me
from app.crm.records import edit_record, show_record
from app.crm.reopening import revert_conversion
from app.crm.views import RecordView, Undone
from app.domain.conversion import Targets
from app.domain.errors import AlreadyDone, Conflict, InvalidInput
from app.domain.lead import Lead, LeadStatus
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.qualification import Qualification
from app.store.database import Database
from tests.kit.books import check_books, read_books, records_in
from tests.kit.entrance import FIRST_OWNS

ROUNDS = 25
_races = itertools.count()
FIVE = Money(Decimal("5.00"), "EUR")
ANSWERS = Qualification(budget=FIVE)

Hosts = tuple[Crm, Crm]
R = TypeVar("R", Lead, Opportunity)


@pytest.fixture
async def hosts(crm: Crm, database_url: str) -> AsyncIterator[Hosts]:
    """Two hosts with one database: each has its own threads, connections and memory."""
    other = Crm(Database(database_url), FIRST_OWNS)
    yield crm, other
    await other.close()


async def test_qualify_and_qualify(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    for position in range(ROUNDS):
        number = await _capture(hosts[0], alex, f"Person {position}")
        won, lost = await _race(
            hosts[0].write(alex, qualify_lead, number, ANSWERS),
            hosts[1].write(kim, qualify_lead, number, ANSWERS),
        )
        opportunity = _record(won, Opportunity)
        current = _fresh(lost, "lead_is_qualified", Lead)
        assert (current.number, current.opportunity) == (number, opportunity.number)
    records = _checked(database, alex)
    assert sum(isinstance(record, Opportunity) for record in records.values()) == ROUNDS


async def test_qualify_and_disqualify(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    for position in range(ROUNDS):
        number = await _capture(hosts[0], alex, f"Person {position}")
        won, lost = await _race(
            hosts[0].write(alex, qualify_lead, number, ANSWERS),
            hosts[1].write(kim, disqualify_lead, number, "no_need"),
        )
        qualified = isinstance(won.record, Opportunity)
        current = _fresh(lost, "lead_is_qualified" if qualified else "lead_is_disqualified", Lead)
        assert current.status is (LeadStatus.QUALIFIED if qualified else LeadStatus.DISQUALIFIED)
    _checked(database, alex)


async def test_qualify_into_and_win(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    """A lead joins an opportunity that is won at the same moment: it joins the open one before, or is told
    that it is closed; it never joins a closed one."""
    for position in range(ROUNDS):
        number = await _capture(hosts[0], alex, f"Person {position}")
        deal = (await hosts[0].write(alex, capture_opportunity, {"name": "Deal"})).record.number
        joiner, winner = hosts if position % 2 else hosts[::-1]
        joined, won = await asyncio.gather(
            joiner.write(alex, qualify_lead, number, ANSWERS, None, Targets(opportunity=deal)),
            winner.write(kim, win_opportunity, deal),
            return_exceptions=True,
        )
        assert isinstance(won, RecordView), won
        lead = _record(await hosts[0].read(alex, show_record, number), Lead)
        if isinstance(joined, BaseException):
            assert isinstance(joined, InvalidInput), joined
            assert joined.fields["opportunity"].code == "target_closed"
            assert (lead.status, lead.opportunity) == (LeadStatus.OPEN, None)
        else:
            assert (lead.status, lead.opportunity) == (LeadStatus.QUALIFIED, deal)
    _checked(database, alex)


async def test_revert_and_move(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    """A conversion is taken back while somebody works on what it created: one of the two, never half."""
    for position in range(ROUNDS):
        number = await _capture(hosts[0], alex, f"Person {position}")
        deal = (await hosts[0].write(alex, qualify_lead, number, ANSWERS)).record.number
        outcome, refused = await _race(
            hosts[0].write(alex, revert_conversion, number),
            hosts[1].write(kim, move_opportunity, deal, "meeting"),
        )
        reverted = isinstance(outcome, Undone)
        assert refused.code == ("not_found" if reverted else "undo_blocked")
        records = _checked(database, alex)
        assert (deal in records) is not reverted
        assert records[number].status is (LeadStatus.OPEN if reverted else LeadStatus.QUALIFIED)


async def test_revert_and_revert(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    for position in range(ROUNDS):
        number = await _capture(hosts[0], alex, f"Person {position}")
        await hosts[0].write(alex, qualify_lead, number, ANSWERS)
        _, refused = await _race(
            hosts[0].write(alex, revert_conversion, number), hosts[1].write(kim, revert_conversion, number)
        )
        assert _fresh(refused, "lead_is_open", Lead).status is LeadStatus.OPEN
    records = _checked(database, alex)
    assert not any(isinstance(record, Opportunity) for record in records.values())


async def test_qualify_and_revert(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    """A second lead joins the opportunity of the first while the first one's conversion is taken back."""
    for position in range(ROUNDS):
        first = await _capture(hosts[0], alex, f"Person {position}")
        second = await _capture(hosts[0], alex, f"Other {position}")
        deal = (await hosts[0].write(alex, qualify_lead, first, ANSWERS)).record.number
        outcome, refused = await _race(
            hosts[0].write(alex, revert_conversion, first),
            hosts[1].write(kim, qualify_lead, second, ANSWERS, None, Targets(opportunity=deal)),
        )
        reverted = isinstance(outcome, Undone)
        if reverted:
            assert isinstance(refused, InvalidInput)
            assert refused.fields["opportunity"].code == "target_unknown"
        else:
            assert refused.code == "undo_blocked"
        assert (deal in _checked(database, alex)) is not reverted


async def test_edit_and_edit(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    """Both saw the same version: the later one is refused with what the earlier one wrote."""
    number = await _capture(hosts[0], alex, "Ann")
    for version in range(1, ROUNDS + 1):
        typed = {"Alex Wilber": {"job_title": f"CIO {version}"}, "Kim Akers": {"company": f"Acme {version}"}}
        won, lost = await _race(
            hosts[0].write(alex, edit_record, number, typed["Alex Wilber"], version),
            hosts[1].write(kim, edit_record, number, typed["Kim Akers"], version),
        )
        assert won.changed_by is not None
        current = _fresh(lost, "changed_meanwhile", Lead)
        assert current.version == version + 1
        assert (
            typed[won.changed_by.name].items()
            <= {
                "job_title": current.job_title,
                "company": current.company,
            }.items()
        )
        assert (await hosts[1].read(kim, show_record, number)).record == current
    _checked(database, alex)


async def test_edits_of_different_fields_without_a_version_are_both_kept(
    hosts: Hosts, database: Database, alex: Actor, kim: Actor
) -> None:
    number = await _capture(hosts[0], alex, "Ann")
    for position in range(ROUNDS):
        await asyncio.gather(
            hosts[0].write(alex, edit_record, number, {"job_title": f"CIO {position}"}),
            hosts[1].write(kim, edit_record, number, {"company": f"Acme {position}"}),
        )
        kept = _record(await hosts[0].read(alex, show_record, number), Lead)
        assert (kept.job_title, kept.company) == (f"CIO {position}", f"Acme {position}")
    assert _checked(database, alex)[number].version == 1 + 2 * ROUNDS


async def test_move_and_win(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    for _ in range(ROUNDS):
        deal = await hosts[0].write(alex, capture_opportunity, {"name": "Deal", "amount": FIVE})
        number = deal.record.number
        won, lost = await _race(
            hosts[0].write(alex, move_opportunity, number, "proposal", 1),
            hosts[1].write(kim, win_opportunity, number, 1),
        )
        current = _fresh(lost, "changed_meanwhile", Opportunity)
        assert current == replace(_record(won, Opportunity), updated_at=current.updated_at)
        assert current.version == 2
    _checked(database, alex)


async def test_win_and_move_without_a_version(
    hosts: Hosts, database: Database, alex: Actor, kim: Actor
) -> None:
    """A move that comes second finds the deal closed; one that comes first is part of the way."""
    for position in range(ROUNDS):
        deal = await hosts[0].write(alex, capture_opportunity, {"name": "Deal", "amount": FIVE})
        number = deal.record.number
        mover, winner = hosts if position % 2 else hosts[::-1]
        moved, won = await asyncio.gather(
            mover.write(alex, move_opportunity, number, "proposal"),
            winner.write(kim, win_opportunity, number),
            return_exceptions=True,
        )
        assert isinstance(won, RecordView), won
        after = _record(await hosts[0].read(alex, show_record, number), Opportunity)
        assert after.status is OpportunityStatus.WON
        if isinstance(moved, BaseException):
            assert _fresh(moved, "opportunity_is_won", Opportunity) == after
        assert after.version == (2 if isinstance(moved, BaseException) else 3)
    _checked(database, alex)


async def test_undo_and_edit(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    """Either the capture is gone and nothing is left to edit, or the edit stands and the capture with it."""
    for position in range(ROUNDS):
        number = await _capture(hosts[0], alex, f"Person {position}")
        outcome, refused = await _race(
            hosts[0].write(alex, undo_last), hosts[1].write(kim, edit_record, number, {"company": "Acme"})
        )
        undone = isinstance(outcome, Undone)
        assert refused.code == ("not_found" if undone else "undo_blocked")
        assert (number in _checked(database, alex)) is not undone


async def test_merge_and_edit(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    """Either the merge saw the edit's record as it was and the edit is stale, or the other way round."""
    for position in range(ROUNDS):
        kept, gone = [await _capture(hosts[0], alex, f"Person {position}", "Acme") for _ in range(2)]
        edited = kept if position % 2 else gone
        won, lost = await _race(
            hosts[0].write(alex, merge_records, kept, gone, {}, 1, 1),
            hosts[1].write(kim, edit_record, edited, {"job_title": "CIO"}, 1),
        )
        merged = isinstance(won, Merged)
        current = _fresh(lost, "changed_meanwhile", Lead)
        assert current.number == (kept if merged else edited)
        assert current.job_title == ("" if merged else "CIO")
        survivor = _record(await hosts[0].read(alex, show_record, gone), Lead)
        assert survivor.number == (kept if merged else gone)
    _checked(database, alex)


async def test_merge_and_edit_without_a_version_lose_nothing(
    hosts: Hosts, database: Database, alex: Actor, kim: Actor
) -> None:
    """An edit of a record that has just gone up in another one is made there."""
    for position in range(ROUNDS):
        kept, gone = [await _capture(hosts[0], alex, f"Person {position}", "Acme") for _ in range(2)]
        await asyncio.gather(
            hosts[position % 2].write(alex, merge_records, kept, gone),
            hosts[1 - position % 2].write(kim, edit_record, gone, {"job_title": "CIO"}),
        )
        survivor = _record(await hosts[0].read(alex, show_record, gone), Lead)
        assert (survivor.number, survivor.job_title) == (kept, "CIO")
    _checked(database, alex)


async def test_merge_and_merge(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    """Two merge the same two the opposite way round: one of the records stays, and both numbers mean it."""
    for position in range(ROUNDS):
        one, two = [await _capture(hosts[0], alex, f"Person {position}", "Acme") for _ in range(2)]
        won, lost = await _race(
            hosts[0].write(alex, merge_records, one, two, {}, 1, 1),
            hosts[1].write(kim, merge_records, two, one, {}, 1, 1),
        )
        assert isinstance(won, Merged)
        assert isinstance(lost, Conflict)
        assert lost.code in {"changed_meanwhile", "merge_same"}
        for number in (one, two):
            shown = (await hosts[1].read(kim, show_record, number)).record.number
            assert shown == won.record.number
    _checked(database, alex)


async def test_one_message_delivered_to_two_hosts_is_carried_out_once(
    hosts: Hosts, database: Database, alex: Actor
) -> None:
    for position in range(ROUNDS):
        number = await _capture(hosts[0], alex, f"Person {position}")
        turn = replace(alex, turn=("conversation", f"activity {position}"))
        won, lost = await _race(*(host.write(turn, qualify_lead, number, ANSWERS) for host in hosts))
        assert isinstance(lost, AlreadyDone)
        assert lost.details["number"] == won.record.number
    _checked(database, alex)


async def test_one_new_lead_delivered_to_two_hosts_is_captured_once(
    hosts: Hosts, database: Database, alex: Actor
) -> None:
    """Nothing but the turn itself tells that it was carried out before."""
    for position in range(ROUNDS):
        turn, draft = replace(alex, turn=("conversation", str(position))), LeadDraft(name=f"P {position}")
        won, lost = await _race(*(host.write(turn, capture_lead, draft) for host in hosts))
        assert isinstance(lost, AlreadyDone)
        assert lost.details["number"] == won.record.number
    assert len(_checked(database, alex)) == ROUNDS


async def test_many_at_once_leave_no_gap(hosts: Hosts, database: Database, alex: Actor, kim: Actor) -> None:
    """A crowd on both hosts: newcomers, conversions to one shared organization, and edits of one record."""
    shared = await _capture(hosts[0], alex, "Shared")
    crowd = [replace(kim, user_id=f"user {position}", name=f"User {position}") for position in range(12)]

    async def work(position: int) -> None:
        host, actor = hosts[position % 2], crowd[position]
        number = await _capture(host, actor, f"Person {position}", "Müller GmbH")
        await host.write(actor, qualify_lead, number, ANSWERS)
        await host.write(actor, edit_record, shared, {"note": f"by {position}"})

    await asyncio.gather(*(work(position) for position in range(len(crowd))))
    records = _checked(database, alex)
    assert [record.name for record in records.values() if record.kind == "organization"] == ["Müller GmbH"]
    assert records[shared].version == 1 + len(crowd)
    members = read_books(database, alex.tenant_id)["members"].values()
    assert len(members) == 1 + len(crowd)


async def test_two_hosts_meet_a_new_tenant_at_the_same_moment(
    hosts: Hosts, database: Database, alex: Actor, kim: Actor
) -> None:
    for position in range(ROUNDS):
        people = [replace(actor, tenant_id=f"tenant {position}") for actor in (alex, kim)]
        taken_in = await asyncio.gather(
            *(host.write(actor, me) for host, actor in zip(hosts, people, strict=True))
        )
        assert sorted(member.id for member in taken_in) == [1, 2]
        assert len({member.workspace.id for member in taken_in}) == 1
        check_books(read_books(database, f"tenant {position}"))


async def _capture(crm: Crm, actor: Actor, name: str, company: str = "") -> int:
    return (await crm.write(actor, capture_lead, LeadDraft(name=name, company=company))).record.number


async def _race(*attempts: Awaitable[Any]) -> tuple[Any, Any]:
    """What the winner got and how the loser was refused; fails unless there is one of each."""
    # Who starts first has a lead: each side has it every other time.
    in_turn = attempts if next(_races) % 2 else attempts[::-1]
    ended = await asyncio.gather(*in_turn, return_exceptions=True)
    won = [outcome for outcome in ended if not isinstance(outcome, BaseException)]
    lost = [outcome for outcome in ended if isinstance(outcome, BaseException)]
    assert (len(won), len(lost)) == (1, 1), ended
    return won[0], lost[0]


def _record(view: RecordView, kind: type[R]) -> R:
    assert isinstance(view.record, kind)
    return view.record


def _fresh(refused: BaseException, code: str, kind: type[R]) -> R:
    """The record as the refusal shows it."""
    assert isinstance(refused, Conflict), refused
    assert refused.code == code
    current = refused.details["current"]
    assert isinstance(current, kind)
    return current


def _checked(database: Database, actor: Actor) -> dict[int, Any]:
    books = read_books(database, actor.tenant_id)
    check_books(books)
    return records_in(books)
