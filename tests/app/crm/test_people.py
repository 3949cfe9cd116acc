"""Participants and followers: who takes part in a lead or an opportunity, and who is told of its changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.crm.contacts import capture_contact
from app.crm.crm import Crm
from app.crm.history import timeline, undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity, win_opportunity
from app.crm.organizations import capture_organization
from app.crm.people.followers import add_follower, follow, followed_records, unfollow
from app.crm.people.members import me
from app.crm.people.participants import add_new_participant, add_participant, change_role, remove_participant
from app.crm.records import edit_record, show_record
from app.crm.views import RecordView
from app.domain.contact import Contact
from app.domain.deal import MOST_PARTICIPANTS
from app.domain.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from app.domain.member import Actor, Member, Role
from app.store.database import Database
from app.store.work import Work
from tests.kit.books import check_books, read_books


async def contact(crm: Crm, actor: Actor, name: str, **fields: object) -> int:
    return (await crm.write(actor, capture_contact, {"name": name, **fields})).record.number


async def deal(crm: Crm, actor: Actor, **fields: object) -> int:
    return (await crm.write(actor, capture_opportunity, {"name": "Rollout", **fields})).record.number


def roles(view: RecordView) -> dict[str, str]:
    return {one.contact.name: one.role for one in view.participants}


async def test_people_take_part_in_roles_and_are_shown_by_name(crm: Crm, alex: Actor) -> None:
    anna, ben = await contact(crm, alex, "Anna Roth"), await contact(crm, alex, "Ben O'Brien")
    number = await deal(crm, alex)
    await crm.write(alex, add_participant, number, anna, "CFO")
    shown = await crm.write(alex, add_participant, number, ben)
    assert roles(shown) == {"Anna Roth": "CFO", "Ben O'Brien": ""}
    shown = await crm.write(alex, change_role, number, ben, "IT director")
    assert roles(shown) == {"Anna Roth": "CFO", "Ben O'Brien": "IT director"}
    shown = await crm.write(alex, remove_participant, number, anna)
    assert roles(shown) == {"Ben O'Brien": "IT director"}
    told = [entry.recorded.event.name for entry in await crm.read(alex, timeline, number)]
    assert told[:4] == ["ParticipantRemoved", "ParticipantChanged", "ParticipantAdded", "ParticipantAdded"]


async def test_a_new_person_is_kept_and_takes_part_in_one_change(
    crm: Crm, database: Database, alex: Actor
) -> None:
    acme = (await crm.write(alex, capture_organization, {"name": "Acme GmbH"})).record.number
    number = await deal(crm, alex, organization=acme)
    shown = await crm.write(alex, add_new_participant, number, {"name": "Anna Roth"}, "CFO")
    anna = shown.participants[0].contact.number
    record = (await crm.read(alex, show_record, anna)).record
    assert isinstance(record, Contact)
    assert record.organization == acme
    check_books(read_books(database, alex.tenant_id))
    undone = await crm.write(alex, undo_last)
    assert [ref.number for ref in undone.removed] == [anna]
    assert roles(undone.remaining[0]) == {}


async def test_a_new_participant_of_a_lead_works_for_its_company_where_that_is_known(
    crm: Crm, alex: Actor
) -> None:
    acme = (await crm.write(alex, capture_organization, {"name": "Acme GmbH"})).record.number
    lead = await crm.write(alex, capture_lead, LeadDraft(name="Sarah Meier", company="ACME gmbh"))
    shown = await crm.write(alex, add_new_participant, lead.record.number, {"name": "Anna Roth"})
    added = await crm.read(alex, show_record, shown.participants[0].contact.number)
    assert added.organization is not None
    assert added.organization.number == acme


async def test_a_person_who_is_a_contact_already_is_not_doubled_unasked(crm: Crm, alex: Actor) -> None:
    anna = await contact(crm, alex, "Anna Roth", email="anna@acme.example")
    number = await deal(crm, alex)
    fields = {"name": "Anna Roth", "email": "anna@acme.example"}
    with pytest.raises(Conflict, match="likely_duplicate") as refused:
        await crm.write(alex, add_new_participant, number, fields, unless_duplicate=True)
    assert refused.value.details["number"] == anna
    with pytest.raises(Conflict, match="likely_duplicate"):
        await crm.write(alex, capture_contact, fields, unless_duplicate=True)
    await crm.write(alex, add_new_participant, number, fields)


async def test_an_open_lead_is_told_before_a_contact_is_kept_but_not_before_a_participant(
    crm: Crm, alex: Actor
) -> None:
    fields = {"name": "Anna Roth", "email": "anna@acme.example"}
    lead = await crm.write(alex, capture_lead, LeadDraft(name=fields["name"], email=fields["email"]))
    with pytest.raises(Conflict, match="likely_duplicate") as refused:
        await crm.write(alex, capture_contact, fields, unless_duplicate=True)
    assert refused.value.details["number"] == lead.record.number
    number = await deal(crm, alex)
    await crm.write(alex, add_new_participant, number, fields, unless_duplicate=True)


async def test_nobody_takes_part_twice_or_beside_being_the_primary_contact(crm: Crm, alex: Actor) -> None:
    anna, ben = await contact(crm, alex, "Anna"), await contact(crm, alex, "Ben")
    number = await deal(crm, alex, contact=anna)
    await crm.write(alex, add_participant, number, ben)
    for who, code in ((anna, "participant_primary"), (ben, "participant_twice"), (number, "contact_unknown")):
        with pytest.raises(InvalidInput) as refused:
            await crm.write(alex, add_participant, number, who)
        assert refused.value.fields["contact"].code == code
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, remove_participant, number, anna)
    assert refused.value.fields["contact"].code == "participant_unknown"
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, change_role, number, anna, "CFO")
    assert refused.value.fields["contact"].code == "participant_unknown"


async def test_whoever_becomes_the_primary_contact_is_no_further_one(crm: Crm, alex: Actor) -> None:
    anna, ben = await contact(crm, alex, "Anna"), await contact(crm, alex, "Ben")
    number = await deal(crm, alex, contact=anna)
    await crm.write(alex, add_participant, number, ben, "CFO")
    promoted = await crm.write(alex, edit_record, number, {"contact": ben})
    assert promoted.participants == ()
    undone = await crm.write(alex, undo_last)
    assert roles(undone.remaining[0]) == {"Ben": "CFO"}


async def test_a_merged_contact_takes_part_as_the_one_it_went_up_in(crm: Crm, alex: Actor) -> None:
    def merge(work: Work, actor: Member, from_: int, to: int) -> None:
        merged = work.contacts.get(from_)
        work.record(merged.change("ContactMerged", merged_into=to), actor)
        work.contacts.save(merged)

    gone, kept = await contact(crm, alex, "Ann Roth"), await contact(crm, alex, "Anna Roth")
    await crm.write(alex, merge, gone, kept)
    shown = await crm.write(alex, add_participant, await deal(crm, alex), gone)
    assert [one.contact.number for one in shown.participants] == [kept]


async def test_there_are_limits(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    for position in range(MOST_PARTICIPANTS):
        await crm.write(alex, add_new_participant, number, {"name": f"Person {position}"})
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, add_new_participant, number, {"name": "One more"})
    assert refused.value.fields["contact"].code == "participants_many"
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, add_new_participant, number, {"name": "Ann"}, "x" * 201)
    assert refused.value.fields["role"].code == "too_long"


async def test_only_leads_and_opportunities_have_people_around_them(crm: Crm, alex: Actor) -> None:
    anna = await contact(crm, alex, "Anna")
    with pytest.raises(DomainError, match="wrong_kind"):
        await crm.write(alex, add_participant, anna, anna)
    with pytest.raises(DomainError, match="wrong_kind"):
        await crm.write(alex, follow, anna)
    with pytest.raises(NotFound):
        await crm.write(alex, follow, 99)


async def test_a_stale_version_is_refused(crm: Crm, alex: Actor) -> None:
    anna = await contact(crm, alex, "Anna")
    number = await deal(crm, alex)
    await crm.write(alex, edit_record, number, {"need": "a tool"})
    with pytest.raises(Conflict, match="changed_meanwhile"):
        await crm.write(alex, add_participant, number, anna, "", 1)


async def test_viewers_and_strangers_change_nothing(
    crm: Crm, alex: Actor, kim: Actor, stranger: Actor
) -> None:
    def look_only(work: Work, actor: Member) -> None:
        work.members.save(replace(actor, role=Role.VIEWER))

    anna = await contact(crm, alex, "Anna")
    number = await deal(crm, alex)
    await crm.write(kim, look_only)
    for use_case, args in ((add_participant, (number, anna)), (follow, (number,))):
        with pytest.raises(Forbidden):
            await crm.write(kim, use_case, *args)
        with pytest.raises(NotFound):
            await crm.write(stranger, use_case, *args)
    theirs = await deal(crm, stranger)
    with pytest.raises(InvalidInput):
        await crm.write(stranger, add_participant, theirs, anna)


async def test_colleagues_follow_and_find_what_they_follow(crm: Crm, alex: Actor, kim: Actor) -> None:
    number, lead = await deal(crm, alex), await crm.write(alex, capture_lead, LeadDraft(name="Sarah"))
    colleague = await crm.write(kim, me)
    await crm.write(kim, follow, number)
    shown = await crm.write(alex, add_follower, lead.record.number, colleague.id)
    assert [person.name for person in shown.followers] == ["Kim Akers"]
    followed = await crm.read(kim, followed_records)
    assert [hit.number for hit in followed.hits] == [lead.record.number, number]
    assert (await crm.read(alex, followed_records)).hits == ()
    assert (await crm.read(kim, followed_records, 1)).cursor is not None
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, add_follower, number, 99)
    assert refused.value.fields["member"].code == "member_unknown"


async def test_to_follow_twice_changes_nothing(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    first = await crm.write(alex, follow, number)
    again = await crm.write(alex, follow, number)
    assert (again.record.version, again.record.updated_at) == (2, first.record.updated_at)
    await crm.write(alex, unfollow, number)
    last = await crm.write(alex, unfollow, number)
    assert (last.record.version, last.followers) == (3, ())
    told = [entry.recorded.event.name for entry in await crm.read(alex, timeline, number)]
    assert told == ["FollowerRemoved", "FollowerAdded", "OpportunityCaptured"]


async def test_a_contact_lists_the_open_deals_it_takes_part_in(crm: Crm, alex: Actor) -> None:
    anna, ben = await contact(crm, alex, "Anna"), await contact(crm, alex, "Ben")
    led, joined, over = await deal(crm, alex, contact=anna), await deal(crm, alex), await deal(crm, alex)
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Sarah"))).record.number
    await crm.write(alex, add_participant, joined, anna, "CFO")
    await crm.write(alex, add_participant, over, anna)
    await crm.write(alex, add_participant, lead, anna, "user")
    await crm.write(alex, win_opportunity, over)
    shown = await crm.read(alex, show_record, anna)
    assert [(one.hit.number, one.role, one.primary) for one in shown.deals] == [
        (lead, "user", False),
        (joined, "CFO", False),
        (led, "", True),
    ]
    assert (await crm.read(alex, show_record, ben)).deals == ()


async def test_a_contact_that_takes_part_is_not_undone_away(crm: Crm, alex: Actor, kim: Actor) -> None:
    number = await deal(crm, kim)
    anna = await contact(crm, alex, "Anna")
    await crm.write(kim, add_participant, number, anna)
    with pytest.raises(Conflict, match="undo_blocked") as refused:
        await crm.write(alex, undo_last)
    assert (refused.value.details["by"], refused.value.details["number"]) == ("Kim Akers", number)
    await crm.write(kim, remove_participant, number, anna)
    await crm.write(alex, undo_last)
    with pytest.raises(Conflict, match="undo_blocked"):
        await crm.write(kim, undo_last)
