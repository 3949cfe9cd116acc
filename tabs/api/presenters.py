"""How the core's answers look in JSON. Times and dates stay what they are: the encoder writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from app.crm.views import (
    Colleague,
    Context,
    ConversionCandidate,
    Entry,
    Lookalike,
    QualificationPreview,
    RecordView,
    Ref,
    Undone,
)
from app.domain.activity import Activity
from app.domain.conversion import TARGETS, Kept, Log
from app.domain.event import Event, Kind, Recorded
from app.domain.framework import ANSWER_KEYS, unfolded
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.pipeline import DEFAULT_CHOICES, Stage
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES
from tabs.api.answers import history, mentions, records, settings
from tabs.api.answers.mentions import Page
from tabs.api.answers.records import SHOWN
from tabs.api.settings import present_score
from tabs.api.steps import present_step, present_subject

Json = dict[str, Any]

_UNTOLD = frozenset({"left_stage", "origin", "cancelled"})
_MOMENTS = frozenset({"closed_at", "due_at", "done_at"})
_CENT = Decimal("0.01")


def present_record(view: RecordView, reader: Reader) -> Json:
    """A record with the names around it."""
    record = view.record
    shown: Json = {
        "number": record.number,
        "kind": record.kind.value,
        "name": record.name,
        "version": record.version,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }
    for name in SHOWN[record.kind]:
        value = getattr(record, name)
        shown[name] = present_money(value) if isinstance(value, Money) else value
    shown |= {name: _value(name, record.own.get(name), {}) for name in reader.own.active(record.kind)}
    if isinstance(record, Lead | Opportunity):
        shown |= {name: record.answers.get(name, "") for name in ANSWER_KEYS}
    for name, ref in (("organization", view.organization), ("contact", view.contact)):
        if name in shown:
            shown[name] = present_ref(ref)
    if "participants" in shown:
        shown["participants"] = [
            {"contact": present_ref(one.contact), "role": one.role} for one in view.participants
        ]
        shown["followers"] = [present_person(one) for one in view.followers]
    if isinstance(record, Activity):
        shown["about"] = present_subject(view.about)
    if isinstance(record, Lead | Opportunity):
        shown["next_step"] = None if view.next_step is None else present_step(view.next_step)
    if "owner" in shown:
        shown["owner"] = present_person(view.owner)
    if view.score is not None:
        shown["score"] = present_score(view.score, reader)
    if view.stage is not None:
        shown |= {
            "stage": view.stage.key,
            "stage_name": reader.stage(view.stage),
            "probability": view.stage.probability,
        }
    return shown


def present_qualified(view: RecordView, reader: Reader) -> Json:
    """What a lead became, with what the conversion did."""
    log = view.conversion.log.plain() if view.conversion else {}
    return {**present_record(view, reader), "conversion": log}


def present_preview(preview: QualificationPreview, reader: Reader) -> records.Qualification:
    """What qualifying would do where nobody chooses, and what could be chosen."""
    log = preview.conversion.log if preview.conversion else Log()
    return {
        "number": preview.lead.record.number,
        "version": preview.lead.record.version,
        "opportunity_name": preview.opportunity_name,
        "usual": {kind.value: target for kind, target in preview.usual.items()},
        "candidates": {
            kind.value: [_candidate(one, reader) for one in preview.candidates.get(kind, ())]
            for kind in TARGETS
        },
        "kept": [_kept(one) for one in log.kept],
    }


def _kept(one: Kept) -> records.KeptValue:
    return {"kind": one.kind, "number": one.number, "field": one.field, "lead": one.lead, "kept": one.kept}


def present_lookalike(one: Lookalike) -> records.Lookalike:
    """Somebody who is likely the same, or related, and why."""
    hit = one.hit
    return {
        "number": hit.number,
        "kind": hit.kind,
        "name": hit.name,
        "detail": hit.detail,
        "status": hit.status,
        "owner": present_person(hit.owner),
        "likeness": one.similarity,
        "reasons": list(one.reasons),
    }


def present_page(views: list[RecordView], cursor: str | None, reader: Reader) -> Page[Json]:
    """A page of a list."""
    return {"items": [present_record(view, reader) for view in views], "next": cursor}


def present_me(member: Member) -> settings.Me:
    """The member who asks and where."""
    workspace = member.workspace
    return {
        "member": {
            **present_member(member),
            "language": member.language or None,
            "time_zone": member.place.time_zone or None,
            "country": member.place.country or None,
            "locale": member.place.locale or None,
        },
        "workspace": {
            "name": workspace.name,
            "currency": workspace.currency,
            "time_zone": workspace.time_zone,
            "country": workspace.country or None,
        },
        "languages": list(LANGUAGES),
    }


def present_member(member: Member) -> settings.Member:
    """A colleague."""
    return {"id": member.id, "name": member.name, "role": member.role}


def present_choices(context: Context, reader: Reader) -> settings.Choices:
    """The lists of the workspace, with names in the reader's language."""
    return {
        name: [{"key": choice.key, "name": reader.choice(choice)} for choice in context.listed(name)]
        for name in DEFAULT_CHOICES
    }


def present_entry(entry: Entry) -> history.Entry:
    """One event of a record's history. Its fields look like those of the record itself."""
    recorded = entry.recorded
    event = recorded.event
    before, after = _sides(event, entry.names)
    about = entry.names.get((event.kind, event.number), "")
    return {
        **present_change(event),
        "sequence": recorded.sequence,
        "actor": present_person(entry.actor),
        "at": recorded.at,
        "happened_at": entry.happened_at,
        "happened_on": entry.happened_on,
        "source": recorded.source,
        "before": before,
        "after": after,
        "about": about if isinstance(about, str) else "",
        "undone": recorded.undone,
    }


def present_undone(undone: Undone) -> history.Undone:
    """What an undo took back, newest first."""
    return {"undone": [present_change(recorded.event) for recorded in undone.events]}


def present_signal(recorded: Recorded) -> history.Change:
    """What the live stream tells of an event: enough to know what to read again. Of an activity also the
    record that it is about, where the event tells it."""
    event = recorded.event
    told: history.Change = {
        "sequence": recorded.sequence,
        "event": event.name,
        "kind": event.kind,
        "number": event.number,
    }
    about = event.after.get("about") or event.before.get("about")
    if event.kind is Kind.ACTIVITY and isinstance(about, int):
        told["about"] = about
    return told


def present_change(event: Event) -> history.Happened:
    """Which change of which record."""
    return {"event": event.name, "kind": event.kind, "number": event.number}


def present_money(money: Money) -> mentions.Money:
    """An exact amount with its currency."""
    return {"amount": present_amount(money.amount), "currency": money.currency}


def _candidate(one: ConversionCandidate, reader: Reader) -> records.Candidate:
    return {
        "number": one.ref.number,
        "name": one.ref.name,
        "why": list(one.why),
        "detail": reader.stage(one.stage) if one.stage else one.detail,
    }


def present_amount(amount: Decimal) -> str:
    """An exact amount: to the cent, or with as many places as it has."""
    short = amount.quantize(_CENT)
    return str(short) if short == amount else format(amount.normalize(), "f")


def present_person(person: Colleague | None) -> mentions.Person | None:
    """A colleague, or null for nobody."""
    return None if person is None else {"id": person.id, "name": person.name}


def present_ref(ref: Ref | None) -> mentions.Reference | None:
    """Another record, or null for none."""
    return None if ref is None else present_reference(ref)


def present_reference(ref: Ref) -> mentions.Reference:
    """Another record."""
    return {"number": ref.number, "name": ref.name}


def _sides(event: Event, names: Mapping[tuple[str, object], object]) -> tuple[Json, Json]:
    """The fields before and after, with only those answers that differ."""
    before, after = unfolded(event.before), unfolded(event.after)
    same = {name for name in ANSWER_KEYS if before.get(name) == after.get(name)}

    def of(values: Mapping[str, object]) -> Json:
        return _values({name: value for name, value in values.items() if name not in same}, names)

    return of(before), of(after)


def _values(values: Mapping[str, object], names: Mapping[tuple[str, object], object]) -> Json:
    # What was called off has an end, but was not done.
    untold = _UNTOLD | ({"done_at"} if "cancelled" in values else set())
    return {name: _value(name, value, names) for name, value in values.items() if name not in untold}


def _value(name: str, value: object, names: Mapping[tuple[str, object], object]) -> object:
    if isinstance(value, list) and name in _NAMED:
        return [_NAMED[name](one, names) for one in value]
    known = names.get((name, value)) if isinstance(value, int) else None
    if isinstance(known, Stage):
        return known.key
    if name == "owner" and isinstance(known, str):
        return {"id": value, "name": known}
    if name in {"organization", "contact", "about"} and isinstance(value, int):
        return {"number": value, "name": known if isinstance(known, str) else ""}
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        return {**value, "amount": present_amount(Decimal(value["amount"]))}
    return value.replace("+00:00", "Z") if name in _MOMENTS and isinstance(value, str) else value


def _partaker(one: Json, names: Mapping[tuple[str, object], object]) -> Json:
    return {"contact": _value("contact", one["contact"], names), "role": one["role"]}


# The lists that an event tells by number or id.
_NAMED: dict[str, Callable[[Any, Mapping[tuple[str, object], object]], object]] = {
    "participants": _partaker,
    "followers": lambda one, names: _value("owner", one, names),
}
