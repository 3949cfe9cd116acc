"""Open pursuits: for which leads and opportunities a record stands."""

from __future__ import annotations

from app.crm.activities.activities import ActivityDraft, log_activity
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.open_deals import open_deals
from app.crm.opportunities import capture_opportunity, win_opportunity
from app.domain.activity import ActivityType
from app.domain.member import Actor
from app.domain.qualification import Qualification


async def numbers(crm: Crm, actor: Actor, *meant: int, limit: int = 9) -> list[int]:
    return [hit.number for hit in await crm.read(actor, open_deals, meant, limit)]


async def test_who_stands_for_an_opportunity(crm: Crm, alex: Actor) -> None:
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Sarah", company="Acme"))).record.number
    assert await numbers(crm, alex, lead) == [lead]
    view = await crm.write(alex, qualify_lead, lead, Qualification())
    deal = view.record.number
    assert view.organization is not None
    assert view.contact is not None
    call = (await crm.write(alex, log_activity, deal, ActivityDraft(type=ActivityType.CALL))).record.number
    around = (lead, view.organization.number, view.contact.number, deal, call)
    for number in around:
        assert await numbers(crm, alex, number) == [deal]
    assert await numbers(crm, alex, *around) == [deal], "each once"
    await crm.write(alex, win_opportunity, deal)
    assert await numbers(crm, alex, *around) == []


async def test_of_several_as_many_as_are_wanted_and_none_that_is_closed(crm: Crm, alex: Actor) -> None:
    view = await crm.write(alex, capture_opportunity, {"name": "A"}, "Acme")
    assert view.organization is not None
    other = (await crm.write(alex, capture_opportunity, {"name": "B"}, "Acme")).record.number
    company = view.organization.number
    assert await numbers(crm, alex, company) == [other, view.record.number]
    assert await numbers(crm, alex, company, limit=1) == [other]
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Tom"))).record.number
    await crm.write(alex, disqualify_lead, lead, "no_need")
    assert await numbers(crm, alex, lead, 99) == []
