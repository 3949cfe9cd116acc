"""Candidates: many are looked for together as each alone would be, whatever shares a key with whom."""

from __future__ import annotations

from app.crm.activities.activities import capture_activity
from app.crm.contacts import capture_contact
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.organizations import capture_organization
from app.domain.activity import ActivityType
from app.domain.member import Actor, Member
from app.store.duplicates.candidates import Candidate
from app.store.work import Work

Asked = tuple[str, str, str, str, frozenset[str]]

NOBODY: Asked = ("Omar Idris", "Kaleido", "omar@kaleido.example", "+49 89 5550100", frozenset({"de999"}))
_NONE: frozenset[str] = frozenset()
KNOWN: dict[str, Asked] = {
    "email of a lead": ("", "", "Sarah@tech.example", "", _NONE),
    "email of a contact": ("", "", "ann@harbour.example", "", _NONE),
    "phone of a lead": ("", "", "", "+49 30 1234567", _NONE),
    "phone of a contact": ("", "", "", "+49 40 7654321", _NONE),
    "phone without its country": ("", "", "", "030 1234567", _NONE),
    "name of a lead": ("Meier, Sarah", "", "", "", _NONE),
    "name of a contact": ("Ann Hall", "", "", "", _NONE),
    "company of a lead": ("", "Tech Inovators", "", "", _NONE),
    "organization": ("", "Harbour", "", "", _NONE),
    "domain of an organization": ("", "", "info@harbour.example", "", _NONE),
    "address in a note of a lead": ("", "", "s.meier@home.example", "", _NONE),
    "number in an activity": ("", "", "", "+49 171 5550123", _NONE),
    "address that is told, of a contact": ("", "", "", "", frozenset({"ann@harbour.example"})),
}


def _look(work: Work, _: Member, asked: list[Asked]) -> tuple[list[list[Candidate]], list[list[Candidate]]]:
    return work.candidates.find_each(asked), [work.candidates.find(*one) for one in asked]


async def test_many_are_looked_for_as_each_alone_would_be(crm: Crm, alex: Actor) -> None:
    sarah = LeadDraft(
        name="Sarah Meier",
        company="Tech Innovators",
        email="sarah@tech.example",
        phone="030 1234567",
        note="at home s.meier@home.example",
    )
    lead = await crm.write(alex, capture_lead, sarah)
    call = {
        "type": ActivityType.CALL,
        "about": lead.record.number,
        "name": "Call",
        "text": "from 0171 5550123",
    }
    await crm.write(alex, capture_activity, call)
    harbour = {"name": "Harbour Ltd", "domain": "harbour.example"}
    await crm.write(alex, capture_organization, harbour)
    ann = {"name": "Ann Hall", "email": "ann@harbour.example", "phone": "+49 40 7654321"}
    await crm.write(alex, capture_contact, ann)
    asked = [NOBODY, *KNOWN.values(), NOBODY]
    together, alone = await crm.read(alex, _look, asked)
    assert [sorted(one, key=str) for one in together] == [sorted(one, key=str) for one in alone]
    assert together[0] == together[-1] == []
    assert [sort for sort, found in zip(KNOWN, together[1:-1], strict=True) if not found] == []
