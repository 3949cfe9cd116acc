"""People around records, by name: who takes part, and who follows. One query for any number of records."""

from __future__ import annotations

from collections.abc import Sequence

from app.crm.views import Colleague, Partaker, Ref
from app.domain.deal import Deal
from app.domain.event import Kind
from app.domain.member import Member
from app.domain.record import Record
from app.store.work import Work


def person(member: Member) -> Colleague:
    """A member as records show one."""
    return Colleague(id=member.id, name=member.name)


def participants_of(work: Work, records: Sequence[Record]) -> dict[int, tuple[Partaker, ...]]:
    """Who takes part in each record that has participants, by its number."""
    deals = [record for record in records if isinstance(record, Deal) and record.participants]
    names = work.queries.names(Kind.CONTACT, {one.contact for each in deals for one in each.participants})
    return {
        each.number: tuple(
            Partaker(contact=Ref(number=one.contact, name=names.get(one.contact, "")), role=one.role)
            for one in each.participants
        )
        for each in deals
    }


def followers_of(work: Work, records: Sequence[Record]) -> dict[int, tuple[Colleague, ...]]:
    """Who follows each record that has followers, by its number."""
    followed = [record for record in records if isinstance(record, Deal) and record.followers]
    members = work.members.all() if followed else []
    people = {member.id: Colleague(id=member.id, name=member.name) for member in members}
    return {each.number: tuple(people[id_] for id_ in each.followers if id_ in people) for each in followed}
