"""A customer as a whole: the people, the deals and what was talked about, on the card of an organization or a
contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from app.crm.customers.views import Customer, CustomerPerson, DealSum, KnownBy, Need
from app.domain.event import Kind
from app.languages.reader import Reader
from app.languages.values import role_of
from bot.cards import layout
from bot.cards.activity import activity_row, type_name
from bot.cards.elements import Part
from bot.cards.listing import hit_rows
from bot.cards.literal import shorten

SHOWN = 3
"""Interactions, needs and colleagues that are shown."""
MOST_PEOPLE = 4
MOST_DEALS = 5
MOST_LEADS = 3
_ROOM = 3000
"""Bytes for each list: a card has room for all of them, however long the names are."""


def customer_facts(reader: Reader, customer: Customer) -> list[Part]:
    """What is known of a customer in a word each: sums, the last touch, who knows them, what is missing."""
    sums = [(reader.t(f"status.{one.status}"), _sum(reader, one)) for one in customer.sums]
    told = {
        "last_touch": _last_touch(reader, customer),
        "known_by": ", ".join(_known_by(reader, one) for one in customer.known_by[:SHOWN]),
        "missing": ", ".join(_gap(reader, name) for name in customer.missing),
    }
    facts = [(reader.t(f"card.customer.{name}"), value) for name, value in told.items() if value]
    return [
        *layout.facts([*sums, *facts]),
        *[part for one in customer.needs[:SHOWN] for part in _need(reader, one)],
    ]


def customer_sections(
    reader: Reader, customer: Customer, today: dt.date | None, parts: Mapping[int, str]
) -> list[Part]:
    """The people of a customer, its leads and opportunities, the next step and the newest interactions; a tap
    on one shows it. `parts` tell which part a contact has in a lead or an opportunity, by number."""
    step = customer.next_step
    return [
        *_section(reader, "people", _people(reader, customer), customer.counts.get(Kind.CONTACT, 0)),
        *_section(
            reader,
            "deals",
            hit_rows(reader, customer.deals[:MOST_DEALS], remarks=parts, room=_ROOM),
            _count(customer, Kind.OPPORTUNITY),
        ),
        *_section(
            reader,
            "leads",
            hit_rows(reader, customer.leads[:MOST_LEADS], remarks=parts, room=_ROOM),
            _count(customer, Kind.LEAD),
        ),
        *_section(reader, "next_step", [activity_row(reader, step, today, customer.about)] if step else []),
        *_section(
            reader,
            "interactions",
            [activity_row(reader, one, today, customer.about) for one in customer.interactions[:SHOWN]],
        ),
    ]


def _section(reader: Reader, name: str, rows: Sequence[Part], count: int = 0) -> list[Part]:
    if not rows:
        return []
    title = reader.t(f"card.customer.{name}")
    return [layout.subheading(f"{title} ({count})" if count > 1 else title), *rows]


def _count(customer: Customer, kind: Kind) -> int:
    return customer.counts.get(kind, 0)


def _people(reader: Reader, customer: Customer) -> list[Part]:
    return layout.fitting((_person(reader, one) for one in customer.people[:MOST_PEOPLE]), _ROOM)


def _person(reader: Reader, one: CustomerPerson) -> Part:
    roles = ", ".join(role_of(reader, role) for role in one.roles)
    title = layout.kind_and_number(reader, Kind.CONTACT, one.contact.number)
    left = layout.parts(
        layout.line(layout.run(one.contact.name, 80, weight="bolder", color="accent")),
        layout.quiet(layout.joined(one.job_title, roles, title), 240, spacing="none"),
    )
    reach = layout.parts(
        layout.quiet(layout.joined(one.email, layout.unbroken(one.phone)), 120, spacing="none")
    )
    opening = layout.opening(f"{title} {one.contact.name}", one.contact.number)
    return layout.row([*left, *reach], [], opening)


def _sum(reader: Reader, one: DealSum) -> str:
    said = reader.t("card.customer.sum", count=one.count)
    return f"{said} ({reader.totals(one.totals)})" if one.totals else said


def _last_touch(reader: Reader, customer: Customer) -> str:
    last = customer.last_touch
    if last is None or last.done_at is None:
        return ""
    day = last.done_on or reader.day_of(last.done_at)
    return layout.joined(type_name(reader, last.type), reader.date(day), shorten(last.name, 60))


def _gap(reader: Reader, name: str) -> str:
    return reader.t(f"card.customer.no_{name}" if name in _GAPS else f"field.{name}")


_GAPS = ("contact", "next_step")


def _known_by(reader: Reader, one: KnownBy) -> str:
    return f"{shorten(one.colleague.name, 40)} ({reader.t('card.customer.times', count=one.times)})"


def _need(reader: Reader, one: Need) -> list[Part]:
    return layout.prose(reader.t("card.customer.need", number=one.deal.number), one.text, 300)
