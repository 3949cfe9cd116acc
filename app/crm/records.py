"""Records of any kind: show, find, list, edit, assign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from app.crm.clock import today
from app.crm.cursors import position
from app.crm.fields import check_fields
from app.crm.people.people import followers_of, participants_of, person
from app.crm.record_names import beside, refs_to
from app.crm.relations import pointing_today
from app.crm.views import Colleague, ContactDeal, Conversion, Found, Hit, RecordView, Ref
from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.conversion import TARGETS, Log
from app.domain.deal import Deal, besides
from app.domain.errors import DomainError, InvalidInput, NotFound
from app.domain.event import Event, Kind
from app.domain.fields import FIELDS
from app.domain.framework import folded, framework_of
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.domain.record import Record, plain
from app.store.work import Work

AnyRecord = Lead | Opportunity | Contact | Organization | Activity
MOST_DEALS = 12
"""Open leads and opportunities that a contact is shown with."""
_AROUND = (Kind.ORGANIZATION, Kind.CONTACT, Kind.LEAD, Kind.OPPORTUNITY)
_FOUND_FIRST = tuple(kind for kind in Kind if kind is not Kind.ACTIVITY)
_POINTING = frozenset({"organization", "contact"})
NEWEST = 5
"""Activities that a record is shown with."""
LARGEST_NUMBER = 2**62
"""Numbers beyond this name nothing, and no database could compare them."""

EDITED = {
    Kind.LEAD: "LeadEdited",
    Kind.OPPORTUNITY: "OpportunityEdited",
    Kind.CONTACT: "ContactEdited",
    Kind.ORGANIZATION: "OrganizationEdited",
    Kind.ACTIVITY: "ActivityEdited",
}
"""The events that tell of changed fields."""
_STATES = {Kind.LEAD: {"status"}, Kind.OPPORTUNITY: {"status", "stage"}, Kind.ACTIVITY: {"open"}}
_FILTERS = {
    kind: {name for name, field in fields.items() if field.filtered} | _STATES.get(kind, set())
    for kind, fields in FIELDS.items()
}


def show_record(work: Work, actor: Member, number: int) -> RecordView:
    """The record with this number; raises NotFound."""
    return view(work, get_record(work, number))


def edit_record(
    work: Work, actor: Member, number: int, changes: Mapping[str, object], version: int | None = None
) -> RecordView:
    """Changes fields of a record of any kind. Raises NotFound, Forbidden, Conflict, InvalidInput."""
    actor.must_write()
    record = get_record(work, number)
    record.expect(version)
    return _stored(work, actor, record, change_fields(work, record, changes))


def change_fields(work: Work, record: AnyRecord, changes: Mapping[str, object]) -> Event:
    """Sets fields of a record that is stored later. A phone number that comes back as it is stays so: it may
    have been typed where it means another country's. Raises InvalidInput."""
    if "phone" in changes and changes["phone"] == getattr(record, "phone", None):
        changes = {name: value for name, value in changes.items() if name != "phone"}
    values = folded(check_fields(work, record.kind, changes, record), getattr(record, "answers", {}))
    if isinstance(record, Deal) and "contact" in values:
        # Whoever becomes the primary contact is no further one.
        values["participants"] = besides(record.participants, cast("int | None", values["contact"]))
    if isinstance(record, Activity):
        return record.correct(values)
    return record.change(EDITED[record.kind], **values)


def assign_record(
    work: Work, actor: Member, number: int, owner: int, version: int | None = None
) -> RecordView:
    """Gives a lead, an opportunity or an activity to a colleague (a member's id). Raises NotFound, Forbidden,
    Conflict, InvalidInput."""
    actor.must_write()
    record = get_record(work, number)
    if not isinstance(record, Lead | Opportunity | Activity):
        raise DomainError("wrong_kind", number=number, kind=record.kind, expected=Kind.LEAD)
    record.expect(version)
    if work.members.find(owner) is None:
        raise InvalidInput(owner="member_unknown")
    return _stored(work, actor, record, record.assign(owner))


def _stored(work: Work, actor: Member, record: AnyRecord, event: Event) -> RecordView:
    """The record after a change. One that changes nothing is no sign of life: it leaves no trace."""
    if not event.after:
        return view(work, record)
    work.record(event, actor)
    return view(work, work.repository(record.kind).save(record))


def find_records(work: Work, actor: Member, text: str, limit: int = 10, kind: Kind | None = None) -> Found:
    """Records that have words starting with all words of the text, or the number it names (#104); those of
    whom it is told come after who is called so, and activities after all others."""
    number = text.strip().removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 8:
        exact = find_record(work, int(number))
        if exact is not None and kind in {None, exact.kind}:
            return Found(hits=tuple(lines_of(work, [exact])))
    kinds = [kind] if kind else _FOUND_FIRST
    numbers = work.index.some_numbers(text, kinds, limit + 1)
    if len(numbers) <= limit:
        # Who is called so goes before those of whom it is told.
        told = work.index.told_numbers(text, kinds, limit + 1)
        numbers += [number for number in told if number not in numbers][: limit + 1 - len(numbers)]
    if kind is None:
        # Activities are many and told in sentences: they would hide the records that they are about.
        numbers += work.index.some_numbers(text, [Kind.ACTIVITY], limit + 1 - len(numbers))
    return Found(
        hits=tuple(lines_of(work, load_records(work, numbers[:limit]))),
        cursor=str(numbers[limit - 1]) if len(numbers) > limit else None,
    )


def list_records(
    work: Work,
    actor: Member,
    /,
    kind: Kind | None,
    *,
    text: str = "",
    limit: int = 20,
    cursor: str | None = None,
    **filters: object,
) -> Found:
    """A page of records of a kind (else of leads), newest first; `cursor` is that of the page before."""
    records, next_cursor = page_of_records(
        work, actor, kind or Kind.LEAD, text=text, limit=limit, cursor=cursor, **filters
    )
    return Found(hits=tuple(lines_of(work, records)), cursor=next_cursor)


def page_of_records(
    work: Work,
    actor: Member,
    /,
    kind: Kind,
    *,
    text: str = "",
    limit: int = 50,
    cursor: str | None = None,
    **filters: object,
) -> tuple[list[AnyRecord], str | None]:
    """Records of one kind, newest first, and the cursor of the next page. Raises InvalidInput on a filter
    that the kind does not have or a cursor that is none."""
    wanted = {name: value for name, value in filters.items() if value not in {None, ""}}
    own = work.workspace.own_fields.filters(kind)
    if unknown := wanted.keys() - _FILTERS[kind] - own:
        raise InvalidInput(**dict.fromkeys(unknown, "field_unknown"))
    asked = check_fields(work, kind, {name: wanted[name] for name in wanted.keys() & own})
    wanted |= {name: plain(value) for name, value in asked.items()}
    if isinstance(wanted.get("stage"), str):
        wanted["stage"] = work.pipelines.default().keyed(cast("str", wanted["stage"])).id
    wanted |= pointing_today(work, wanted)
    before = position(cursor)
    numbers = work.index.numbers(text, kind, limit + 1, before) if text and not wanted else None
    if text and wanted:
        numbers = work.index.numbers(text, kind, 10_000, before)
    found = work.queries.page(kind, wanted, limit + 1, before, numbers)
    return found[:limit], str(found[limit - 1].number) if len(found) > limit else None


def get_record(work: Work, number: int) -> AnyRecord:
    """The record of any kind; raises NotFound."""
    record = find_record(work, number)
    if record is None:
        raise NotFound(number=number)
    return record


def find_record(work: Work, number: int) -> AnyRecord | None:
    """The record of any kind, or None."""
    if not 0 < number < LARGEST_NUMBER:
        return None
    kind = work.queries.kinds([number]).get(number)
    return None if kind is None else cast("AnyRecord", work.repository(kind).get(number))


def view(
    work: Work,
    record: AnyRecord,
    known: Iterable[Record] = (),
    actor: Member | None = None,
    *,
    quiet: bool = False,
) -> RecordView:
    """The record with the names around it and its last change. Records that are `known`, and the
    `actor`, are not asked for again, nor are the activities of a `quiet` record: it has none."""
    names = {one.number: Ref(number=one.number, name=one.name) for one in known}
    last = work.recorded[-1:] if work.recorded else work.events.of(record.number, 1)
    changed = last[0] if last else None
    step: Activity | None = None
    newest: list[Activity] = []
    if not quiet and not isinstance(record, Activity):
        step, newest = work.agenda.around(record.number, NEWEST)
    pipeline = work.pipelines.get(record.pipeline) if isinstance(record, Opportunity) else None
    numbers = {kind: getattr(record, kind.value, None) for kind in _AROUND}
    around = {kind: names.get(number or 0) or _ref(work, kind, number) for kind, number in numbers.items()}
    log = Log.read(record.conversion) if isinstance(record, Lead) and record.conversion else None
    return RecordView(
        record=record,
        owner=_person(work, getattr(record, "owner", None), actor),
        organization=around[Kind.ORGANIZATION],
        contact=around[Kind.CONTACT],
        lead=around[Kind.LEAD],
        opportunity=around[Kind.OPPORTUNITY],
        stage=pipeline.stage(record.stage) if pipeline and isinstance(record, Opportunity) else None,
        pipeline=pipeline,
        participants=participants_of(work, [record]).get(record.number, ()),
        followers=followers_of(work, [record]).get(record.number, ()),
        deals=_deals(work, record) if isinstance(record, Contact) else (),
        about=refs_to(work, [record.about])[record.about] if isinstance(record, Activity) else None,
        beside=beside(work, record) if isinstance(record, Activity) else None,
        next_step=step,
        activities=tuple(newest),
        today=today(work),
        changed_by=_person(work, changed.actor, actor) if changed else None,
        changed_at=changed.at if changed else None,
        framework=framework_of(work.workspace.framework),
        conversion=told(work, record, log, filter(None, around.values())) if log else None,
    )


def hits_of(work: Work, numbers: Sequence[int]) -> list[Hit]:
    """Records of any kind as lines of a list, in the order of the numbers; those of nothing are left out."""
    return lines_of(work, load_records(work, numbers))


def told(work: Work, lead: AnyRecord, log: Log, known: Iterable[Ref]) -> Conversion:
    """A lead's conversion with the names of what it mentions; those of `known` need no look-up."""
    by_number = {ref.number: ref.name for ref in known}
    mentioned = {(kind, number) for side in (log.created, log.used) for kind, number in side.items()}
    pointing = [one for one in log.kept if one.field in _POINTING]
    mentioned |= {
        (Kind(one.field), n) for one in pointing for n in (one.lead, one.kept) if isinstance(n, int)
    }
    names: dict[tuple[str, object], object] = {}
    for kind in TARGETS:
        numbers = {number for of_kind, number in mentioned if of_kind is kind}
        found = work.queries.names(kind, numbers - by_number.keys()) | by_number
        names |= {(kind.value, number): found[number] for number in numbers if number in found}
    return Conversion(number=lead.number, version=lead.version, log=log, names=names)


def load_records(work: Work, numbers: Sequence[int]) -> list[AnyRecord]:
    """Records by their numbers, in that order; what is gone is left out."""
    kinds = work.queries.kinds(numbers)
    by_number: dict[int, AnyRecord] = {}
    for kind in set(kinds.values()):
        wanted = [number for number in numbers if kinds.get(number) is kind]
        by_number |= {
            record.number: record for record in work.queries.page(kind, {}, len(wanted), None, wanted)
        }
    return [by_number[number] for number in numbers if number in by_number]


def lines_of(work: Work, records: Sequence[AnyRecord]) -> list[Hit]:
    """Records as lines of a list, in their order; the names around them are read once for all."""
    owners = {member.id: person(member) for member in work.members.all()} if records else {}
    companies = {r.organization for r in records if isinstance(r, Opportunity | Contact) and r.organization}
    names = work.queries.names(Kind.ORGANIZATION, companies)
    stages = {}
    if any(isinstance(record, Opportunity) for record in records):
        stages = {stage.id: stage for line in work.pipelines.all() for stage in line.stages}
    return [_hit(record, owners, names, stages) for record in records]


def _hit(
    record: AnyRecord, owners: Mapping[int, Colleague], names: Mapping[int, str], stages: Mapping[int, Any]
) -> Hit:
    detail = getattr(record, "company", "") or getattr(record, "domain", "")
    if isinstance(record, Opportunity | Contact):
        detail = names.get(record.organization or 0, "")
    return Hit(
        kind=record.kind,
        number=record.number,
        name=record.name,
        version=record.version,
        detail=detail,
        status=getattr(record, "status", ""),
        stage=stages.get(getattr(record, "stage", 0)),
        amount=getattr(record, "amount", None),
        owner=owners.get(getattr(record, "owner", None) or 0),
        activity=record.type if isinstance(record, Activity) else None,
    )


def _deals(work: Work, contact: Contact) -> tuple[ContactDeal, ...]:
    """The newest open leads and opportunities in which a contact takes part."""
    records = load_records(work, work.queries.deals_of(contact.number, MOST_DEALS))
    return tuple(
        _deal(hit, record, contact.number)
        for hit, record in zip(lines_of(work, records), records, strict=True)
        if isinstance(record, Deal)
    )


def _deal(hit: Hit, record: Deal, contact: int) -> ContactDeal:
    role = next((one.role for one in record.participants if one.contact == contact), "")
    primary = record.contact == contact
    return ContactDeal(hit=hit, role="" if primary else role, primary=primary)


def _person(work: Work, id_: int | None, known: Member | None = None) -> Colleague | None:
    if known is not None and known.id == id_:
        return person(known)
    member = work.members.find(id_) if id_ else None
    return person(member) if member else None


def _ref(work: Work, kind: Kind, number: int | None) -> Ref | None:
    if number is None:
        return None
    return Ref(number=number, name=work.queries.names(kind, [number]).get(number, ""))
