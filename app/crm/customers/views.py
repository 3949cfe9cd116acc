"""What a customer is as a whole, ready for a card or a JSON answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.crm.views import Colleague, Hit, Ref
from app.domain.activity import Activity
from app.domain.event import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPerson:
    """A person of an organization: their job there, how they are reached, and the roles in which they take
    part in its open leads and opportunities."""

    contact: Ref
    job_title: str = ""
    email: str = ""
    phone: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DealSum:
    """How many opportunities of a customer are in a state ("open", "won", "lost"), and their sums by
    currency."""

    status: str
    count: int
    totals: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a customer needs, and the opportunity that tells it."""

    text: str
    deal: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBy:
    """A colleague who talked to a customer: how often, and when last."""

    colleague: Colleague
    times: int
    last: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """All that belongs to an organization or a contact. `people`, `leads` and `deals` are the first of them,
    open ones first, then the newest; `counts` tell how many there are of each in all, `sums` of the
    opportunities by state. `next_step` is the earliest step ahead with any of them, `last_touch` the newest
    call, email or meeting, `interactions` the newest activities that took place; `colleagues` are the owners
    of these by id, `about` names what they are about, by number. `missing` are fields of the customer that
    are empty, and "contact" or "next_step" where an open opportunity has nobody to talk to, or nothing
    planned."""

    people: tuple[CustomerPerson, ...] = ()
    leads: tuple[Hit, ...] = ()
    deals: tuple[Hit, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    sums: tuple[DealSum, ...] = ()
    needs: tuple[Need, ...] = ()
    known_by: tuple[KnownBy, ...] = ()
    next_step: Activity | None = None
    last_touch: Activity | None = None
    interactions: tuple[Activity, ...] = ()
    colleagues: Mapping[int, Colleague] = field(default_factory=dict)
    about: Mapping[int, Ref] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
