"""Erasing: a person is taken out of all that is kept; counts and sums stay. It cannot be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from app.crm.ownership import must_own
from app.crm.privacy.findings import Finding, Own, findings_of, own_of, signs_of, text_fields, worded
from app.domain.erasure import DataSubject, Erasure, ErasureState, SubjectKind
from app.domain.errors import Conflict, InvalidInput, NotFound, Problem
from app.domain.event import Event, Kind, Setting
from app.domain.imports import Fate
from app.domain.lead import Lead
from app.domain.member import Member, Role
from app.domain.place import NOWHERE
from app.domain.recognition import ERASED, Certainty, Signs
from app.domain.record import PERSON_ERASED, Record, without_person
from app.store.audit import Details
from app.store.holdings import Holding
from app.store.mapping import MAPPINGS
from app.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What erasing somebody would take: `own` goes anyway, of `findings` what is chosen. `second` are the
    owners of whom one has to confirm; nobody where there is no other."""

    subject: DataSubject
    name: str
    findings: tuple[Finding, ...]
    second: tuple[Member, ...] = ()


def plan_erasure(work: Work, actor: Member, subject: DataSubject) -> Plan:
    """What erasing somebody would take; changes nothing. Raises Forbidden, NotFound, InvalidInput, Conflict
    where the person is erased already, or is the last owner."""
    must_own(work, actor)
    return plan(work, subject, _others(work, actor, subject))


def plan(work: Work, subject: DataSubject, second: Iterable[Member] = ()) -> Plan:
    """`plan_erasure` for whoever may."""
    return _Sought.find(work, subject).plan(second)


def ask_erasure(
    work: Work, actor: Member, subject: DataSubject, findings: Sequence[str] | None
) -> tuple[Erasure, tuple[Member, ...]]:
    """Erases somebody with the findings of these ids (None for all) where the actor is the only owner; else
    another owner has to confirm it, and is among the answer. Raises what `plan_erasure` raises, and
    InvalidInput (findings) for an id that is none."""
    must_own(work, actor)
    chosen = None if findings is None else tuple(dict.fromkeys(findings))
    asked = Erasure(subject=subject, findings=chosen, asked_by=actor.id, asked_at=work.now)
    second = _others(work, actor, subject)
    sought = (_Sought.find if second else _Sought.find_to_erase)(work, subject)
    sought.must_know(chosen)
    if not second:
        _erase(work, actor, sought, chosen, by=actor.id)
        done = work.erasures.add(asked.decide(ErasureState.DONE, actor.id, work.now))
        return done, ()
    for other in work.erasures.waiting():
        if other.subject == subject:
            work.erasures.save(other.decide(ErasureState.WITHDRAWN, actor.id, work.now))
    work.audit.note("PersonErasureAsked", work.now, actor.id, _told(subject))
    return work.erasures.add(asked), second


def confirm_erasure(work: Work, actor: Member, id_: int) -> Erasure:
    """Erases whom another owner asked to erase. Raises Forbidden, NotFound, and Conflict where it no longer
    waits."""
    must_own(work, actor)
    confirmed = _found(work, id_).confirm(actor.id, work.now)
    # What was chosen and is gone meanwhile needs no erasing.
    _erase(work, actor, _Sought.find_to_erase(work, confirmed.subject), confirmed.findings, by=actor.id)
    return work.erasures.save(confirmed)


def withdraw_erasure(work: Work, actor: Member, id_: int) -> Erasure:
    """Nobody is to be erased after all. Raises Forbidden, NotFound, Conflict."""
    must_own(work, actor)
    withdrawn = work.erasures.save(_found(work, id_).withdraw(actor.id, work.now))
    work.audit.note("PersonErasureWithdrawn", work.now, actor.id, _told(withdrawn.subject))
    return withdrawn


def show_erasure(work: Work, actor: Member, id_: int) -> Erasure:
    """One erasure as it stands. Raises Forbidden, NotFound."""
    must_own(work, actor)
    return _found(work, id_)


def last_erasure(work: Work, actor: Member, subject: DataSubject) -> Erasure:
    """What was last asked for about a person. Raises Forbidden, NotFound."""
    must_own(work, actor)
    found = work.erasures.last_of(subject)
    if found is None:
        raise NotFound("erasure_unknown", id=0)
    return found


def waiting_erasures(work: Work, actor: Member) -> list[tuple[Erasure, Plan]]:
    """Erasures that wait for another owner, newest first, with what each would take now. Raises Forbidden."""
    must_own(work, actor)
    found = []
    for one in work.erasures.waiting():
        if one.is_waiting(work.now):
            try:
                found.append((one, plan(work, one.subject)))
            except (NotFound, Conflict):
                continue
    return found


def erase_by_operator(work: Work, subject: DataSubject, findings: Sequence[str] | None) -> Plan:
    """Erases somebody for whoever runs the host, who needs nobody's consent; what was found. Raises
    NotFound, InvalidInput, Conflict."""
    sought = _Sought.find_to_erase(work, subject)
    sought.must_know(findings)
    # An event is somebody's: the first owner's, or where nobody owns the workspace the first member's.
    stand_in = min(work.members.all(), key=lambda member: (member.role is not Role.OWNER, member.id))
    found = sought.plan()
    _erase(work, stand_in, sought, findings, by=None)
    return found


@dataclass(frozen=True, slots=True)
class _Sought:
    """Somebody who can be erased, with all that speaks of them: looked for once in a transaction."""

    own: Own
    signs: Signs
    findings: tuple[Finding, ...]

    @classmethod
    def find(cls, work: Work, subject: DataSubject) -> Self:
        """Raises NotFound, InvalidInput, Conflict."""
        own = _erasable(work, subject)
        signs = signs_of(work, own)
        return cls(own, signs, tuple(findings_of(work, own, signs)))

    @classmethod
    def find_to_erase(cls, work: Work, subject: DataSubject) -> Self:
        """`find`, and nothing that is looked for comes to be until the transaction ends."""
        work.memories.hold()
        return cls.find(work, subject)

    def must_know(self, findings: Sequence[str] | None) -> None:
        """Raises InvalidInput (findings) for an id that is none."""
        if findings is not None and set(findings) - {one.id for one in self.findings}:
            raise InvalidInput(findings="finding_unknown")

    def plan(self, second: Iterable[Member] = ()) -> Plan:
        """What erasing them would take."""
        own = self.own
        name = own.member.name if own.member is not None else own.records[own.subject.number].name
        return Plan(subject=own.subject, name=name, findings=self.findings, second=tuple(second))


def _erase(
    work: Work, actor: Member, sought: _Sought, findings: Sequence[str] | None, *, by: int | None
) -> None:
    """Takes somebody out of their own records and of the findings of these ids, None for all. The audit tells
    that it was done `by` this member, or by whoever runs the host; events are the actor's."""
    chosen = [one for one in sought.findings if one.own or findings is None or one.id in findings]
    eraser = _Eraser(work, actor, sought.signs)
    for one in chosen:
        eraser.erase(one)
    if sought.own.member is not None:
        _erase_member(work, actor, sought.own.member)
    details: Details = {**_told(sought.own.subject), "findings": len(chosen), "events": eraser.events}
    # When it ends: lists that were shown while it ran are not to be kept either.
    work.audit.note(PERSON_ERASED, dt.datetime.now(dt.UTC), by, details)


@dataclass(slots=True)
class _Eraser:
    """Takes one person out of findings; `events` counts those that were rewritten."""

    work: Work
    actor: Member
    signs: Signs
    events: int = 0

    def erase(self, finding: Finding) -> None:
        """Takes the person out of one finding."""
        if finding.id.startswith("record:"):
            self._from_record(finding, blank=finding.theirs)
        elif finding.reason == "import":
            self._from_import(finding.number)
        for holding in finding.rows:
            if holding.table == "memories":
                self.work.holdings.rewrite(holding, {"shown": None})
            elif finding.reason == "elsewhere":
                told = {name: self.signs.redact_all(value) for name, value in holding.texts.items()}
                self.work.holdings.rewrite(holding, told)

    def _from_record(self, finding: Finding, *, blank: bool) -> None:
        kind, number = finding.kind, finding.number
        if kind is None:
            return
        repository = self.work.repository(kind)
        record = repository.find_itself(number)
        for event in self.work.holdings.events_of([number]):
            self.events += 1
            sides = ("before", "after")
            told = {side: self._plain(kind, event.told[side], blank=blank) for side in sides}
            self.work.holdings.rewrite(event, told)
        if record is not None:
            erased = record.erase() if blank else record.touched()
            self._redact(record)
            repository.save(record)
            self.work.record(erased, self.actor)

    def _plain(self, kind: Kind, values: Mapping[str, Any], *, blank: bool) -> dict[str, Any]:
        """The plain fields of an event, as `_redact` makes those of the record."""
        left = without_person(MAPPINGS[kind].record, values) if blank else dict(values)
        return left | {name: self.signs.redact_all(each) for name, each in worded(kind, left).items()}

    def _redact(self, record: Record) -> None:
        fields = (*text_fields(record.kind), *(("conversion",) if isinstance(record, Lead) else ()))
        for name in fields:
            setattr(record, name, self.signs.redact_all(getattr(record, name)))

    def _from_import(self, id_: int) -> None:
        for holding in self.work.holdings.rows("imports", "id", [id_]):
            told = {name: self.signs.redact_all(holding.told[name]) for name in ("file_name", "columns")}
            self.work.holdings.rewrite(holding, told)
        for holding in self.work.holdings.portions(id_):
            self.work.holdings.rewrite(holding, self._portion(holding))

    def _portion(self, holding: Holding) -> dict[str, Any]:
        rows, told = holding.told["rows"], holding.told["told"]
        return {
            "rows": rows and [self._row(row) for row in rows],
            "told": told and [self._note(note) for note in told],
        }

    def _row(self, row: list[Any]) -> list[Any]:
        """A row that waits to come in: that of the person never will."""
        number, values, problems, *more = row
        if self.signs.certainty_of([values, more]) is not Certainty.CERTAIN:
            return [number, self.signs.redact_all(values), problems, *map(self.signs.redact_all, more)]
        problem = [Problem("person_erased").code, {}]
        return [number, {"name": ERASED}, {"name": problem}, [], bool(more and more[-1])]

    def _note(self, note: dict[str, Any]) -> dict[str, Any]:
        """What was told of a row: of the person's, that it was one and what became of it."""
        if self.signs.certainty_of(note) is not Certainty.CERTAIN:
            # Another row may be like the person's.
            return {**note, **{name: self.signs.redact_all(note[name]) for name in _TOLD if name in note}}
        blank = {"name": ERASED, "like_name": ERASED if note.get("like_name") else ""}
        problems = {name: [code, _emptied(details)] for name, (code, details) in note["problems"].items()}
        kept = [[f, title, ERASED, code, _emptied(more)] for f, title, _, code, more in note.get("kept", ())]
        gone = {**blank, "problems": problems, "kept": kept}
        return {**note, **gone, "fate": Fate(note["fate"]).value}


_TOLD = ("name", "like_name", "kept", "problems")


def _emptied(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details of a problem without what somebody wrote."""
    return {name: ERASED if isinstance(value, str) else value for name, value in details.items()}


def _erase_member(work: Work, actor: Member, member: Member) -> None:
    """A colleague is somebody who is no longer told; what they did stays theirs by the id alone."""
    holdings = work.holdings
    spoken = [str(one.key["conversation_id"]) for one in holdings.rows("memories", "member", [member.id])]
    told = [str(one.told["conversation_id"]) for one in holdings.rows("events", "actor", [member.id])]
    own = f"api:{member.user_id}"
    personal = [
        str(one.key["conversation_id"])
        for one in holdings.rows("conversations", "conversation_id", {*spoken, *told})
        if one.told["kind"] == "personal"
    ]
    for table in ("turns", "conversations", "memories"):
        for one in holdings.rows(table, "conversation_id", [own, *personal]):
            holdings.remove(one)
    for one in holdings.rows("memories", "member", [member.id]):
        holdings.remove(one)
    for one in holdings.rows("events", "conversation_id", [own, *personal]):
        holdings.rewrite(one, {"conversation_id": "", "activity_id": ""})
    for note in work.holdings.rows("audit", "name", ["SignInRefused"]):
        if note.told["details"].get("user_id") == member.user_id:
            holdings.rewrite(note, {"details": {**note.told["details"], "user_id": ""}})
    gone = replace(
        member, name=ERASED, user_id=f"erased:{member.id}", role=Role.VIEWER, language="", place=NOWHERE
    )
    work.members.rename(replace(gone, chat_id=""))
    # Hosts remember colleagues: this tells them to ask anew.
    work.record(Event(PERSON_ERASED, Setting.WORKSPACE, 0, work.workspace.version, {}, {}), actor)


def _erasable(work: Work, subject: DataSubject) -> Own:
    own = own_of(work, subject)
    if own.member is not None:
        owners = [one for one in work.members.all() if one.role is Role.OWNER]
        if own.member.name == ERASED:
            raise Conflict("person_erased")
        if owners == [own.member]:
            raise Conflict("last_owner")
    elif all(record.is_erased for record in own.records.values()):
        raise Conflict("person_erased", number=subject.number)
    return own


def _others(work: Work, actor: Member, subject: DataSubject) -> tuple[Member, ...]:
    """The owners who can confirm what the actor asks for; not the one who is to be erased."""
    gone = subject.number if subject.kind is SubjectKind.MEMBER else 0
    owners = (member for member in work.members.all() if member.role is Role.OWNER)
    return tuple(owner for owner in owners if owner.id not in (actor.id, gone))


def _found(work: Work, id_: int) -> Erasure:
    found = work.erasures.find(id_) if 0 < id_ < 2**62 else None
    if found is None:
        raise NotFound("erasure_unknown", id=id_)
    return found


def _told(subject: DataSubject) -> Details:
    return {"kind": subject.kind.value, "number": subject.number}
