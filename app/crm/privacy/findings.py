"""Findings: the records of a person, how the person is recognised, and where else they are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.erasure import DataSubject, SubjectKind
from app.domain.errors import InvalidInput, NotFound
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.matching import email_key, phone_key
from app.domain.member import Member
from app.domain.own import HELD, is_own
from app.domain.recognition import Certainty, Signs, Span, parts_of, texts_in
from app.store.holdings import Holding
from app.store.mapping import MAPPINGS
from app.store.work import Work

LARGEST_NUMBER = 2**62
MOST_EXCERPTS = 3
"""Pieces of text that are shown of a finding."""
_TOGETHER = 5_000
"""Records that are asked for at once."""
_AROUND = 40
"""Signs that are shown before and behind what was found."""

LISTS = "lists"
"""The finding that colleagues were shown lists by the person's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Somebody's own: their records of both kinds, those that went up in them included, and the activities
    about them; or a colleague."""

    subject: DataSubject
    records: Mapping[int, Lead | Contact] = field(default_factory=dict)
    activities: Mapping[int, Activity] = field(default_factory=dict)
    member: Member | None = None


@dataclass(slots=True, kw_only=True)
class Finding:
    """Something that speaks of somebody. `id` is what a call hands back to choose it; what is `own` goes in
    any case. `reason` is a key of the catalogs: own, about, same, mention, gone, import, lists or
    elsewhere. A `certain` one has the whole name, an address or a number; others may mean a namesake.
    `number` is that of a record or import, 0 where there is none; `rows` are those to be rewritten. Of what
    is `theirs` all goes that somebody wrote, else only what names them."""

    id: str
    reason: str
    certain: bool = False
    own: bool = False
    theirs: bool = False
    kind: Kind | None = None
    number: int = 0
    name: str = ""
    excerpts: list[str] = field(default_factory=list)
    rows: list[Holding] = field(default_factory=list)


def own_of(work: Work, subject: DataSubject) -> Own:
    """What is somebody's own. Raises NotFound where nobody is meant, InvalidInput (number) for a record that
    is no lead and no contact."""
    if not 0 < subject.number < LARGEST_NUMBER:
        raise NotFound(number=subject.number)
    if subject.kind is SubjectKind.MEMBER:
        member = work.members.find(subject.number)
        if member is None:
            raise NotFound("member_unknown", number=subject.number)
        return Own(subject=subject, member=member)
    kind = work.queries.kinds([subject.number]).get(subject.number)
    if kind is None:
        raise NotFound(number=subject.number)
    if kind not in (Kind.LEAD, Kind.CONTACT):
        raise InvalidInput(number="person_needed")
    records = _linked(work, kind, subject.number)
    told = (number for one in records for number in work.agenda.numbers_of(one))
    activities = {number: found for number in told if (found := work.activities.find_itself(number))}
    return Own(subject=subject, records=records, activities=activities)


def signs_of(work: Work, own: Own) -> Signs:
    """By what somebody is recognised, with what they were called before."""
    if own.member is not None:
        member = own.member
        return Signs.of([member.name], keys=[member.user_id, member.chat_id])
    found = Signs()
    for record in own.records.values():
        is_person = not isinstance(record, Lead) or record.names_a_person
        found |= Signs.of([record.name] if is_person else (), [record.email], [record.phone])
    companies = {record.company.casefold() for record in own.records.values() if isinstance(record, Lead)}
    for event in work.holdings.events_of(own.records):
        for side in (event.told["before"], event.told["after"]):
            companies.add(str(side.get("company", "")).casefold())
            name = str(side.get("name", ""))
            names = [name] if name.casefold() not in companies else ()
            found |= Signs.of(names, [str(side.get("email", ""))], [str(side.get("phone", ""))])
    return found


def findings_of(work: Work, own: Own, signs: Signs) -> list[Finding]:
    """Everything that speaks of somebody: first their own, then what is certain, each newest first. It looks
    at all that there is, however long that takes."""
    work.holdings.take_time()
    found: dict[str, Finding] = {}
    for number, record in {**own.records, **own.activities}.items():
        reason = "about" if isinstance(record, Activity) else "own"
        found[f"record:{number}"] = Finding(
            id=f"record:{number}",
            reason=reason,
            certain=True,
            own=reason == "own",
            theirs=True,
            kind=record.kind,
            number=number,
            name=record.name,
            excerpts=[_short(text) for text in (getattr(record, "text", ""),) if text],
        )
    if own.member is not None:
        found["member"] = Finding(id="member", reason="own", certain=True, own=True, name=own.member.name)
    speaking = _speaking(work, signs)
    named = _named(work, [_place_of(holding)[2] for holding, _ in speaking if _is_of_record(holding)])
    for holding, certainty in speaking:
        _note(work, found, holding, signs, named, certain=certainty is Certainty.CERTAIN)
    for one in list(found.values()):
        if one.reason == "mention" and one.kind in (Kind.LEAD, Kind.CONTACT):
            _recognise(work, found, one, signs)
    return sorted(found.values(), key=lambda one: (not one.own, not one.certain, -one.number, one.id))


def _linked(work: Work, kind: Kind, number: int) -> dict[int, Lead | Contact]:
    """A lead or contact with all that are the same person: what a lead became, what went up in another."""
    found: dict[int, Lead | Contact] = {}
    waiting = [(kind, number)]
    while waiting:
        of, one = waiting.pop()
        record = None if one in found else work.repository(of).find_itself(one)
        if record is None:
            continue
        found[one] = record
        same = [record.merged_into, *record.absorbed]
        waiting += [(of, other) for other in same if other is not None]
        if isinstance(record, Lead) and record.contact is not None:
            waiting.append((Kind.CONTACT, record.contact))
        if isinstance(record, Contact):
            leads = work.holdings.rows("leads", "contact", [one])
            waiting += [(Kind.LEAD, int(row.key["number"])) for row in leads]
    return found


def _speaking(work: Work, signs: Signs) -> list[tuple[Holding, Certainty]]:
    """The rows that speak of somebody, and how surely they do."""
    rows = work.holdings.speaking_of(signs) if signs else ()
    told = ((row, signs.certainty_of(list(_texts_of(row).values()))) for row in rows)
    return [(row, certainty) for row, certainty in told if certainty is not Certainty.NONE]


def _named(work: Work, numbers: Iterable[int]) -> dict[int, tuple[Kind, str]]:
    """Kinds and names of records that are there, asked for together: a first name may stand in thousands."""
    wanted, found = sorted(set(numbers)), dict[int, tuple[Kind, str]]()
    for start in range(0, len(wanted), _TOGETHER):
        kinds = work.queries.kinds(wanted[start : start + _TOGETHER])
        for kind in set(kinds.values()):
            names = work.queries.names(kind, [number for number, of in kinds.items() if of is kind])
            found |= {number: (kind, name) for number, name in names.items()}
    return found


def _note(
    work: Work,
    found: dict[str, Finding],
    holding: Holding,
    signs: Signs,
    named: Mapping[int, tuple[Kind, str]],
    *,
    certain: bool,
) -> None:
    """Adds a row to the finding that it belongs to."""
    id_, reason, number = _place_of(holding)
    one = found.get(id_)
    if one is None:
        one = found[id_] = Finding(id=id_, reason=reason, number=number)
        if reason == "mention":
            _name(one, holding, named)
        elif reason == LISTS:
            one.own = True
        elif reason == "import":
            file = work.imports.find(number)
            one.name = file.file_name if file else ""
    one.certain = one.certain or certain
    one.rows.append(holding)
    if one.reason == "gone" and one.kind in (Kind.LEAD, Kind.CONTACT):
        sides = [holding.told[side] for side in ("before", "after")]
        called = [side.get(name) for side in sides for name in ("name", "email", "phone")]
        one.theirs = one.theirs or signs.certainty_of(called) is Certainty.CERTAIN
    if not one.own and one.reason != "about":
        for excerpt in _excerpts(holding, signs):
            if len(one.excerpts) < MOST_EXCERPTS and excerpt not in one.excerpts:
                one.excerpts.append(excerpt)


def _is_of_record(holding: Holding) -> bool:
    return holding.table in _RECORDS or holding.table == "events"


def _place_of(holding: Holding) -> tuple[str, str, int]:
    """The id of the finding that a row belongs to, its reason, and its number."""
    if holding.table in _RECORDS:
        number = int(holding.key["number"])
        return f"record:{number}", "mention", number
    if holding.table == "events":
        number = int(holding.told["number"])
        return f"record:{number}", "mention", number
    if holding.table in ("imports", "import_portions"):
        number = int(holding.key.get("id", holding.key.get("import_id", 0)))
        return f"import:{number}", "import", number
    if holding.table == "memories":
        return LISTS, LISTS, 0
    return f"rows:{holding.table}", "elsewhere", 0


def _name(one: Finding, holding: Holding, named: Mapping[int, tuple[Kind, str]]) -> None:
    if one.number in named:
        one.kind, one.name = named[one.number]
    else:
        # It was taken away: only its history is left.
        one.reason, one.kind = "gone", Kind(str(holding.told["kind"]))


def _recognise(work: Work, found: dict[str, Finding], one: Finding, signs: Signs) -> None:
    """A lead or contact with the same name, address or number is likely the same person, and what is told of
    them goes with it."""
    if one.kind is None or (record := work.repository(one.kind).find_itself(one.number)) is None:
        return
    emails = {email_key(email) for email in signs.emails} - {""}
    phones = {phone_key(phone) for phone in signs.phones} - {""}
    by_address = email_key(record.email) in emails or phone_key(record.phone) in phones
    called = set(parts_of(record.name))
    by_name = any(called == set(parts_of(name)) for name in signs.names if parts_of(name))
    if by_address or by_name:
        one.reason, one.certain, one.theirs = "same", by_address, True
        for number in work.agenda.numbers_of(one.number):
            told = found.setdefault(f"record:{number}", Finding(id=f"record:{number}", reason="about"))
            if told.reason in ("about", "mention") and not told.theirs:
                activity = work.activities.find_itself(number)
                told.reason, told.kind, told.number, told.theirs = "about", Kind.ACTIVITY, number, True
                told.certain, told.name = told.certain or by_address, activity.name if activity else ""


def _texts_of(holding: Holding) -> dict[str, Any]:
    """What a row tells in words, by column."""
    if holding.table in _RECORDS:
        return worded(_RECORDS[holding.table], holding.told)
    if holding.table == "events":
        of = _kind_in(holding)
        return {side: worded(of, holding.told[side]) for side in ("before", "after")} if of else {}
    return dict(holding.texts)


@cache
def text_fields(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind in which people write what they like; keys of lists are none."""
    record = MAPPINGS[kind].record
    hints = record.__dataclass_fields__
    free = (
        name for name, field_ in hints.items() if field_.type in ("str", "dict[str, str]") or name == HELD
    )
    return tuple(name for name in free if name not in _KEYS)


def worded(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the plain fields of a record those in which somebody may be spoken of."""
    free = _worded_fields(kind)
    return {name: value for name, value in values.items() if name in free or is_own(name)}


@cache
def _worded_fields(kind: Kind) -> frozenset[str]:
    return frozenset((*text_fields(kind), "conversion"))


def _kind_in(holding: Holding) -> Kind | None:
    told = str(holding.told["kind"])
    return Kind(told) if told in set(Kind) else None


def _excerpts(holding: Holding, signs: Signs) -> Iterable[str]:
    for text in texts_in(list(_texts_of(holding).values())):
        for span in signs.spans(text):
            yield _cut(text, span)
            break


def _cut(text: str, span: Span) -> str:
    start, end = max(span.start - _AROUND, 0), min(span.end + _AROUND, len(text))
    cut = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"


def _short(text: str) -> str:
    return _cut(text, Span(0, min(len(text), _AROUND), certain=True))


_RECORDS: Mapping[str, Kind] = {mapping.table.name: kind for kind, mapping in MAPPINGS.items()}
_KEYS = frozenset({"source", "disqualify_reason", "lost_reason"})
