"""Steps: what two colleagues may do, chosen by numbers, so that a test can make up any order of them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.crm.activities.activities import (
    ActivityDraft,
    cancel_activity,
    complete_activity,
    log_activity,
    postpone_activity,
    reschedule_activity,
)
from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.merge.merging import merge_records
from app.crm.merge.splitting import split_record
from app.crm.opportunities import capture_opportunity, lose_opportunity, move_opportunity, win_opportunity
from app.crm.organizations import capture_organization
from app.crm.people.followers import add_follower, remove_follower
from app.crm.people.members import me
from app.crm.people.participants import add_new_participant, add_participant, change_role, remove_participant
from app.crm.pipeline import change_stage
from app.crm.records import assign_record, edit_record
from app.crm.removing import remove_record
from app.crm.reopening import reopen_record
from app.domain.activity import ActivityType
from app.domain.conversion import AUTOMATIC, TARGETS, Targets, Way
from app.domain.deal import Deal
from app.domain.delay import Aim, Delay
from app.domain.errors import DomainError
from app.domain.event import Kind, Recorded
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.qualification import Authority, Qualification, Timeline
from app.domain.record import Record
from app.store.database import Database
from tests.kit.books import Books, read_books, records_in

_tenants = itertools.count(1)

# Few names and addresses, so that conversions find what others captured, and edits meet in the same fields.
NAMES = ["Ann Meier", "Ben O'Brien", "Müller GmbH"]
COMPANIES = ["", "Müller GmbH", "Acme Inc."]
EMAILS = ["", "ann@acme.example", "ben@mueller.example", "ann@gmail.com"]
AMOUNTS = [None, *(Money(Decimal(a), c) for a, c in (("100", "EUR"), ("100", "USD"), ("2500.5", "EUR")))]
ROLES = ["IT director", "", "buyer"]
DAYS = [dt.date(2031, 1, 15), None, dt.date(2020, 5, 4), dt.date(2030, 7, 1)]
STAGES = ["qualified", "meeting", "proposal", "won", "lost"]
CONDITIONS = {3: ["amount"], 5: ["amount"]}
"""What the stages "proposal" and "won" require, by their ids."""


@dataclass(frozen=True)
class Step:
    """Somebody does something to some record; the numbers choose among what there is."""

    who: int
    what: str
    record: int
    other: int
    value: int


Call = tuple[Callable[..., Any], tuple[Any, ...]]
Choose = Callable[[Step, Mapping[int, Record]], Call | None]


def _one(options: list[Any], position: int) -> Any:
    return options[position % len(options)]


def _numbers(records: Mapping[int, Record], *kinds: Kind) -> list[int]:
    return sorted(number for number, record in records.items() if record.kind in kinds)


def _other(step: Step, records: Mapping[int, Record], kind: Kind) -> int | None:
    return _one([None, *_numbers(records, kind)], step.other)  # type: ignore[no-any-return]


def _capture_lead(step: Step, _: Mapping[int, Record]) -> Call:
    return capture_lead, (
        LeadDraft(
            name=_one(NAMES, step.value),
            company=_one(COMPANIES, step.record),
            email=_one(EMAILS, step.other),
            amount=_one(AMOUNTS, step.value),
        ),
    )


def _capture_contact(step: Step, records: Mapping[int, Record]) -> Call:
    organization = _other(step, records, Kind.ORGANIZATION)
    typed = {"name": _one(NAMES, step.value), "email": _one(EMAILS, step.record)}
    return capture_contact, ({**typed, "organization": organization}, _one(COMPANIES, step.other))


def _capture_organization(step: Step, _: Mapping[int, Record]) -> Call:
    return capture_organization, ({"name": _one(COMPANIES[1:], step.value)},)


def _capture_opportunity(step: Step, records: Mapping[int, Record]) -> Call:
    pointers = {kind.value: _other(step, records, kind) for kind in (Kind.ORGANIZATION, Kind.CONTACT)}
    return capture_opportunity, (
        {"name": "Deal", "amount": _one(AMOUNTS, step.value), **pointers},
        _one(COMPANIES, step.record),
    )


def _log(step: Step, records: Mapping[int, Record]) -> Call | None:
    numbers = _numbers(records, *Kind)
    draft = ActivityDraft(
        type=_one([*ActivityType], step.value),
        text=_one(["call her", "spoke", ""], step.other),
        due=_one(DAYS, step.value),
    )
    return (log_activity, (_one(numbers, step.record), draft)) if numbers else None


def _reschedule(step: Step, number: int) -> Call:
    return reschedule_activity, (number, _one(DAYS, step.value), None, _one([0, 7], step.other))


def _postpone(step: Step, number: int) -> Call:
    delays = [Delay(days=7), Delay(months=-1), Delay(working_days=3), Delay(minutes=90)]
    aims = [Aim(day=DAYS[0]), Aim(time=dt.time(9)), Aim(at=dt.datetime(2030, 7, 1, 22, 30, tzinfo=dt.UTC))]
    return postpone_activity, (number, _one([*delays, *aims], step.other + step.value))


def _edit(step: Step, records: Mapping[int, Record]) -> Call | None:
    numbers = _numbers(records, *Kind)
    if not numbers:
        return None
    number = _one(numbers, step.record)
    return edit_record, (number, _changes(step, records, records[number].kind))


def _changes(step: Step, records: Mapping[int, Record], kind: Kind) -> dict[str, object]:
    organization, contact = _other(step, records, Kind.ORGANIZATION), _other(step, records, Kind.CONTACT)
    name = _one(NAMES, step.other)
    choices: dict[Kind, list[dict[str, object]]] = {
        Kind.LEAD: [
            {"name": name, "need": "a tool"},
            {"company": _one(COMPANIES, step.other)},
            {"need": "", "amount": _one(AMOUNTS, step.other)},
            _answers(step),
        ],
        Kind.OPPORTUNITY: [
            {"organization": organization},
            {"contact": contact, "close_date": dt.date(2030, 2, 28)},
            {"amount": _one(AMOUNTS, step.other)},
            {"amount": None, "name": name},
            _answers(step),
        ],
        Kind.CONTACT: [{"organization": organization}, {"name": name}, {"email": _one(EMAILS, step.other)}],
        Kind.ORGANIZATION: [{"name": name, "size": 7}, {"domain": "acme.example"}, {"phone": "030 123456"}],
        Kind.ACTIVITY: [
            {"name": name},
            {"due": _one(DAYS, step.other)},
            {"about": organization or contact or 1, "text": "more"},
        ],
    }
    return _one(choices[kind], step.value)  # type: ignore[no-any-return]


def _answers(step: Step) -> dict[str, object]:
    return {"metrics": _one(["", "40 hours"], step.other), "champion": _one(["Ann", ""], step.record)}


def _enter(step: Step, number: int) -> Call:
    """A move with what the stage may require."""
    fields: dict[str, object] = {"amount": _one(AMOUNTS, step.other), **_answers(step)}
    return move_opportunity, (number, _one(STAGES, step.value), None, "price", "", fields)


def _assign(step: Step, records: Mapping[int, Record]) -> Call | None:
    numbers = _numbers(records, Kind.LEAD, Kind.OPPORTUNITY, Kind.ACTIVITY)
    return (assign_record, (_one(numbers, step.record), 1 + step.value % 2)) if numbers else None


def _of(kind: Kind, choose: Callable[[Step, int], Call]) -> Choose:
    def call(step: Step, records: Mapping[int, Record]) -> Call | None:
        numbers = _numbers(records, kind)
        return choose(step, _one(numbers, step.record)) if numbers else None

    return call


def _targets(step: Step, records: Mapping[int, Record]) -> Targets:
    """Half of the conversions are automatic; the others use, create or skip whatever comes."""
    if step.record % 2:
        return AUTOMATIC
    chosen = {
        kind.value: _one([None, Way.NEW, Way.NONE, *_numbers(records, kind)], step.other + step.value * at)
        for at, kind in enumerate(TARGETS)
    }
    return Targets(**chosen)


def _qualify(step: Step, records: Mapping[int, Record]) -> Call | None:
    leads = _numbers(records, Kind.LEAD)
    if not leads:
        return None
    answers = Qualification(
        budget=_one(AMOUNTS, step.value),
        authority=_one([None, *Authority], step.value),
        need=_one(["", "a tool"], step.value),
        timeline=_one([None, *Timeline], step.other),
        answers={name: str(text) for name, text in _answers(step).items()},
    )
    return qualify_lead, (_one(leads, step.record), answers, None, _targets(step, records))


def _reopen_lead(step: Step, records: Mapping[int, Record]) -> Call | None:
    """Of a disqualified lead. Reopening a qualified one takes a change back, and nothing takes that back."""
    closed = [n for n in _numbers(records, Kind.LEAD) if getattr(records[n], "status", "") == "disqualified"]
    return (reopen_record, (_one(closed, step.record),)) if closed else None


def _participant(step: Step, records: Mapping[int, Record]) -> Call | None:
    numbers = _numbers(records, Kind.LEAD, Kind.OPPORTUNITY)
    contacts = _numbers(records, Kind.CONTACT)
    if not numbers or not contacts:
        return None
    number, contact = _one(numbers, step.record), _one(contacts, step.other)
    record = records[number]
    assert isinstance(record, Deal)
    if not record.has_participant(contact):
        return add_participant, (number, contact, _one(["", "CFO"], step.value))
    if step.value % 2:
        return remove_participant, (number, contact)
    return change_role, (number, contact, _one(ROLES, step.value))


def _new_participant(step: Step, records: Mapping[int, Record]) -> Call | None:
    numbers = _numbers(records, Kind.LEAD, Kind.OPPORTUNITY)
    fields = {"name": _one(NAMES, step.value), "email": _one(EMAILS, step.other)}
    return (add_new_participant, (_one(numbers, step.record), fields, "CFO")) if numbers else None


def _follow(step: Step, records: Mapping[int, Record]) -> Call | None:
    numbers = _numbers(records, Kind.LEAD, Kind.OPPORTUNITY)
    verb = _one([add_follower, add_follower, remove_follower], step.other)
    return (verb, (_one(numbers, step.record), 1 + step.value % 2)) if numbers else None


def _merge(step: Step, records: Mapping[int, Record]) -> Call | None:
    kind = _one([Kind.LEAD, Kind.CONTACT, Kind.ORGANIZATION], step.value)
    numbers = _numbers(records, kind)
    if len(numbers) < 2:
        return None
    choices = {"name": "gone"} if step.value % 2 else {}
    return merge_records, (_one(numbers, step.record), _one(numbers, step.other), choices)


def _split(step: Step, records: Mapping[int, Record]) -> Call | None:
    old = [number for number, record in sorted(records.items()) if getattr(record, "merged_into", None)]
    return (split_record, (_one(old, step.record),)) if old else None


def _remove(step: Step, records: Mapping[int, Record]) -> Call | None:
    numbers = _numbers(records, *Kind)
    return (remove_record, (_one(numbers[::-1], step.record % 3),)) if numbers else None


USE_CASES: dict[str, Choose] = {
    "capture lead": _capture_lead,
    "capture contact": _capture_contact,
    "capture organization": _capture_organization,
    "capture opportunity": _capture_opportunity,
    "log activity": _log,
    "complete activity": _of(Kind.ACTIVITY, lambda _, number: (complete_activity, (number,))),
    "complete next step": _of(Kind.OPPORTUNITY, lambda _, number: (complete_activity, (number,))),
    "cancel activity": _of(Kind.ACTIVITY, lambda _, number: (cancel_activity, (number,))),
    "remove": _remove,
    "reschedule activity": _of(Kind.ACTIVITY, _reschedule),
    "postpone activity": _of(Kind.ACTIVITY, _postpone),
    "postpone next step": _of(Kind.OPPORTUNITY, _postpone),
    "reopen activity": _of(Kind.ACTIVITY, lambda _, number: (reopen_record, (number,))),
    "edit": _edit,
    "assign": _assign,
    "participant": _participant,
    "new participant": _new_participant,
    "follow": _follow,
    "qualify": _qualify,
    "disqualify": _of(Kind.LEAD, lambda _, number: (disqualify_lead, (number, "no_need", "later"))),
    "reopen lead": _reopen_lead,
    "reopen opportunity": _of(Kind.OPPORTUNITY, lambda _, number: (reopen_record, (number,))),
    "move": _of(
        Kind.OPPORTUNITY,
        lambda step, number: (move_opportunity, (number, _one(STAGES, step.value), None, "price", "dear")),
    ),
    "enter": _of(Kind.OPPORTUNITY, _enter),
    "merge": _merge,
    "split": _split,
    "win": _of(Kind.OPPORTUNITY, lambda _, number: (win_opportunity, (number,))),
    "lose": _of(Kind.OPPORTUNITY, lambda _, number: (lose_opportunity, (number, "price"))),
}


def steps(*extra: str) -> st.SearchStrategy[list[Step]]:
    """Sequences of what two people do; half of it touches what there is."""
    busy = [
        "edit",
        "edit",
        "participant",
        "participant",
        "qualify",
        "move",
        "merge",
        "merge",
        "split",
        "log activity",
        "remove",
    ]
    what = st.sampled_from([*USE_CASES, *busy, *extra])
    small = st.integers(0, 11)
    step = st.builds(Step, who=st.integers(0, 1), what=what, record=small, other=small, value=small)
    return st.lists(step, min_size=8, max_size=24)


class Office:
    """Two colleagues in a workspace of their own."""

    def __init__(self, crm: Crm, database: Database) -> None:
        tenant = f"tenant {next(_tenants)}"
        self.people = [Actor(tenant_id=tenant, user_id=name, name=name) for name in ("Alex", "Kim")]
        self._crm, self._database = crm, database
        self._recorded: list[Recorded] = []
        crm.listeners[:] = [lambda _, recorded: self._recorded.extend(recorded)]

    async def open(self) -> Books:
        for actor in self.people:
            await self._crm.write(actor, me)
        for stage, required in CONDITIONS.items():
            await self._crm.write(self.people[0], change_stage, stage, {"required": required})
        return self.books()

    def books(self) -> Books:
        return read_books(self._database, self.people[0].tenant_id)

    async def carry_out(self, step: Step, before: Books) -> bool:
        """Does a step where there is something to do it to; True where something changed."""
        call = USE_CASES[step.what](step, records_in(before))
        if call is None:
            return False
        self._recorded.clear()
        try:
            await self._crm.write(self.people[step.who], call[0], *call[1])
        except DomainError:
            assert self.books() == before, "refused, and yet something changed"
            return False
        return bool(self._recorded)

    async def undo(self, who: int) -> None:
        await self._crm.write(self.people[who], undo_last)
