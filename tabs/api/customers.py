"""Handlers for an organization or a contact as a whole."""

from __future__ import annotations

from app.crm.cursors import position
from app.crm.customers.customers import overview, whole_timeline
from app.crm.customers.views import Customer, CustomerPerson
from app.crm.views import Hit
from app.domain.activity import Activity
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.money import Money
from app.domain.record import Record
from app.languages.reader import Reader
from tabs.api import records
from tabs.api.answers import customers
from tabs.api.answers.history import Entry
from tabs.api.answers.mentions import Page
from tabs.api.call import Call
from tabs.api.filters import Scope
from tabs.api.presenters import present_entry, present_money, present_person
from tabs.api.steps import present_step, present_subject


async def show_overview(call: Call) -> customers.Overview:
    """An organization or a contact with all that belongs to it."""
    call.query()
    return _present(*await call.read(overview, call.kind, call.number), call.reader)


async def show_timeline(call: Call) -> Page[Entry]:
    """What happened to it, and with the scope `all` to what belongs to it as well."""
    asked = call.query()
    such = {name: value for name in ("type", "owner") if (value := asked.get(name)) is not None}
    if asked.get("scope") is not Scope.ALL:
        if such:
            raise InvalidInput(scope="scope_needed")
        return await records.timeline_page(call, asked["limit"], position(asked.get("cursor")))
    type_, owner = such.get("type"), such.get("owner")
    entries, following = await call.read(
        whole_timeline, call.kind, call.number, asked["limit"], asked.get("cursor"), type_, owner
    )
    return {"items": [present_entry(entry) for entry in entries], "next": following}


def _present(record: Record, customer: Customer, reader: Reader) -> customers.Overview:
    step, touch = customer.next_step, customer.last_touch
    return {
        "number": record.number,
        "kind": record.kind,
        "name": record.name,
        "version": record.version,
        "counts": {
            "contacts": customer.counts.get(Kind.CONTACT, 0),
            "leads": customer.counts.get(Kind.LEAD, 0),
            "opportunities": customer.counts.get(Kind.OPPORTUNITY, 0),
        },
        "people": [_person(one) for one in customer.people],
        "leads": [_deal(one, reader) for one in customer.leads],
        "opportunities": [_deal(one, reader) for one in customer.deals],
        "sums": [
            {
                "status": one.status,
                "count": one.count,
                "totals": [present_money(Money(amount, key)) for key, amount in sorted(one.totals.items())],
            }
            for one in customer.sums
        ],
        "needs": [
            {"text": one.text, "opportunity": {"number": one.deal.number, "name": one.deal.name}}
            for one in customer.needs
        ],
        "known_by": [
            {
                "member": {"id": one.colleague.id, "name": one.colleague.name},
                "times": one.times,
                "last": one.last,
            }
            for one in customer.known_by
        ],
        "next_step": None
        if step is None
        else {**present_step(step), "about": present_subject(customer.about.get(step.about))},
        "last_touch": None if touch is None else _interaction(touch, customer),
        "interactions": [_interaction(one, customer) for one in customer.interactions],
        "missing": list(customer.missing),
    }


def _person(one: CustomerPerson) -> customers.CustomerPerson:
    return {
        "contact": {"number": one.contact.number, "name": one.contact.name},
        "job_title": one.job_title,
        "email": one.email,
        "phone": one.phone,
        "roles": list(one.roles),
    }


def _deal(hit: Hit, reader: Reader) -> customers.CustomerDeal:
    return {
        "number": hit.number,
        "name": hit.name,
        "status": hit.status,
        "stage": hit.stage.key if hit.stage else None,
        "stage_name": reader.stage(hit.stage) if hit.stage else None,
        "amount": present_money(hit.amount) if hit.amount else None,
        "owner": present_person(hit.owner),
    }


def _interaction(one: Activity, customer: Customer) -> customers.Interaction:
    return {
        "number": one.number,
        "type": one.type,
        "name": one.name,
        "done_at": None if one.done_on else one.done_at,
        "done_on": one.done_on,
        "cancelled": one.cancelled,
        "owner": present_person(customer.colleagues.get(one.owner or 0)),
        "about": present_subject(customer.about.get(one.about)),
    }
