"""Disclosing: all that is kept on somebody, for owners to show and to hand over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.crm.history import names_in
from app.crm.ownership import must_own
from app.crm.privacy.findings import Finding, Own, findings_of, own_of, signs_of
from app.domain.erasure import DataSubject
from app.domain.event import Kind, Plain
from app.domain.imports import RowNote
from app.domain.member import Member
from app.domain.recognition import Certainty, Signs
from app.domain.record import Record, snapshot
from app.store.holdings import Holding
from app.store.work import Work

EXPORTED: Final = "PersonExported"

_PERSONS = (Kind.LEAD, Kind.CONTACT)
_PEOPLE = frozenset({"lead", "contact", "about"})
"""Fields that may point to somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event in which somebody is told of, as it is kept."""

    at: dt.datetime
    by: str
    name: str
    kind: Kind | None
    number: int
    before: Plain
    after: Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A row of a file that told of somebody: what was said of it, or its cells while it waits."""

    id: int
    file_name: str
    row: int
    told: Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """All that is kept on somebody. `records` are their own with all fields, `activities` those about them;
    `deals` are opportunities in which they are the contact or take part; `mentions` are findings elsewhere;
    `words` lead to them in the search; `conversations` are those in which somebody told of them, or in which
    a colleague speaks, `turns` the ids of the messages. `member` is what is kept on a colleague, and `counts`
    how much they did. `names` resolves what fields point to, as those of an Entry; other people outside are
    not among them, since they are not the one to whom this is handed over."""

    subject: DataSubject
    name: str
    at: dt.datetime
    records: tuple[Plain, ...] = ()
    activities: tuple[Plain, ...] = ()
    deals: tuple[Plain, ...] = ()
    events: tuple[Happened, ...] = ()
    mentions: tuple[Finding, ...] = ()
    imports: tuple[Imported, ...] = ()
    words: tuple[str, ...] = ()
    conversations: tuple[Plain, ...] = ()
    turns: tuple[Plain, ...] = ()
    lists: tuple[str, ...] = ()
    member: Plain = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    names: Mapping[tuple[str, object], object] = field(default_factory=dict)


def show_person(work: Work, actor: Member, subject: DataSubject) -> Disclosure:
    """All that is kept on somebody. Raises Forbidden, NotFound, InvalidInput."""
    must_own(work, actor)
    return disclose(work, subject)


def export_person(work: Work, actor: Member, subject: DataSubject) -> Disclosure:
    """`show_person` to be handed over, which the audit tells."""
    found = show_person(work, actor, subject)
    note_export(work, actor.id, subject)
    return found


def note_export(work: Work, actor: int | None, subject: DataSubject) -> None:
    """Tells in the audit that what is kept on somebody was handed over."""
    work.audit.note(EXPORTED, work.now, actor, {"kind": subject.kind.value, "number": subject.number})


def disclose(work: Work, subject: DataSubject) -> Disclosure:
    """`show_person` for whoever may."""
    own = own_of(work, subject)
    signs = signs_of(work, own)
    found = findings_of(work, own, signs)
    numbers = [*own.records, *own.activities]
    events = work.holdings.events_of(numbers) if numbers else []
    if own.member is not None:
        events += work.holdings.rows("events", "actor", [own.member.id])
    told = {str(event.told["conversation_id"]) for event in events} - {""}
    members = work.members.all()
    records, activities = (
        tuple(_record(record) for record in some.values()) for some in (own.records, own.activities)
    )
    happened = tuple(_happened(members, events)) if own.member is None else ()
    sides = [*records, *activities, *(side for one in happened for side in (one.before, one.after))]
    return Disclosure(
        subject=subject,
        name=own.member.name if own.member else own.records[subject.number].name,
        at=work.now,
        records=records,
        activities=activities,
        deals=tuple(_deals(work, own)),
        events=happened,
        mentions=tuple(one for one in found if not one.own and one.reason in ("same", "mention", "gone")),
        imports=tuple(_imported(work, found, signs)),
        words=tuple(
            sorted({str(row.key["word"]) for row in work.holdings.rows("words", "number", own.records)})
        ),
        conversations=tuple(_conversations(work, own, told)),
        turns=tuple(_turns(work, own, numbers, events)),
        lists=tuple(_lists(work, own, found)),
        member=_member(work, own),
        counts=_counts(events) if own.member else {},
        names=_names(work, own, sides, members),
    )


def _record(record: Record) -> Plain:
    return {
        "number": record.number,
        "kind": record.kind.value,
        "version": record.version,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        **snapshot(record),
    }


def _deals(work: Work, own: Own) -> Iterable[Plain]:
    """What somebody is the contact of, or takes part in."""
    contacts = [number for number, record in own.records.items() if record.kind is Kind.CONTACT]
    roles: dict[int, str] = {
        int(row.key["number"]): "participant"
        for row in work.holdings.rows("participations", "contact", contacts)
    }
    roles |= {
        int(row.key["number"]): "contact" for row in work.holdings.rows("opportunities", "contact", contacts)
    }
    for number, kind in sorted(work.queries.kinds(roles).items()) if roles else ():
        name = work.queries.names(kind, [number]).get(number, "")
        yield {"number": number, "kind": kind.value, "name": name, "as": roles[number]}


def _names(
    work: Work, own: Own, sides: Iterable[Plain], members: Iterable[Member]
) -> dict[tuple[str, object], object]:
    """What is pointed to, without the names of other people outside."""
    names = names_in(work, sides, members)
    pointed = [number for field_, number in names if field_ in _PEOPLE and isinstance(number, int)]
    kinds = work.queries.kinds(pointed) if pointed else {}
    others = {number for number in pointed if kinds.get(number) in _PERSONS} - own.records.keys()
    return {key: name for key, name in names.items() if key[0] not in _PEOPLE or key[1] not in others}


def _happened(members: Iterable[Member], events: Iterable[Holding]) -> Iterable[Happened]:
    names = {member.id: member.name for member in members}
    for event in events:
        told = event.told
        kind = Kind(told["kind"]) if told["kind"] in set(Kind) else None
        yield Happened(
            at=told["at"],
            by=names.get(told["actor"], ""),
            name=told["name"],
            kind=kind,
            number=told["number"],
            before=told["before"],
            after=told["after"],
        )


def _imported(work: Work, found: Iterable[Finding], signs: Signs) -> Iterable[Imported]:
    for finding in found:
        file = work.imports.find(finding.number) if finding.reason == "import" else None
        if file is None:
            continue
        for holding in work.holdings.portions(file.id):
            for row in holding.told["rows"] or ():
                if signs.certainty_of(row[1:]) is Certainty.CERTAIN:
                    cells = {"values": row[1], "more": row[3:]}
                    yield Imported(id=file.id, file_name=file.file_name, row=row[0], told=cells)
            for note in holding.told["told"] or ():
                if signs.certainty_of(note) is Certainty.CERTAIN:
                    row = RowNote.read(note).row
                    yield Imported(id=file.id, file_name=file.file_name, row=row, told=dict(note))


def _conversations(work: Work, own: Own, told: Iterable[str]) -> Iterable[Plain]:
    known = set(told)
    if own.member is not None:
        rows = work.holdings.rows("memories", "member", [own.member.id])
        known |= {str(row.key["conversation_id"]) for row in rows}
    for row in work.holdings.rows("conversations", "conversation_id", known) if known else ():
        kept = {name: row.told[name] for name in ("kind", "service_url", "bot_id", "greeted_at")}
        yield {"conversation_id": row.key["conversation_id"], **kept}


def _turns(work: Work, own: Own, numbers: Iterable[int], events: Iterable[Holding]) -> Iterable[Plain]:
    """The messages that told of somebody, or that a colleague wrote, as far as their ids are kept."""
    if own.member is not None:
        rows = work.holdings.rows("turns", "conversation_id", [f"api:{own.member.user_id}"])
    else:
        rows = work.holdings.rows("turns", "number", numbers)
    seen = {(str(row.key["conversation_id"]), str(row.key["activity_id"])): row.told["at"] for row in rows}
    for event in events:
        place = (str(event.told["conversation_id"]), str(event.told["activity_id"]))
        if any(place):
            seen.setdefault(place, event.told["at"])
    for (conversation, activity), at in sorted(seen.items(), key=lambda one: one[1]):
        yield {"conversation_id": conversation, "activity_id": activity, "at": at}


def _lists(work: Work, own: Own, found: Iterable[Finding]) -> Iterable[str]:
    """By which words colleagues were shown lists in which somebody was looked for; or the colleague's own."""
    rows = [row for finding in found if finding.reason == "lists" for row in finding.rows]
    if own.member is not None:
        rows += work.holdings.rows("memories", "member", [own.member.id])
    return dict.fromkeys(str(row.told["shown"]["text"]) for row in rows if row.told["shown"])


def _member(work: Work, own: Own) -> Plain:
    if own.member is None:
        return {}
    [row] = work.holdings.rows("members", "id", [own.member.id])
    return {"id": own.member.id, **row.told}


def _counts(events: Iterable[Holding]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for event in events:
        counts[str(event.told["name"])] = counts.get(str(event.told["name"]), 0) + 1
    return counts
