"""Several new leads in one change: kept together, undone together, and nobody twice."""

from __future__ import annotations

import pytest

from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.newcomers import MOST_AT_ONCE, Newcomers, capture_leads, captured_with, find_newcomers
from app.crm.records import edit_record, list_records
from app.domain.errors import AlreadyDone, Conflict, InvalidInput
from app.domain.event import Kind
from app.domain.member import Actor

TINA = LeadDraft(name="Tina Rowe", company="Quartz Inc", email="tina@quartz.example")
OMAR = LeadDraft(name="Omar Said", company="Basalt Ltd", email="omar@basalt.example", phone="+49 30 1234567")
GAIL = LeadDraft(name="Gail Ostrow", company="Ostrow Farms")


def numbers(newcomers: Newcomers) -> list[int]:
    return [lead.number for lead in newcomers.leads]


async def names(crm: Crm, actor: Actor) -> list[str]:
    found = await crm.read(actor, list_records, Kind.LEAD)
    return sorted(hit.name for hit in found.hits)


async def test_each_becomes_a_lead_with_their_own_facts(crm: Crm, alex: Actor) -> None:
    made = await crm.write(alex, capture_leads, [TINA, OMAR, GAIL])
    assert numbers(made) == [1, 2, 3]
    assert [(lead.name, lead.email, lead.phone) for lead in made.leads] == [
        ("Tina Rowe", "tina@quartz.example", ""),
        ("Omar Said", "omar@basalt.example", "+49 30 1234567"),
        ("Gail Ostrow", "", ""),
    ]
    assert await names(crm, alex) == ["Gail Ostrow", "Omar Said", "Tina Rowe"]


async def test_one_undo_takes_all_of_them_back(crm: Crm, alex: Actor) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Ann Hall"))
    made = await crm.write(alex, capture_leads, [TINA, OMAR])
    undone = await crm.write(alex, undo_last, numbers(made)[0], 1)
    assert [ref.name for ref in undone.removed] == ["Omar Said", "Tina Rowe"]
    assert await names(crm, alex) == ["Ann Hall"]


async def test_nothing_is_undone_once_one_of_them_went_on(crm: Crm, alex: Actor) -> None:
    made = await crm.write(alex, capture_leads, [TINA, OMAR])
    await crm.write(alex, edit_record, numbers(made)[1], {"company": "Basalt plc"})
    with pytest.raises(Conflict):
        await crm.write(alex, undo_last, numbers(made)[0], 1)
    assert await names(crm, alex) == ["Omar Said", "Tina Rowe"]


async def test_who_is_there_already_is_told_and_the_others_are_kept(crm: Crm, alex: Actor) -> None:
    await crm.write(alex, capture_lead, TINA)
    made = await crm.write(alex, capture_leads, [TINA, OMAR])
    first, second = made.people
    assert first.view is None
    assert [one.hit.number for one in first.candidates] == [1]
    assert second.view is not None
    assert await names(crm, alex) == ["Omar Said", "Tina Rowe"]


async def test_the_same_person_twice_in_a_list_is_kept_once(crm: Crm, alex: Actor) -> None:
    again = LeadDraft(name="Tina Rowe", company="Quartz Inc")
    made = await crm.write(alex, capture_leads, [TINA, OMAR, again])
    assert numbers(made) == [1, 2]
    assert [one.hit.number for one in made.people[2].candidates] == [1]


async def test_who_is_wanted_anyway_is_kept(crm: Crm, alex: Actor) -> None:
    await crm.write(alex, capture_lead, TINA)
    made = await crm.write(alex, capture_leads, [TINA], unless_duplicate=False)
    assert numbers(made) == [2]


async def test_who_cannot_be_a_lead_keeps_nobody_else_out(crm: Crm, alex: Actor) -> None:
    made = await crm.write(alex, capture_leads, [LeadDraft(name="Bo", email="no address"), OMAR, LeadDraft()])
    assert [set(one.problems) for one in made.people] == [{"email"}, set(), {"name"}]
    assert numbers(made) == [1]


async def test_more_than_fit_are_refused_as_a_whole(crm: Crm, alex: Actor) -> None:
    many = [LeadDraft(name=f"Person {letter}") for letter in "abcdefghijklmnopqrstuvw"]
    assert len(many) > MOST_AT_ONCE
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, capture_leads, many)
    assert refused.value.fields["people"].code == "too_many_people"
    assert await names(crm, alex) == []


async def test_a_repeated_turn_captures_once_and_can_be_told_again(crm: Crm, alex: Actor) -> None:
    actor = Actor(tenant_id=alex.tenant_id, user_id=alex.user_id, name=alex.name, turn=("chat", "message-1"))
    made = await crm.write(actor, capture_leads, [TINA, OMAR])
    with pytest.raises(AlreadyDone) as done:
        await crm.write(actor, capture_leads, [TINA, OMAR])
    number = done.value.details["number"]
    assert number == numbers(made)[0]
    again = await crm.read(alex, captured_with, number)
    assert numbers(again) == numbers(made)
    await crm.write(alex, undo_last)
    assert numbers(await crm.read(alex, captured_with, number)) == []


async def test_those_who_wait_are_compared_again(crm: Crm, alex: Actor) -> None:
    await crm.write(alex, capture_leads, [TINA, OMAR])
    found = await crm.read(alex, find_newcomers, [2, 99], [TINA, LeadDraft(name="Bo", email="no address")])
    assert numbers(found) == [2]
    assert [one.hit.number for one in found.people[1].candidates] == [1]
    assert set(found.people[2].problems) == {"email"}
